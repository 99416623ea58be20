"""A topic as a table: one row a question, of a CSV or TSV file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from deckpress.bank import Markdown, Question, Section, Span
from deckpress.keys import KEYS
from deckpress.read.cells import Cell, Grid, read_grid
from deckpress.read.files import Folder
from deckpress.read.markdown import read_cell
from deckpress.read.nearest import near, nearest
from deckpress.read.question import LIMIT, key_spans, read_fields
from deckpress.read.shown import plain_words, shown_by
from deckpress.read.table_media import joined, media_cell, with_picture
from deckpress.read.words import read_id
from deckpress.read.yaml_block import Entry, Value

__all__ = ["COLUMNS", "TABLE_LIMIT", "columns_of", "grid_of", "read_table_questions", "title_of"]

MEDIA: Final = ("image", "image_alt", "audio")
COLUMNS: Final = ("id", "prompt", "answer", "note", *MEDIA, *(key for key in KEYS if key != "id"))
"""Names that a header may hold, in any order; `prompt` and `answer` it must."""
TABLE_LIMIT: Final = 4 << 20
"""Bytes of a table file."""
_MANY: Final = 1000  # problems of a table that are told one by one
_OTHERS: Final = {
    "front": "prompt",
    "question": "prompt",
    "word": "prompt",
    "back": "answer",
    "translation": "answer",
    "meaning": "answer",
    "definition": "answer",
    "comment": "note",
    "notes": "note",
    "synonyms": "also",
    "guid": "id",
}
"""What other programs call these columns."""
_LISTED: Final = {False: re.compile(r"[^;\n]+"), True: re.compile(r"[^;,\s]+")}
"""The values of a cell that holds several, by whether they are words."""


def grid_of(path: str, text: str) -> Grid:
    """The cells of a table file."""
    return read_grid(text, COLUMNS, "\t" if path.endswith(".tsv") else ",")


def title_of(name: str) -> str:
    """The title that a topic's name makes: 'irregular-verbs' → 'Irregular verbs'."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def read_table_questions(folder: Folder, path: str, text: str) -> list[Question]:
    """The questions of a table, in its order, and problems at their row and column."""
    grid = grid_of(path, text)
    for fault in grid.faults[:_MANY]:
        folder.report(fault.code, Span(path, fault.line, fault.column), fault.message, fault.hint)
    header = grid.rows[0] if grid.rows else []
    columns = columns_of(header)
    if not _check_header(folder, path, header, columns):
        return []
    unsound = {fault.line for fault in grid.faults}
    table = _Table(folder, path, columns, len(header))
    rows = [row for row in grid.rows[1:] if any(cell.text for cell in row)]
    if unsound:
        rows = [row for row in rows if unsound.isdisjoint(cell.line for cell in row)]
    questions = []
    before = len(folder.problems)
    for row in rows:
        if question := table.question(row):
            questions.append(question)
        if len(folder.problems) - before > _MANY:
            last = folder.problems.pop()
            more = f"{last.hint}; the rows below are not read until these are mended"
            folder.problems.append(replace(last, hint=more.lstrip("; ")))
            break
    table.report_missing()
    return questions


def columns_of(header: Sequence[Cell]) -> dict[str, int]:
    """Name to number of each column; one with an unknown name is what it is likely to mean."""
    names = [cell.text.strip().lower() for cell in header]
    columns = {name: number for number, name in reversed(list(enumerate(names))) if name in COLUMNS}
    for number, name in enumerate(names):
        if name and name not in COLUMNS and (meant := _meant(name)):
            columns.setdefault(meant, number)
    return columns


def _meant(name: str) -> str:
    return _OTHERS.get(name) or near(name, COLUMNS)


