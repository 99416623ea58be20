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
_SAID: Final = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.I)  # Excel's own first line
_FIRST: Final = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")
_LINE: Final = re.compile(r"\r\n|\r|\n")
_SHUT: Final = re.compile(r'[ ]*+"[^"\r\n]*+(?:""[^"\r\n]*+)*+"')


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
    """Something wrong with the quotes of a cell."""

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
    faults: list[Fault] = []
    rows = _rows(text, start, separator, faults)
    return Grid(rows, separator, faults)


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


def _rows(text: str, at: int, separator: str, faults: list[Fault]) -> list[list[Cell]]:
    match = _pattern(separator).match
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    line, begin = _count(text[:at]) + 1, at  # of the line in which the cell starts
    while found := match(text, at):
        if found["quoted"] is None:
            cell = _bare(found["bare"], at, line, at - begin + 1)
            if cell.text.startswith('"'):
                faults.append(_fault(text, cell, separator))
        else:
            first = found.start("quoted")
            inner = found["quoted"]
            doubled = '""' in inner
            cell = Cell(
                inner.replace('""', '"') if doubled else inner, first, line, first - begin + 1, doubled
            )
            if "\n" in inner or "\r" in inner:
                line += _count(inner)
                begin = first + max(inner.rfind("\n"), inner.rfind("\r")) + 1
        row.append(cell)
        at = found.end()
        if found["after"] != separator:
            if len(row) > 1 or cell.text:
                rows.append(row)
            row, line, begin = [], line + 1, at
            if at == len(text):
                break
    return rows


def _bare(written: str, at: int, line: int, column: int) -> Cell:
    """A cell without quotes around it, or whose quotes do not hold; spaces around it are not its own."""
    text = written.strip(" \t")
    shift = len(written) - len(written.lstrip(" \t")) if text else 0
    return Cell(text, at + shift, line, column + shift, doubled=False)


def _fault(text: str, cell: Cell, separator: str) -> Fault:
    shut = _SHUT.match(text, cell.at)
    if shut:
        column = cell.column + shut.end() - cell.at
        message = f"{text[shut.end()]!r} after the closing quote of a cell"
        return Fault(cell.line, column, message, 'write each quote inside a quoted cell twice: ""')
    name = SEPARATORS.get(separator, repr(separator))
    return Fault(cell.line, cell.column, "the quote is never closed", f"close it before the next {name}")


def _count(text: str) -> int:
    return sum(1 for _ in _LINE.finditer(text))
