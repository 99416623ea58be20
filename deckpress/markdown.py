"""A run of Markdown and the places of what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from deckpress.inside import offset_of, within
from deckpress.parts import Block, Code, Image, Item, Line, Link, Math, See, Text
from deckpress.span import Span

__all__ = ["Markdown", "Written"]

_BAR: Final = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Written:
    """What an author wrote, and where."""

    source: str
    span: Span
    """Where the first character of `source` stands."""
    margin: int = field(default=0, kw_only=True)
    """Characters cut off each line after the first, as in the items of a list."""
    doubled: bool = field(default=False, kw_only=True)
    """Whether the file has each quote twice, as in a quoted cell of a table."""

    def __bool__(self) -> bool:
        return bool(self.source.strip())

    def place_row(self, row: int) -> Span:
        """The place of a row of the source, from 0."""
        return Span(self.span.path, self.span.line + row, self.span.column if row == 0 else 1)

    def place_at(self, content: str, row: int, cell: int, at: int, length: int = 1) -> Span:
        """The place of the character `at` of a line's content, which begins in a row of the source.

        `cell` is its number in a row of a table, -1 where it is no cell.
        """
        before = content[:at]
        inner = before.count("\n")
        row += inner
        lines = self.source.split("\n")
        whole = lines[row] if row < len(lines) else ""
        if cell < 0:
            text, end = content.split("\n")[inner].rstrip(), whole.rstrip()
            start = len(end) - len(text) if end.endswith(text) else max(whole.find(text), 0)
        else:
            start = _cell_start(whole, content, cell)
        column = start + at - (before.rfind("\n") + 1) + (before.count("|") if cell >= 0 else 0) + 1
        if self.doubled:
            column += whole[: column - 1].count('"')
        column += self.span.column - 1 if row == 0 else self.margin
        line = self.span.line + row
        return Span(self.span.path, line, column, line, column + length)

    def place_line(self, row: int, line: str, at: int, length: int = 1) -> Span:
        """The place of the character `at` of a block's line that stands in row `row` of the source."""
        rows = self.source.split("\n")
        whole = (rows[row] if row < len(rows) else "").rstrip()
        text = line.rstrip()
        start = len(whole) - len(text) if whole.endswith(text) else max(whole.find(text), 0)
        column = start + at + 1 + (self.span.column - 1 if row == 0 else self.margin)
        return Span(self.span.path, self.span.line + row, column, self.span.line + row, column + length)


@dataclass(frozen=True, slots=True)
class Markdown(Written):
    """A run of Markdown with the parts it was read into."""

    blocks: tuple[Block, ...] = field(repr=False, compare=False)
    """Its blocks; their rows count from the first line of `source`."""

    def lines(self) -> Iterator[Line]:
        """Every line (a paragraph, a list's line, a table's cell), in order."""
        return (block for block in within(self.blocks) if isinstance(block, Line))

    def span_of(self, block: Block | Item) -> Span:
        """The place of the row in which a block begins."""
        return self.place_row(block.row)

    def place(self, line: Line, at: int, length: int = 1) -> Span:
        """The place of the character at offset `at` of a line's content."""
        return self.place_at(line.content, line.row, line.cell, at, length)

    def place_in(
        self, line: Line, part: Text | Code | Math | See | Image | Link, start: int = 0, length: int = 1
    ) -> Span:
        """The place of the character `start` of what a piece of a line says."""
        return self.place(line, offset_of(part, start), length)


def _cell_start(row: str, content: str, number: int) -> int:
    """Where the text of a table's cell begins in the source line of its row."""
    cuts = [-1, *(found.start() for found in _BAR.finditer(row)), len(row)]
    cells = [(a + 1, row[a + 1 : b]) for a, b in pairwise(cuts)]
    if len(cells) > 1 and not cells[0][1].strip(" \t>-*+"):
        cells.pop(0)
    start, text = cells[min(number, len(cells) - 1)]
    return start + max(text.find(content.replace("|", "\\|")), 0)
