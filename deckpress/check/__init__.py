"""Check: rules that judge a bank. One small file per family, each a function of a Bank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.check.answers import check_answers
from deckpress.check.cards import check_cards
from deckpress.check.clozes import check_clozes
from deckpress.check.code import check_code
from deckpress.check.coverage import check_coverage
from deckpress.check.duplicates import check_duplicates
from deckpress.check.follow_ups import check_follow_ups
from deckpress.check.links import check_links
from deckpress.check.names import check_terms
from deckpress.check.prompts import check_prompts
from deckpress.check.references import check_ages, check_references
from deckpress.check.selections import check_selections
from deckpress.check.standing import check_standing
from deckpress.check.style import apply_style
from deckpress.check.symbols import check_symbols
from deckpress.check.tidiness import check_tidiness
from deckpress.check.waivers import apply_waivers
from deckpress.problems import Problem

__all__ = [
    "BANK_RULES",
    "QUESTION_RULES",
    "apply_style",
    "check_ages",
    "check_bank",
    "check_questions",
    "check_tidiness",
]

QUESTION_RULES: Final[tuple[Callable[[Bank, Question], Iterator[Problem]], ...]] = (
    check_prompts,
    check_answers,
    check_standing,
    check_clozes,
    check_code,
)
"""Rules that look at one question at a time."""

BANK_RULES: Final[tuple[Callable[[Bank], Iterator[Problem]], ...]] = (
    check_duplicates,
    check_terms,
    check_symbols,
    check_links,
    check_follow_ups,
    check_references,
    check_coverage,
    check_selections,
)
"""Rules that need the whole bank; what they find about a question names it."""


def check_bank(bank: Bank, read: Iterable[Problem] = ()) -> list[Problem]:
    """Every problem of a bank, with those that were `read`, in the order of the source; no waived ones."""
    found = [*read, *_of_questions(bank), *(problem for rule in BANK_RULES for problem in rule(bank))]
    return _judged(bank, found, complete=True)


def check_questions(bank: Bank) -> list[Problem]:
    """The problems that can be told from single questions, for a bank that was read in part."""
    return _judged(bank, _of_questions(bank), complete=False)


def _of_questions(bank: Bank) -> Iterator[Problem]:
    for question in bank.questions():
        for rule in QUESTION_RULES:
            yield from (replace(found, question=question.id) for found in rule(bank, question))
    yield from check_cards(bank)  # which asks the topics


def _judged(bank: Bank, found: Iterable[Problem], *, complete: bool) -> list[Problem]:
    kept = apply_style(bank.settings, apply_waivers(bank, found, complete=complete))
    return sorted(kept, key=lambda p: (p.span, p.code))
