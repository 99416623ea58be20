"""Views: what templates see of a bank, with every text already HTML in one voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from deckpress.bank import Bank, Markdown, Question, Reference, Topic
from deckpress.content.blocks import pieces_of
from deckpress.content.html import blocks_html, items_html, labels_html, to_html
from deckpress.content.plain import plain_text
from deckpress.content.symbols import Explainer, display_formulas, notation_of, symbols_html, symbols_of
from deckpress.content.typed import typed_answer
from deckpress.content.typography import curl_quotes
from deckpress.content.voice import Voice
from deckpress.content.walk import Walk
from deckpress.sections import SECTIONS, CardPlace, SectionRow

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["QuestionView", "SectionView", "TopicView", "view_topics"]


class SectionView(NamedTuple):
    """One section for a template; false where the question lacks it."""

    row: SectionRow
    html: Markup
    """Its prose; empty where it is a list."""
    items: Sequence[Markup] = ()
    figures: Markup | str = ""
    """Its figures alone."""
    rest: Markup | str = ""
    """Its prose without them."""

    def __bool__(self) -> bool:
        return bool(self.html or self.items)

    def texts(self) -> Iterator[Markup]:
        """Its prose and its items."""
        yield from (self.html, *self.items)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question for a template."""

    id: str
    number: str
    """Topic number and position: 9.3."""
    term: str
    """What an expert would look up; may be empty."""
    prompt: Markup
    prompt_text: str
    shown: Markup
    """Pictures and sounds of the prompt."""
    lead: Markup
    symbols: Markup
    """What the letters of its displayed formulas mean, where that is not said under them."""
    formulas: Markup
    """The displayed formulas of its lead, where a bank has cards that ask them."""
    sections: Mapping[str, SectionView]
    """Every section of prose or a list by its name, also those that it lacks."""
    see: list[tuple[str, Markup]]
    """Id and prompt of each related question."""
    contrast: list[tuple[str, Markup]]
    labels: Markup
    """A picture with its labels; on cards a cloze text."""
    clozes: list[tuple[int, Markup]]
    """Number and text, with Anki's marks."""
    cards: tuple[str, ...]
    """Directions in which it can be asked, and is."""
    directed: bool
    """Whether its author asked for more than the forward one."""
    typed: str
    """The answer that is typed, where one is."""
    also: tuple[str, ...]
    tags: tuple[str, ...]
    """Labels."""
    kind: str
    level: int

    def texts(self) -> Iterator[Markup]:
        """Every text that a page shows of it."""
        yield from (self.prompt, self.shown, self.lead)
        yield from (text for view in self.sections.values() if view.row.page for text in view.texts())

    def on_card(self, place: CardPlace) -> list[SectionView]:
        """The sections of one place of a card, also those that are empty."""
        return [view for view in self.sections.values() if view.row.card == place]

    @property
    def on_page(self) -> list[SectionView]:
        """The sections that the page shows by themselves."""
        return [view for view in self.sections.values() if view and view.row.page in ("points", "headed")]

    @property
    def cited(self) -> list[Markup]:
        """The sources."""
        return [item for view in self.sections.values() if view.row.page == "cited" for item in view.items]


@dataclass(frozen=True, slots=True)
class TopicView:
    """One topic for a template."""

    id: str
    number: int
    index: int
    """Position in study order, from 0: it chooses the accent."""
    title: str
    summary: str
    deck: str
    intro: Markup
    questions: list[QuestionView]


def view_topics(
    bank: Bank,
    make_voice: Callable[[int, int], Voice],
    *,
    others: bool = False,
    only: str = "",
    where: bool = False,
) -> list[TopicView]:
    """Every topic that has questions; `make_voice` gets the topic's index and how many there are.

    With `others`, `see` and `contrast` also name questions that a selection left out. With `only`, an id,
    there is one topic with this question alone, as it is among all. With `where`, letters are explained under
    their formulas; else a view has them by themselves.
    """
    prompts = {question.id: question.prompt for question in bank.questions()}
    plain = {name: plain_text(prompt) for name, prompt in prompts.items()}
    prompts |= {question.id: question.prompt for question in bank.others} if others else {}

    def walk_of(index: int) -> Walk:
        explainer = Explainer((), notation_of(bank)) if where else None
        return Walk(bank, make_voice(index, len(bank.topics)), plain, explainer)

    return [
        _topic(topic, index, walk_of(index), prompts, only)
        for index, topic in enumerate(bank.topics)
        if any(not only or question.id == only for question in topic.questions)
    ]


