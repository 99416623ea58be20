"""Cards: directions that cannot be made of a question."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank
from deckpress.content.typed import why_not_typed
from deckpress.problems import Problem, problem

__all__ = ["check_cards"]


def check_cards(bank: Bank) -> Iterator[Problem]:
    """C008."""
    for topic in bank.topics:
        for question in topic.questions:
            if "typed" not in bank.cards_of(topic, question) or not question.lead:
                continue
            if why := why_not_typed(question.lead):
                yield problem(
                    "C008",
                    question.lead.span_of(question.lead.blocks[0]),
                    f"the answer {why}: no card asks to type it",
                    "shorten it, or take 'typed' from the cards of this question",
                    question=question.id,
                )
