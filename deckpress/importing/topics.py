"""Topics: which file a note's question goes to, by its deck, the same at every import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deckpress.export.markdown_form import topic_name
from deckpress.ids import slug_of
from deckpress.importing.escape import escape_text
from deckpress.importing.shelf import Shelf
from deckpress.read.document import split_document
from deckpress.read.files import Folder
from deckpress.read.words import ID_LIMIT

__all__ = ["Topics", "root_of"]

_FULL: Final = 900_000  # bytes of a file, which the reader takes up to 1 MiB


def root_of(decks: Sequence[str]) -> str:
    """The levels that all decks have in common, and at least one of them has not more."""
    paths = [deck.split("::") for deck in decks if deck]
    common: list[str] = []
    for levels in zip(*paths, strict=False):
        if len(set(levels)) > 1:
            break
        common.append(levels[0])
    return "::".join(common)


def _is_title(title: str) -> bool:
    """Whether our reader takes a topic's title for one."""
    folder = Folder(Path())
    split_document(folder, "questions/01-x.md", f"# {title}\n")
    return not folder.problems


@dataclass(slots=True)
class Topics:
    """The topics of a bank while it takes questions."""

    shelf: Shelf
    root: str
    files: dict[str, str] = field(default_factory=dict)
    """Topic id to its path."""
    heads: dict[str, dict[str, Any]] = field(default_factory=dict)
    """New topic's id to what its file says first."""
    sizes: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        for topic in self.shelf.bank.topics if self.shelf.bank else ():
            self.files[topic.id] = topic.span.path
            self.number = max(self.number, topic.number)
            lines = self.shelf.lines.get(topic.span.path, ())
            self.sizes[topic.id] = sum(len(line.encode()) + 1 for line in lines)

    def path_for(self, deck: str, size: int) -> str:
        """The file for a question of so many bytes."""
        name = self.shelf.lock.decks.get(deck) or self._new(deck, "")
        self.shelf.lock.decks[deck] = name
        part = 1
        while self.sizes.get(name, 0) + size > _FULL or not self.files[name].endswith(".md"):
            part += 1
            stem = self.shelf.lock.decks[deck]
            name = next((n for n in (f"{stem}-{part}",) if n in self.files), "") or self._new(deck, str(part))
        self.sizes[name] = self.sizes.get(name, 0) + size
        return self.files[name]

    def _new(self, deck: str, part: str) -> str:
        """Begin a topic for a deck; with `part`, one more for the same deck."""
        inner = deck.removeprefix(self.root).removeprefix("::") or deck.rpartition("::")[2] or "Imported"
        title = ": ".join(level.strip() for level in inner.split("::") if level.strip()) or "Imported"
        if part:
            stem = self.shelf.lock.decks.get(deck) or slug_of(title, "topic", set())
            name = f"{stem}-{part}"
        else:
            name = slug_of(title, f"topic-{self.number + 1}", set(self.files))[: ID_LIMIT - 4].strip("-")
        if not _is_title(title):  # the reader would take it for a section
            title = f"{self.root.rpartition('::')[2] or 'Imported'}: {title}"
        self.number += 1
        title = " ".join(f"{title} {part}".split())
        self.heads[name] = {"id": name, "number": self.number, "title": escape_text(title, starts=True)}
        self.files[name] = f"questions/{topic_name(self.heads[name])}.md"
        return name
