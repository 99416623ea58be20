"""What printed products see of a bank: questions as parts, each with a rank that says what goes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from deckpress.bank import Bank, Markdown, Question, Span, Topic
from deckpress.content.html import Walk, items_html, key_html, labels_html, to_html
from deckpress.content.linear import tex_text
from deckpress.content.palette import palette
from deckpress.content.plain import plain_text
from deckpress.content.symbols import Explainer, Symbol, notation_of, symbols_of
from deckpress.content.typography import curl_quotes
from deckpress.paper import Heads
from deckpress.render.paper.narrow import fits_column
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.short_names import short_names
from deckpress.render.paper.ties import WHERE, tie_prompt, tie_text, tie_where
from deckpress.render.paper.voice import PrintVoice
from deckpress.render.paper.worth import ALWAYS, FIGURE, FORMULA, LAST, LEVEL, MORE, POINTS, SEE, TABLE, worth
from deckpress.sections import SheetPlace, rows
from deckpress.slugs import SLUG

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markupsafe import Markup

__all__ = [
    "SEE_PAGE",
    "Part",
    "PrintedQuestion",
    "PrintedTopic",
    "view_printed",
]

_RELATION: Final = re.compile(r"[=<>]|\\(?:leq?|geq?|approx|propto|sim|gets|leftarrow|to|iff|equiv|in)\b")
Depth = Literal["lead", "answer", "key", "full"]
"""Which parts may be shown: the short answer, that and its formula, key points too, or all."""
_PROSE: Final = frozenset({"lead", "table"})
_STOP: Final = re.compile(r"(?:\\[,;:! ])*[.,;]\s*$")
SEE_PAGE: Final = re.compile(rf'(<a href="#q-({SLUG})">[^<]*<b>)00')
"""A see-reference whose page is not known yet; its room is that of two figures."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer that is shown whole or not at all."""

    kind: str
    """Class in the template: lead, formula, figure, key, table, points, code, see, or the name of a list."""
    html: Markup
    rank: int
    count: int = 1
    """How many items a list has."""
    listed: bool = False
    """Whether it is items of a list."""
    shared: tuple[Symbol, ...] = ()
    """Letters of a formula that the box of notation must explain."""


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """One question for the sheet's templates."""

    id: str
    prompt: Markup
    term: str
    """What stands above the answer instead of the prompt, or before it; else empty."""
    asked: bool
    """Whether the prompt is shown."""
    label: str
    """The head as plain text, formulas in their readable line."""
    level: int
    kind: str
    span: Span
    """The place of its heading."""
    parts: tuple[Part, ...]
    shown: Markup
    """Pictures and sounds of the prompt; on the sheet they are the first part."""
    begun: bool = False
    """True for the rest of a question that is longer than a column."""


