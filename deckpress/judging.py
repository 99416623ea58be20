"""Judging: a source read and checked, with deck.lock where that matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deckpress.bank import Bank
from deckpress.check import apply_style, check_ages, check_bank, check_questions, check_tidiness
from deckpress.locking import lock_problems
from deckpress.problems import Problem, has_errors
from deckpress.project import Project
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.memory import Memory

__all__ = ["Project", "check", "judge", "read"]


def check(project: Project, *, locked: bool = False, today: date | None = None) -> tuple[Bank, list[Problem]]:
    """Everything that is wrong with the source; with `locked`, a stale lock is an error.

    With `today` also what no build asks, for its products stay the same: what has grown old, what is untidy.
    """
    bank, problems = read(project)
    found = judge(project, bank, problems, locked=locked)
    if today:
        more = [
            *check_ages(bank, today),
            *check_tidiness(bank, Folder(project.source, settings=bank.settings)),
        ]
        found += apply_style(bank.settings, more)
    return bank, sorted(found, key=lambda p: (p.span, p.code))


def read(project: Project, memory: Memory | None = None) -> tuple[Bank, list[Problem]]:
    """As much of the bank as can be read, and what the reader found; `memory` is that of read_source."""
    bank, problems = read_source(project.source, memory)
    return bank, list(apply_style(bank.settings, problems))


def judge(
    project: Project, bank: Bank, problems: Sequence[Problem], *, locked: bool = False
) -> list[Problem]:
    """The problems that the reader found and those that the rules find."""
    if has_errors(problems):
        return sorted([*problems, *check_questions(bank)], key=lambda p: (p.span, p.code))
    found = check_bank(bank, problems)
    if not has_errors(found):
        found += lock_problems(project, bank, strict=locked)
    return sorted(found, key=lambda p: (p.span, p.code))
