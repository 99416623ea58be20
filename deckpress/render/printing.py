"""Printing: what the printed products share - the formula font and the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from deckpress.content.print_voice import Plates
from deckpress.render.annotations import name_headings, print_links
from deckpress.render.fonts import Face
from deckpress.render.formula_font import FAMILY, make_font, write_readable
from deckpress.render.pdf import Press, open_press
from deckpress.render.structure import merge_wrappers

if TYPE_CHECKING:
    from weasyprint import Document

__all__ = ["open_job", "written"]

_FORMULAS: Final = Face(FAMILY, 400, "normal", "", "formulas.ttf")


@contextmanager
def open_job(plates: Plates, css: str) -> Iterator[Press]:
    """A printing run that has the figures and formulas of the plates."""
    assets = plates.assets | {_FORMULAS.address: make_font(plates.pieces, plates.store)}
    with open_press(assets, css, [_FORMULAS]) as press:
        yield press


def written(press: Press, document: Document, plates: Plates) -> bytes:
    """The PDF of a document, in which formulas copy as readable text."""

    def finish(pdf: Any) -> None:
        write_readable(pdf, plates.pieces)
        merge_wrappers(pdf)
        name_headings(pdf)
        print_links(pdf)

    return press.write(document, finish)
