"""The shelf: what a bank already holds of earlier imports, and the lock that remembers them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.bank import Bank
from deckpress.read import read_source
from deckpress.read.document import split_document
from deckpress.read.files import Folder

__all__ = ["CARD", "LOCK_NAME", "Lock", "Placed", "Shelf", "open_shelf", "read_lock", "write_lock"]

LOCK_NAME: Final = "import.lock"
CARD: Final = re.compile(r" \{#\d{1,3}\}$")
"""Behind a guid, the number of the cloze item that its note has become."""
_HEAD: Final = "# What import wrote: keep this file, so that a newer export updates what you did not edit.\n"


@dataclass(slots=True)
class Lock:
    """What import.lock says."""

    notes: dict[str, str] = field(default_factory=dict)
    """Origin to the hash of the question as it was written."""
    decks: dict[str, str] = field(default_factory=dict)
    """Deck to topic id."""
    files: dict[str, str] = field(default_factory=dict)
    """Path of a medium to its hash."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question of the bank that has an origin."""

    id: str
    path: str
    first: int
    """Index of its heading's line."""
    end: int
    """Index behind its last line."""
    text: str


@dataclass(slots=True)
class Shelf:
    """A bank before an import."""

    root: Path
    bank: Bank | None
    lock: Lock
    placed: dict[str, Placed] = field(default_factory=dict)
    """Origin to question."""
    lines: dict[str, list[str]] = field(default_factory=dict)
    """Path of a topic's file to its lines."""


def open_shelf(root: Path) -> Shelf:
    """What stands in the folder of a bank, which may not exist."""
    if not (root / "bank.toml").is_file():
        return Shelf(root, None, Lock())
    bank = read_source(root)[0]
    folder = Folder(root)
    text = folder.text_of(LOCK_NAME, 1 << 26) if folder.exists(LOCK_NAME) else None
    shelf = Shelf(root, bank, read_lock(text or ""))
    for topic in bank.topics:
        if topic.span.path.endswith(".md"):
            shelf.lines[topic.span.path] = (folder.text_of(topic.span.path) or "").split("\n")
            _place(
                shelf,
                topic.span.path,
                {q.span.line: (CARD.sub("", q.origin) or q.id, q.id) for q in topic.questions},
            )
    return shelf


def _place(shelf: Shelf, path: str, wanted: Mapping[int, tuple[str, str]]) -> None:
    lines = shelf.lines[path]
    headings = [p.span.line - 1 for p in split_document(Folder(shelf.root), path, "\n".join(lines)).questions]
    for first, end in zip(headings, [*headings[1:], len(lines)], strict=True):
        if found := wanted.get(first + 1):
            text = "\n".join(lines[first:end])
            shelf.placed.setdefault(found[0], Placed(found[1], path, first, end, text))


def read_lock(text: str) -> Lock:
    """The lock; lines that cannot be read are as if they were not there."""
    lock = Lock()
    tables = {"note": lock.notes, "deck": lock.decks, "file": lock.files}
    for kind, name, value in _rows(text):
        if kind in tables:
            tables[kind][name] = value
    return lock


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    for line in text.split("\n"):
        parts = line.split("\t")
        if len(parts) == 3:
            try:
                name = json.loads(parts[1])
            except ValueError:
                continue
            if isinstance(name, str):
                yield parts[0], name, parts[2]


def write_lock(lock: Lock) -> str:
    """The lock as text, sorted."""
    rows = (("deck", lock.decks), ("file", lock.files), ("note", lock.notes))
    return _HEAD + "".join(
        f"{kind}\t{json.dumps(name, ensure_ascii=False)}\t{value}\n"
        for kind, table in rows
        for name, value in sorted(table.items())
    )
