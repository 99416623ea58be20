"""Selections: a smaller bank by topic, tag, level or id. Its notes are the same notes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from deckpress.bank import Bank, Question, Topic
from deckpress.problems import SettingsError
from deckpress.read.yaml_block import nearest

__all__ = ["Selection", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to keep; empty parts keep everything."""

    only: tuple[str, ...] = ()
    """Topic ids, tags, kinds or question ids, any of which is enough."""
    levels: tuple[int, ...] = ()
    drafts: bool = False
    """Whether drafts are kept."""


def select(bank: Bank, selection: Selection) -> Bank:
    """The bank with only the chosen questions. Raises SettingsError where a word fits nothing."""
    _check_words(bank, selection.only)
    topics = [_trim(topic, selection) for topic in bank.topics]
    if not any(topic.questions for topic in topics):
        raise SettingsError("no question is left to build from; look at --only, --level and --drafts")
    kept = {question.id for topic in topics for question in topic.questions}
    others = tuple(q for q in bank.questions() if q.id not in kept and not q.draft)
    return replace(bank, topics=tuple(topics), others=others)


def _trim(topic: Topic, selection: Selection) -> Topic:
    kept = [q for q in topic.questions if _fits(q, topic, selection)]
    return topic if len(kept) == len(topic.questions) else replace(topic, questions=tuple(kept))


def _fits(question: Question, topic: Topic, selection: Selection) -> bool:
    if question.draft and not selection.drafts:
        return False
    if selection.levels and question.level not in selection.levels:
        return False
    names = {topic.id, question.id, question.kind, *question.tags}
    return not selection.only or not names.isdisjoint(selection.only)


def _check_words(bank: Bank, words: Sequence[str]) -> None:
    known: Collection[str] = {
        *(topic.id for topic in bank.topics),
        *bank.tags,
        *(name for q in bank.questions() for name in (q.id, q.kind, *q.tags)),
    }
    for word in words:
        if word not in known:
            raise SettingsError(
                f"--only {word}: no topic, tag, kind or question has this name; "
                f"{nearest(word, known)}".rstrip("; ")
            )
