"""The plan of a sheet: measured questions packed into the columns of numbered pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from deckpress.paper import Paper
from deckpress.problems import DeckpressError
from deckpress.render.frame import Frame
from deckpress.render.pack import (
    ANY,
    RAGGED,
    SQUEEZE,
    Block,
    Column,
    Option,
    pack_columns,
    pack_topic,
    split_parts,
)
from deckpress.render.pages import Band, ColumnView, Group, PageView
from deckpress.render.sheet import ALWAYS, WANTED, SheetQuestion, SheetTopic

__all__ = [
    "HEAD",
    "LEGEND",
    "REST",
    "Planner",
    "left_out",
    "sample_name",
]

HEAD: Final = "sheet-head"
REST: Final = "continued"
LEGEND: Final = "legend"
_SHARE: Final = 1.12
"""Two neighbours whose wanted parts are up to this many pages share one; RAGGED if neither fills one."""
_SPLITS: Final = 25  # places tried for the line between two topics of a page
_STEP: Final = 8.0


@dataclass(frozen=True, slots=True)
class _Unit:
    """A question, or a run of parts of one that is longer than a column."""

    topic: SheetTopic
    question: SheetQuestion
    fixed: int
    """How many of its parts always stay; they come first."""
    block: Block
    opens: bool = False
    """Whether its topic's heading stands above it."""


