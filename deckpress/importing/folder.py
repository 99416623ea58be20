"""Folders: a folder of CrowdAnki, or all Markdown pages of a folder and below it, as a vault has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from deckpress.importing import dialects, objects
from deckpress.importing.note import Notes, hash_of, refuse
from deckpress.problems import SourceError

__all__ = ["read"]

_PAGES: Final = 5000


def read(path: Path) -> Notes:
    """The notes of a folder. Raises SourceError where it holds none."""
    if (path / "deck.json").is_file():
        return objects.read(path / "deck.json")
    pages = list(_pages(path))
    if not pages:
        refuse("I001", path, "the folder holds neither a deck.json nor Markdown pages", "name a file")
    notes = Notes(path)
    for page in pages:
        inner = page.relative_to(path)
        try:
            found = dialects.read(page)
        except SourceError as error:
            if error.problems[0].code != "I001":
                raise
            notes.dropped.append((inner.as_posix(), "a page in which no question can be told"))
        else:
            _add(notes, found, "::".join(inner.parts[:-1]))
    return notes


def _pages(path: Path) -> Iterator[Path]:
    """The pages, sorted; hidden folders and links are left out."""
    count = 0
    for place, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            page = Path(place, name)
            if page.suffix.lower() == ".md" and not name.startswith(".") and not page.is_symlink():
                count += 1
                if count > _PAGES:
                    refuse("I002", path, f"the folder holds more than {_PAGES} pages", "name a part of it")
                yield page


def _add(notes: Notes, found: Notes, deck: str) -> None:
    """Take in the notes of a page; a medium that has the name of another one gets a name of its own."""
    names = {
        name: f"{hash_of(data)[:8]}/{name}"
        for name, data in found.media.items()
        if notes.media.get(name, data) != data
    }
    for note in found.notes:
        fields = dict(note.fields)
        for name, new in names.items():
            fields = {key: text.replace(name, new) for key, text in fields.items()}
        inner = "::".join(part for part in (deck, note.deck) if part)
        notes.notes.append(replace(note, fields=fields, deck=inner))
    notes.media |= {names.get(name, name): data for name, data in found.media.items()}
    notes.missing |= found.missing
