"""Pack: heights of blocks to columns and pages, in order, each column used to its foot. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

__all__ = ["Block", "Column", "Option", "pack_topic", "split_parts"]

SQUEEZE: Final = 1.25
"""How much more than a page's worth of wanted parts is cut down to the page instead of turning over."""
_PAGES: Final = 40
_SLACK: Final = 0.01
_ANY: Final = 10**6
_EMPTY: Final = 4.0  # weight of room that nothing can fill


@dataclass(frozen=True, slots=True)
class Option:
    """A part that may be left out."""

    height: float
    rank: int
    """What counts more has the lower rank and is taken first."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stands in one column: a height that must be there, and parts that may."""

    fixed: float
    options: tuple[Option, ...] = ()

    def wanted(self, rank: int) -> float:
        """Its height with every option up to a rank."""
        return self.fixed + sum(option.height for option in self.options if option.rank <= rank)


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column, from top to foot."""

    first: int
    """Index of the first block."""
    chosen: tuple[tuple[int, ...], ...]
    """For each block from `first` on: the indices of the options taken, in their order."""
    height: float
    """Used height with the least gaps."""
    room: float
    """The column's own height."""

    def gap(self, least: float, most: float) -> float:
        """The gap between blocks that brings the last one to the foot, within bounds."""
        gaps = len(self.chosen) - 1
        return min(least + max(self.room - self.height, 0) / gaps, most) if gaps > 0 else least


def split_parts(heights: Sequence[float], limit: float) -> list[tuple[int, int]]:
    """First and last+1 of the runs of parts that fit a column. Raises ValueError where one part does not."""
    runs, first, used = [], 0, 0.0
    for index, height in enumerate(heights):
        if height > limit + _SLACK:
            raise ValueError(f"part {index} is {height:.0f} pt high, a column {limit:.0f} pt")
        if used + height > limit + _SLACK:
            runs.append((first, index))
            first, used = index, 0.0
        used += height
    return [*runs, (first, len(heights))]


def pack_topic(
    blocks: Sequence[Block], rooms: Callable[[int], Sequence[float]], gap: float, want: int
) -> list[Column]:
    """The columns of a topic: as few pages as hold what must be there and most of what is wanted.

    `rooms(n)` gives the heights of all columns where the topic has n pages; every block's `fixed`
    must fit the lowest. Options up to rank `want` decide the number of pages, then every column
    takes the options of its blocks by rank as long as they fit. Raises ValueError where nothing fits.
    """
    for pages in range(1, _PAGES):
        heights = rooms(pages)
        load = sum(block.wanted(want) + gap for block in blocks)
        if load > SQUEEZE * sum(heights):
            continue
        bounds = _distribute(blocks, heights, gap, want)
        if bounds:
            return [
                _fill(blocks, first, last, room, gap)
                for (first, last), room in zip(bounds, heights, strict=True)
            ]
    raise ValueError("the blocks do not fit their columns")


def _distribute(
    blocks: Sequence[Block], rooms: Sequence[float], gap: float, want: int
) -> list[tuple[int, int]] | None:
    """The split, in order, that makes the columns most equally rich; None where something cannot fit."""
    count, used = len(blocks), min(len(rooms), len(blocks))
    fixed = [0.0, *accumulate(block.fixed + gap for block in blocks)]
    wanted = [0.0, *accumulate(block.wanted(want) + gap for block in blocks)]
    whole = [0.0, *accumulate(block.wanted(_ANY) + gap for block in blocks)]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    trail: list[list[tuple[float, int]]] = []
    for room in rooms[:used]:
        row = [(float("inf"), 0)] * (count + 1)
        for last in range(1, count + 1):
            for first in range(last - 1, -1, -1):
                if fixed[last] - fixed[first] - gap > room + _SLACK:
                    break
                empty = max(room - whole[last] + whole[first], 0) / room
                cost = best[first][0] + ((wanted[last] - wanted[first]) / room) ** 2 + _EMPTY * empty
                if cost < row[last][0]:
                    row[last] = (cost, first)
        trail.append(row)
        best = row
    if best[count][0] == float("inf"):
        return None
    return [*_walk_back(trail, count), *((count, count) for _ in rooms[used:])]


def _walk_back(trail: Sequence[Sequence[tuple[float, int]]], count: int) -> Iterator[tuple[int, int]]:
    bounds, last = [], count
    for row in reversed(trail):
        bounds.append((row[last][1], last))
        last = row[last][1]
    return reversed(bounds)


def _fill(blocks: Sequence[Block], first: int, last: int, room: float, gap: float) -> Column:
    """One column with as many options as fit, by rank, then from top to foot."""
    here = blocks[first:last]
    used = sum(block.fixed for block in here) + gap * max(len(here) - 1, 0)
    ranked = sorted(
        (option.rank, row, place, option.height)
        for row, block in enumerate(here)
        for place, option in enumerate(block.options)
    )
    taken: set[tuple[int, int]] = set()
    for _, row, place, height in ranked:
        if used + height <= room + _SLACK:
            taken.add((row, place))
            used += height
    chosen = tuple(
        tuple(place for place in range(len(block.options)) if (row, place) in taken)
        for row, block in enumerate(here)
    )
    return Column(first, chosen, used, room)
