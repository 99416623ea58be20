"""Tokens: a text as the parser leaves it, while its constructs are judged and before it becomes parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from deckpress.markdown import Written

if TYPE_CHECKING:
    from markdown_it.token import Token

    from deckpress.span import Span

__all__ = ["Tokens", "offset_of"]

_MARKS: Final = {"math_inline": 1, "code_inline": 1}
"""Characters before the content of a token that are not its own."""


@dataclass(frozen=True, slots=True)
class Tokens(Written):
    """A run of Markdown with its tokens."""

    tokens: tuple[Token, ...] = field(repr=False, compare=False)
    """Block tokens; line maps count from the first line of `source`."""

    def inlines(self) -> Iterator[Token]:
        """Every inline token (a paragraph, heading, list line or table cell), in order."""
        return (token for token in self.tokens if token.type == "inline")

    def span_of(self, token: Token) -> Span:
        """The place of a block token."""
        return self.place_row(token.map[0] if token.map else 0)

    def place_in(self, inline: Token, child: Token, start: int = 0, length: int = 1) -> Span:
        """The place of the character `start` of a child's content, where it was written."""
        return self.place(inline, offset_of(child, start), length)

    def place(self, inline: Token, at: int, length: int = 1) -> Span:
        """The place of the character at offset `at` of an inline token's content."""
        row = inline.map[0] if inline.map else 0
        return self.place_at(inline.content, row, self.cell_of(inline), at, length)

    def cell_of(self, inline: Token) -> int:
        """The number of a table's cell in its row, from 0; -1 for a line that is none."""
        tokens = self.tokens
        index = next((i for i, token in enumerate(tokens) if token is inline), 0)
        if not index or tokens[index - 1].type not in ("th_open", "td_open"):
            return -1
        number = -1
        while index and tokens[index].type != "tr_open":
            number += tokens[index].type in ("th_open", "td_open")
            index -= 1
        return number


def offset_of(child: Token, start: int = 0) -> int:
    """Where the character `start` of a child's content stands in the text of its inline token."""
    at = child.meta.get("at", 0)
    if isinstance(at, list):
        inner, place = max((pair for pair in at if pair[0] <= start), default=at[0])
        return int(place + start - inner)
    return int(at + start + _MARKS.get(child.type, 0))
