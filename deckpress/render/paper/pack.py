"""Pack: heights of blocks to columns and pages, in order, each column used to its foot. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from typing import Final, NamedTuple

__all__ = ["ANY", "SQUEEZE", "Block", "Column", "Option", "pack_columns", "pack_topic", "split_parts"]

SQUEEZE: Final = 1.25
"""How much more than a page's worth of wanted parts is cut down to the page instead of turning over."""
RAGGED: Final = 1.75
"""The same where all there is would not fill the further page."""
_FULL: Final = 1.15  # what can fill a page, of its room: not every part fits where it stands
_PAGES: Final = 40
_SLACK: Final = 0.01
_NEARLY: Final = 24.0  # points of room that gaps take up
ANY: Final = 10**6
"""More than any rank or load."""
_EMPTY: Final = 40.0  # weight of room that stays empty
_UNEVEN: Final = 20.0  # how much worse one empty half is than two empty quarters


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
    wanted: float
    """Height that its blocks would take with every wanted option."""

    def gap(self, least: float, most: float) -> float:
        """The gap between blocks that brings the last one to the foot, within bounds."""
        gaps = len(self.chosen) - 1
        return min(least + max(self.room - self.height, 0) / gaps, most) if gaps > 0 else least

    def empty(self, least: float, most: float) -> float:
        """Share of its height that stays empty, gaps grown."""
        grown = (self.gap(least, max(most, least)) - least) * max(len(self.chosen) - 1, 0)
        return (self.room - self.height - grown) / self.room

    def strain(self, least: float, most: float) -> float:
        """How far it is from what a reader would like: rich, and full to the foot."""
        return float((self.wanted / self.room) ** 2) + _pain(self.empty(least, most))


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
    blocks: Sequence[Block],
    rooms: Callable[[int], Sequence[float]],
    gap: float,
    want: int,
    *,
    most: float = 0.0,
    least: int = 1,
    squeeze: float = SQUEEZE,
) -> list[Column]:
    """The columns of a topic: as few pages as hold what must be there and most of what is wanted.

    `rooms(n)` gives the heights of all columns where the topic has n pages; every block's `fixed`
    must fit the lowest. Options up to rank `want` decide the number of pages, which is `least` or
    more and at which they are at most `squeeze` times the room; then every column takes the options
    of its blocks by rank as long as they fit. A gap may grow from `gap` to `most`. Raises ValueError
    where nothing fits.
    """
    load, whole = (sum(block.wanted(rank) + gap for block in blocks) for rank in (want, ANY))
    for pages in range(least, _PAGES):
        heights = rooms(pages)
        ragged = whole < _FULL * sum(rooms(pages + 1))
        limit = max(squeeze, RAGGED) if ragged else squeeze
        if load <= limit * sum(heights) and (columns := pack_columns(blocks, heights, gap, want, most)):
            return columns
    raise ValueError("the blocks do not fit their columns")


def pack_columns(
    blocks: Sequence[Block], rooms: Sequence[float], gap: float, want: int, most: float = 0.0
) -> list[Column] | None:
    """The blocks in columns of the given heights, or None where they do not fit."""

    @cache
    def fill(first: int, last: int, room: float) -> Column:
        return _fill(blocks[first:last], first, room, gap, want)

    def pain(first: int, last: int, room: float) -> float:
        return _pain(fill(first, last, room).empty(gap, most))

    bounds = _distribute(blocks, rooms, gap, want, pain)
    if bounds is None:
        return None
    return [fill(first, last, room) for (first, last), room in zip(bounds, rooms, strict=True)]


def _pain(empty: float) -> float:
    """What a share of empty room costs; several columns a little short are better than one by much."""
    return _EMPTY * (empty + _UNEVEN * empty * empty)


def _distribute(
    blocks: Sequence[Block],
    rooms: Sequence[float],
    gap: float,
    want: int,
    pain: Callable[[int, int, float], float],
) -> list[tuple[int, int]] | None:
    """The split, in order, that makes the columns most equally rich; None where something cannot fit."""
    count, used = len(blocks), min(len(rooms), len(blocks))
    fixed = [0.0, *accumulate(block.fixed + gap for block in blocks)]
    wanted = [0.0, *accumulate(block.wanted(want) + gap for block in blocks)]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * count
    trail: list[list[tuple[float, int]]] = []
    for room in rooms[:used]:
        row = [(float("inf"), 0)] * (count + 1)
        for last in range(1, count + 1):
            for first in range(last - 1, -1, -1):
                if fixed[last] - fixed[first] - gap > room + _SLACK:
                    break
                cost = best[first][0] + ((wanted[last] - wanted[first]) / room) ** 2
                if cost < row[last][0]:
                    cost += pain(first, last, room)
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


def _fill(blocks: Sequence[Block], first: int, room: float, gap: float, want: int) -> Column:
    """One column of blocks with as many options as fit, by rank, then from top to foot.

    `first` is the index of the first of them.
    """
    fixed = sum(block.fixed for block in blocks) + gap * max(len(blocks) - 1, 0)
    ranked = sorted(
        _Offer(option.rank, row, place, option.height)
        for row, block in enumerate(blocks)
        for place, option in enumerate(block.options)
    )
    taken = _fullest(ranked, room - fixed, want)
    places = {(offer.row, offer.place) for offer in taken}
    chosen = tuple(
        tuple(place for place in range(len(block.options)) if (row, place) in places)
        for row, block in enumerate(blocks)
    )
    wanted = sum(block.wanted(want) + gap for block in blocks)
    return Column(first, chosen, fixed + sum(offer.height for offer in taken), room, wanted)


class _Offer(NamedTuple):
    """An option of a column; they sort by rank, then from top to foot."""

    rank: int
    row: int
    place: int
    height: float


def _fullest(ranked: Sequence[_Offer], free: float, want: int) -> list[_Offer]:
    """What is taken by rank; where that leaves room, one further offer may push out lesser ones."""
    best = _greedy(ranked, free)
    most = sum(offer.height for offer in best)
    if free - most < _NEARLY:
        return best
    taken = {id(offer) for offer in best}
    wanted = [offer for offer in best if offer.rank <= want]
    kept = {id(offer) for offer in wanted}
    rest = [offer for offer in ranked if id(offer) not in kept]
    for offer in ranked:
        if id(offer) in taken or offer.height > free:
            continue
        trial = _greedy(chain(wanted, [offer], (other for other in rest if other is not offer)), free)
        height = sum(o.height for o in trial)
        if height > most + _SLACK:
            best, most = trial, height
    return best


def _greedy(offers: Iterable[_Offer], free: float) -> list[_Offer]:
    taken, used, most = [], 0.0, free + _SLACK
    for offer in offers:
        height = used + offer.height
        if height <= most:
            taken.append(offer)
            used = height
    return taken
