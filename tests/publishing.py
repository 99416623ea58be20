"""A publisher who makes releases of a bank, and a reader who imports and studies them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import TEMPLATES, Memory
from engine import collection, counts, import_deck, reviews

from deckpress.lock import Lock, check_shipped, refresh_lock
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.deck import render
from deckpress.render.deck.notes import make_notes
from deckpress.selection import Selection, select

FIRST = 1_700_000_000  # time of the first release; long before any test runs
LATER = 2_000_000_000  # a release that is newer than what a reader does in a test

__all__ = ["FIRST", "LATER", "Import", "Publisher", "Reader", "open_reader"]


@dataclass
class Publisher:
    """A bank's folder, its templates and its lock."""

    folder: Path
    lock: Lock = field(default_factory=Lock)
    templates: Path = TEMPLATES

    def copy(self, place: Path) -> Publisher:
        """The same bank in a folder that may be changed."""
        return Publisher(shutil.copytree(self.folder, place / "source"), self.lock, self.templates)

    def edit(self, name: str, *changes: tuple[str, str]) -> None:
        """Replace texts in one of the bank's files; each must be there."""
        path = self.folder / name
        text = path.read_text()
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text)

    def edit_templates(self, name: str, before: str, after: str) -> None:
        """Replace a text in a copy of the templates."""
        if self.templates == TEMPLATES:
            self.templates = shutil.copytree(TEMPLATES, self.folder.parent / "templates")
        path = self.templates / "deck" / name
        assert before in path.read_text()
        path.write_text(path.read_text().replace(before, after))

    def release(
        self, time: int = FIRST + 100, *, retire: Sequence[str] = (), only: Sequence[str] = ()
    ) -> bytes:
        """Refresh the lock at that time, as `lock` does, and build the deck."""
        bank = read_bank(self.folder)
        content = make_notes(select(bank, Selection()), self.templates)
        hashes, types = content.note_hashes(), content.type_hashes()
        self.lock = refresh_lock(self.lock, hashes, types, time, retire)
        assert check_shipped(self.lock, {name.partition("/")[0] for name in hashes}) == []
        selection = Selection(only=tuple(only))
        context = Context(self.templates, Memory(), self.lock, whole=not only)
        data = render(select(bank, selection), context)
        assert context.problems == []
        return data


@dataclass(frozen=True)
class Import:
    """What Anki said about an import, with notes by name: an id, or id/number of a cloze note."""

    new: frozenset[str]
    updated: frozenset[str]
    unchanged: int


@dataclass
class Reader:
    """A person with an Anki collection."""

    col: Any
    place: Path
    before: Mapping[int, Any] = field(default_factory=dict)
    """Card id to reviews and scheduling, as `remember` found them."""

    def take(self, data: bytes) -> Import:
        """Import a release with the default options; every other kind of outcome is an error."""
        log = import_deck(self.col, data, self.place)
        assert set(counts(log)) <= {"new", "updated", "duplicate"}
        names = self._names()
        return Import(
            frozenset(names[note.id.nid] for note in log.new),
            frozenset(names[note.id.nid] for note in log.updated),
            len(log.duplicate),
        )

    def _names(self) -> dict[int, str]:
        """Note id to name; the cloze notes of a question count in the order of their import."""
        names: dict[int, str] = {}
        seen: dict[tuple[int, str], int] = {}
        for nid in sorted(self.col.find_notes("")):
            note = self.col.get_note(nid)
            name = note["Id"]
            if "Text" in note:
                key = (note.mid, name)
                seen[key] = seen.get(key, 0) + 1
                name = f"{name}/{seen[key]}"
            names[nid] = name
        return names

    def note(self, question_id: str, kind: str = "Question") -> Any:
        """The question's note, or the first of its cloze notes."""
        return self.col.get_note(min(self.col.find_notes(f'Id:{question_id} "note:sample {kind}"')))

    def cards(self) -> dict[int, Any]:
        """Card id to its reviews, its place and its schedule."""
        logs = reviews(self.col)
        rows = self.col.db.execute(
            "select id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, flags from cards"
        )
        return {row[0]: (logs.get(row[0], []), row[1:]) for row in rows}

    def remember(self) -> None:
        """Take down every card, to be compared after the import."""
        self.before = self.cards()

    def lost(self) -> list[int]:
        """Cards of `before` whose reviews, place or schedule are no longer the same."""
        now = self.cards()
        return [card for card, state in self.before.items() if now.get(card) != state]

    def duplicates(self) -> int:
        """How many notes say the same as another one of their type."""
        notes = (self.col.get_note(nid) for nid in self.col.find_notes(""))
        rows = [(note.mid, *note.fields) for note in notes]
        return len(rows) - len(set(rows))


@contextmanager
def open_reader(place: Path) -> Iterator[Reader]:
    """A reader whose collection lies in the folder."""
    with collection(place) as col:
        yield Reader(col, place)
