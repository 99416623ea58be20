"""Common Markdown without the parser: paragraphs, flat tight lists and fences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from deckpress.parts import Block, Fence, Formula, Item, Line, Listing, Paragraph
from deckpress.read.fast_lines import Macros, line_parts
from deckpress.read.foreign_marks import DRAWN
from deckpress.read.math import check_math
from deckpress.read.tex import MathError

__all__ = ["common_blocks", "common_line"]

_WORDS: Final = re.compile(
    r"(?:[^\W\d_]|[(\"'\u201c\u2018\u201e]|\*{1,2}(?=[^\W_])|`(?!`)|\$(?!\$)|\d+(?![\d.)])"
    r"|\[[a-z][a-z0-9-]+\](?![(\[{:])|\{\{c\d)(?:.*\S)?"
)
"""A line that can only be one of a paragraph."""
_ITEM: Final = re.compile(r"(?:-|(\d{1,9})\.) (?=\S)")
_FENCE: Final = re.compile(r"```(?!`)([^`\\&]*)")
_PLAIN_INFO: Final = re.compile(r"[^\s{}=]*|python run|python test")
_MATH: Final = ("math", "math aside")


def common_line(source: str, macros: Macros, *, cloze: bool = False) -> tuple[Block, ...] | None:
    """A line of inline text; None where the parser has to read it."""
    parts = line_parts(source, macros, cloze=cloze) if _WORDS.fullmatch(source) else None
    return None if parts is None else (Line(parts, source),)


def common_blocks(source: str, macros: Macros, *, cloze: bool = False) -> tuple[Block, ...] | None:
    """The blocks of a text, as the parser has them; None where the parser has to read it.

    A line that could be more than a line of words, an item or the end of a fence leaves all to the parser.
    """
    lines = source.removesuffix("\n").split("\n")
    text, at = _Blocks(lines, macros, cloze), 0
    while at < len(lines):
        at = text.read(at)
        if at < 0:
            return None
    return tuple(text.blocks)


class _Blocks:
    """The blocks of a text so far."""

    def __init__(self, lines: Sequence[str], macros: Macros, cloze: bool) -> None:  # noqa: FBT001 - a switch of the whole text
        self.lines = lines
        self.macros = macros
        self.cloze = cloze
        self.ran = False
        """Whether there is code that is run, whose output may follow."""
        self.blocks: list[Block] = []

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
        info, content = opening[1].strip(), "".join([f"{line}\n" for line in lines[at + 1 : end]])
        if info in _MATH:
            try:
                tex = check_math(content.strip(), self.macros)
            except MathError:
                return -1
            self.blocks.append(Formula(tex.strip(), at, end + 1, info == "math aside"))
            return end + 1
        if info.lower() in DRAWN or not (_PLAIN_INFO.fullmatch(info) or (info == "text output" and self.ran)):
            return -1
        self.ran |= info == "python run"
        self.blocks.append(Fence(info, content, at))
        return end + 1

    def paragraph(self, at: int) -> int:
        """Lines of words up to an empty one, an item or a fence."""
        end = at + 1
        while end < len(self.lines) and self.lines[end] and _WORDS.fullmatch(self.lines[end]):
            end += 1
        after = self.lines[end] if end < len(self.lines) else ""
        if after and not after.startswith("- ") and not _FENCE.fullmatch(after):
            return -1
        content = "\n".join(self.lines[at:end])
        parts = line_parts(content, self.macros, cloze=self.cloze)
        if parts is None:
            return -1
        self.blocks.append(Paragraph(Line(parts, content, at)))
        return end

    def items(self, at: int) -> int:
        """A flat, tight list up to an empty line or the end."""
        lines, row, first = self.lines, at, _ITEM.match(self.lines[at])
        number = first[1] if first else None
        items: list[Item] = []
        while at < len(lines) and (at == row or lines[at - 1]):
            found = _ITEM.match(lines[at])
            item = self.item(at, found) if found and bool(found[1]) == bool(number) else None
            if item is None:
                return -1
            items.append(item)
            at = item.end
        self.blocks.append(Listing(tuple(items), bool(number), int(number) if number else 1, row))
        after = lines[at] if at < len(lines) else ""
        return -1 if after[:1] in (" ", *"-*+") or (after and _ITEM.match(after)) else at

    def item(self, at: int, found: re.Match[str]) -> Item | None:
        """An item; the empty lines behind the last one belong to it."""
        lines, margin, end = self.lines, found.end(), at + 1
        words = lines[at][margin:]
        if not _WORDS.fullmatch(words):
            return None
        while end < len(lines) and lines[end][:margin].isspace():
            if len(lines[end]) < margin or not _WORDS.fullmatch(lines[end][margin:]):
                return None
            words += "\n" + lines[end][margin:]
            end += 1
        parts = line_parts(words, self.macros, cloze=self.cloze)
        while end < len(lines) and not lines[end]:
            end += 1
        paragraph = Paragraph(Line(parts, words, at), tight=True) if parts is not None else None
        return Item((paragraph,), at, end) if paragraph else None
