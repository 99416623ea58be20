"""Named selections, and the words that choose questions."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank, Question, Topic
from deckpress.problems import Problem, problem
from deckpress.read.nearest import nearest

__all__ = ["check_selections", "choosing_words", "known_words"]


def choosing_words(question: Question, topic: Topic) -> frozenset[str]:
    """The words that choose a question."""
    return frozenset((topic.id, question.id, question.kind, f"level-{question.level}", *question.tags))


def known_words(bank: Bank) -> set[str]:
    """Every word that chooses questions, but for the names of selections."""
    words = {word for topic in bank.topics for q in topic.questions for word in choosing_words(q, topic)}
    return words | {topic.id for topic in bank.topics} | set(bank.tags)


def check_selections(bank: Bank) -> Iterator[Problem]:
    """S052 for a selection that names what is not there, or has the name of something else."""
    known = known_words(bank) if bank.settings.selections else set()
    for selection in bank.settings.selections:
        if selection.name in known:
            message = f"the selection {selection.name!r} has the name of a topic, tag, kind or question"
            yield problem("S052", selection.span, message, "give it a name of its own")
        for word in selection.words:
            if word not in known:
                message = f"the selection {selection.name!r} names {word!r}, which chooses no question"
                yield problem("S052", selection.span, message, nearest(word, known))
