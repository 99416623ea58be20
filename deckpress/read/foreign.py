"""Marks of other Markdowns: what is set after all, and a word about each that is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from deckpress.markdown import Markdown
from deckpress.read.files import Folder
from deckpress.read.links import is_written

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = ["FOREIGN", "check_foreign", "task_plugin"]

_TASK: Final = re.compile(r"\[([ xX])\] ")
_BOXES: Final = {" ": "☐ ", "x": "☑ "}

FOREIGN: Final[tuple[tuple[str, str, str], ...]] = (
    (r"==(?=\S)[^=\n]+(?<=\S)==", "a highlight", "write <mark>…</mark>"),
    (r"(?<!\+)\+\+(?=\S)[^+\n]+(?<=\S)\+\+", "an insertion", "write <u>…</u>"),
    (r"(?<![~\w])~[^~\s]+~(?!~)", "a subscript", "write <sub>…</sub>, or ~~…~~ for struck text"),
    (r"(?<=\w)~[^~\s]+~(?!~)", "a subscript", "write <sub>…</sub>"),
    (r"\^[^\^\s\[\]]+\^", "a superscript", "write <sup>…</sup>"),
    (r"\[\^[^\]\s]+\]", "a footnote without its text", "add a line '[^1]: the text' to the same part"),
    (r"(?<!!)\[\[[^\]\n]+\]\]", "a wiki link", "write [text](#id)"),
    (r"%%[^%\n]+%%", "a comment", "delete it; a draft question has 'draft: true'"),
    (r"^\[!\w+\][-+]?", "a callout", "begin the quote with a bold word: > **Note.** …"),
    (r"^:::+ ?\{?[\w.#-]*\}?", "a fenced division", "delete its lines; the text between them stays"),
    (r"\{[.#][\w-]+(?: [^}\n]*)?\}", "attributes", "delete them; templates decide on looks"),
    (r"\[-?@[\w:.-]+\]", "a citation", "name the key under ### References"),
    (r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])", "an emoji by name", "write the character itself"),
)
"""Pattern, what it is elsewhere, and what to write instead."""

_MARKS: Final = tuple((re.compile(pattern, re.M), what, fix) for pattern, what, fix in FOREIGN)
_FIRST: Final = re.compile(r"==|\+\+|~|\^|\[|%%|:::|\{[.#]|:[a-z]")  # no text without one of these has a mark


def task_plugin(parser: MarkdownIt) -> None:
    """Show `- [ ]` and `- [x]` as an empty and a ticked box."""
    parser.core.ruler.push("task", _tick)


def check_foreign(folder: Folder, text: Markdown, inline: Token) -> None:
    """S045 for each mark that would be printed as it is written."""
    for child in inline.children or []:
        if child.type == "text" and _FIRST.search(child.content):
            _check_text(folder, text, inline, child)


def _check_text(folder: Folder, text: Markdown, inline: Token, child: Token) -> None:
    for pattern, what, fix in _MARKS:
        for found in pattern.finditer(child.content):
            if is_written(inline, child, found):
                span = text.place_in(inline, child, found.start(), len(found[0]))
                folder.report("S045", span, f"{what} of another Markdown: {found[0]}", fix)


def _tick(state: StateCore) -> None:
    tokens = state.tokens
    for index, token in enumerate(tokens):
        item = index > 1 and tokens[index - 2].type == "list_item_open"
        children = token.children or []
        if token.type != "inline" or not item or not children or children[0].type != "text":
            continue
        if found := _TASK.match(children[0].content):
            children[0].content = _BOXES[found[1].lower()] + children[0].content[found.end() :]
            at = children[0].meta.get("at", 0)
            if isinstance(at, int):
                children[0].meta["at"] = at + found.end() - 2
