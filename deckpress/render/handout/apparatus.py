"""What a book puts around its text: sources, index, reading times."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank, Question, Reference, Topic
from deckpress.content.plain import list_items, word_count
from deckpress.content.sorting import sort_key
from deckpress.render.index import IndexEntry, index_entries
from deckpress.render.views import QuestionView, TopicView
from deckpress.sections import SECTIONS, rows
from deckpress.wording import Words, words_of

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Apparatus", "make_apparatus", "question_apparatus"]

_WORDS_A_MINUTE: Final = 180


@dataclass(frozen=True, slots=True)
class Work:
    """One entry of the list of sources."""

    reference: Reference
    number: int
    label: str
    """How answers name it: "Breiman 2001a"."""
    year: str
    """With the letter that tells works of one year apart."""
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Citation:
    """One line under References: a work and the place in it, or a link as it stands."""

    html: Markup | None
    work: Work | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Apparatus:
    """Everything around the answers, keyed by ids of questions and topics."""

    numbers: dict[str, str]
    names: dict[str, str]
    """Terms; empty where a question has none."""
    minutes: dict[str, int]
    levels: dict[str, list[tuple[int, int]]]
    """Topic id to how many questions each level has."""
    citations: dict[str, list[Citation]]
    works: list[Work]
    index: list[tuple[str, list[IndexEntry]]]


def make_apparatus(bank: Bank, topics: Sequence[TopicView]) -> Apparatus:
    """Read off a bank and its views what stands around the answers."""
    works = _works(bank, words_of(bank.settings))
    views = [view for topic in topics for view in topic.questions]
    return Apparatus(
        numbers={view.id: view.number for view in views},
        names={view.id: view.term for view in views},
        minutes={topic.id: _minutes(topic) for topic in bank.topics},
        levels={t.id: sorted(Counter(view.level for view in t.questions).items()) for t in topics},
        citations={q.id: list(_citations(q, works, view)) for q, view in _pairs(bank, views)},
        works=list(works.values()),
        index=index_entries(bank),
    )


def question_apparatus(bank: Bank, view: QuestionView) -> Apparatus:
    """What stands around one answer, as `make_apparatus` has it, without what is of topics and pages."""
    numbered = [(topic, at, q) for topic in bank.topics for at, q in enumerate(topic.questions, 1)]
    question = next(q for q in bank.questions() if q.id == view.id)
    return Apparatus(
        numbers={q.id: f"{topic.number}.{at}" for topic, at, q in numbered},
        names={q.id: q.term for _, _, q in numbered},
        minutes={},
        levels={},
        citations={view.id: list(_citations(question, _works(bank, words_of(bank.settings)), view))},
        works=[],
        index=[],
    )


def _pairs(bank: Bank, views: Sequence[QuestionView]) -> Iterator[tuple[Question, QuestionView]]:
    by_id = {view.id: view for view in views}
    return ((question, by_id[question.id]) for question in bank.questions())


def _minutes(topic: Topic) -> int:
    words = sum(word_count(text) for q in topic.questions for text in (q.prompt, q.lead)) + sum(
        word_count(section.body)
        for q in topic.questions
        for section in q.sections.values()
        if SECTIONS[section.name].counts
    )
    return math.ceil(words / _WORDS_A_MINUTE)


def _cited(question: Question) -> list[tuple[str, str]]:
    """Key and locator of each of its sources."""
    bodies = (question.body(row.name) for row in rows(page="cited"))
    items = (text.partition(",") for body in bodies for _, text in list_items(body))
    return [(key.strip(), comma + locator) for key, comma, locator in items]


def _works(bank: Bank, words: Words) -> dict[str, Work]:
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for question in bank.questions():
        for key, _ in _cited(question):
            if key in bank.references:
                places[key][question.id] = None
    language = bank.settings.language
    found = sorted(
        (bank.references[key] for key in places),
        key=lambda r: (sort_key(r.authors, language), r.year, sort_key(r.title, language)),
    )
    same = Counter(_short(reference, words) for reference in found)
    seen: Counter[str] = Counter()
    works = {}
    for number, reference in enumerate(found, 1):
        label = _short(reference, words)
        seen[label] += 1
        suffix = chr(ord("a") + seen[label] - 1) if same[label] > 1 else ""
        works[reference.key] = Work(
            reference, number, label + suffix, reference.year + suffix, list(places[reference.key])
        )
    return works


def _short(reference: Reference, words: Words) -> str:
    names = reference.authors.split(", ")
    who = words.text("{author} et al.", author=names[0]) if len(names) > 2 else " & ".join(names)
    return f"{who} {reference.year}"


def _citations(question: Question, works: dict[str, Work], view: QuestionView) -> Iterator[Citation]:
    for (key, locator), html in zip(_cited(question), view.cited, strict=True):
        yield Citation(None, works[key], locator) if key in works else Citation(html)