def _check_header(folder: Folder, path: str, header: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """S062 and S063; whether the rows below can be understood."""
    missing = [name for name in ("prompt", "answer") if name not in columns]
    seen: set[str] = set()
    for cell in header if len(missing) < 2 else ():
        name = cell.text.strip().lower()
        if name and name not in COLUMNS:
            close = _meant(name)
            hint = f"did you mean {close!r}?" if close else nearest(name, COLUMNS)
            folder.report("S063", cell.span(path), f"unknown column {cell.text.strip()!r}", hint)
        elif name in seen:
            folder.report("S063", cell.span(path), f"the column {name!r} is repeated", "keep one of them")
        seen.add(name)
    if missing:
        place = header[0].span(path) if header else Span(path)
        what = f"the table has no column {missing[0]!r}" if len(missing) < 2 else "no row names the columns"
        folder.report("S062", place, what, "name them in the first row: id,prompt,answer")
    return not missing


class _Table:
    """Reads the rows below a header."""

    def __init__(self, folder: Folder, path: str, columns: Mapping[str, int], width: int) -> None:
        self.folder, self.path, self.width = folder, path, width
        self.columns = columns
        self.needed = max(columns["prompt"], columns["answer"])
        self.keys = [(key, number) for key, number in columns.items() if key in KEYS]
        self.without: list[Span] = []

    def question(self, row: Sequence[Cell]) -> Question | None:
        """The question of a row; None where it is no whole one, which is then told."""
        path = self.path
        extra = next((cell for cell in row[self.width :] if cell.text), None)
        if extra or len(row) <= self.needed:
            place = extra.span(path) if extra else row[0].span(path)
            cells = f"{len(row)} cell{'s' * (len(row) != 1)}"
            hint = (
                "put a cell that holds a separator in quotes" if extra else "give it all cells of the header"
            )
            self.folder.report(
                "S064", place, f"the row has {cells}, the header names {self.width} columns", hint
            )
            return None
        if sum(len(cell.text) for cell in row) > LIMIT:
            message = f"the row is longer than {LIMIT} characters"
            self.folder.report("S003", row[0].span(path), message, "split it: a question is one idea")
            return None
        prompt, answer = row[self.columns["prompt"]], row[self.columns["answer"]]
        for cell, name in ((prompt, "prompt"), (answer, "answer")):
            if not cell.text.strip():
                self.folder.report("C001", cell.span(path), f"the {name} is empty", f"write the {name} here")
        entries = {
            key: self._entry(key, row[n]) for key, n in self.keys if n < len(row) and row[n].text.strip()
        }
        identity = self._identity(entries, prompt)
        if not identity or not prompt.text.strip():
            return None
        note = with_picture(
            self._note(row), self._media(row, "image", "figures", self._cell(row, "image_alt"))
        )
        words, shown = shown_by(self.folder, self._text(prompt, inline=True))
        said = plain_words(words)
        if heard := self._media(row, "audio", "audio", said):
            words = replace(words, source=f"{words.source} {heard.source}")
            shown = joined(shown, heard, " ") if shown else heard
        return Question(
            id=identity,
            prompt=words,
            shown=shown,
            lead=self._text(answer),
            span=prompt.span(path),
            sections={"In depth": note} if note else {},
            spans=key_spans(entries),
            **read_fields(self.folder, entries),
        )

    def report_missing(self) -> None:
        """S026 once, for all rows that have no id."""
        if self.without:
            count = len(self.without)
            message = "the row has no id" if count == 1 else f"{count} rows have no id"
            hint = "run 'python build.py ids', which writes one into each; it must never change"
            self.folder.report("S026", self.without[0], message, hint)

    def _identity(self, entries: dict[str, Entry], prompt: Cell) -> str:
        if "id" not in entries:
            self.without.append(prompt.span(self.path))
            return ""
        return read_id(self.folder, entries["id"])

    def _cell(self, row: Sequence[Cell], name: str) -> str:
        number = self.columns.get(name, len(row))
        return row[number].text if number < len(row) else ""

    def _media(self, row: Sequence[Cell], name: str, home: str, alt: str) -> Markdown | None:
        if not self._cell(row, name).strip():
            return None
        return media_cell(self.folder, self.path, row[self.columns[name]], home, alt)

    def _note(self, row: Sequence[Cell]) -> Section | None:
        number = self.columns.get("note", len(row))
        if number >= len(row) or not row[number].text.strip():
            return None
        return Section("In depth", row[number].span(self.path), self._text(row[number]))

    def _text(self, cell: Cell, *, inline: bool = False) -> Markdown:
        cell = cell.stripped()
        span = Span(self.path, cell.line, cell.column)
        return read_cell(self.folder, cell.text, span, inline=inline, doubled=cell.doubled)

    def _entry(self, key: str, cell: Cell) -> Entry:
        """A cell as a key of a block: a list where the key takes one."""
        span = cell.span(self.path)
        if not KEYS[key].listed:
            text = cell.text.strip()
            return Entry(key, span, (Value(text, cell.stripped().span(self.path)),))
        values = []
        for found in _LISTED[KEYS[key].holds in ("words", "cards")].finditer(cell.text):
            if text := found[0].strip():
                start = found.start() + found[0].index(text)
                values.append(Value(text, cell.span(self.path, start, len(text))))
        return Entry(key, span, tuple(values), listed=True)
