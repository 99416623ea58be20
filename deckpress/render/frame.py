"""The frame of a printed sheet: paper, margins and columns, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deckpress.problems import SettingsError

__all__ = ["PAPERS", "Frame", "frame_for"]

_MM: Final = 72 / 25.4
PAPERS: Final = {"A4": (210 * _MM, 297 * _MM), "Letter": (612.0, 792.0)}
"""Width and height of each paper, upright."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page and its columns; every length in points."""

    width: float
    height: float
    margin: float = round(9 * _MM, 3)
    foot: float = 17.0
    """Height of the running foot, with the space above it."""
    gutter: float = round(5.5 * _MM, 3)
    spare: float = 6.0
    """Height under the columns that is left to the engine, which counts the padding at a foot twice."""
    columns: int = 3
    half_gap: float = 3.3
    """Least space on either side of the hairline between two questions."""
    most_half_gap: float = 8.0
    hairline: float = 0.4

    @property
    def column(self) -> float:
        """Width of a column."""
        free = self.width - 2 * self.margin - (self.columns - 1) * self.gutter
        return int(1000 * free / self.columns) / 1000

    @property
    def body(self) -> float:
        """Height between the top margin and the running foot."""
        return self.height - 2 * self.margin - self.foot

    @property
    def gap(self) -> float:
        """Least height between two questions."""
        return 2 * self.half_gap + self.hairline


def frame_for(paper: str) -> Frame:
    """The frame of a paper. Raises SettingsError where it is unknown."""
    if paper not in PAPERS:
        raise SettingsError(f"the paper {paper!r} is not one of {', '.join(PAPERS)}")
    return Frame(*PAPERS[paper])
