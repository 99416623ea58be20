"""Cloze deletions: an inline Markdown rule for `{{c1::text::hint}}`, and what can be wrong with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["cloze_plugin", "find_cloze_fault"]

_OPEN: Final = re.compile(r"\{\{c(\d{1,3})::")
_ANY: Final = re.compile(r"\{\{c(\d{1,3})::((?:(?!\}\}|\{\{c\d).)*)\}\}", re.S)
_HINT: Final = re.compile(r"::([^:{}]*)$", re.S)


def cloze_plugin(parser: MarkdownIt) -> None:
    """Teach a parser the tokens cloze_open (meta: number, hint) and cloze_close."""
    parser.inline.ruler.before("escape", "cloze", _rule)


def find_cloze_fault(source: str) -> tuple[int, str, str] | None:
    """Offset, message and hint of the first fault in an item's text; None where it is sound."""
    numbers = []
    for found in _ANY.finditer(source):
        numbers.append(int(found[1]))
        text = _HINT.sub("", found[2])
        if found[2].count("$") % 2:
            return (found.end() - 2, "'}}' ends the deletion inside a formula", "write '} }' inside math")
        if not text.strip():
            return found.start(), "the deletion is empty", "write the hidden words after '::'"
        if "::" in text:
            return found.start(), "a deletion holds more than one hint", "keep one '::' for the hint"
    rest = _ANY.sub(lambda found: " " * len(found[0]), source)
    if "{{" in rest or "}}" in rest:
        at = min(i for i in (rest.find("{{"), rest.find("}}")) if i >= 0)
        return at, "a deletion is not well formed", "write {{c1::text}} or {{c1::text::hint}}"
    if not numbers:
        return 0, "the item has no deletion", "mark the hidden words as {{c1::text}}"
    if sorted(set(numbers)) != list(range(1, max(numbers) + 1)):
        return 0, f"deletions are numbered {numbers}", "number them c1, c2, ... without a gap"
    return None


def _rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos : state.pos + 3] != "{{c":
        return False
    opening = _OPEN.match(state.src, state.pos)
    end = state.src.find("}}", opening.end()) if opening else -1
    if not opening or end < 0 or end > state.posMax:
        return False
    if not silent:
        hint = _HINT.search(state.src[opening.end() : end])
        token = state.push("cloze_open", "", 1)
        token.meta = {"number": int(opening[1]), "hint": hint[1] if hint else ""}
        after, state.posMax = state.posMax, opening.end() + hint.start() if hint else end
        state.pos = opening.end()
        state.md.inline.tokenize(state)
        state.posMax = after
        state.push("cloze_close", "", -1)
    state.pos = end + 2
    return True
