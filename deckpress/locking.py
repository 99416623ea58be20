"""Locking: deck.lock of a project - read, judged against the bank, and made anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deckpress.bank import Bank
from deckpress.lock import LOCK_FILE, Lock, check_lock, check_shipped, read_lock, refresh_lock
from deckpress.problems import Problem, Severity, SourceError, has_errors
from deckpress.project import Project
from deckpress.read.files import Folder
from deckpress.selection import Selection, select

if TYPE_CHECKING:
    from deckpress.render.deck.notes import DeckNotes

__all__ = ["lock_of", "lock_problems", "refreshed"]


def lock_of(project: Project) -> tuple[Lock, list[Problem]]:
    """The project's lock, and what is wrong with its file."""
    folder = Folder(project.source)
    text = folder.text_of(LOCK_FILE) if folder.exists(LOCK_FILE) else None
    if folder.problems:
        return Lock(), folder.problems
    return read_lock(text)


def lock_problems(project: Project, bank: Bank, *, strict: bool) -> list[Problem]:
    """What the lock says of the bank; with `strict` also what changed since, and all of it as errors."""
    lock, problems = lock_of(project)
    if problems:
        return problems
    shipped = check_shipped(lock, {question.id for question in bank.questions() if not question.draft})
    if not strict or not lock.exists:
        return [replace(p, severity=Severity.ERROR) for p in shipped] if strict else shipped
    content = _content(project, bank)
    found = check_lock(lock, content.note_hashes(), content.type_hashes(), bank.note_places())
    return [replace(p, severity=Severity.ERROR) for p in [*shipped, *found]]


def refreshed(
    project: Project, bank: Bank, problems: Sequence[Problem], now: int, retire: Sequence[str] = ()
) -> tuple[Lock, int]:
    """The lock for the bank as it is at the time `now`, and how many notes and types changed.

    Raises SourceError where one of the problems is an error, or a shipped id is gone and not retired.
    """
    lock, faults = lock_of(project)
    if has_errors([*problems, *faults]):
        raise SourceError([*problems, *faults])
    content = _content(project, bank)
    hashes, types = content.note_hashes(), content.type_hashes()
    retired = replace(lock, retired=lock.retired | frozenset(retire))
    faults += check_shipped(retired, {name.partition("/")[0] for name in hashes}) if lock.exists else []
    faults += [p for p in check_lock(lock, hashes, types, {}) if p.severity is Severity.ERROR]
    if has_errors(faults):
        raise SourceError([*problems, *faults])
    new = refresh_lock(lock, hashes, types, now, retire)
    changed = sum(lock.notes.get(n) != e for n, e in new.notes.items())
    changed += sum(lock.types.get(n) != e for n, e in new.types.items())
    return new, changed


def _content(project: Project, bank: Bank) -> DeckNotes:
    """The notes that a deck of the whole bank holds."""
    from deckpress.render.deck.notes import make_notes  # noqa: PLC0415 - jinja2 is imported on use

    return make_notes(select(bank, Selection()), project.templates)
