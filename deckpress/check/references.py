"""References: every question has one, every key is known, and each was opened not too long ago."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.inside import flat
from deckpress.parts import Link
from deckpress.problems import Problem, problem
from deckpress.read.nearest import nearest

__all__ = ["check_ages", "check_references"]

_KEY: Final = re.compile(r"([a-z][a-z0-9-]*)(?:,.*)?", re.S)
_MONTHS: Final = 24


def check_references(bank: Bank) -> Iterator[Problem]:
    """R601 and R603."""
    for question in bank.questions():
        if question.body("References") is None:
            yield problem(
                "R601",
                question.span,
                "the question has no reference",
                "add '### References' with a paper, book or official page",
                question=question.id,
            )
        else:
            yield from _items(bank, question)


def _items(bank: Bank, question: Question) -> Iterator[Problem]:
    body = question.body("References")
    for line in body.lines() if body else ():
        if any(isinstance(part, Link) for part in flat(line.parts)):
            continue
        key = _KEY.fullmatch(line.content)
        if body and not (key and key[1] in bank.references):
            found = key[1] if key else line.content.split(",")[0]
            yield problem(
                "R603",
                body.place(line, 0, len(found)),
                f"{found!r} is no key of references.yaml",
                nearest(found, bank.references) or "add it there, or write a Markdown link",
                question=question.id,
            )


def check_ages(bank: Bank, today: date) -> Iterator[Problem]:
    """R604. The day is the caller's: no product may depend on it.

    A reference without a month counts as too old once half of them have one: who begins to date
    a long list is not shown the rest of it.
    """
    dated = sum(bool(reference.checked) for reference in bank.references.values())
    for reference in bank.references.values():
        when = reference.checked
        if not when and 2 * dated < len(bank.references):
            continue
        if when and 12 * (today.year - int(when[:4])) + today.month - int(when[5:]) <= _MONTHS:
            continue
        yield problem(
            "R604",
            reference.checked_span or reference.span,
            f"{reference.key!r} was last checked in {when}"
            if when
            else f"no one says when {reference.key!r} was checked",
            f"open it, see that it says what the answers say, and write 'checked: {today:%Y-%m}'",
        )