@dataclass(frozen=True, slots=True)
class PrintedTopic:
    """One topic for the sheet's templates."""

    id: str
    number: int
    title: str
    summary: str
    palette: Mapping[str, str]
    questions: tuple[PrintedQuestion, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is shown of questions, and how see-references call them."""

    depth: Depth
    heads: Heads
    names: Mapping[str, str]


def view_printed(
    bank: Bank, plates: Plates, measure: float, depth: Depth = "full", heads: Heads = "prompt"
) -> list[PrintedTopic]:
    """Every topic that has questions; `measure` is the room for a formula in em of the text.

    `depth` says which parts may be shown: lead, key or full; answer for lead and formula. `heads` says what
    stands above an answer: term, prompt, both, or auto.
    """
    prompts = {question.id: _label(question.prompt) for question in bank.questions()}
    choice = _Choice(depth, heads, short_names(bank))
    return [
        _topic(topic, colours, Walk(bank, PrintVoice(plates, colours, measure), prompts), choice)
        for index, topic in enumerate(bank.topics)
        if topic.questions and (colours := palette(index, len(bank.topics)))
    ]


def _topic(topic: Topic, colours: Mapping[str, str], walk: Walk, choice: _Choice) -> PrintedTopic:
    if choice.heads == "auto":
        choice = replace(choice, heads="term" if all(q.term for q in topic.questions) else "prompt")
    questions = tuple(_question(question, walk, choice) for question in topic.questions)
    return PrintedTopic(topic.id, topic.number, topic.title, topic.summary, colours, questions)


def _question(question: Question, walk: Walk, choice: _Choice) -> PrintedQuestion:
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    html = to_html(question.prompt, walk, inline=True)
    explainer = Explainer(symbols_of(question), notation_of(walk.bank), boxed=True)
    walk.explainer = explainer if choice.depth != "answer" else None
    term = "" if choice.heads == "prompt" else question.term
    label = term or walk.prompts[question.id]
    return PrintedQuestion(
        id=question.id,
        prompt=Markup(html if choice.depth == "answer" else tie_prompt(html)),  # noqa: S704 - made by to_html
        term=curl_quotes(term, walk.language),
        asked=not term or choice.heads == "both",
        label=curl_quotes(label, walk.language),
        level=question.level,
        kind=question.kind,
        span=question.span,
        shown=Markup(  # noqa: S704 - made by to_html
            to_html(question.shown, walk) + labels_html(question.labels, walk)
        ),
        parts=tuple(
            Part(
                kind,
                Markup(tie_text(html) if kind in _PROSE else tie_where(html)),  # noqa: S704 - made by to_html
                rank,
                html.count("<li>") or 1,
                html.startswith("<li>"),
                explainer.shared.get(html.partition(WHERE)[0], ()),
            )
            for kind, html, rank in _parts(question, walk, choice)
        ),
    )


def _label(prompt: Markdown) -> str:
    """The words of a prompt with its formulas as readable text."""
    texts = (
        tex_text(child.content)
        if child.type.startswith("math_inline")
        else " "
        if child.type in ("softbreak", "hardbreak")
        else child.content
        for token in prompt.inlines()
        for child in token.children or ()
    )
    return "".join(texts) or plain_text(prompt)


def _parts(question: Question, walk: Walk, choice: _Choice) -> Iterator[tuple[str, str, int]]:
    """Kind, HTML and rank of every part, in the order of the page."""
    if question.shown and choice.depth != "answer":
        yield "figure", to_html(question.shown, walk), ALWAYS
    if question.labels:
        if choice.depth != "answer":
            yield "figure", labels_html(question.labels, walk), ALWAYS
        yield "key", key_html(question.labels, walk), ALWAYS
    lead = list(_lead(question.lead, walk))
    yield from lead
    if choice.depth == "lead":
        return
    has_formula = any(kind == "formula" for kind, _, _ in lead)
    bodies = (question.body(row.name) for row in rows(sheet="drawn"))
    drawn = [part for body in bodies for part in _drawn(body, walk, has_formula=has_formula)]
    formulas = [part for part in drawn if part[0] == "formula"]
    if choice.depth == "answer":
        yield from formulas[: not has_formula]
        return
    yield from formulas
    rank = POINTS + LEVEL * (question.level - 1) + worth(question.kind)
    yield from (("points", html, rank) for _, html in _lists(question, "points", walk))
    yield from (part for part in drawn if part[0] != "formula")
    if question.kind == "coding":
        yield from _code(question, walk)
    if see := [name for name in question.see if name in choice.names]:
        yield "see", _see(see, choice.names), SEE
    if choice.depth == "full":
        for name, html in _lists(question, "list", walk):
            yield name.lower().replace(" ", "-"), html, LAST


def _lists(question: Question, place: SheetPlace, walk: Walk) -> Iterator[tuple[str, str]]:
    """Name and HTML of the lists of one place; the items of one are shown together or not at all."""
    for row in rows(sheet=place):
        if items := items_html(question.body(row.name), walk):
            yield row.name, "".join(f"<li>{tie_text(item)}</li>" for item in items)


def _see(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """Related questions by their short names, each with its page."""
    return ", ".join(f'<a href="#q-{name}">{escape(names[name])}\u00a0<b>00</b></a>' for name in ids)


def _lead(lead: Markdown, walk: Walk) -> Iterator[tuple[str, str, int]]:
    for run in _blocks(lead.tokens):
        if _is_aside(run[0]):
            continue
        kind = "formula" if _is_math(run[0]) else "figure" if _kind(run) == "figure" else "lead"
        yield kind, to_html(replace(lead, tokens=_stopped(run)), walk), ALWAYS


def _drawn(body: Markdown | None, walk: Walk, *, has_formula: bool) -> Iterator[tuple[str, str, int]]:
    """The formula that stands for itself, the figure and the table of an In depth section."""
    if body is None:
        return
    ranks = {"formula": MORE if has_formula else FORMULA, "figure": FIGURE, "table": TABLE}
    caption: tuple[Token, ...] = ()
    for run in _blocks(body.tokens):
        kind = _kind(run)
        if kind in ranks:
            html = to_html(replace(body, tokens=(*caption, *_stopped(run))), walk)
            if kind != "table" or fits_column(html, walk):
                yield kind, html, ranks[kind]
                ranks[kind] = MORE + 10
        caption = run if kind == "caption" else ()


def _code(question: Question, walk: Walk) -> Iterator[tuple[str, str, int]]:
    """The first program of a section that has code."""
    for body in filter(None, (question.body(row.name) for row in rows(sheet="code"))):
        for run in _blocks(body.tokens):
            if run[0].type == "fence" and run[0].info.strip() in ("python", "python run"):
                yield "code", to_html(replace(body, tokens=run), walk), FIGURE
                return


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The tokens of each outermost block."""
    first = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tuple(tokens[first : index + 1])
            first = index + 1


def _stopped(run: tuple[Token, ...]) -> tuple[Token, ...]:
    """A formula on its own without the stop that ended its sentence."""
    if not _is_math(run[0]):
        return run
    return (run[0].copy(content=_STOP.sub("", run[0].content)),)


def _is_math(token: Token) -> bool:
    return token.type == "math_block" or (token.type == "fence" and token.info.strip() == "math")


def _is_aside(token: Token) -> bool:
    """Whether its author keeps a formula off paper."""
    return bool(token.meta.get("aside"))


def _kind(run: Sequence[Token]) -> str:
    if _is_aside(run[0]):
        return ""
    if _is_math(run[0]):
        return "formula" if _RELATION.search(run[0].content) else ""
    if run[0].type == "table_open":
        return "table"
    children = run[1].children or [] if run[0].type == "paragraph_open" else []
    if len(children) == 1 and children[0].type == "image":
        return "figure"
    return "caption" if children and run[1].content.startswith("Table: ") else ""
