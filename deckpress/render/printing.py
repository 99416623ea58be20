"""Printing: what the printed products share - the formula font, the check of characters, the bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank
from deckpress.content.print_voice import FIRST, Plates
from deckpress.problems import DeckpressError, printable
from deckpress.render.fonts import Face, covered
from deckpress.render.formula_font import FAMILY, make_font, write_readable
from deckpress.render.pdf import Press, open_press
from deckpress.render.sheet import SheetQuestion, SheetTopic

if TYPE_CHECKING:
    from weasyprint import Document

__all__ = ["check_characters", "open_job", "written"]

_FORMULAS: Final = Face(FAMILY, 400, "normal", "", "formulas.ttf")
_HIDDEN: Final = re.compile(r"<(?:title|desc)>.*?</(?:title|desc)>|<[^>]*>", re.DOTALL)


@contextmanager
def open_job(plates: Plates, css: str) -> Iterator[Press]:
    """A printing run that has the figures and formulas of the plates."""
    assets = plates.assets | {_FORMULAS.address: make_font(plates.pieces, plates.store)}
    with open_press(assets, css, [_FORMULAS]) as press:
        yield press


def written(press: Press, document: Document, plates: Plates) -> bytes:
    """The PDF of a document, in which formulas copy as readable text."""
    return press.write(document, lambda pdf: write_readable(pdf, plates.pieces))


def check_characters(bank: Bank, topics: Sequence[SheetTopic]) -> None:
    """Every character must be in a font of the print. Raises DeckpressError naming the places."""
    faults = []
    for place, text in _texts(bank, topics):
        missing = {char for char in text if ord(char) < FIRST and not char.isspace()}
        faults += [
            f"no font of the sheet has {printable(char)!r} (U+{ord(char):04X}"
            f" {unicodedata.name(char, 'no name').lower()}) in {place}"
            for char in sorted(missing)
            if ord(char) not in covered()
        ]
    if faults:
        raise DeckpressError("; ".join(faults))


def _texts(bank: Bank, topics: Sequence[SheetTopic]) -> Iterator[tuple[str, str]]:
    """A place and the text that is shown there."""
    settings = bank.settings
    yield "bank.toml", f"{settings.title}{settings.version}{settings.description}{settings.licence}"
    for topic in topics:
        yield f"the topic {topic.id!r}", topic.title + topic.summary
        for question in topic.questions:
            yield f"the question {question.id!r}", _shown(question)
    for name, figure in bank.figures.items():
        yield f"figures/{name}", unescape(_HIDDEN.sub(" ", figure.svg))


def _shown(question: SheetQuestion) -> str:
    html = " ".join((question.prompt, *(part.html for part in question.parts)))
    return unescape(_HIDDEN.sub(" ", html))
