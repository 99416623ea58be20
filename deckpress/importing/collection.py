"""Anki's collection: notes, note types and decks of a database that nobody vouches for.

The database is opened in memory from its bytes, so that it can touch no file; statements may only read,
triggers and views are not trusted, and a statement that runs too long is stopped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deckpress.importing.note import Note, Notes, NoteType, refuse
from deckpress.importing.wire import WireError, read_fields, text_of

__all__ = ["read_collection"]

_NOTES: Final = 200_000
_FIELD: Final = 1 << 20  # characters of a note's fields
_STEPS: Final = 4_000
_STEP: Final = 100_000  # instructions of the database after which steps are counted
_READS: Final = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION))
_ODD: Final = (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError, MemoryError)
"""What values of other types than a sound collection has may lead to."""
_UNTAGGED: Final = frozenset(("leech", "marked", "suspended"))


def read_collection(path: Path, data: bytes) -> Notes:
    """The notes of a database. Raises SourceError where it is damaged or too large."""
    connection = sqlite3.connect(":memory:")
    try:
        _open(connection, data)
        return _read(path, connection)
    except (sqlite3.Error, WireError, *_ODD) as error:
        refuse(
            "I003",
            path,
            f"the collection is damaged: {error}",
            "in Anki: Tools, Check Database; then export again",
        )
    finally:
        connection.close()


def _open(connection: sqlite3.Connection, data: bytes) -> None:
    if data[:16] != b"SQLite format 3\x00" or len(data) < 512:
        raise sqlite3.DatabaseError("it is no database")
    connection.deserialize(data[:18] + b"\x01\x01" + data[20:])  # one in memory has no write-ahead log
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "recursive_triggers=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 26)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.create_collation("unicase", lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    steps = iter(range(_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, _STEP)
    connection.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY
    )


def _read(path: Path, connection: sqlite3.Connection) -> Notes:
    tables = {
        name: sql or ""
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    }
    if not {"notes", "cards"} <= tables.keys() or any(
        "virtual" in sql[:20].lower() for sql in tables.values()
    ):
        raise sqlite3.DatabaseError("it holds no tables of notes and cards")
    (count,) = next(connection.execute("SELECT count(*) FROM notes"))
    if count > _NOTES:
        refuse(
            "I002",
            path,
            f"the collection holds {count} notes, more than {_NOTES}",
            "export fewer decks at a time",
        )
    is_new = "notetypes" in tables
    kinds = dict(_new_kinds(connection) if is_new else _old_kinds(connection))
    decks = dict(_new_decks(connection) if is_new else _old_decks(connection))
    homes, cards = _homes(connection)
    notes = Notes(path)
    for number, guid, kind, tags, text in connection.execute(
        "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"
    ):
        fault = _fault(guid, kinds.get(kind), text)
        if fault:
            notes.dropped.append((str(guid), fault))
            continue
        row = kinds[kind]
        words = [tag for tag in str(tags).split() if tag.lower() not in _UNTAGGED]
        notes.notes.append(
            Note(
                str(guid),
                row,
                dict(zip(row.fields, text.split("\x1f"), strict=False)),
                tuple(words),
                decks.get(homes.get(number, 0), ""),
                cards=tuple(sorted(cards.get(number, ()))),
            )
        )
    return notes


def _fault(guid: Any, kind: NoteType | None, text: Any) -> str:
    if not isinstance(text, str) or not isinstance(guid, str | int) or not str(guid).strip():
        return "its row is damaged"
    if len(text) > _FIELD:
        return f"its fields are longer than {_FIELD} characters"
    return "" if kind else "its note type is missing"


def _homes(connection: sqlite3.Connection) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Note to the deck of its first card, before a filtered deck took it; and to its cards' places."""
    homes: dict[int, int] = {}
    cards: dict[int, set[int]] = {}
    for note, deck, home, place in connection.execute(
        "SELECT nid, did, odid, ord FROM cards ORDER BY ord DESC"
    ):
        homes[note] = home or deck
        cards.setdefault(note, set()).add(place)
    return homes, cards


def _old_kinds(connection: sqlite3.Connection) -> Iterator[tuple[int, NoteType]]:
    for number, row in _json(connection, "models").items():
        fields = sorted(_rows(row, "flds"), key=lambda one: _whole(one.get("ord")))
        cards = sorted(_rows(row, "tmpls"), key=lambda one: _whole(one.get("ord")))
        yield (
            int(number),
            NoteType(
                str(row.get("name", "")),
                tuple(str(one.get("name", "")) for one in fields),
                tuple((str(one.get("qfmt", "")), str(one.get("afmt", ""))) for one in cards),
                row.get("type") == 1,
            ),
        )


def _old_decks(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    for number, row in _json(connection, "decks").items():
        yield int(number), str(row.get("name", ""))


def _json(connection: sqlite3.Connection, column: str) -> Mapping[str, Mapping[str, Any]]:
    (text,) = next(connection.execute(f"SELECT {column} FROM col"))  # noqa: S608 - one of two names of ours
    made = json.loads(text)
    if not isinstance(made, dict):
        raise ValueError(f"{column} are no mapping")  # noqa: TRY004 - one error for all damage
    return {key: row for key, row in made.items() if isinstance(row, dict)}


def _rows(row: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = row.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _new_kinds(connection: sqlite3.Connection) -> Iterator[tuple[int, NoteType]]:
    fields: dict[int, list[str]] = {}
    for kind, name in connection.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(kind, []).append(name)
    cards: dict[int, list[tuple[str, str]]] = {}
    for kind, config in connection.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        cards.setdefault(kind, []).append((text_of(config, 1), text_of(config, 2)))
    for number, name, config in connection.execute("SELECT id, name, config FROM notetypes"):
        is_cloze = dict(read_fields(config)).get(1) == 1
        yield number, NoteType(name, tuple(fields.get(number, ())), tuple(cards.get(number, ())), is_cloze)


def _new_decks(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    for number, name in connection.execute("SELECT id, name FROM decks"):
        yield number, str(name).replace("\x1f", "::")
