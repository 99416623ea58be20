"""The grid of flash cards on a page, front and back, in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from deckpress.paper import Paper
from deckpress.problems import SettingsError
from deckpress.render.paper.frame import MM, PAPERS

__all__ = ["Box", "Grid", "grid_for"]

_CARDS: Final = {"2x4": (95.0, 66.0), "2x3": (95.0, 88.0), "3x4": (64.0, 66.0), "2x2": (95.0, 130.0)}
"""Width and height of a card in millimetres, where the paper allows it."""
_MARGIN: Final = 8.5  # mm: least space round the cards, which printers leave white and ticks need
_TICK: Final = 4.0  # mm
_APART: Final = 1.5  # mm between a tick and the card it cuts
_THICK: Final = 0.25  # mm


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Cards on a page, centred, so that a leaf turned over brings every card behind itself."""

    width: float
    """Of the paper."""
    height: float
    columns: int
    rows: int
    card: tuple[float, float]
    """Width and height of a card."""

    @property
    def count(self) -> int:
        """Cards on a page."""
        return self.columns * self.rows

    @property
    def origin(self) -> tuple[float, float]:
        """Left and top of the first card."""
        across = (self.width - self.columns * self.card[0]) / 2
        return across, (self.height - self.rows * self.card[1]) / 2

    def front(self, place: int) -> Box:
        """Where a page's card stands, counted along the rows."""
        return self._box(place // self.columns, place % self.columns)

    def back(self, place: int, flip: str) -> Box:
        """Where its back stands, for a leaf turned over its long or its short edge."""
        row, column = divmod(place, self.columns)
        if flip == "long":
            return self._box(row, self.columns - 1 - column)
        return self._box(self.rows - 1 - row, column)

    def _box(self, row: int, column: int) -> Box:
        left, top = self.origin
        return Box(round(left + column * self.card[0], 3), round(top + row * self.card[1], 3), *self.card)

    def ticks(self) -> Iterator[Box]:
        """The marks in the margins along which the cards are cut, as thin boxes."""
        left, top = self.origin
        long, thick = _TICK * MM, _THICK * MM
        right, foot = self.width - left, self.height - top
        apart = _APART * MM
        for column in range(self.columns + 1):
            x = round(left + column * self.card[0] - thick / 2, 3)
            yield Box(x, round(top - apart - long, 3), thick, long)
            yield Box(x, round(foot + apart, 3), thick, long)
        for row in range(self.rows + 1):
            y = round(top + row * self.card[1] - thick / 2, 3)
            yield Box(round(left - apart - long, 3), y, long, thick)
            yield Box(round(right + apart, 3), y, long, thick)


def grid_for(paper: Paper) -> Grid:
    """The grid of a paper. Raises SettingsError where the paper or the grid is unknown."""
    if paper.paper not in PAPERS or paper.cards not in _CARDS:
        raise SettingsError(f"flash cards {paper.cards!r} on {paper.paper!r} are not known")
    width, height = PAPERS[paper.paper]
    columns, rows = map(int, paper.cards.split("x"))
    across, down = _CARDS[paper.cards]
    return Grid(
        width, height, columns, rows, (_fitting(across, width, columns), _fitting(down, height, rows))
    )


def _fitting(wanted: float, side: float, count: int) -> float:
    """Points of a card's side: as wanted in millimetres, or in half millimetres what fits."""
    most = (side / MM - 2 * _MARGIN) / count
    return round(min(wanted, int(2 * most) / 2) * MM, 3)
