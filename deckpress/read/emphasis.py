"""Emphasis in scripts without spaces: 語**「語」**語 is bold there too, where CommonMark asks for a space."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.rules_inline.state_inline import Scanned

__all__ = ["emphasis_plugin"]

_LETTERS: Final = ("\u3005\u3007", "\u3041\u30ff", "\u3400\u4dbf", "\u4e00\u9fff", "\uf900\ufaff")
"""First and last of each range of letters of Chinese and Japanese."""
_OTHER: Final = re.compile(r"[^\w\s]")


def emphasis_plugin(parser: MarkdownIt) -> None:
    """Let stars between a letter of Chinese or Japanese and a mark open and close emphasis."""
    from markdown_it.rules_inline import emphasis  # noqa: PLC0415 - imported on use

    def tokenize(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of rules
        if state.src[state.pos] == "*" and not state.src.isascii():
            state.scanDelims = partial(_scan, state)  # type: ignore[method-assign]
        return emphasis.tokenize(state, silent)

    parser.inline.ruler.at("emphasis", tokenize)


def _scan(state: StateInline, start: int, split: bool) -> Scanned:  # noqa: FBT001 - as the method it stands for
    scanned = type(state).scanDelims(state, start, split)
    if state.src[start] != "*":
        return scanned
    before, after = state.src[start - 1 : start], state.src[start + scanned.length :][:1]
    opens = _is_letter(before) and bool(_OTHER.match(after))
    closes = bool(_OTHER.match(before)) and _is_letter(after)
    return scanned._replace(can_open=scanned.can_open or opens, can_close=scanned.can_close or closes)


def _is_letter(char: str) -> bool:
    return any(first <= char <= last for first, last in _LETTERS)
