"""Dollar signs that were meant to open or close a formula, and do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from deckpress.read.files import Folder
from deckpress.read.tokens import Tokens, offset_of

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["check_dollars"]

_TEX: Final = re.compile(r"\\[A-Za-z]{2,}|[\^_]\{|\w\^\w|^[A-Za-z](?:_\w)? ?[=<>+] ?\w")


def check_dollars(folder: Folder, text: Tokens, inline: Token) -> None:
    """M401 for the first dollar sign that stands as text before what looks like TeX."""
    children = inline.children or []
    for index, child in enumerate(children):
        for found in re.finditer(r"\$+", child.content) if child.type == "text" else ():
            at = offset_of(child, found.start())
            if inline.content[at - 1 : at] == "\\" or inline.content[at : at + 1] != "$":
                continue  # written as a dollar sign
            span = text.place(inline, at, len(found[0]))
            after = children[index + 1] if index + 1 < len(children) else None
            if found.end() == len(child.content) and after and after.type == "math_inline":
                folder.report(
                    "M401", span, "'$$' inside a line of text", "write $…$, or $$ on a line of its own"
                )
                return
            rest = inline.content[at + len(found[0]) :]
            if (found[0] == "$$" and "$$" in rest) or _TEX.search(rest.split("$")[0].lstrip()):
                folder.report("M401", span, *_told(found[0], rest))
                return


def _told(marks: str, rest: str) -> tuple[str, str]:
    """What is wrong with a dollar sign before TeX, and what to do."""
    inside, closing, _ = rest.partition("$")
    if len(marks) > 1 and marks in rest:
        return "'$$' inside a line of text", "write $…$, or $$ on a line of its own"
    if len(marks) > 1:
        return "a display formula is never closed", "close it with '$$'"
    if closing and rest[:1].isspace() and inside[-1:].isspace():
        return "a formula has spaces inside its marks", f"write ${inside.strip()}$"
    return (
        "a formula is opened by '$' and never closed",
        "close it with '$', or write '\\$' for a dollar sign",
    )
