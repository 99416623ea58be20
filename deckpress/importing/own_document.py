"""Our own document: a bank that `export json` wrote, judged before a path or a line is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

from deckpress.export.document import VERSION
from deckpress.importing.note import Note, Notes, NoteType
from deckpress.importing.shelf import CARD
from deckpress.read.words import ID

__all__ = ["own_notes"]

_KIND: Final = NoteType("", ("prompt", "lead"))
_FILE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_LINE: Final = re.compile(r"[^\n\r]*")


def own_notes(path: Path, made: dict[str, Any]) -> Notes:
    """The questions as notes, and the document itself. Raises ValueError or TypeError where it is none."""
    if made["deckpress"] != VERSION:
        raise ValueError(f"it is of version {made['deckpress']}, and {VERSION} is known")
    _judge(made)
    notes = Notes(path, document=made)
    for topic in made["topics"]:
        for question in topic["questions"]:
            fields = {"prompt": question["prompt"], "lead": question["lead"]}
            origin = CARD.sub("", str(question.get("origin", ""))) or question["id"]
            notes.notes.append(Note(origin, _KIND, fields, (), topic["id"], "markdown", question=question))
    return notes


def _judge(made: Mapping[str, Any]) -> None:
    """Everything that becomes a path, a key or a line of a file."""
    for table, keys in _each(made["settings"], ID):
        for key, value in _each(keys, _LINE):
            _need(isinstance(value, str | int | float | list | dict), f"settings/{table}/{key}")
    for topic in made["topics"]:
        _need(bool(ID.fullmatch(topic["id"])) and type(topic["number"]) is int, "a topic's id or number")
        _need(all(_is_line(topic.get(key, "")) for key in ("title", "deck", "summary")), "a topic's title")
        _need(isinstance(topic.get("introduction", ""), str), "a topic's introduction")
        for question in topic["questions"]:
            _need(
                bool(ID.fullmatch(question["id"])) and _is_line(question["prompt"]),
                "an id or prompt",
            )
            _need(isinstance(question["lead"], str), "a question's lead")
            texts = [*question["sections"], *question["sections"].values()]
            _need(all(isinstance(text, str) for text in texts), "a question's sections")
    for key in ("tags", "references"):
        for _, row in _each(made.get(key, {}), ID):
            _need(isinstance(row, str if key == "tags" else dict), key)
    _need(all(map(_is_line, chain.from_iterable(made.get("notation", {}).items()))), "notation")
    for _, rows in _each(made.get("syllabus", {}), ID):
        _need(all(isinstance(cell, str) for row in rows for cell in row), "syllabus")
    for key in ("figures", "pictures"):
        for name, text in _each(made.get(key, {}), _FILE):
            _need(isinstance(text, str), f"{key}/{name}")


def _each(table: Mapping[str, Any], shape: re.Pattern[str]) -> list[tuple[str, Any]]:
    for key in table:
        _need(bool(shape.fullmatch(key)), f"the name {key!r}")
    return list(table.items())


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(_LINE.fullmatch(value))


def _need(sound: bool, what: str) -> None:  # noqa: FBT001 - what is judged
    if not sound:
        raise ValueError(f"{what} is not as an export writes it")
