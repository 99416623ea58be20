"""Sharing: topics below each other on a page, the lines between them where columns fill best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from deckpress.render.paper.frame import Frame
from deckpress.render.paper.pack import Column, pack_columns
from deckpress.render.paper.pages import ColumnView
from deckpress.render.paper.units import Unit, column_view
from deckpress.render.paper.worth import WANTED

__all__ = ["Shared", "share_page"]

_TRIED: Final = 12  # steps that a line between topics may move up and down
_STEP: Final = 8.0


@dataclass(frozen=True, slots=True)
class Shared:
    """Topics to stand below each other on one page, the first perhaps with pages of its own before."""

    topics: Sequence[Sequence[Unit]]
    before: tuple[float, ...]
    """Heights of the columns that the first topic has on earlier pages."""
    room: float
    """Height of the shared page without what stands across it."""


def share_page(shared: Shared, frame: Frame) -> list[list[ColumnView]] | None:
    """The columns of each topic, the first one's earlier columns among them; None where they do not fit."""

    @cache
    def packed(place: int, height: float) -> tuple[float, list[Column]] | None:
        blocks = [unit.block for unit in shared.topics[place]]
        rooms = [*(shared.before if place == 0 else ()), *[height] * frame.columns]
        columns = pack_columns(blocks, rooms, frame.gap, WANTED, frame.most_gap)
        return (sum(c.strain(frame.gap, frame.most_gap) for c in columns), columns) if columns else None

    best, least = None, float("inf")
    for heights in _splits(shared, frame):
        found = [packed(place, height) for place, height in enumerate(heights)]
        if all(found) and (strain := sum(row[0] for row in found if row)) < least:
            best, least = [row[1] for row in found if row], strain
    if best is None:
        return None
    return [
        [column_view(column, units, frame) for column in columns]
        for columns, units in zip(best, shared.topics, strict=True)
    ]


def _splits(shared: Shared, frame: Frame) -> Iterator[tuple[float, ...]]:
    """Heights of the topics on the page, around those that would make all equally rich."""
    loads = [sum(unit.block.wanted(WANTED) + frame.gap for unit in units) for units in shared.topics]
    loads[0] = max(loads[0] - sum(shared.before) * sum(loads) / _all_room(shared, frame), 0.0)
    middles = [shared.room * load / sum(loads) for load in loads[:-1]]
    for steps in product(range(-_TRIED, _TRIED + 1), repeat=len(middles)):
        heights = [round(middle + _STEP * step, 3) for middle, step in zip(middles, steps, strict=True)]
        last = round(shared.room - sum(heights), 3)
        if min(*heights, last) > 0:
            yield (*heights, last)


def _all_room(shared: Shared, frame: Frame) -> float:
    return sum(shared.before) + shared.room * frame.columns