def _topic(topic: Topic, index: int, walk: Walk, prompts: Mapping[str, Markdown], only: str) -> TopicView:
    html = _marker()
    questions = [
        _question(question, f"{topic.number}.{position}", walk, prompts, walk.bank.cards_of(topic, question))
        for position, question in enumerate(topic.questions, 1)
        if not only or question.id == only
    ]
    return TopicView(
        id=topic.id,
        number=topic.number,
        index=index,
        title=topic.title,
        summary=topic.summary,
        deck=topic.deck or topic.title.replace("::", ":"),  # to Anki, two colons begin a sub-deck
        intro=html(to_html(topic.intro, walk)),
        questions=questions,
    )


def _question(
    question: Question,
    number: str,
    walk: Walk,
    prompts: Mapping[str, Markdown],
    wanted: tuple[str, ...],
) -> QuestionView:
    html, body = _marker(), question.body
    bank = walk.bank

    def linked(ids: tuple[str, ...]) -> list[tuple[str, Markup]]:
        return [(i, html(to_html(prompts[i], walk, inline=True))) for i in ids if i in prompts]

    typed = typed_answer(question.lead) if "typed" in wanted else ""
    explainer = Explainer(symbols_of(question), notation_of(bank))
    if walk.explainer:
        walk.explainer = explainer
    return QuestionView(
        id=question.id,
        number=number,
        term=curl_quotes(question.term, walk.language),
        prompt=html(to_html(question.prompt, walk, inline=True)),
        prompt_text=plain_text(question.prompt),
        shown=html(to_html(question.shown, walk)),
        lead=html(to_html(question.lead, walk)),
        symbols=html("" if walk.explainer else _symbols(question, explainer, walk)),
        formulas=html(_displayed(question.lead, walk) if "reverse" in bank.settings.extra_cards else ""),
        sections={
            row.name: _section(row, body(row.name), walk)
            for row in SECTIONS.values()
            if row.shape in ("prose", "list")
        },
        see=linked(question.see),
        contrast=linked(question.contrast),
        labels=html(labels_html(question.labels, walk)),
        clozes=[(c.number, html(to_html(c.text, walk, inline=True))) for c in question.clozes],
        cards=tuple(name for name in wanted if name != "typed" or typed) or ("forward",),
        directed=wanted != ("forward",),
        typed=typed,
        also=tuple(curl_quotes(also, walk.language) for also in question.also),
        tags=tuple(bank.tags.get(tag, tag) for tag in question.tags),
        kind=question.kind,
        level=question.level,
    )


def _symbols(question: Question, explainer: Explainer, walk: Walk) -> str:
    formulas = [tex for body in (question.lead, question.body("In depth")) for tex in display_formulas(body)]
    symbols = (symbol for tex in formulas for symbol in explainer.explain(tex, ""))
    return symbols_html(symbols, walk.voice, walk.bank.settings)


def _displayed(lead: Markdown, walk: Walk) -> str:
    """The formulas of a lead that stand on lines of their own."""
    return "".join(walk.voice.math(tex, display=True) for tex in display_formulas(lead))


def _section(row: SectionRow, body: Markdown | None, walk: Walk) -> SectionView:
    html = _marker()
    if row.shape == "prose":
        pieces = [(piece.kind, blocks_html(piece.blocks, walk)) for piece in pieces_of(body)]
        figures = "".join(text for kind, text in pieces if kind == "figure")
        rest = "".join(text for kind, text in pieces if kind != "figure")
        return SectionView(row, html("".join(text for _, text in pieces)), (), html(figures), html(rest))
    items = items_html(body, walk)
    items = _cited(items, walk) if row.page == "cited" else items
    return SectionView(row, html(""), [html(item) for item in items])


def _cited(items: Sequence[str], walk: Walk) -> list[str]:
    """Items of sources: a key becomes authors, year, title and the locator after it."""
    out = []
    for item in items:
        key, comma, locator = item.partition(",")
        reference = walk.bank.references.get(key.strip())
        out.append(_cite(reference, walk) + comma + locator if reference else item)
    return out


def _cite(reference: Reference, walk: Walk) -> str:
    def text(words: str) -> str:
        return walk.voice.literal(escape(words, quote=False), code=False)

    title = f"<cite>{text(reference.title)}</cite>"
    if reference.url:
        title = f'<a href="{escape(reference.url)}">{title}</a>'
    isbn = f", ISBN {reference.isbn}" if reference.isbn and not reference.url else ""
    return f"{text(reference.authors)} ({reference.year}). {title}{isbn}"


@cache
def _marker() -> Callable[[str], Markup]:
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    return Markup
