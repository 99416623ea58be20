"""The handout: HTML that needs nothing else, in one file or in a page per topic."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank, Picture, Span
from deckpress.content.palette import palette
from deckpress.content.sorting import sort_key
from deckpress.inside import flat
from deckpress.parts import Math
from deckpress.problems import DeckpressError, Problem, problem
from deckpress.render import Context, Product
from deckpress.render.environment import make_environment, render_template
from deckpress.render.handout.addresses import Addresses
from deckpress.render.handout.apparatus import Apparatus, make_apparatus
from deckpress.render.handout.formulas import page_math
from deckpress.render.handout.linked_data import linked_data, to_script
from deckpress.render.handout.math_font import math_characters, subset_math_font
from deckpress.render.handout.voice import PageVoice
from deckpress.render.pictures import page_use, prepare
from deckpress.render.views import TopicView, view_topics
from deckpress.settings import Settings
from deckpress.wording import kind_titles, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["HOME", "page_files", "page_style", "render"]

HOME: Final = "index.html"
"""First page of a handout that has several; the others are called by their topics' ids."""
_LARGE: Final = 1_500_000  # bytes of a page


def render(bank: Bank, context: Context) -> Product:
    """The handout, UTF-8: one page, or the first page and one per topic by their file names.

    Raises DeckpressError where a topic's page would have the first page's name.
    """
    if bank.settings.handout_pages == "topic":
        return _pages(bank, context)
    voice = PageVoice(words=words_of(bank.settings), pictures=prepare(bank, page_use(), context.store))
    job = _job(bank, context, lambda _index, _count: voice)
    page = job.page(job.topics, voice.addresses, voice.formulas)
    if len(page) > _LARGE:
        context.problems.append(_large(len(page)))
    return page


def _large(size: int) -> Problem:
    message = f"the handout is one file of {size / 1e6:.1f} MB, read whole before anything is shown"
    hint = 'pages = "topic" under [handout] makes a page a topic, and pictures load when seen'
    return problem("P010", Span("bank.toml"), message, hint)


def _pages(bank: Bank, context: Context) -> dict[str, bytes]:
    if any(f"{topic.id}.html" == HOME for topic in bank.topics):
        raise DeckpressError(f"a topic cannot have the page {HOME}, which is the first; rename its file")
    files, pictures = page_files(bank), prepare(bank, page_use(), context.store)
    words, shown = words_of(bank.settings), dict[str, bytes]()
    places = [Addresses(files, f"{topic.id}.html", HOME) for topic in bank.topics]
    voices = [PageVoice(addresses=at, words=words, pictures=pictures, files=shown) for at in places]
    job = _job(bank, context, lambda index, _count: voices[index])
    pages = {HOME: job.page([], Addresses(files, HOME, HOME), _formulas(bank))}
    for topic in job.topics:
        voice = voices[topic.index]
        pages[voice.addresses.here] = job.page([topic], voice.addresses, voice.formulas)
    return pages | shown


def page_files(bank: Bank) -> dict[str, str]:
    """Question id to the file of its page, where each topic has one."""
    return {q.id: f"{topic.id}.html" for topic in bank.topics for q in topic.questions}


def _job(bank: Bank, context: Context, voice: Callable[[int, int], PageVoice]) -> _PageRun:
    topics = view_topics(bank, voice, where=True)
    environment = make_environment(context.templates, bank.settings)
    return _PageRun(bank, context, environment, topics, make_apparatus(bank, topics))


def _formulas(bank: Bank) -> set[str]:
    """The formulas of the first page, which shows prompts only."""
    lines = (line for topic in bank.topics for q in topic.questions for line in q.prompt.lines())
    pieces = (part for line in lines for part in flat(line.parts))
    return {page_math(part.tex.strip(), display=False) for part in pieces if isinstance(part, Math)}


@dataclass(frozen=True, slots=True)
class _PageRun:
    """One rendering: what all its pages share."""

    bank: Bank
    context: Context
    environment: Environment
    topics: Sequence[TopicView]
    """All topics, for contents."""
    book: Apparatus

    def page(self, shown: Sequence[TopicView], at: Addresses, formulas: set[str]) -> bytes:
        """A page with the answers of some topics; the first page of several has none."""
        settings = self.bank.settings
        font = subset_math_font(math_characters(sorted(formulas)), self.context.store)
        css = page_style(self.bank, self.environment, font)
        script = self._script(shown or self.topics) if settings.search else ""
        data = linked_data(settings, shown or self.topics, at)
        page = render_template(
            self.environment,
            "handout/handout.html.j2",
            settings=settings,
            contents=self.topics,
            topics=shown,
            at=at,
            css=css,
            script=script,
            data=data,
            policy=_policy(_sources(self.bank, several=bool(at.files)), css, data, script),
            book=self.book,
        )
        return page.encode()

    def _script(self, shown: Sequence[TopicView]) -> str:
        return render_template(
            self.environment,
            "handout/search.js",
            total=sum(len(topic.questions) for topic in shown),
            kind_rows=_kind_rows(self.bank.settings),
            readings=any("<rt>" in html for topic in shown for q in topic.questions for html in q.texts()),
        )


def _kind_rows(settings: Settings) -> str:
    """Code and title of each kind on the page, as JavaScript: a bank's own in its order, others by title."""
    titles = kind_titles(settings, words_of(settings))
    if all(title == kind.replace("-", " ") for kind, title in titles.items()):
        return '[...kinds].sort().map((kind) => [kind, kind.replace("-", " ")])'
    rows = list(titles.items())
    if not settings.kinds:
        rows.sort(key=lambda row: sort_key(row[1], settings.language))
    return f"{to_script(rows)}.filter(([kind]) => kinds.has(kind))"


def page_style(bank: Bank, environment: Environment, math_font: bytes) -> str:
    """The CSS of the handout's pages with a font for their formulas."""
    count = len(bank.topics)
    return render_template(
        environment,
        "handout/handout.css.j2",
        title=_css_text(bank.settings.title),
        rtl=bank.settings.rtl,
        spaceless=bank.settings.spaceless,
        chain=bank.settings.chain,
        math_font=base64.b64encode(math_font).decode(),
        light=palette(0, 1),
        night=palette(0, 1, night=True),
        accents=[
            (topic.id, palette(index, count), palette(index, count, night=True))
            for index, topic in enumerate(bank.topics)
        ],
    )


def _sources(bank: Bank, *, several: bool) -> str:
    """Where pictures come from: out of the page, or from beside it."""
    beside = several and any(isinstance(figure, Picture) for figure in bank.figures.values())
    media = ("; media-src 'self'" if several else "; media-src data:") if bank.sounds else ""
    return ("img-src 'self' data:" if beside else "img-src data:") + media


def _policy(sources: str, css: str, *scripts: str) -> str:
    """The Content-Security-Policy that lets in this style and these scripts and nothing else.

    Nothing on the page connects; `connect-src 'self'` lets a site's own checkers ask for robots.txt.
    """
    allowed = " ".join(_hash(script) for script in scripts if script)
    return (
        f"default-src 'none'; style-src {_hash(css)}; script-src {allowed}; font-src data:; "
        f"{sources}; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _css_text(text: str) -> str:
    """A text for a CSS string: whatever is not a letter, a digit or a space as its code point."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
