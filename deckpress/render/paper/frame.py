"""The frame of a printed sheet: paper, margins and columns, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deckpress.paper import Paper
from deckpress.problems import SettingsError

__all__ = ["MM", "PAPERS", "Frame", "frame_for"]

MM: Final = 72 / 25.4
"""Points in a millimetre."""
PAPERS: Final = {"A4": (210 * MM, 297 * MM), "Letter": (612.0, 792.0)}
"""Width and height of each paper, upright."""
_DRAWN: Final = 7.6  # pt: the size of text for which the style sheet is drawn


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its columns; every length in points."""

    width: float
    height: float
    size: float = _DRAWN
    """Size of the text."""
    columns: int = 3
    margin: float = round(9 * MM, 3)
    foot: float = 17.0
    """Height of the running foot, with the space above it."""
    gutter: float = round(5.5 * MM, 3)
    index_gutter: float = 10.0
    spare: float = 6.0
    """Height under the columns that is left to the engine, which counts the padding at a foot twice."""
    half_gap: float = 3.3
    """Least space on either side of the hairline between two questions."""
    most_half_gap: float = 8.0
    hairline: float = 0.4
    band_gap: float = 11.0
    """Space above a topic that begins on another's page."""

    @property
    def scale(self) -> float:
        """What the lengths of text in the style sheet are multiplied by."""
        return self.size / _DRAWN

    @property
    def column(self) -> float:
        """Width of a column."""
        free = self.width - 2 * self.margin - (self.columns - 1) * self.gutter
        return int(1000 * free / self.columns) / 1000

    @property
    def index_columns(self) -> int:
        """Columns of the index, whose lines are short."""
        return self.columns + 1

    @property
    def index_column(self) -> float:
        """Width of a column of the index."""
        free = self.width - 2 * self.margin - self.columns * self.index_gutter
        return int(1000 * free / self.index_columns) / 1000

    @property
    def body(self) -> float:
        """Height between the top margin and the running foot."""
        return self.height - 2 * self.margin - self.foot

    @property
    def gap(self) -> float:
        """Least height between two questions."""
        return 2 * self.half_gap + self.hairline

    @property
    def most_gap(self) -> float:
        """Most height between two questions."""
        return 2 * self.most_half_gap + self.hairline


def frame_for(paper: Paper) -> Frame:
    """The frame of a sheet. Raises SettingsError where the paper is unknown."""
    if paper.paper not in PAPERS:
        raise SettingsError(f"the paper {paper.paper!r} is not one of {', '.join(PAPERS)}")
    width, height = PAPERS[paper.paper]
    if paper.landscape:
        return Frame(height, width, paper.size, paper.columns or 4)
    return Frame(width, height, paper.size, paper.columns or 3)
