"""Waivers: rules a question may break, each with a reason; unused ones are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckpress.bank import Bank, Question
from deckpress.problems import Problem, codes, problem

__all__ = ["apply_waivers"]


def apply_waivers(bank: Bank, problems: Iterable[Problem], *, complete: bool) -> Iterator[Problem]:
    """The problems that no waiver covers, and what is wrong with the waivers themselves."""
    waived = {(question.id, waiver.code) for question in bank.questions() for waiver in question.allow}
    used: set[tuple[str, str]] = set()
    for found in problems:
        if (found.question, found.code) in waived and codes()[found.code].waivable:
            used.add((found.question, found.code))
        else:
            yield found
    for question in bank.questions():
        yield from _faults(question, used, complete=complete)


def _faults(question: Question, used: set[tuple[str, str]], *, complete: bool) -> Iterator[Problem]:
    for waiver in question.allow:
        code = codes().get(waiver.code)
        if code is None or not code.waivable:
            yield problem(
                "W002",
                waiver.span,
                f"{waiver.code} {'is no code' if code is None else 'cannot be waived'}",
                "delete the waiver and mend what it was for",
            )
        elif complete and (question.id, waiver.code) not in used:
            yield problem("W001", waiver.span, f"the waiver of {waiver.code} is not used", "delete it")