def sample_name(question: SheetQuestion) -> str:
    """The name under which a question is measured."""
    return f"q-{question.id}"


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the pages of a sheet; heights by sample."""

    heights: Mapping[str, Sequence[float]]
    frame: Frame
    paper: Paper

    def plan(self, topics: Sequence[SheetTopic], *, legend: bool) -> list[PageView]:
        """All pages; with `legend`, the last leaves room for it.

        Raises DeckpressError naming a question that has a part higher than a column.
        """
        if self.paper.flow:
            return self._flow(topics, legend=legend)
        pages: list[PageView] = []
        at = 0
        while at < len(topics):
            pair = topics[at : at + 2]
            closes = legend and at + len(pair) == len(topics)
            shared = self._shared(pair, opens=at == 0, closes=closes)
            closes = legend and at + 1 == len(topics)
            pages += [shared] if shared else self._topic(topics[at], opens=at == 0, closes=closes)
            at += 2 if shared else 1
        return pages

    def _tall(self, name: str) -> float:
        return sum(self.heights[name])

    def _topic(self, topic: SheetTopic, *, opens: bool, closes: bool) -> list[PageView]:
        """A topic on pages of its own."""
        first = self.frame.body - self._tall(f"t-{topic.id}") - opens * self._tall(HEAD)
        rest = self.frame.body - self._tall(REST)
        legend = closes * self._tall(LEGEND)

        def rooms(pages: int) -> list[float]:
            tops = [first] + [rest] * (pages - 1)
            tops[-1] -= legend
            return [top for top in tops for _ in range(self.frame.columns)]

        units = self._units(topic, min(first, rest) - legend)
        views = self._packed(units, rooms, self.paper.pages_per_topic)
        return [
            PageView((Band(topic, "continued" if at else "topic", columns),))
            for at, columns in enumerate(views)
        ]

    def _shared(self, pair: Sequence[SheetTopic], *, opens: bool, closes: bool) -> PageView | None:
        """Two short topics on one page, one above the other; None where they are too long."""
        if len(pair) < 2 or self.paper.pages_per_topic != "auto":
            return None
        taken = opens * self._tall(HEAD) + closes * self._tall(LEGEND)
        taken += self.frame.band_gap + sum(self._tall(f"t-{topic.id}") for topic in pair)
        body = self.frame.body - taken
        both = [self._units(topic, body) for topic in pair]
        loads = [sum(u.block.wanted(WANTED) + self.frame.gap for u in units) for units in both]
        page = self.frame.body * self.frame.columns
        ragged = all(sum(u.block.wanted(ANY) + self.frame.gap for u in units) < page for units in both)
        if sum(loads) > (RAGGED if ragged else _SHARE) * body * self.frame.columns:
            return None
        middle = body * loads[0] / sum(loads)
        tried = [middle + _STEP * (place - _SPLITS // 2) for place in range(_SPLITS)]
        found = [split for top in tried if (split := self._split(both, top, body - top))]
        if not found:
            return None
        best = min(found, key=lambda split: max(c.height - c.used for columns in split for c in columns))
        return PageView(tuple(Band(t, "topic", columns) for t, columns in zip(pair, best, strict=True)))

    def _split(self, both: Sequence[Sequence[_Unit]], *tops: float) -> list[tuple[ColumnView, ...]] | None:
        """The columns of two topics above and below a line; None where they do not fit."""
        gap, count = self.frame.gap, self.frame.columns
        views = []
        for units, top in zip(both, tops, strict=True):
            blocks = [unit.block for unit in units]
            columns = pack_columns(blocks, [top] * count, gap, WANTED, self.frame.most_gap)
            if columns is None:
                return None
            views.append(tuple(_column(column, units, self.frame) for column in columns))
        return views

    def _flow(self, topics: Sequence[SheetTopic], *, legend: bool) -> list[PageView]:
        """Topics behind each other, their headings in the columns."""
        body, head = self.frame.body, self._tall(HEAD)
        foot = legend * self._tall(LEGEND)

        def rooms(pages: int) -> list[float]:
            tops = [body] * pages
            tops[0] -= head
            tops[-1] -= foot
            return [top for top in tops for _ in range(self.frame.columns)]

        units = [
            _opened(unit, self._tall(f"c-{topic.id}")) if place == 0 else unit
            for topic in topics
            for place, unit in enumerate(self._units(topic, body - head - foot - self._tall(f"c-{topic.id}")))
        ]
        views = self._packed(units, rooms, "auto")
        return [PageView((Band(columns[0].groups[0].topic, "", columns),)) for columns in views]

    def _packed(
        self, units: Sequence[_Unit], rooms: Callable[[int], list[float]], pages: str
    ) -> list[tuple[ColumnView, ...]]:
        """The columns of each page."""
        least, squeeze = (2, SQUEEZE) if pages == "2" else (1, SQUEEZE if pages == "auto" else ANY)
        blocks = [unit.block for unit in units]
        if least == 2 and sum(b.wanted(ANY) + self.frame.gap for b in blocks) <= sum(rooms(1)):
            least = 1
        try:
            gap, most = self.frame.gap, self.frame.most_gap
            columns = pack_topic(blocks, rooms, gap, WANTED, most=most, least=least, squeeze=squeeze)
        except ValueError as error:
            raise DeckpressError(f"{units[0].topic.id}: {error}") from None
        views = [_column(column, units, self.frame) for column in columns]
        step = self.frame.columns
        pages_of = (views[at : at + step] for at in range(0, len(views), step))
        return [tuple(view for view in page if view.groups) for page in pages_of if page[0].groups]

    def _units(self, topic: SheetTopic, limit: float) -> list[_Unit]:
        return [
            unit for q in topic.questions for unit in _units(topic, q, self.heights[sample_name(q)], limit)
        ]


def left_out(topic: SheetTopic, pages: Sequence[PageView]) -> str:
    """What the pages of a sheet had no room for of a topic, in one line."""
    had = Counter(p.kind for q in topic.questions for p in q.parts if p.kind != "see")
    groups = [
        (at, group)
        for at, page in enumerate(pages)
        for column in page.columns
        for group in column.groups
        if group.topic.id == topic.id
    ]
    have = Counter(part.kind for _, group in groups for q in group.questions for part in q.parts)
    kinds = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in sorted((had - have).items()))
    count = len({at for at, _ in groups})
    return f"{count} page{'s' * (count > 1)}; no room for: {kinds or 'nothing'}"


def _units(
    topic: SheetTopic, question: SheetQuestion, heights: Sequence[float], limit: float
) -> Iterator[_Unit]:
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
    for first, last in runs:
        tail = options if last == len(parts) else ()
        shown = question.parts[first : last if not tail else None]
        piece = replace(question, parts=shown, begun=first > 0)
        yield _Unit(topic, piece, last - first, Block(sum(parts[first:last]), tail))


def _opened(unit: _Unit, height: float) -> _Unit:
    """The unit with its topic's heading above it."""
    block = Block(unit.block.fixed + height, unit.block.options)
    return replace(unit, block=block, opens=True)


def _column(column: Column, units: Sequence[_Unit], frame: Frame) -> ColumnView:
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


def _groups(units: Sequence[_Unit]) -> Iterator[Group]:
    for _, run in groupby(units, lambda unit: unit.topic.id):
        here = list(run)
        yield Group(here[0].topic, here[0].opens, tuple(unit.question for unit in here))
