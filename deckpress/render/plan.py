"""The plan of a sheet: measured questions packed into the columns of numbered pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deckpress.problems import DeckpressError
from deckpress.render.frame import Frame
from deckpress.render.pack import Block, Column, Option, pack_topic, split_parts
from deckpress.render.sheet import ALWAYS, WANTED, SheetQuestion, SheetTopic

__all__ = ["HEAD", "LEGEND", "REST", "ColumnView", "PageView", "left_out", "plan_topic", "sample_name"]

HEAD: Final = "sheet-head"
REST: Final = "continued"
LEGEND: Final = "legend"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column for the template."""

    questions: tuple[SheetQuestion, ...]
    half: float
    """Space on either side of the hairlines, in points."""
    height: float
    """Height of the column, in points."""
    used: float
    """Height of what stands in it, in points."""


@dataclass(frozen=True, slots=True)
class PageView:
    """One page for the template."""

    topic: SheetTopic
    first: bool
    """Whether the topic begins here."""
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A question, or a run of parts of one that is longer than a column."""

    question: SheetQuestion
    fixed: int
    """How many of its parts always stay; they come first."""
    block: Block


def sample_name(question: SheetQuestion) -> str:
    """The name under which a question is measured."""
    return f"q-{question.id}"


def plan_topic(
    topic: SheetTopic, heights: Mapping[str, Sequence[float]], frame: Frame, *, opens: bool, closes: bool
) -> list[PageView]:
    """The pages of a topic; `opens` and `closes` say that it is the sheet's first or last.

    Raises DeckpressError naming a question that has a part higher than a column.
    """
    first = frame.body - sum(heights[f"t-{topic.id}"]) - opens * sum(heights[HEAD])
    rest = frame.body - sum(heights[REST])
    legend = closes * sum(heights[LEGEND])

    def rooms(pages: int) -> list[float]:
        tops = [first] + [rest] * (pages - 1)
        tops[-1] -= legend
        return [top for top in tops for _ in range(frame.columns)]

    least = min(first, rest) - legend
    units = [u for q in topic.questions for u in _units(q, heights[sample_name(q)], least)]
    try:
        columns = pack_topic([unit.block for unit in units], rooms, frame.gap, WANTED)
    except ValueError as error:
        raise DeckpressError(f"{topic.id}: {error}") from None
    views = [_column(column, units, frame) for column in columns]
    step = frame.columns
    return [
        PageView(topic, at == 0, tuple(views[at : at + step])) for at in range(0, len(views), step)
    ]


def left_out(topic: SheetTopic, pages: Sequence[PageView]) -> str:
    """What the pages of a topic had no room for, in one line."""
    had = Counter(part.kind for question in topic.questions for part in question.parts)
    have = Counter(
        part.kind for page in pages for column in page.columns for q in column.questions for part in q.parts
    )
    kinds = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in sorted((had - have).items()))
    return f"{len(pages)} page{'s' * (len(pages) > 1)}, left out: {kinds or 'nothing'}"


def _units(question: SheetQuestion, heights: Sequence[float], limit: float) -> list[_Unit]:
    fixed = sum(part.rank == ALWAYS for part in question.parts)
    options = tuple(
        Option(height, part.rank)
        for height, part in zip(heights[1 + fixed :], question.parts[fixed:], strict=True)
    )
    parts = [sum(heights[:2]), *heights[2 : 1 + fixed]]  # the prompt stays with the first part
    try:
        runs = split_parts(parts, limit)
    except ValueError as error:
        raise DeckpressError(f"the answer to {question.id!r} is higher than a column: {error}") from None
    units = []
    for first, last in runs:
        tail = options if last == len(parts) else ()
        shown = question.parts[first : last if not tail else None]
        piece = replace(question, parts=shown, begun=first > 0)
        units.append(_Unit(piece, last - first, Block(sum(parts[first:last]), tail)))
    return units


def _column(column: Column, units: Sequence[_Unit], frame: Frame) -> ColumnView:
    questions = []
    for unit, chosen in zip(units[column.first :], column.chosen, strict=False):
        kept = {*range(unit.fixed), *(unit.fixed + place for place in chosen)}
        parts = tuple(part for place, part in enumerate(unit.question.parts) if place in kept)
        questions.append(replace(unit.question, parts=parts))
    half = (column.gap(frame.gap, 2 * frame.most_half_gap + frame.hairline) - frame.hairline) / 2
    grown = (2 * half + frame.hairline - frame.gap) * max(len(column.chosen) - 1, 0)
    return ColumnView(tuple(questions), int(1000 * half) / 1000, round(column.room, 3), column.height + grown)
