"""Plain text of parts: for counting words, for tooltips and for comparing prompts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from deckpress.bank import Markdown
from deckpress.inside import items_of, within
from deckpress.parts import (
    NESTING,
    Block,
    Break,
    Code,
    Formula,
    Image,
    Inline,
    Item,
    Line,
    Math,
    Paragraph,
    Ruby,
    See,
    Text,
)

__all__ = ["FORMULA", "SPACELESS", "line_text", "list_items", "plain_text", "word_count"]

FORMULA: Final = "\u25a1"
"""Stands for a formula where words are counted."""

SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters: two of them count as a word."""
_SAID: Final = (Text, Code, See, Ruby)
"""Pieces that say what they hold."""
_SPACELESS: Final = re.compile(f"[{SPACELESS}]")
_LETTER: Final = re.compile(rf"[{FORMULA}\w]")


def plain_text(text: Markdown | None, *, math: str = "") -> str:
    """The words of a part, one line per paragraph; formulas as TeX, or as `math` where given."""
    return blocks_text(text.blocks, math) if text else ""


def blocks_text(blocks: Sequence[Block], math: str = "") -> str:
    """The words of blocks, a line for each of theirs; code blocks are left out."""
    stands = _stands(math) if math else None
    if len(blocks) == 1 and isinstance(only := blocks[0], Paragraph):
        return line_text(only.line.parts, stands)
    lines = []
    for block in within(blocks):
        if isinstance(block, Line):
            lines.append(line_text(block.parts, stands))
        elif isinstance(block, Formula):
            lines.append(math or block.tex)
    return "\n".join(lines)


@cache
def _stands(math: str) -> Callable[[str], str]:
    return lambda _: math


def line_text(
    parts: Sequence[Inline], math: Callable[[str], str] | None = None, *, pictures: bool = False
) -> str:
    """The words of a line, in which a line end is a space.

    `math` says what stands for the TeX of a formula; with `pictures` what is seen in them is said too.
    """
    if len(parts) == 1 and isinstance(only := parts[0], Text):
        return only.content
    out = []
    for part in parts:
        if isinstance(part, _SAID):
            out.append(part.content)
        elif isinstance(part, NESTING):
            out.append(line_text(part.parts, math, pictures=pictures))
        elif isinstance(part, Math):
            out.append(math(part.tex) if math else part.tex)
        elif isinstance(part, Break):
            out.append(" " if part.tag != "wbr" else "")
        elif isinstance(part, Image) and pictures:
            out.append(part.alt)
    return "".join(out)


def word_count(text: Markdown | str | None) -> int:
    """How many words a part has; a formula counts as one, code blocks as none."""
    plain = text if isinstance(text, str) else plain_text(text, math=FORMULA)
    if _SPACELESS.search(plain):
        return len(_words().findall(plain))
    runs = plain.split()
    return len(runs) - sum([not _LETTER.search(run) for run in runs if not run[0].isalnum()])


@cache
def _words() -> re.Pattern[str]:
    """The words of a text with scripts that put no spaces between them."""
    return re.compile(rf"[{SPACELESS}]{{1,2}}|(?:(?![{SPACELESS}])[{FORMULA}\w])[^\s{SPACELESS}]*")


def list_items(text: Markdown | None) -> list[tuple[Item, str]]:
    """Each item of a part that is one list, with its text, formulas as FORMULA."""
    return [(item, blocks_text(item.blocks, FORMULA)) for item in items_of(text.blocks)] if text else []
