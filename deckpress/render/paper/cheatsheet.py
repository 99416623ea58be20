"""The cheat sheet: every short answer and what else fits, packed into columns, as a tagged PDF."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from deckpress import __version__
from deckpress.bank import Bank
from deckpress.content.palette import LIGHT, palette
from deckpress.content.symbols import Symbol, notation_of, symbol_html
from deckpress.paper import Paper
from deckpress.problems import DeckpressError
from deckpress.render import Context
from deckpress.render.environment import make_environment, render_template
from deckpress.render.index import IndexEntry, index_entries
from deckpress.render.paper.choice import choose, tell_choice
from deckpress.render.paper.folios import with_folios
from deckpress.render.paper.frame import Frame, frame_for
from deckpress.render.paper.gathering import gather
from deckpress.render.paper.heights import Gauge, Sample
from deckpress.render.paper.index_pages import index_pages
from deckpress.render.paper.installed import fingerprint
from deckpress.render.paper.pages import PageView
from deckpress.render.paper.pdf import Press, warm_up
from deckpress.render.paper.plan import BOX, HEAD, LEGEND, MORE, REST, Planner, sample_name
from deckpress.render.paper.plates import Plates, plates_for
from deckpress.render.paper.printed import PrintedTopic, view_printed
from deckpress.render.paper.printing import open_job, with_fonts, written
from deckpress.render.paper.proof import check_characters, check_figures, check_formulas
from deckpress.render.paper.remainders import left_out, with_remainders
from deckpress.render.paper.split import split_sheets, tell_size
from deckpress.render.paper.ties import tie_symbols
from deckpress.render.paper.voice import PrintVoice

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup
    from weasyprint import Document

__all__ = ["plan_sheet", "render", "render_sheet"]

_LOG: Final = logging.getLogger(__name__)
_TEMPLATE: Final = "paper/cheatsheet.html.j2"
_PROBE: Final = "paper/cheatsheet/probe.html.j2"
_LEAF: Final = 2  # pages
_TALLEST: Final = 1.1  # widths of a column that a picture may be high
_ALIKE: Final = 2  # pages; from three on equal lines are taken for furniture, and a long box may end in one
_INSET: Final = 11.0  # pt: rule and padding of a formula set off


@dataclass(frozen=True, slots=True)
class Contents:
    """One row of the contents."""

    topic: PrintedTopic
    page: int


@dataclass(slots=True)
class _SheetRun:
    """One rendering: what all its steps share."""

    bank: Bank
    context: Context
    frame: Frame
    environment: Environment
    plates: Plates
    topics: list[PrintedTopic]
    entries: list[tuple[str, list[IndexEntry]]]
    box: dict[Symbol, Markup]
    """What the bank says of its letters, as the sheet shows it."""
    fonts: str
    """Which of the machine's fonts are borrowed from; empty where none is."""
    left: int = 0
    """Questions that are left out to fill the pages asked for."""

    def template(self, name: str, **more: Any) -> str:
        """A template with what every one of the sheet gets."""
        return render_template(
            self.environment,
            name,
            bank=self.bank.settings,
            frame=self.frame,
            made_by=f"deckpress {__version__}",
            pitfalls=self.context.paper.depth == "full",
            left=self.left,
            box=list(self.box.values()),
            **more,
        )


def render(bank: Bank, context: Context) -> Any:
    """The cheat sheet of a bank, bytes; where the paper is split, one for each topic by their file names.

    Raises SourceError at what cannot be set.
    """
    if context.paper.split == "topic":
        return split_sheets(bank, context, render_sheet)
    context.problems.extend(tell_size(bank))
    return render_sheet(bank, context)


def plan_sheet(bank: Bank, context: Context) -> tuple[list[PrintedTopic], list[PageView]]:
    """All that could be shown, and the pages of one sheet, without the last layout and the index.

    Raises SourceError at what cannot be set.
    """
    with _opened(bank, context) as (job, press, css):
        return job.topics, _plan(job, press, css)


def render_sheet(bank: Bank, context: Context) -> bytes:
    """One sheet of a bank, whatever the paper says of splitting. Raises SourceError at what cannot be set."""
    with _opened(bank, context) as (job, press, css):
        pages = _plan(job, press, css)
        index = index_pages(job.entries, pages, job.frame)
        contents, boxes = _contents(pages, context.paper), _boxes(job, pages)
        html = job.template(_TEMPLATE, pages=pages, contents=contents, index=index, boxes=boxes)
        borrows, crew = bool(job.fonts), context.crew
        document = press.lay_out(html) if borrows else gather(press, html, css, job.plates, crew)
        _check_pages(document, pages, len(pages) + len(index))
        return written(press, document, job.plates)


@contextmanager
def _opened(bank: Bank, context: Context) -> Iterator[tuple[_SheetRun, Press, str]]:
    """What is to be planned, an open press and its style sheet."""
    frame, paper = frame_for(context.paper), context.paper
    plates = plates_for(bank, context.store, frame.column, _TALLEST * frame.column, context.crew)
    topics = _view(bank, plates, frame, paper)
    if plates.drawn and context.crew.jobs > 1:
        context.crew.beside(warm_up)
    if not topics:
        raise DeckpressError("there is no question to print")
    borrows = check_characters(bank, topics, context.problems)
    context.problems.extend([*check_figures(bank, frame.column), *check_formulas(bank.questions(), plates)])
    entries = index_entries(bank) if paper.index and not paper.pages else []
    environment = make_environment(context.templates, bank.settings)
    fonts = fingerprint() if borrows else ""
    box = _box(bank, plates, topics)
    job = _SheetRun(bank, context, frame, environment, plates, topics, entries, box, fonts)
    css = with_fonts(job.template("paper/cheatsheet.css.j2", colours=LIGHT), installed=borrows)
    with open_job(plates, css, installed=borrows) as press:
        yield _chosen(job, press, css) if paper.pages else job, press, css


