"""The plan of a sheet: measured questions packed into the columns of numbered pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from deckpress.paper import Paper
from deckpress.problems import DeckpressError
from deckpress.render.paper.frame import Frame
from deckpress.render.paper.pack import ANY, RAGGED, SQUEEZE, pack_columns, pack_topic
from deckpress.render.paper.pages import Band, ColumnView, PageView
from deckpress.render.paper.printed import PrintedQuestion, PrintedTopic
from deckpress.render.paper.remainders import has_points
from deckpress.render.paper.sharing import Shared, share_page
from deckpress.render.paper.units import Unit, column_view, heightened, opened, units_of
from deckpress.render.paper.worth import WANTED

__all__ = [
    "BOX",
    "HEAD",
    "LEGEND",
    "MORE",
    "REST",
    "Planner",
    "sample_name",
]

HEAD: Final = "sheet-head"
REST: Final = "continued"
LEGEND: Final = "legend"
MORE: Final = "more"
BOX: Final = "notation"
_SHARE: Final = 1.12
"""Two neighbours whose wanted parts are up to this many pages share one; RAGGED if neither fills one."""
_TOGETHER: Final = 3  # topics that may share a page


class _Plan(NamedTuple):
    """The pages from some topic to the last; the fewest, then the fullest are best."""

    pages: int
    empty: float
    """Sum of the squared shares that columns leave empty."""
    views: list[PageView]


def sample_name(question: PrintedQuestion) -> str:
    """The name under which a question is measured."""
    return f"q-{question.id}"


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the pages of a sheet; heights by sample."""

    heights: Mapping[str, Sequence[float]]
    frame: Frame
    paper: Paper

    def plan(self, topics: Sequence[PrintedTopic], *, legend: bool) -> list[PageView]:
        """All pages; with `legend`, the last leaves room for it.

        Raises SourceError at a question that has a part higher than a column.
        """
        if self.paper.pages and (views := self.filled(topics, legend=legend)):
            return views
        if self.paper.flow or self.paper.pages:
            return self._flow(topics, legend=legend)
        best: dict[int, _Plan] = {len(topics): _Plan(0, 0.0, [])}
        for at in reversed(range(len(topics))):
            best[at] = min(self._choices(topics, at, best, legend=legend), key=lambda plan: plan[:2])
        return best[0].views

    def _choices(
        self, topics: Sequence[PrintedTopic], at: int, best: Mapping[int, _Plan], *, legend: bool
    ) -> Iterator[_Plan]:
        """The pages from a topic on: with pages of its own, or sharing one with the next."""
        together = _TOGETHER if self.paper.pages_per_topic == "auto" else 1
        for end in range(at + 1, min(at + together, len(topics)) + 1):
            run, after = topics[at:end], best[end]
            opens, closes = at == 0, legend and end == len(topics)
            set_pages = self._topic if len(run) == 1 else self._shared
            if views := set_pages(run, opens=opens, closes=closes):
                empty = sum((1 - c.used / c.height) ** 2 for view in views for c in view.columns)
                yield _Plan(len(views) + after.pages, empty + after.empty, [*views, *after.views])

    def _tall(self, name: str) -> float:
        return sum(self.heights[name])

    def _topic(self, run: Sequence[PrintedTopic], *, opens: bool, closes: bool) -> list[PageView]:
        """One topic on pages of its own."""
        (topic,) = run
        first = self.frame.body - self._tall(f"t-{topic.id}") - opens * self._tall(HEAD)
        rest = self.frame.body - self._tall(REST)
        legend = closes * self._tall(LEGEND)

        def rooms(pages: int) -> list[float]:
            tops = [first] + [rest] * (pages - 1)
            tops[-1] -= legend
            return [top for top in tops for _ in range(self.frame.columns)]

        units = self._units(topic, min(first, rest) - legend)
        return self._paged(topic, self._packed(units, rooms, self.paper.pages_per_topic))

    def _shared(self, run: Sequence[PrintedTopic], *, opens: bool, closes: bool) -> list[PageView]:
        """Neighbours on one page, or short ones on the last page of a longer topic; none where too much."""
        pages = len(self._topic(run[:1], opens=opens, closes=False))
        body, taken = self.frame.body, closes * self._tall(LEGEND)
        taken += sum(self.frame.band_gap + self._tall(f"t-{topic.id}") for topic in run[1:])
        first = body - opens * self._tall(HEAD) - self._tall(f"t-{run[0].id}")
        rest = body - self._tall(REST)
        before = [first, *[rest] * (pages - 2)][: pages - 1]
        room = (first if pages == 1 else rest) - taken
        units = [self._units(topic, min(first, rest)) for topic in run]
        if room <= 0 or not self._may_share(units, sum(before) + room, pages):
            return []
        columns = tuple(height for height in before for _ in range(self.frame.columns))
        bands = share_page(Shared(units, columns, room), self.frame)
        return self._banded(run, bands) if bands else []

    def _may_share(self, topics: Sequence[Sequence[Unit]], height: float, pages: int) -> bool:
        """Whether that height holds most of what is wanted; more is squeezed to avoid a ragged page."""
        wanted, whole = ([self._load(units, rank) for units in topics] for rank in (WANTED, ANY))
        page = self.frame.body * self.frame.columns
        ragged = all(load < page for load in whole[pages > 1 :])
        share = RAGGED if ragged else _SHARE
        return (ragged or pages == 1) and sum(wanted) <= share * height * self.frame.columns

    def _load(self, units: Sequence[Unit], rank: int) -> float:
        return sum(unit.block.wanted(rank) + self.frame.gap for unit in units)

    def _banded(self, run: Sequence[PrintedTopic], bands: Sequence[Sequence[ColumnView]]) -> list[PageView]:
        """The pages of the first topic, and the others below it on the last."""
        pages = self._paged(run[0], bands[0])
        below = [
            Band(topic, "topic", self._rows(columns)[0])
            for topic, columns in zip(run[1:], bands[1:], strict=True)
        ]
        return [*pages[:-1], PageView((*pages[-1].bands, *below))]

    def _paged(self, topic: PrintedTopic, columns: Sequence[ColumnView]) -> list[PageView]:
        """A topic's columns on pages of its own."""
        return [
            PageView((Band(topic, "continued" if number else "topic", row),))
            for number, row in enumerate(self._rows(columns))
        ]

    def _rows(self, columns: Sequence[ColumnView]) -> list[tuple[ColumnView, ...]]:
        """The columns of each page, without those that are empty."""
        step = self.frame.columns
        rows = (columns[at : at + step] for at in range(0, len(columns), step))
        return [shown for row in rows if (shown := tuple(column for column in row if column.groups))]

    def rooms(self, pages: int, *, legend: bool) -> list[float]:
        """Heights of the columns of a sheet whose topics follow each other."""
        tops = [self.frame.body] * pages
        tops[0] -= self._tall(HEAD)
        tops[-1] -= legend * self._tall(LEGEND)
        return [top for top in tops for _ in range(self.frame.columns)]

    def filled(self, topics: Sequence[PrintedTopic], *, legend: bool) -> list[PageView] | None:
        """The number of pages that is asked for, topics behind each other; None where that is not enough."""
        units = self._flowing(topics, legend=legend)
        rooms, gap, most = self.rooms(self.paper.pages, legend=legend), self.frame.gap, self.frame.most_gap
        columns = pack_columns([unit.block for unit in units], rooms, gap, WANTED, most)
        return (
            self._flown([column_view(column, units, self.frame) for column in columns]) if columns else None
        )

    def _flow(self, topics: Sequence[PrintedTopic], *, legend: bool) -> list[PageView]:
        """Topics behind each other, their headings in the columns, on as many pages as they take."""
        units = self._flowing(topics, legend=legend)
        return self._flown(self._packed(units, partial(self.rooms, legend=legend), "auto"))

    def _flowing(self, topics: Sequence[PrintedTopic], *, legend: bool) -> list[Unit]:
        heads = {topic.id: self._tall(f"c-{topic.id}") for topic in topics}
        room = min(self.rooms(1, legend=legend))
        return [
            opened(unit, heads[topic.id]) if place == 0 else unit
            for topic in topics
            for place, unit in enumerate(self._units(topic, room - heads[topic.id]))
        ]

    def _flown(self, columns: Sequence[ColumnView]) -> list[PageView]:
        return [PageView((Band(row[0].groups[0].topic, "", row),)) for row in self._rows(columns)]

    def _packed(
        self, units: Sequence[Unit], rooms: Callable[[int], list[float]], pages: str
    ) -> list[ColumnView]:
        """The columns of all pages, some perhaps empty."""
        least, squeeze = (2, SQUEEZE) if pages == "2" else (1, SQUEEZE if pages == "auto" else ANY)
        blocks = [unit.block for unit in units]
        if least == 2 and sum(b.wanted(ANY) + self.frame.gap for b in blocks) <= sum(rooms(1)):
            least = 1
        try:
            gap, most = self.frame.gap, self.frame.most_gap
            columns = pack_topic(blocks, rooms, gap, WANTED, most=most, least=least, squeeze=squeeze)
        except ValueError as error:
            raise DeckpressError(f"{units[0].topic.id}: {error}") from None
        return [column_view(column, units, self.frame) for column in columns]

    def _units(self, topic: PrintedTopic, limit: float) -> list[Unit]:
        """Its questions; under the last one is room to say how many points are left out."""
        more = self._tall(MORE) * (has_points(topic) and not self.paper.pages)
        sized = ((question, self.heights[sample_name(question)]) for question in topic.questions)
        *units, last = (unit for q, heights in sized for unit in units_of(topic, q, heights, limit - more))
        return [*units, heightened(last, more)]
