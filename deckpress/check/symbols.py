"""Symbols: letters of display formulas that neither the question nor the bank's notation explains."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank
from deckpress.content.symbols import Explainer, display_formulas, notation_of, symbols_of
from deckpress.problems import Problem, problem

__all__ = ["check_symbols"]


def check_symbols(bank: Bank) -> Iterator[Problem]:
    """A214, once for each question."""
    notation = notation_of(bank)
    for question in bank.questions():
        explainer = Explainer(symbols_of(question), notation)
        bodies = [question.lead, *(section.body for section in question.sections.values())]
        formulas = [tex for body in bodies for tex in display_formulas(body)]
        missing = list(dict.fromkeys(letter for tex in formulas for letter in explainer.missing(tex)))
        if missing:
            names = ", ".join(missing)
            yield problem(
                "A214",
                question.place("symbols"),
                f"no one says what {names} in its formulas {'mean' if len(missing) > 1 else 'means'}",
                f"write under symbols, in the block: '{missing[0]}: what it is'",
                question=question.id,
            )
