"""Common Markdown without the parser: tokens of paragraphs, flat tight lists and fences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from deckpress.read.fast_lines import NOTHING, TOKEN, line_tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["block_tokens", "inline_tokens"]

_WORDS: Final = re.compile(
    r"(?:[^\W\d_]|[(\"'\u201c\u2018\u201e]|\*{1,2}(?=[^\W_])|`(?!`)|\$(?!\$)|\d+(?![\d.)])"
    r"|\[[a-z][a-z0-9-]+\](?![(\[{:])|\{\{c\d)(?:.*\S)?"
)
"""A line that can only be one of a paragraph."""
_ITEM: Final = re.compile(r"(?:-|(\d{1,9})\.) (?=\S)")
_FENCE: Final = re.compile(r"```(?!`)([^`\\&]*)")


def inline_tokens(source: str, *, cloze: bool = False) -> tuple[Token, ...] | None:
    """The one token of a line of inline text; None where the parser has to make it."""
    children = line_tokens(source, cloze=cloze) if _WORDS.fullmatch(source) else None
    if children is None:
        return None
    return (TOKEN("inline", "", 0, NOTHING, map=[0, 1], children=children, content=source),)


def block_tokens(source: str, *, cloze: bool = False) -> tuple[Token, ...] | None:
    """The tokens of a text, as the parser makes them; None where it has to.

    A line that could be more than a line of words, an item or the end of a fence leaves all to the parser.
    """
    lines = source.removesuffix("\n").split("\n")
    blocks, at = _Blocks(lines, cloze), 0
    while at < len(lines):
        at = blocks.read(at)
        if at < 0:
            return None
    return tuple(blocks.tokens)


@cache
def _closing(kind: str, tag: str, level: int, markup: str, hidden: bool) -> Token:  # noqa: FBT001 - a cache key
    """The end of a block; it has no place, so that all such ends share one."""
    return TOKEN(
        f"{kind}_close", tag, -1, NOTHING, None, level, None, "", markup, "", {}, block=True, hidden=hidden
    )


class _Blocks:
    """The tokens of a text so far."""

    def __init__(self, lines: Sequence[str], cloze: bool) -> None:  # noqa: FBT001 - a switch of the whole text
        self.cloze = cloze
        self.lines = lines
        self.tokens: list[Token] = []

    def read(self, at: int) -> int:
        """Read the block that begins with a line; the number of the line behind it, or -1."""
        line = self.lines[at]
        if not line:
            return at + 1
        if _WORDS.fullmatch(line):
            return self.paragraph(at)
        if _ITEM.match(line):
            return self.items(at)
        return self.fence(at)

    def fence(self, at: int) -> int:
        """A closed fence at the margin."""
        lines, opening = self.lines, _FENCE.fullmatch(self.lines[at])
        end = next((row for row in range(at + 1, len(lines)) if lines[row].lstrip()[:3] == "```"), 0)
        if not opening or not end or lines[end] != "```":
            return -1
        content = "".join(f"{line}\n" for line in lines[at + 1 : end])
        self.tokens.append(
            TOKEN(
                "fence",
                "code",
                0,
                NOTHING,
                map=[at, end + 1],
                content=content,
                markup="```",
                info=opening[1],
                block=True,
            )
        )
        return end + 1

    def paragraph(self, at: int) -> int:
        """Lines of words up to an empty one, an item or a fence."""
        end = at + 1
        while end < len(self.lines) and self.lines[end] and _WORDS.fullmatch(self.lines[end]):
            end += 1
        after = self.lines[end] if end < len(self.lines) else ""
        if after and not after.startswith("- ") and not _FENCE.fullmatch(after):
            return -1
        return end if self.words("\n".join(self.lines[at:end]), [at, end], 0) else -1

    def words(self, content: str, rows: list[int], level: int) -> bool:
        """Make the three tokens of a paragraph; hidden ones in a list."""
        children = line_tokens(content, cloze=self.cloze)
        if children is None:
            return False
        hidden = level > 0
        self.tokens += (
            TOKEN(
                "paragraph_open", "p", 1, NOTHING, rows, level=level, meta=NOTHING, block=True, hidden=hidden
            ),
            TOKEN("inline", "", 0, NOTHING, rows, level + 1, children, content, meta=NOTHING, block=True),
            _closing("paragraph", "p", level, "", hidden),
        )
        return True

    def items(self, at: int) -> int:
        """A flat, tight list up to an empty line or the end."""
        lines, first = self.lines, _ITEM.match(self.lines[at])
        numbered = bool(first and first[1])
        kind, tag, mark = ("ordered_list", "ol", ".") if numbered else ("bullet_list", "ul", "-")
        rows = [at, at]
        start: dict[str, str | int | float] = NOTHING
        if first and numbered and int(first[1]) != 1:
            start = {"start": int(first[1])}
        self.tokens.append(
            TOKEN(f"{kind}_open", tag, 1, start, rows, 0, None, "", mark, "", NOTHING, block=True)
        )
        while at < len(lines) and (at == rows[0] or lines[at - 1]):
            found = _ITEM.match(lines[at])
            if not found or bool(found[1]) != numbered:
                return -1
            at = self.item(at, found, mark)
            if at < 0:
                return -1
        rows[1] = at
        self.tokens.append(_closing(kind, tag, 0, mark, hidden=False))
        after = lines[at] if at < len(lines) else ""
        return -1 if after[:1] in (" ", *"-*+") or (after and _ITEM.match(after)) else at

    def item(self, at: int, found: re.Match[str], mark: str) -> int:
        """An item; the empty lines behind the last one belong to it."""
        lines, margin, end = self.lines, found.end(), at + 1
        words = lines[at][margin:]
        if not _WORDS.fullmatch(words):
            return -1
        while end < len(lines) and lines[end][:margin].isspace():
            if len(lines[end]) < margin or not _WORDS.fullmatch(lines[end][margin:]):
                return -1
            words += "\n" + lines[end][margin:]
            end += 1
        last = end
        while last < len(lines) and not lines[last]:
            last += 1
        rows, number = [at, last], found[1] or ""
        self.tokens.append(
            TOKEN(
                "list_item_open",
                "li",
                1,
                NOTHING,
                rows,
                1,
                markup=mark,
                info=number,
                meta=NOTHING,
                block=True,
            )
        )
        if not self.words(words, [at, end], 2):
            return -1
        self.tokens.append(_closing("list_item", "li", 1, mark, hidden=False))
        return last
