"""Addresses written as they are: `https://…` in a text becomes a link, as GitHub makes it one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from deckpress.read.addresses import WEB

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["autolink_plugin"]

_SCHEME: Final = re.compile(r"(?<![\w@/.:-])https?$", re.I)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\[\]`*|\\\"{}]+", re.I)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*$")  # raw HTML must be seen whole, to be refused
_BROKEN: Final = re.compile(r"\] ?\(\s*[<\u201c\u201d\"']?https?$", re.I)  # of a link that is not well formed
_TAIL: Final = re.compile(r"[?!.,:;_~'*]+$")


def autolink_plugin(parser: MarkdownIt) -> None:
    """Teach a parser to make links of web addresses."""
    parser.inline.ruler.before("escape", "address", _rule)


def _rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != ":" or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    before = state.pending[-500:]
    refused = _TAG.search(before) or _BROKEN.search(before[-20:])
    scheme = None if refused else _SCHEME.search(before[-20:])
    start = state.pos - len(scheme[0]) if scheme else -1
    found = _ADDRESS.match(state.src, start, state.posMax) if scheme else None
    address = _whole(found[0]) if found else ""
    turned = state.src.startswith((")[", "]"), start + len(address))
    if not scheme or turned or not re.fullmatch(WEB, address, re.I):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(address)}
        opening.markup, opening.info = "linkify", "auto"
        text = state.push("text", "", 0)
        text.content = address
        closing = state.push("link_close", "a", -1)
        closing.markup, closing.info = "linkify", "auto"
        for token in (opening, text, closing):
            token.meta["at"] = start
    state.pos = start + len(address)
    return True


def _whole(address: str) -> str:
    """The address without the marks of the sentence around it."""
    while True:
        shorter = _TAIL.sub("", address)
        if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
