"""Units: a sheet's questions as blocks to pack, and packed columns as the template sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from deckpress.problems import SourceError, problem
from deckpress.render.paper.frame import Frame
from deckpress.render.paper.pack import Block, Column, Option, split_parts
from deckpress.render.paper.pages import ColumnView, Group
from deckpress.render.paper.printed import PrintedQuestion, PrintedTopic
from deckpress.render.paper.worth import ALWAYS

__all__ = ["Unit", "column_view", "heightened", "opened", "units_of"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A question, or a run of parts of one that is longer than a column."""

    topic: PrintedTopic
    question: PrintedQuestion
    fixed: int
    """How many of its parts always stay; they come first."""
    block: Block
    opens: bool = False
    """Whether its topic's heading stands above it."""


def units_of(
    topic: PrintedTopic, question: PrintedQuestion, heights: Sequence[float], limit: float
) -> Iterator[Unit]:
    """The question whole, or in runs of parts no higher than `limit`; heights are those of its sample.

    Raises SourceError at a question that has a part higher than that.
    """
    fixed = sum(part.rank == ALWAYS for part in question.parts)
    options = tuple(
        Option(height, part.rank)
        for height, part in zip(heights[1 + fixed :], question.parts[fixed:], strict=True)
    )
    parts = [sum(heights[:2]), *heights[2 : 1 + fixed]]  # the prompt stays with the first part
    try:
        runs = split_parts(parts, limit)
    except ValueError as error:
        message = f"the answer to {question.id!r} does not fit a column: {error}"
        hint = "shorten it, or choose a smaller size or fewer columns"
        raise SourceError([problem("P002", question.span, message, hint)]) from None
    for first, last in runs:
        tail = options if last == len(parts) else ()
        shown = question.parts[first : last if not tail else None]
        piece = replace(question, parts=shown, begun=first > 0)
        yield Unit(topic, piece, last - first, Block(sum(parts[first:last]), tail))


def opened(unit: Unit, height: float) -> Unit:
    """The unit with its topic's heading above it."""
    return replace(heightened(unit, height), opens=True)


def heightened(unit: Unit, height: float) -> Unit:
    """The unit with room for something above or under it."""
    return replace(unit, block=Block(unit.block.fixed + height, unit.block.options))


def column_view(column: Column, units: Sequence[Unit], frame: Frame) -> ColumnView:
    """A packed column of units, with the parts that were chosen."""
    shown = []
    for unit, chosen in zip(units[column.first :], column.chosen, strict=False):
        kept = {*range(unit.fixed), *(unit.fixed + place for place in chosen)}
        parts = tuple(part for place, part in enumerate(unit.question.parts) if place in kept)
        shown.append(replace(unit, question=replace(unit.question, parts=parts)))
    half = (column.gap(frame.gap, frame.most_gap) - frame.hairline) / 2
    grown = (2 * half + frame.hairline - frame.gap) * max(len(column.chosen) - 1, 0)
    return ColumnView(
        tuple(_groups(shown)), int(1000 * half) / 1000, round(column.room, 3), column.height + grown
    )


def _groups(units: Sequence[Unit]) -> Iterator[Group]:
    for _, run in groupby(units, lambda unit: unit.topic.id):
        here = list(run)
        yield Group(here[0].topic, here[0].opens, tuple(unit.question for unit in here))
