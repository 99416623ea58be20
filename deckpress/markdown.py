"""A run of Markdown and the places of what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deckpress.span import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Markdown", "offset_of"]

_BAR: Final = re.compile(r"(?<!\\)\|")
_MARKS: Final = {"math_inline": 1, "code_inline": 1}


@dataclass(frozen=True, slots=True)
class Markdown:
    """A run of Markdown with the tokens it was read into."""

    source: str
    span: Span
    """Where the first character of `source` stands."""
    tokens: tuple[Token, ...] = field(repr=False, compare=False)
    """Block tokens; line maps count from the first line of `source`."""
    margin: int = 0
    """Characters cut off each line after the first, as in the items of a list."""
    doubled: bool = False
    """Whether the file has each quote twice, as in a quoted cell of a table."""

    def __bool__(self) -> bool:
        return bool(self.source.strip())

    def inlines(self) -> Iterator[Token]:
        """Every inline token (a paragraph, heading, list line or table cell), in order."""
        return (token for token in self.tokens if token.type == "inline")

    def span_of(self, token: Token, needle: str = "", offset: int = 0) -> Span:
        """The place of a block token, or of `needle` (at or after `offset`) inside an inline one."""
        first = token.map[0] if token.map else 0
        if not needle:
            column = self.span.column if first == 0 else 1
            return Span(self.span.path, self.span.line + first, column)
        at = max(token.content.find(needle, offset), 0)
        return self.place(token, at, len(needle.split("\n", maxsplit=1)[0]))

    def place_in(self, inline: Token, child: Token, start: int = 0, length: int = 1) -> Span:
        """The place of the character `start` of a child's content, where it was written."""
        return self.place(inline, offset_of(child, start), length)

    def place(self, inline: Token, at: int, length: int = 1) -> Span:
        """The place of the character at offset `at` of an inline token's content."""
        before = inline.content[:at]
        inner = before.count("\n")
        row = (inline.map[0] if inline.map else 0) + inner
        start, shift = self._start(inline, inner, row)
        column = start + at - (before.rfind("\n") + 1) + (before.count("|") if shift else 0) + 1
        if self.doubled:
            column += self.source.split("\n")[row][: column - 1].count('"')
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

    def _start(self, inline: Token, inner: int, row: int) -> tuple[int, bool]:
        """Where a line of an inline token begins in its source line; whether it is a table's cell."""
        lines = self.source.split("\n")
        whole = lines[row] if row < len(lines) else ""
        index = next((i for i, token in enumerate(self.tokens) if token is inline), 0)
        if index and self.tokens[index - 1].type in ("th_open", "td_open"):
            return _cell_start(self.tokens, index, whole, inline.content), True
        text, end = inline.content.split("\n")[inner].rstrip(), whole.rstrip()
        return (len(end) - len(text) if end.endswith(text) else max(whole.find(text), 0)), False


def offset_of(child: Token, start: int = 0) -> int:
    """Where the character `start` of a child's content stands in the text of its inline token."""
    at = child.meta.get("at", 0)
    if isinstance(at, list):
        inner, place = max((pair for pair in at if pair[0] <= start), default=at[0])
        return int(place + start - inner)
    return int(at + start + _MARKS.get(child.type, 0))


def _cell_start(tokens: Sequence[Token], index: int, row: str, content: str) -> int:
    """Where the text of a table's cell begins in the source line of its row."""
    number = -1
    while index and tokens[index].type != "tr_open":
        number += tokens[index].type in ("th_open", "td_open")
        index -= 1
    cuts = [-1, *(found.start() for found in _BAR.finditer(row)), len(row)]
    cells = [(a + 1, row[a + 1 : b]) for a, b in pairwise(cuts)]
    if len(cells) > 1 and not cells[0][1].strip(" \t>-*+"):
        cells.pop(0)
    start, text = cells[min(number, len(cells) - 1)]
    return start + max(text.find(content.replace("|", "\\|")), 0)
