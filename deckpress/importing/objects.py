"""Objects: JSON of CrowdAnki, and what `export json` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deckpress.importing.note import Note, Notes, NoteType, refuse, text_of_file
from deckpress.importing.own_document import own_notes
from deckpress.importing.package import media_names

__all__ = ["read"]

_LIMIT: Final = 1 << 28
_NOTES: Final = 200_000
_MEDIUM: Final = 1 << 26
_ODD: Final = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""What values of other types than are meant may lead to."""


def read(path: Path) -> Notes:
    """The notes of a JSON file. Raises SourceError where it is neither of the two forms."""
    text = text_of_file(path, _LIMIT)
    try:
        made = json.loads(text)
        if isinstance(made, dict) and made.get("__type__") == "Deck":
            notes = Notes(path, list(_deck(made, _kinds(made), "")))
            _add_media(notes)
        elif isinstance(made, dict) and "deckpress" in made:
            notes = own_notes(path, made)
        else:
            refuse(
                "I001",
                path,
                "this JSON is neither CrowdAnki's nor ours",
                "name a deck.json",
            )
    except _ODD as error:
        refuse("I003", path, f"the JSON cannot be read: {error}", "export it again")
    if len(notes.notes) > _NOTES:
        refuse("I002", path, f"the file holds more than {_NOTES} notes", "export fewer decks at a time")
    return notes


def _kinds(deck: Mapping[str, Any]) -> dict[str, NoteType]:
    return {
        str(model["crowdanki_uuid"]): NoteType(
            str(model["name"]),
            tuple(str(field["name"]) for field in model["flds"]),
            tuple((str(card["qfmt"]), str(card["afmt"])) for card in model["tmpls"]),
            model.get("type") == 1,
        )
        for model in deck.get("note_models", ())
    }


def _deck(deck: Mapping[str, Any], kinds: Mapping[str, NoteType], above: str) -> Iterator[Note]:
    """The notes of a deck and of those in it; a child's name is its own level only."""
    name = f"{above}::{deck['name']}" if above else str(deck["name"])
    for row in deck.get("notes", ()):
        kind = kinds[str(row["note_model_uuid"])]
        fields = dict(zip(kind.fields, map(str, row["fields"]), strict=False))
        yield Note(str(row["guid"]), kind, fields, tuple(map(str, row.get("tags", ()))), name)
    for child in deck.get("children", ()):
        yield from _deck(child, kinds, name)


def _add_media(notes: Notes) -> None:
    """What the fields name, from the folder beside the file: regular files of that folder only."""
    place = notes.path.parent / "media"
    for name in {name for note in notes.notes for text in note.fields.values() for name in media_names(text)}:
        file = place / name
        plain = name not in ("", ".", "..") and "/" not in name and "\\" not in name and "\x00" not in name
        regular = plain and not place.is_symlink() and not file.is_symlink() and file.is_file()
        if regular and file.stat().st_size <= _MEDIUM:
            notes.media[name] = file.read_bytes()
    notes.missing = {
        name
        for note in notes.notes
        for text in note.fields.values()
        for name in media_names(text)
        if name not in notes.media
    }
