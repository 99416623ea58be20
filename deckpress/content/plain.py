"""Plain text of tokens: for counting words, for tooltips and for comparing prompts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from deckpress.bank import Markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["FORMULA", "SPACELESS", "list_items", "plain_text", "word_count"]

FORMULA: Final = "\u25a1"
"""Stands for a formula where words are counted."""

SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Chinese characters: two of them count as a word."""
_SPACELESS: Final = re.compile(f"[{SPACELESS}]")
_LETTER: Final = re.compile(rf"[{FORMULA}\w]")


def plain_text(text: Markdown | None, *, math: str = "") -> str:
    """The words of a part, one line per paragraph; formulas as TeX, or as `math` where given."""
    if text is None:
        return ""
    return tokens_text(text.tokens, math)


def tokens_text(tokens: Sequence[Token], math: str = "") -> str:
    """The words of block tokens; code blocks are left out."""
    lines = []
    for token in tokens:
        if token.type == "inline":
            children = token.children or []
            if len(children) == 1 and children[0].type == "text":
                lines.append(children[0].content)
            else:
                lines.append("".join([_word(child, math) for child in children]))
        elif token.type == "math_block" or (token.type == "fence" and token.info.strip() == "math"):
            lines.append(math or token.content.strip())
    return "\n".join(lines)


def _word(child: Token, math: str) -> str:
    if child.type == "text":
        return child.content
    if child.type in ("softbreak", "hardbreak"):
        return " "
    if child.type.startswith("math_inline"):
        return math or child.content
    return "" if child.type == "image" else child.content


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


def list_items(text: Markdown | None) -> list[tuple[Token, str]]:
    """Each item of a part that is one list: its first token and its text, formulas as FORMULA."""
    items: list[tuple[Token, str]] = []
    start = 0
    for index, token in enumerate(text.tokens if text else ()):
        if token.level == 1 and token.type == "list_item_open":
            start = index
        elif token.level == 1 and token.type == "list_item_close" and text:
            inner = text.tokens[start + 1 : index]
            items.append((text.tokens[start], tokens_text(inner, FORMULA)))
    return items
