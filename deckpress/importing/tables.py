"""Tables: CSV, TSV and Anki's text export, with delimiter, header and markup found by themselves."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.export.csv_form import COLUMNS
from deckpress.importing.note import Markup, Note, Notes, NoteType, origin_maker, refuse, text_of_file
from deckpress.importing.own_table import own_rows
from deckpress.importing.roles import role_of
from deckpress.skeleton import title_for

__all__ = ["read"]

_ROWS: Final = 200_000
_CELL: Final = 1 << 20  # characters
_HEAD: Final = re.compile(r"#([a-z ]+):(.*)", re.I)
_DELIMITERS: Final = ("\t", ";", ",", "|")
_NAMED: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_HTML: Final = re.compile(r"<(?:br|div|p|b|i|u|img|span|ul|ol|li|sub|sup)\b[^>]*>|&nbsp;", re.I)
_PROBE: Final = 100  # rows from which form and markup are guessed


@dataclass(slots=True)
class _Table:
    path: Path
    rows: list[list[str]]
    keys: Mapping[str, str]
    """What lines with '#' before the rows say."""
    names: list[str] = field(default_factory=list)

    def column(self, key: str) -> int:
        """The index of a special column, or -1."""
        given = self.keys.get(f"{key} column", "")
        if given.isdecimal():
            return int(given) - 1
        wanted = {"guid": ("guid", "id"), "deck": ("deck", "topic"), "notetype": (), "tags": ()}[key]
        return next((at for at, name in enumerate(self.names) if name.strip().lower() in wanted), -1)


def read(path: Path) -> Notes:
    """The rows of a table as notes. Raises SourceError where it cannot be read."""
    text = text_of_file(path)
    keys, body = _head(text)
    separator = keys.get("separator", "").strip(" ")
    delimiter = _NAMED.get(separator.lower(), separator[:1])
    delimiter = delimiter or ("\t" if path.suffix.lower() in (".tsv", ".tab") else _guess(body))
    table = _Table(path, _rows(path, body, delimiter), keys)
    if not table.rows:
        refuse("I003", path, "the table has no rows", "give it a row a question")
    _take_header(table)
    if {"id", "prompt", "answer"} <= set(table.names) <= set(COLUMNS):
        return Notes(path, own_rows(table.names, table.rows))
    return Notes(path, list(_notes(table)))


def _head(text: str) -> tuple[dict[str, str], str]:
    """The keys of Anki's head, and the rest."""
    keys: dict[str, str] = {}
    lines = text.split("\n")
    at = 0
    while at < len(lines) and (found := _HEAD.fullmatch(lines[at])):
        keys[found[1].strip().lower()] = found[2]
        at += 1
    return keys, "\n".join(lines[at:])


def _rows(path: Path, body: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_CELL)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(body.splitlines(keepends=True), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) > _ROWS:
                refuse("I002", path, f"the table has more than {_ROWS} rows", "split it")
    except csv.Error as error:
        refuse(
            "I003",
            path,
            f"the table cannot be read: {error}",
            "quote cells that hold the delimiter or quotes",
        )
    return rows


def _guess(body: str) -> str:
    """The delimiter that parts the most rows alike."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(body.splitlines(keepends=True)[:_PROBE], delimiter=delimiter))
        except csv.Error:
            return 0, 0
        counts = [len(row) for row in rows if any(row)]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual), usual) if usual > 1 else (0, 0)

    return max(_DELIMITERS, key=score)


def _take_header(table: _Table) -> None:
    """The names of the columns: what '#columns' says, else the first row where it names roles."""
    first = [cell.strip() for cell in table.rows[0]]
    if given := table.keys.get("columns"):
        table.names = next(csv.reader([given], delimiter="\t" if "\t" in given else ","))
    elif (
        sum(bool(role_of(cell)) or cell.lower() in COLUMNS for cell in first) > len(first) / 3
        and len(set(first)) > 1
    ):
        table.names = [cell.lower() if cell.lower() in COLUMNS else cell for cell in first]
        table.rows.pop(0)
    width = max(map(len, table.rows), default=0)
    table.names += [f"Column {at + 1}" for at in range(len(table.names), width)]


def _notes(table: _Table) -> Sequence[Note]:
    special = {key: table.column(key) for key in ("guid", "deck", "notetype", "tags")}
    own = [at for at in range(len(table.names)) if at not in special.values()]
    markup, name = _markup(table), origin_maker(table.path)
    kinds: dict[tuple[str, bool, int], NoteType] = {}
    notes = []
    for row in table.rows:
        cells = [row[at] if at < len(row) else "" for at in own]

        def cell(key: str, row: list[str] = row) -> str:
            at = special[key]
            return row[at].strip() if 0 <= at < len(row) else table.keys.get(key, "").strip()

        gaps = bool(cells) and "{{c" in cells[0]
        width = max((at + 1 for at, text in enumerate(cells) if text), default=1)
        width = len(own) if special["notetype"] < 0 else width
        shape = (cell("notetype"), gaps, width)
        fields = tuple(table.names[at] for at in own[:width])
        kind = kinds.setdefault(shape, NoteType(shape[0], fields, is_cloze=gaps))
        tags = tuple(dict.fromkeys((*cell("tags").split(), *table.keys.get("tags", "").split())))
        origin = cell("guid") or name(cells[0] if cells else "")
        pairs = dict(zip(fields, cells, strict=False))
        deck = cell("deck") or title_for(table.path.stem)
        notes.append(Note(origin, kind, pairs, tags, deck, markup))
    return notes


def _markup(table: _Table) -> Markup:
    """What '#html' says; else HTML where some cells hold elements that people write."""
    if "html" in table.keys:
        return "html" if table.keys["html"].strip().lower() == "true" else "text"
    return "html" if any(_HTML.search(cell) for row in table.rows[:_PROBE] for cell in row) else "text"
