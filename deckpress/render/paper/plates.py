"""Plates: what the voices of one printing run share - drawn formulas, painted figures, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from deckpress.bank import Bank
from deckpress.content.prepared import Prepared
from deckpress.processes import ALONE, Crew
from deckpress.render import Store
from deckpress.render.paper.outlines import Formula, Piece, draw_ahead, draw_formula, kept_formula
from deckpress.render.pictures import Use, prepare

__all__ = ["ASSET", "FAMILY", "FIRST", "Plates", "plates_for"]

ASSET: Final = "deckpress:"
"""Scheme of the addresses under which a printing run finds its figures and fonts."""
FIRST: Final = 0xF0000
"""First code point of the formula font, in a plane for private use that text fonts leave alone."""

_PRIVATE: Final = re.compile("[\U000f0000-\U000ffffd]")
FAMILY: Final = "Sheet Sans, Sheet Symbols"
"""The sheet's own faces, for the words of drawings."""


_Made = TypeVar("_Made")
_MANY: Final = 24
"""New formulas from which it is quicker to look for all of them first."""
_SOMETHING: Final = (Piece("", 1.0, 0.5, 0.2, "x"),)
"""In the place of a formula that is to be drawn."""


class _ManyError(Exception):
    """Many formulas are to be drawn."""


@dataclass(slots=True)
class Plates:
    """What the voices of one printing run collect: drawn formulas, painted figures."""

    store: Store
    pictures: Mapping[str, Prepared] = field(default_factory=dict)
    """File name to the picture made ready for paper."""
    column: float = 0.0
    """Points across, and the most that a picture may be high."""
    tallest: float = 0.0
    pieces: dict[str, Piece] = field(default_factory=dict)
    """Private-use character to the piece of formula it stands for."""
    formulas: dict[tuple[str, bool], str] = field(default_factory=dict)
    """TeX and display to the characters that show it."""
    assets: dict[str, bytes] = field(default_factory=dict)
    """Address to painted figure."""
    links: bool = True
    """Whether questions lead to each other."""
    crew: Crew = ALONE
    """Who draws formulas, where there are many."""
    wanted: dict[Formula, None] | None = None
    """Formulas that are to be drawn, where they are only collected."""
    drawn: int = 0
    """How many formulas were drawn at sight."""
    scaled: dict[str, float] = field(default_factory=dict)
    """TeX of the display formulas that are much too wide to the share of their size at which they fit."""

    def characters(self, tex: str, *, display: bool) -> str:
        """The private-use characters of a formula, drawn at first sight."""
        known = self.formulas.get((tex, display))
        if known is not None:
            return known
        start = FIRST + len(self.pieces)
        pieces = self._pieces(tex, display=display)
        shown = "".join(chr(start + index) for index in range(len(pieces)))
        self.pieces.update(zip(shown, pieces, strict=True))
        self.formulas[tex, display] = shown
        return shown

    def _pieces(self, tex: str, *, display: bool) -> tuple[Piece, ...]:
        pieces = kept_formula(tex, self.store, display=display)
        if not pieces and self.wanted is not None:
            self.wanted[tex, display] = None
            return _SOMETHING
        if not pieces and self.crew.jobs > 1:
            self.drawn += 1
            if self.drawn > _MANY:
                raise _ManyError
        return pieces or draw_formula(tex, self.store, display=display)

    def with_formulas(self, view: Callable[[Plates], _Made]) -> _Made:
        """What `view` makes with these plates; many new formulas are drawn side by side."""
        try:
            return view(self)
        except _ManyError:
            others = replace(self, pieces={}, formulas={}, assets={}, scaled={}, wanted={}, crew=ALONE)
            view(others)
            draw_ahead(list(others.wanted or ()), self.store, self.crew)
            self.crew = ALONE
            return view(self)

    def spelt(self, html: str) -> str:
        """The HTML with each formula's character replaced by what its layout depends on."""
        return _PRIVATE.sub(lambda found: self._metrics(found[0]), html)

    def _metrics(self, char: str) -> str:
        piece = self.pieces[char]
        return f"[{piece.advance:.4f} {piece.ascent:.4f} {piece.depth:.4f}]"

    def width(self, text: str) -> float:
        """Sum of the advances of the formulas in a text, in em."""
        return sum(self.pieces[char].advance for char in text if char in self.pieces)


def plates_for(bank: Bank, store: Store, column: float, tallest: float, crew: Crew = ALONE) -> Plates:
    """The plates of a printed product with its pictures, for a column of that many points.

    `tallest` is the most that a picture may be high. Raises SourceError at one that cannot be decoded.
    """
    pictures = prepare(bank, Use("paper", column, tallest, FAMILY), store)
    return Plates(store, pictures=pictures, column=column, tallest=tallest, crew=crew)