def _view(bank: Bank, plates: Plates, frame: Frame, paper: Paper) -> list[PrintedTopic]:
    measure = (frame.column - _INSET) / frame.size
    return plates.with_formulas(lambda some: view_printed(bank, some, measure, paper.depth, paper.heads))


def _chosen(job: _SheetRun, press: Press, css: str) -> _SheetRun:
    """The job with the questions that fill the pages asked for; what is left out is told."""
    paper = job.context.paper
    bank = choose(job.bank, job.topics, _planner(job, press, css))
    left = len(bank.others) - len(job.bank.others)
    if left:
        job.context.problems.append(tell_choice(job.bank, bank, paper.pages))
    return replace(job, bank=bank, topics=_view(bank, job.plates, job.frame, paper), left=left)


def _planner(job: _SheetRun, press: Press, css: str) -> Planner:
    def page(samples: Sequence[Sample]) -> str:
        return job.template(_PROBE, samples=samples)

    gauge = Gauge(css + job.fonts, page, job.plates.spelt, press, job.context.store, job.context.crew)
    heights = gauge.heights(list(_samples(job)))
    frame = replace(job.frame, foot=job.frame.foot + sum(heights.get(BOX, ())))
    return Planner(heights, frame, job.context.paper)


def _plan(job: _SheetRun, press: Press, css: str) -> list[PageView]:
    pages = _planner(job, press, css).plan(job.topics, legend=not job.entries)
    for topic in job.topics:
        _LOG.info("%s: %s", topic.id, left_out(topic, pages))
    return with_folios(pages if job.context.paper.pages else with_remainders(job.topics, pages))


def _samples(job: _SheetRun) -> Iterator[Sample]:
    contents = [Contents(topic, 10) for topic in job.topics if not _is_short(job.context.paper)]
    yield Sample(HEAD, contents, 1)
    yield Sample(LEGEND, None, 1)
    yield Sample(REST, job.topics[0], 1)
    if job.box:
        yield Sample(BOX, None, 1)
    yield Sample(MORE, 888, 1)
    for topic in job.topics:
        yield Sample(f"t-{topic.id}", topic, 1)
        if job.context.paper.flow or job.context.paper.pages:
            yield Sample(f"c-{topic.id}", topic, 1)
        for question in topic.questions:
            yield Sample(sample_name(question), question, 1 + len(question.parts))


def _box(bank: Bank, plates: Plates, topics: Sequence[PrintedTopic]) -> dict[Symbol, Markup]:
    """What formulas need of the notation of a bank, each letter with its meaning."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    voice = PrintVoice(plates, palette(0, 1), 0.0)
    needed = {s for topic in topics for q in topic.questions for part in q.parts for s in part.shared}
    shown = (symbol for symbol in notation_of(bank) if symbol in needed)
    html = {symbol: tie_symbols(symbol_html(symbol, voice, bank.settings)) for symbol in shown}
    return {symbol: Markup(text) for symbol, text in html.items()}  # noqa: S704 - made by to_html


def _boxes(job: _SheetRun, pages: Sequence[PageView]) -> list[list[Markup]]:
    """For each page what its formulas need of the notation, in the order of their use.

    What would stand alike on several pages says where its letters are: to a checker of structure (outloud,
    PAG-001) and to a listener the same line at the foot of pages is furniture.
    """
    from markupsafe import escape  # noqa: PLC0415 - comes with jinja2, imported on use

    boxes = []
    for page in pages:
        users = [q for c in page.columns for q in c.questions if any(part.shared for part in q.parts)]
        wanted = dict.fromkeys(symbol for q in users for part in q.parts for symbol in part.shared)
        boxes.append(([job.box[symbol] for symbol in wanted], users))
    often = Counter(tuple(box) for box, _ in boxes)
    return [
        [escape(users[0].label) + " …: " + box[0], *box[1:]] if box and often[tuple(box)] >= _ALIKE else box
        for box, users in boxes
    ]


def _is_short(paper: Paper) -> bool:
    """Whether a sheet is one leaf, which is seen without contents."""
    return paper.split == "topic" or 0 < paper.pages <= _LEAF


def _contents(pages: Sequence[PageView], paper: Paper) -> list[Contents]:
    numbered = [] if _is_short(paper) else enumerate(pages, 1)
    return [Contents(topic, number) for number, page in numbered for topic in page.opened]


def _check_pages(document: Document, pages: Sequence[PageView], count: int) -> None:
    """The engine must have put every question on the page that the plan gave it."""
    for number, (planned, page) in enumerate(zip(pages, document.pages, strict=False), 1):
        wanted = {f"q-{q.id}" for column in planned.columns for q in column.questions if not q.begun}
        if stray := sorted(wanted - page.anchors.keys()):
            raise DeckpressError(
                f"page {number} is too full for {stray[0]!r}: heights in the templates do not add up"
            )
    if len(document.pages) != count:
        raise DeckpressError(f"{count} pages were planned and {len(document.pages)} laid out")
