"""Lines of a table's cells: tokens of plain text without a parser, and what a line or its end becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["as_paragraph", "break_lines", "is_plain", "plain_tokens"]

_PLAIN: Final = re.compile(r"[^\n\\`*_~\[\]!<>&$^={}|+%:#@]*")
"""Text in which neither Markdown nor a check of ours finds anything."""


def is_plain(text: str) -> bool:
    """Whether a text is one line in which no character means anything to Markdown."""
    return _PLAIN.fullmatch(text) is not None


def plain_tokens(text: str, *, inline: bool) -> tuple[Token, ...]:
    """The tokens that the parser would make of a plain text."""
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    word = Token("text", "", 0, content=text, meta={"at": 0})
    line = Token(
        "inline", "", 0, map=[0, 1], level=int(not inline), children=[word] if text else [], content=text
    )
    line.block = not inline
    if inline:
        return (line,)
    start, end = _paragraph()
    return (start, line, end) if text else ()


def as_paragraph(tokens: Iterable[Token]) -> list[Token]:
    """A line of inline text as a paragraph of its own."""
    start, end = _paragraph()
    lines = list(tokens)
    for line in lines:
        line.level, line.block = 1, True
    return [start, *lines, end]


def break_lines(tokens: list[Token]) -> list[Token]:
    """Blocks in which a line ends where the author's does."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "softbreak":
                child.type, child.tag = "hardbreak", "br"
    return tokens


@cache
def _paragraph() -> tuple[Token, Token]:
    """The two ends of a paragraph of one line; which all such paragraphs share."""
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    return (
        Token("paragraph_open", "p", 1, map=[0, 1], block=True),
        Token("paragraph_close", "p", -1, block=True),
    )
