"""The pages of a sheet as its template sees them: bands, columns, groups of questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from deckpress.render.paper.printed import PrintedQuestion, PrintedTopic

__all__ = ["Band", "ColumnView", "Group", "PageView"]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one topic that stand below each other."""

    topic: PrintedTopic
    opens: bool
    """Whether the topic's heading stands above them, in the column."""
    questions: tuple[PrintedQuestion, ...]
    more: int = 0
    """Key points that the sheet leaves out of the topic, where it ends here."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column for the template."""

    groups: tuple[Group, ...]
    half: float
    """Space on either side of the hairlines, in points."""
    height: float
    """Height of the column, in points."""
    used: float
    """Height of what stands in it, in points."""

    @property
    def questions(self) -> tuple[PrintedQuestion, ...]:
        """Its questions from top to foot."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True)
class Band:
    """Columns side by side, with what stands across above them."""

    topic: PrintedTopic
    head: Literal["topic", "continued", ""]
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """One page for the template."""

    bands: tuple[Band, ...]

    @property
    def columns(self) -> Iterator[ColumnView]:
        """The columns of all bands."""
        return (column for band in self.bands for column in band.columns)

    @property
    def topics(self) -> list[PrintedTopic]:
        """The topics that have a question here, in order."""
        found = {group.topic.id: group.topic for column in self.columns for group in column.groups}
        return list(found.values())

    @property
    def opened(self) -> list[PrintedTopic]:
        """The topics that begin here."""
        across = [band.topic for band in self.bands if band.head == "topic"]
        return across + [group.topic for column in self.columns for group in column.groups if group.opens]
