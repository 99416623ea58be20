"""Cells of a table file: its separator, its rows, and where each cell stands in the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from deckpress.bank import Span

__all__ = ["Cell", "Fault", "Grid", "read_grid"]

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAID: Final = re.compile(r"sep=([,;|\t])(?:\r\n|\r|\n)", re.I)  # Excel's own first line
_FIRST: Final = re.compile(r"(?:[ \t]*+(?:\r\n|\r|\n))*+")
_LINE: Final = re.compile(r"\r\n|\r|\n")
_BLANK: Final = re.compile(r"[\r\n]++")
_SHUT: Final = re.compile(r'[ ]*+"[^"\r\n]*+(?:""[^"\r\n]*+)*+"')


WIDEST: Final = 64
"""Cells of a row that are read."""
LONGEST: Final = 50_000
"""Rows that are read."""


class Cell(NamedTuple):
    """One cell, without the quotes around it."""

    text: str
    at: int
    """Offset of its first character in the file's text."""
    line: int
    column: int
    """Of its first character, from 1."""
    doubled: bool
    """Whether it holds quotes, each of which is written twice in the file."""

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.at + len(self.text) + (self.text.count('"') if self.doubled else 0)

    def span(self, path: str, start: int = 0, length: int = -1) -> Span:
        """The place of a part of its text, or of all of it; of several lines, the first is marked."""
        before = self.text[:start]
        inner = before.count("\n")
        column = (start - before.rfind("\n") if inner else self.column + start) + self._twice(before)
        part = self.text[start:] if length < 0 else self.text[start : start + length]
        first = part.split("\n", 1)[0]
        line = self.line + inner
        return Span(path, line, column, line, column + len(first) + self._twice(first))

    def stripped(self) -> Cell:
        """The same cell without white space around its text."""
        text = self.text.strip()
        if len(text) == len(self.text):
            return self
        start = self.text.index(text)
        place = self.span("", start)
        return Cell(text, self.at + start, place.line, place.column, self.doubled)

    def _twice(self, text: str) -> int:
        return text.rpartition("\n")[2].count('"') if self.doubled else 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the cells themselves."""

    code: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table file, blank lines left out."""

    rows: list[list[Cell]]
    separator: str
    faults: list[Fault]


def read_grid(text: str, known: Collection[str], usual: str = ",") -> Grid:
    """The cells of a text in any line ends; `known` are the names that a header may hold."""
    start = 1 if text.startswith("\ufeff") else 0
    said = _SAID.match(text, start)
    start = said.end() if said else start
    if blank := _FIRST.match(text, start):
        start = blank.end()
    separator = said[1] if said else _separator(text, start, known, usual)
    scanner = _Scanner(text, start, separator)
    return Grid(scanner.rows(), separator, scanner.faults)


def _separator(text: str, start: int, known: Collection[str], usual: str) -> str:
    """What parts the names of the header: the usual one unless another parts more of them."""
    end = _LINE.search(text, start)
    line = text[start : end.start() if end else len(text)].lower()

    def names(separator: str) -> int:
        return sum(cell.strip(' \t"') in known for cell in line.split(separator))

    return max(SEPARATORS, key=lambda separator: (names(separator), separator == usual))


@cache
def _pattern(separator: str) -> re.Pattern[str]:
    part = re.escape(separator)
    quoted = rf'[ ]*+"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"[ ]*+(?=[{part}\r\n]|\Z)'
    return re.compile(rf"(?:{quoted}|(?P<bare>[^{part}\r\n]*))(?P<after>[{part}]|\r\n|\r|\n|\Z)")


class _Scanner:
    """Goes through a text, a row at a time."""

    def __init__(self, text: str, at: int, separator: str) -> None:
        self.text, self.at, self.separator = text, at, separator
        self.line, self.begin = _count(text[:at]) + 1, at
        self.faults: list[Fault] = []

    def rows(self) -> list[list[Cell]]:
        """Every row that is not blank, up to the limit."""
        rows: list[list[Cell]] = []
        while self.at < len(self.text):
            row = self._row()
            if len(row) > 1 or row[0].text:
                rows.append(row)
            self._next_line()
            if len(rows) > LONGEST:
                hint = "make two topics of it"
                message = f"the table has more than {LONGEST} rows"
                self.faults.append(Fault("S003", self.line, 1, message, hint))
                break
        return rows

    def _row(self) -> list[Cell]:
        match, text = _pattern(self.separator).match, self.text
        row: list[Cell] = []
        while found := match(text, self.at):
            row.append(self._bare(found["bare"]) if found["quoted"] is None else self._quoted(found))
            if found["after"] != self.separator:
                self.at = found.start("after")
                break
            self.at = found.end()
            if len(row) == WIDEST:
                hint = "a table is narrow: prompt, answer and a few columns more"
                column = self.at - self.begin + 1
                message = f"a row of more than {WIDEST} cells"
                self.faults.append(Fault("S064", self.line, column, message, hint))
                end = _LINE.search(text, self.at)
                self.at = end.start() if end else len(text)
                break
        return row

    def _next_line(self) -> None:
        """Go behind the end of the line, and behind blank ones."""
        if ends := _BLANK.match(self.text, self.at):
            self.at = self.begin = ends.end()
            self.line += _count(ends[0])

    def _quoted(self, found: re.Match[str]) -> Cell:
        first, inner = found.start("quoted"), found["quoted"]
        doubled = '""' in inner
        text = inner.replace('""', '"') if doubled else inner
        cell = Cell(text, first, self.line, first - self.begin + 1, doubled)
        if "\n" in inner or "\r" in inner:
            self.line += _count(inner)
            self.begin = first + max(inner.rfind("\n"), inner.rfind("\r")) + 1
        return cell

    def _bare(self, written: str) -> Cell:
        """A cell without quotes around it, or whose quotes do not hold; spaces around it are not its own."""
        text = written.strip(" \t")
        shift = len(written) - len(written.lstrip(" \t")) if text else 0
        at = self.at + shift
        cell = Cell(text, at, self.line, at - self.begin + 1, doubled=False)
        if text.startswith('"'):
            self.faults.append(_fault(self.text, cell, self.separator))
        return cell


def _fault(text: str, cell: Cell, separator: str) -> Fault:
    shut = _SHUT.match(text, cell.at)
    if shut:
        column = cell.column + shut.end() - cell.at
        message = f"{text[shut.end()]!r} after the closing quote of a cell"
        return Fault("S065", cell.line, column, message, 'write each quote inside a quoted cell twice: ""')
    name = SEPARATORS.get(separator, repr(separator))
    return Fault(
        "S065", cell.line, cell.column, "the quote is never closed", f"close it before the next {name}"
    )


def _count(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
