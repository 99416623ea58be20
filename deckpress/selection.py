"""Selections: a smaller bank by topic, tag, level or id. Its notes are the same notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deckpress.bank import Bank, Question, Topic
from deckpress.check.selections import choosing_words, known_words
from deckpress.problems import SettingsError
from deckpress.read.nearest import nearest

__all__ = ["Selection", "file_slug", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep; empty parts keep everything."""

    only: tuple[str, ...] = ()
    """Names of selections, topic ids, tags, kinds, levels or question ids, any of which is enough."""
    levels: tuple[int, ...] = ()
    drafts: bool = False
    """Whether drafts are kept."""


def select(bank: Bank, selection: Selection) -> Bank:
    """The bank with only the chosen questions. Raises SettingsError where a word fits nothing."""
    chosen = frozenset(_chosen(bank, selection.only))
    topics = [_trim(topic, selection, chosen) for topic in bank.topics]
    if not any(topic.questions for topic in topics):
        raise SettingsError("no question is left to build from; look at --only, --level and --drafts")
    kept = {question.id for topic in topics for question in topic.questions}
    others = tuple(q for q in bank.questions() if q.id not in kept and not q.draft)
    return replace(bank, topics=tuple(topics), others=others)


def file_slug(bank: Bank, selection: Selection) -> str:
    """The bank's slug; for one named selection and nothing else, with its name behind."""
    named = {row.name for row in bank.settings.selections}
    alone = len(selection.only) == 1 and not selection.levels and not selection.drafts
    is_named = alone and selection.only[0] in named
    return f"{bank.settings.slug}-{selection.only[0]}" if is_named else bank.settings.slug


def _trim(topic: Topic, selection: Selection, chosen: frozenset[str]) -> Topic:
    kept = [q for q in topic.questions if _fits(q, selection, chosen)]
    return topic if len(kept) == len(topic.questions) else replace(topic, questions=tuple(kept))


def _fits(question: Question, selection: Selection, chosen: frozenset[str]) -> bool:
    if question.draft and not selection.drafts:
        return False
    if selection.levels and question.level not in selection.levels:
        return False
    return not selection.only or question.id in chosen


def _chosen(bank: Bank, given: Sequence[str]) -> Iterator[str]:
    """The ids that the words choose, those of a selection for its name."""
    named = {row.name: row.words for row in bank.settings.selections}
    known = known_words(bank) if given else set()
    for word in given:
        if word not in known and word not in named:
            raise SettingsError(
                f"--only {word}: no selection, topic, tag, kind or question has this name; "
                f"{nearest(word, known | set(named))}".rstrip("; ")
            )
        for one in named.get(word, (word,)):
            yield from _ids(bank, one, exact=word in named)


def _ids(bank: Bank, word: str, *, exact: bool) -> Iterator[str]:
    """The ids that a word chooses; `exact`: a word that is an id chooses this question alone."""
    pairs = [(q, topic) for topic in bank.topics for q in topic.questions]
    if exact and any(q.id == word for q, _ in pairs):
        yield word
    else:
        yield from (q.id for q, topic in pairs if word in choosing_words(q, topic))
