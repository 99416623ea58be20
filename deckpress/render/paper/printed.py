"""What printed products see of a bank: questions as parts, each with a rank that says what goes first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from deckpress.bank import Bank, Markdown, Question, Span, Topic
from deckpress.content.blocks import Kind, Piece, pieces_of
from deckpress.content.html import blocks_html, items_html, key_html, labels_html, to_html
from deckpress.content.linear import tex_text
from deckpress.content.palette import palette
from deckpress.content.plain import line_text, plain_text
from deckpress.content.signs import has_relation
from deckpress.content.symbols import Explainer, Symbol, notation_of, symbols_of
from deckpress.content.typography import curl_quotes
from deckpress.content.walk import Walk
from deckpress.paper import Heads
from deckpress.parts import Block, Fence, Formula, Table
from deckpress.render.paper.narrow import fits_column
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.short_names import short_names
from deckpress.render.paper.ties import WHERE, tie_prompt, tie_text, tie_where
from deckpress.render.paper.voice import PrintVoice
from deckpress.render.paper.worth import ALWAYS, FIGURE, FORMULA, LAST, LEVEL, MORE, POINTS, SEE, TABLE, worth
from deckpress.sections import SheetPlace, rows

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = [
    "Part",
    "PrintedQuestion",
    "PrintedTopic",
    "view_printed",
]

_See = tuple[tuple[str, str], ...]
Depth = Literal["lead", "answer", "key", "full"]
"""Which parts may be shown: the short answer, that and its formula, key points too, or all."""
_SHOWN: Final[Mapping[Kind, str]] = {"formula": "formula", "figure": "figure", "sound": "figure"}
"""What is a part of its own in a lead."""
_PROSE: Final = frozenset({"lead", "table"})
_STOP: Final = re.compile(r"(?:\\[,;:! ])*[.,;]\s*$")
_UNKNOWN: Final = "00"
"""Stands for a page that is not known yet: the room of two figures."""


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
    see: tuple[tuple[str, str], ...] = ()
    """Id and short name of each question that a see-reference names."""

    def with_pages(self, pages: Mapping[str, int]) -> Part:
        """The see-reference with the pages on which its questions stand."""
        return replace(self, html=type(self.html)(_see(self.see, pages))) if self.see else self


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
    see = tuple((name, choice.names[name]) for name in question.see if name in choice.names)
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
                count=max(count, 1),
                listed=count > 0,
                shared=explainer.shared.get(html.partition(WHERE)[0], ()),
                see=see if kind == "see" else (),
            )
            for kind, html, rank, count in _parts(question, see, walk, choice)
        ),
    )


def _label(prompt: Markdown) -> str:
    """The words of a prompt with its formulas as readable text."""
    return "".join(line_text(line.parts, tex_text) for line in prompt.lines()) or plain_text(prompt)


def _parts(question: Question, see: _See, walk: Walk, choice: _Choice) -> Iterator[tuple[str, str, int, int]]:
    """Kind, HTML and rank of every part and how many items it lists, in the order of the page."""
    if question.shown and choice.depth != "answer":
        yield "figure", to_html(question.shown, walk), ALWAYS, 0
    if question.labels:
        if choice.depth != "answer":
            yield "figure", labels_html(question.labels, walk), ALWAYS, 0
        yield "key", key_html(question.labels, walk), ALWAYS, 0
    lead = list(_lead(question.lead, walk))
    yield from lead
    if choice.depth == "lead":
        return
    has_formula = any(kind == "formula" for kind, *_ in lead)
    bodies = (question.body(row.name) for row in rows(sheet="drawn"))
    drawn = [part for body in bodies for part in _drawn(body, walk, has_formula=has_formula)]
    formulas = [part for part in drawn if part[0] == "formula"]
    if choice.depth == "answer":
        yield from formulas[: not has_formula]
        return
    yield from formulas
    rank = POINTS + LEVEL * (question.level - 1) + worth(question.kind)
    yield from (("points", html, rank, count) for _, html, count in _lists(question, "points", walk))
    yield from (part for part in drawn if part[0] != "formula")
    if question.kind == "coding":
        yield from _code(question, walk)
    if see:
        yield "see", _see(see, {}), SEE, 0
    if choice.depth == "full":
        for name, html, count in _lists(question, "list", walk):
            yield name.lower().replace(" ", "-"), html, LAST, count


def _see(see: _See, pages: Mapping[str, int]) -> str:
    """Related questions by their short names, each with its page."""
    return ", ".join(
        f'<a href="#q-{name}">{escape(text)}\u00a0<b>{pages.get(name, _UNKNOWN)}</b></a>'
        for name, text in see
    )


def _lists(question: Question, place: SheetPlace, walk: Walk) -> Iterator[tuple[str, str, int]]:
    """Name, HTML and length of the lists of one place; the items of one are shown together or not at all."""
    for row in rows(sheet=place):
        if items := items_html(question.body(row.name), walk):
            yield row.name, "".join(f"<li>{tie_text(item)}</li>" for item in items), len(items)


def _lead(lead: Markdown, walk: Walk) -> Iterator[tuple[str, str, int, int]]:
    for piece in pieces_of(lead):
        if not _is_aside(piece.block):
            yield _SHOWN.get(piece.kind, "lead"), blocks_html(_stopped(piece), walk), ALWAYS, 0


def _drawn(body: Markdown | None, walk: Walk, *, has_formula: bool) -> Iterator[tuple[str, str, int, int]]:
    """The formula that stands for itself, the figure and the table of an In depth section."""
    ranks = {"formula": MORE if has_formula else FORMULA, "figure": FIGURE, "table": TABLE}
    for piece in pieces_of(body):
        kind, block = _SHOWN.get(piece.kind, piece.kind), piece.block
        if kind not in ranks or _is_aside(block):
            continue
        if isinstance(block, Formula) and not has_relation(block.tex):
            continue
        html = blocks_html(_stopped(piece), walk)
        if not isinstance(block, Table) or fits_column(block, walk):
            yield kind, html, ranks[kind], 0
            ranks[kind] = MORE + 10


def _code(question: Question, walk: Walk) -> Iterator[tuple[str, str, int, int]]:
    """The first program of a section that has code."""
    for row in rows(sheet="code"):
        for piece in pieces_of(question.body(row.name)):
            if isinstance(piece.block, Fence) and piece.block.info in ("python", "python run"):
                yield "code", blocks_html(piece.blocks, walk), FIGURE, 0
                return


def _stopped(piece: Piece) -> tuple[Block, ...]:
    """The blocks of a piece; a formula on its own without the stop that ended its sentence."""
    block = piece.block
    if isinstance(block, Formula):
        return (block._replace(tex=_STOP.sub("", block.tex).strip()),)
    return piece.blocks


def _is_aside(block: Block) -> bool:
    """Whether its author keeps a formula off paper."""
    return isinstance(block, Formula) and block.aside
