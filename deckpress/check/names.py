"""Terms: the names of questions, short enough for a head and each used once."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank, Question
from deckpress.problems import Problem, problem

__all__ = ["check_terms"]


def check_terms(bank: Bank) -> Iterator[Problem]:
    """Q108 and Q109."""
    most = bank.settings.limit("term_characters")
    first: dict[str, Question] = {}
    for question in bank.questions():
        place = question.place("term", question.term)
        if len(question.term) > most:
            yield problem(
                "Q108",
                place,
                f"the term has {len(question.term)} characters, at most {most} are wanted",
                "name it as an index would; the prompt says the rest",
                question=question.id,
            )
        other = first.setdefault(question.term.casefold(), question)
        if question.term and other is not question:
            yield problem(
                "Q109",
                place,
                f"the term {question.term!r} also names {other.id!r}",
                "say in each what sets it apart",
                related=((other.place("term", other.term), "first written here"),),
                question=question.id,
            )
