"""Printing: what the printed products share - the formula font and the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from deckpress.render.paper.annotations import name_headings, print_links
from deckpress.render.paper.fonts import Face
from deckpress.render.paper.formula_font import FAMILY, make_font, write_readable
from deckpress.render.paper.formula_tags import describe_formulas, mark_formulas
from deckpress.render.paper.furniture import set_aside
from deckpress.render.paper.gradients import widen_gradients
from deckpress.render.paper.installed import fingerprint
from deckpress.render.paper.pdf import Press, open_press
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.structure import merge_wrappers

if TYPE_CHECKING:
    from weasyprint import Document

__all__ = ["open_job", "with_fonts", "written"]

_FORMULAS: Final = Face(FAMILY, 400, "normal", "", "formulas.ttf")


@contextmanager
def open_job(plates: Plates, css: str, *, installed: bool = False) -> Iterator[Press]:
    """A printing run that has the figures and formulas of the plates, and the machine's fonts if wanted."""
    assets = plates.assets | {_FORMULAS.address: make_font(plates.pieces, plates.store)}
    with open_press(assets, css, [_FORMULAS], installed=installed) as press:
        yield press


def with_fonts(css: str, *, installed: bool) -> str:
    """The style, which by a comment is another one for each set of installed fonts that is used."""
    return f"{css}\n/* {fingerprint()} */" if installed else css


def written(press: Press, document: Document, plates: Plates) -> bytes:
    """The PDF of a document, in which formulas copy as readable text."""

    def finish(pdf: Any) -> None:
        shown = mark_formulas(pdf, plates, set_aside(pdf))
        write_readable(pdf, plates.pieces)
        merge_wrappers(pdf)
        describe_formulas(pdf, plates, shown)
        name_headings(pdf)
        print_links(pdf)
        widen_gradients(pdf)

    return press.write(document, finish)
