"""Judging: a source read and checked, with deck.lock where that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckpress.bank import Bank
from deckpress.check import apply_style, check_ages, check_bank, check_questions, check_tidiness
from deckpress.lock import LOCK_FILE, Lock, check_lock, check_shipped, read_lock
from deckpress.problems import Problem, Severity
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.memory import Memory
from deckpress.selection import Selection, select

if TYPE_CHECKING:
    from deckpress.render.deck.notes import DeckNotes

__all__ = ["Project", "check", "content_of", "has_errors", "judge", "lock_of", "read"]


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are, and which part of the bank is wanted."""

    source: Path
    output: Path
    templates: Path
    selection: Selection = field(default_factory=Selection)
    paper: tuple[tuple[str, Any], ...] = ()
    """Fields of Paper that are not to be what bank.toml says."""


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
        found += _lock_problems(project, bank, strict=locked)
    return sorted(found, key=lambda p: (p.span, p.code))


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def lock_of(project: Project) -> tuple[Lock, list[Problem]]:
    """The project's lock, and what is wrong with its file."""
    folder = Folder(project.source)
    text = folder.text_of(LOCK_FILE) if folder.exists(LOCK_FILE) else None
    if folder.problems:
        return Lock(), folder.problems
    return read_lock(text)


def content_of(project: Project, bank: Bank) -> DeckNotes:
    """The notes that a deck of the whole bank holds."""
    from deckpress.render.deck.notes import make_notes  # noqa: PLC0415 - jinja2 is imported on use

    return make_notes(select(bank, Selection()), project.templates)


def _lock_problems(project: Project, bank: Bank, *, strict: bool) -> list[Problem]:
    lock, problems = lock_of(project)
    if problems:
        return problems
    shipped = check_shipped(lock, {question.id for question in bank.questions() if not question.draft})
    if not strict or not lock.exists:
        return [replace(p, severity=Severity.ERROR) for p in shipped] if strict else shipped
    content = content_of(project, bank)
    found = check_lock(lock, content.note_hashes(), content.type_hashes(), bank.note_places())
    return [replace(p, severity=Severity.ERROR) for p in [*shipped, *found]]
