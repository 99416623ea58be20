"""deck.lock: when each note and note type last changed, and which ids were ever shipped.

A text file of sorted lines, one per id, so that merges stay easy:

    note ID TIME HASH      TIME in seconds since 1970, HASH of what the note shows; stays for good
    type NAME TIME HASH
    retired ID             shipped once, gone for good
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from deckpress.bank import Span
from deckpress.problems import Problem, problem

__all__ = [
    "LOCK_FILE",
    "Lock",
    "LockLine",
    "check_lock",
    "check_shipped",
    "read_lock",
    "refresh_lock",
    "write_lock",
]

_LABELS: Final = "/labels"  # of a question that has no other note
LOCK_FILE: Final = "deck.lock"
_LINE: Final = re.compile(r"(note|type) (\S+) (\d{9,11}) ([0-9a-f]{16})|retired (\S+)")
_HEAD: Final = (
    "# Times of the notes, written by 'python build.py lock'. Commit this file.\n"
    "# After a merge keep, of two lines for one id, the one with the later time.\n"
)
_UNLOCKED: Final = 1577836800  # 2020-01-01: the time of notes that no lock knows


@dataclass(frozen=True, slots=True)
class LockLine:
    """What the lock knows of one note or note type."""

    time: int
    hash: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The file's content."""

    notes: Mapping[str, LockLine] = field(default_factory=dict)
    types: Mapping[str, LockLine] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    exists: bool = True

    def time_of(self, table: Mapping[str, LockLine], name: str, content_hash: str) -> int:
        """The modification time to ship: the locked one, a second more where the content differs."""
        entry = table.get(name)
        if entry is None:
            return max((e.time for e in table.values()), default=_UNLOCKED)
        return entry.time + (entry.hash != content_hash)


def read_lock(text: str | None) -> tuple[Lock, list[Problem]]:
    """The lock in a file's text; None stands for no file."""
    if text is None:
        return Lock(exists=False), []
    tables: dict[str, dict[str, LockLine]] = {"note": {}, "type": {}}
    retired: set[str] = set()
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found and found[1] and found[2] not in tables[found[1]]:
            tables[found[1]][found[2]] = LockLine(int(found[3]), found[4])
        elif found and found[5]:
            retired.add(found[5])
        elif line.strip() and not line.startswith("#"):
            problems.append(
                problem(
                    "L905",
                    Span(LOCK_FILE, number),
                    f"{'a second line for this id' if found else 'this line'} cannot be used: {line[:60]!r}",
                    "keep one 'note ID TIME HASH' line per id; 'lock' writes the file anew",
                )
            )
    return Lock(tables["note"], tables["type"], frozenset(retired)), problems


def write_lock(lock: Lock) -> str:
    """The text of the file."""
    lines = [
        f"{kind} {name} {entry.time} {entry.hash}"
        for kind, table in (("note", lock.notes), ("type", lock.types))
        for name, entry in sorted(table.items())
    ]
    return _HEAD + "".join(f"{line}\n" for line in lines + [f"retired {i}" for i in sorted(lock.retired)])


def refresh_lock(
    lock: Lock, notes: Mapping[str, str], types: Mapping[str, str], now: int, retire: Iterable[str] = ()
) -> Lock:
    """The lock after a change: `notes` and `types` map names to content hashes, `now` is the time."""
    present = {_question(name) for name in notes}
    return replace(
        lock,
        # lines of notes that are gone stay, so that one that comes back unchanged keeps its time
        notes={**lock.notes, **{name: _entry(lock.notes, name, new, now) for name, new in notes.items()}},
        types={name: _entry(lock.types, name, new, now) for name, new in types.items()},
        retired=(lock.retired | frozenset(retire)) - present,
        exists=True,
    )


def _entry(table: Mapping[str, LockLine], name: str, content_hash: str, now: int) -> LockLine:
    old = table.get(name)
    if old and old.hash == content_hash:
        return old
    return LockLine(max(now, old.time + 1) if old else now, content_hash)


def _question(name: str) -> str:
    return name.partition("/")[0]


def check_shipped(lock: Lock, ids: Collection[str]) -> list[Problem]:
    """Whether there is a lock, and whether every question it knows is still there or retired."""
    if not lock.exists:
        return [
            problem(
                "L901",
                Span(LOCK_FILE),
                "the bank has no deck.lock: at the next release, "
                "changed cards will not reach people who imported this one",
                "run 'python build.py lock' and commit the file",
            )
        ]
    alone = (name for name in lock.notes if name.endswith(_LABELS) and _question(name) not in lock.notes)
    bases = {name: name for name in lock.notes if "/" not in name} | {name: _question(name) for name in alone}
    return [
        problem(
            "L903",
            Span(LOCK_FILE, number),
            f"the question {bases[name]!r} was shipped and is gone",
            f"bring it back, or run 'python build.py lock --retire {bases[name]}'",
        )
        for number, name in enumerate(sorted(lock.notes), _HEAD.count("\n") + 1)
        if name in bases and bases[name] not in ids and bases[name] not in lock.retired
    ]


def check_lock(
    lock: Lock, notes: Mapping[str, str], types: Mapping[str, str], places: Mapping[str, Span]
) -> list[Problem]:
    """Cloze items that changed places, and notes or types that changed since the lock was written."""
    return [*_moved(lock, notes, places), *_stale(lock, notes, types)] if lock.exists else []


def _moved(lock: Lock, notes: Mapping[str, str], places: Mapping[str, Span]) -> Iterable[Problem]:
    old = {(_question(name), entry.hash): name for name, entry in lock.notes.items() if "/" in name}
    for name, content_hash in notes.items():
        before = old.get((_question(name), content_hash), name)
        if before != name:
            number, now = (n.rpartition("/")[2] for n in (before, name))
            what = "label" if "/labels/" in name else "cloze item"
            yield problem(
                "L904",
                places.get(name, Span(LOCK_FILE)),
                f"this {what} was number {number} and is now {now}",
                f"end it with {{#{number}}} so that its reviews stay with it",
            )


def _stale(lock: Lock, notes: Mapping[str, str], types: Mapping[str, str]) -> Iterable[Problem]:
    changed = [n for n, h in notes.items() if n not in lock.notes or lock.notes[n].hash != h]
    changed += [n for n, h in types.items() if n not in lock.types or lock.types[n].hash != h]
    if changed:
        names = ", ".join(changed[:3]) + ("" if len(changed) <= 3 else f" and {len(changed) - 3} more")
        yield problem(
            "L902",
            Span(LOCK_FILE),
            f"deck.lock is older than the source: {names}",
            "run 'python build.py lock' before a release",
        )
