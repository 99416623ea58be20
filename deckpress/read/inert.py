"""Inert inline HTML: the few tags without attributes that every product can show as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from deckpress.read.files import Folder
from deckpress.read.tokens import Tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["INERT", "check_balance", "inert_plugin"]

INERT: Final = ("b", "i", "u", "s", "em", "strong", "sub", "sup", "kbd", "mark", "small", "ruby", "rt", "rp")
"""Tags that open and close; `br` and `wbr` stand alone."""

_TAG: Final = re.compile(rf"<(?:(/?)({'|'.join(INERT)})|(br|wbr)\s*/?)\s*>", re.I)


def inert_plugin(parser: MarkdownIt) -> None:
    """Teach a parser the tokens tag_open and tag_close, and `<br>` and `<wbr>`."""
    parser.inline.ruler.before("autolink", "inert", _rule)


def check_balance(folder: Folder, text: Tokens, inline: Token) -> None:
    """S043 for a tag that nothing closes, or that closes what is not open."""
    open_: list[Token] = []
    for child in inline.children or []:
        if child.nesting > 0:
            open_.append(child)
        elif child.nesting < 0 and open_ and open_[-1].tag == child.tag:
            open_.pop()
        elif child.nesting < 0:
            wrong = open_[-1] if open_ and child.type != "tag_close" else child
            _report(folder, text, inline, wrong)
            return
    for child in open_:
        _report(folder, text, inline, child)


def _report(folder: Folder, text: Tokens, inline: Token, child: Token) -> None:
    tag = f"<{'/' if child.nesting < 0 else ''}{child.tag}>"
    what = "closes nothing" if child.nesting < 0 else "is never closed"
    hint = "open and close it within one paragraph and one deletion"
    folder.report("S043", text.place_in(inline, child, length=len(tag)), f"the tag {tag} {what}", hint)


def _rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    found = _TAG.match(state.src, state.pos) if state.src[state.pos] == "<" else None
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        if found[3]:
            alone = found[3].lower()
            state.push("hardbreak" if alone == "br" else "wordbreak", alone, 0)
        else:
            closes = bool(found[1])
            token = state.push("tag_close" if closes else "tag_open", found[2].lower(), 0)
            token.nesting = -1 if closes else 1  # said afterwards: push would want it to be balanced
    state.pos = found.end()
    return True
