"""Marks of other Markdowns: what is set after all, and a word about each that is not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from deckpress.read.files import Folder
from deckpress.read.foreign_marks import MARKS, PARAGRAPHS, SOME
from deckpress.read.links import is_written
from deckpress.read.math import COMMANDS
from deckpress.read.tokens import Tokens, offset_of
from deckpress.read.yaml_block import Entry
from deckpress.span import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = [
    "check_definitions",
    "check_deletions",
    "check_foreign",
    "check_plain",
    "check_plain_values",
    "stands_before_attributes",
    "task_plugin",
]

_TASK: Final = re.compile(r"\[([ xX])\] ")
_BOXES: Final = {" ": "☐ ", "x": "☑ "}

_GUARDED: Final = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.S)
_TEX: Final = re.compile(r"(?<![\w:\\/])\\([A-Za-z]{2,})(?![A-Za-z\\])(\{?)")
_LAYOUT: Final = frozenset(
    ("newpage", "clearpage", "pagebreak", "noindent", "maketitle", "tableofcontents", "LaTeX")
)
_SIZE: Final = re.compile(r"\|\d+(?:x\d+)?$")
_DELETION: Final = re.compile(r"\{\{c\d{1,3}::")
_PLAIN_KEYS: Final = ("term", "index", "also")
_PLAIN: Final = re.compile(r"\*\*|`|~~|\$[^$\s][^$]*\$|\]\(|==\w|<[a-z]+>")
_USED: Final = re.compile(r"\[([^\[\]]+)\](?!:)")


def task_plugin(parser: MarkdownIt) -> None:
    """Show `- [ ]` and `- [x]` as an empty and a ticked box."""
    parser.core.ruler.push("task", _tick)


def check_foreign(folder: Folder, text: Tokens, inline: Token, *, tex: bool) -> None:
    """S045 for each mark that would be printed as it is written; `tex`: also for TeX outside a formula."""
    if _check_paragraph(folder, text, inline):
        return
    for child in inline.children or []:
        if child.type == "text" and child.content:
            _check_text(folder, text, inline, child)
            if tex and "\\" in child.content:
                _check_tex(folder, text, inline, child)
        elif child.type == "image" and (marks := _PLAIN.search(str(child.attrs.get("title", "")))):
            at = max(inline.content.find(marks[0], offset_of(child)), 0)
            check_plain(folder, marks[0], text.place(inline, at, len(marks[0])), "the caption of a figure")
        elif child.type == "image" and (size := _SIZE.search(child.content)):
            span = text.place_in(inline, child, length=2)
            folder.report(
                "S045", span, f"the size of a picture: {size[0]}", "delete it; a figure is as wide as fits"
            )


def stands_before_attributes(children: Sequence[Token]) -> bool:
    """Whether a line is a picture and attributes of it."""
    types = [child.type for child in children]
    return types == ["image", "text"] and re.fullmatch(r"\{[^{}\n]*\}", children[1].content) is not None


def check_deletions(folder: Folder, text: Tokens, inline: Token) -> None:
    """S045 for a deletion that is no item of Cloze."""
    for child in inline.children or [] if "{{c" in inline.content else ():
        for found in _DELETION.finditer(child.content) if child.type == "text" else ():
            if is_written(inline, child, found):
                span = text.place_in(inline, child, found.start(), len(found[0]))
                folder.report(
                    "S045",
                    span,
                    f"a deletion outside ### Cloze: {found[0]}",
                    "write it as an item of ### Cloze",
                )


def check_plain(folder: Folder, written: str, span: Span, what: str) -> None:
    """S045 for marks of Markdown in what is shown as plain text; `span` is where it begins."""
    if found := _PLAIN.search(written):
        column = span.column + found.start()
        place = Span(span.path, span.line, column, span.line, column + len(found[0]))
        folder.report(
            "S045", place, f"{what} is plain text and would show {found[0]}", "write it without marks"
        )


def check_plain_values(folder: Folder, entries: Mapping[str, Entry]) -> None:
    """S045 for marks of Markdown in the keys of a block that are shown as plain text."""
    for key in _PLAIN_KEYS:
        for value in entries[key].values if key in entries else ():
            if found := _PLAIN.search(value.text):
                message = f"{key!r} is plain text and would show {found[0]}"
                folder.report("S045", value.span, message, "write it without marks")


def check_definitions(folder: Folder, text: Tokens, env: Mapping[str, Any]) -> None:
    """S045 for a link's address or a footnote's text that nothing in the same part names."""
    links: Mapping[str, Any] = env.get("references", {})
    notes: Mapping[str, int] = env.get("footnotes", {}).get("refs", {})
    if not links and not notes:
        return
    used = {" ".join(label.upper().split()) for label in _USED.findall(text.source)}
    rows = text.source.split("\n")
    for label, link in links.items():
        if " ".join(label.upper().split()) not in used:
            _report_unused(
                folder, text, link["map"][0], "the address of a link", "write the link as [text](https://…)"
            )
    for label, number in notes.items():
        row = next((i for i, line in enumerate(rows) if line.lstrip().startswith(f"[^{label[1:]}]:")), -1)
        if number < 0 and row >= 0:
            _report_unused(
                folder, text, row, "the text of a footnote", f"write [^{label[1:]}] where it belongs"
            )


def _report_unused(folder: Folder, text: Tokens, row: int, what: str, fix: str) -> None:
    line = text.source.split("\n")[row]
    written = line.strip()
    folder.report(
        "S045", text.place_line(row, written, 0, len(written)), f"{what} that nothing here names", fix
    )


def _check_paragraph(folder: Folder, text: Tokens, inline: Token) -> bool:
    """Whether a mark of a whole paragraph was found, and told."""
    for mark in PARAGRAPHS:
        if mark.needle not in inline.content:
            continue
        found = mark.pattern.search(_GUARDED.sub(lambda code: "x" * len(code[0]), inline.content))
        if found:
            first = found[0].split("\n", maxsplit=1)[0]
            span = text.place(inline, found.start(), len(first))
            folder.report("S045", span, f"{mark.what} of another Markdown: {first}", mark.fix)
            return True
    return False


def _check_text(folder: Folder, text: Tokens, inline: Token, child: Token) -> None:
    if not SOME.search(child.content):
        return
    done = bytearray(len(child.content))
    for mark in MARKS:
        if mark.needle not in child.content:
            continue
        for found in mark.pattern.finditer(child.content):
            if not any(done[found.start() : found.end()]) and is_written(inline, child, found):
                done[found.start() : found.end()] = b"x" * len(found[0])
                span = text.place_in(inline, child, found.start(), len(found[0]))
                folder.report("S045", span, f"{mark.what} of another Markdown: {found[0]}", mark.fix)


def _check_tex(folder: Folder, text: Tokens, inline: Token, child: Token) -> None:
    for found in _TEX.finditer(child.content):
        known = found[2] or found[1] in COMMANDS or found[1] in _LAYOUT
        if known and is_written(inline, child, found):
            span = text.place_in(inline, child, found.start(), len(found[1]) + 1)
            fix = (
                "delete it"
                if found[1] in _LAYOUT
                else f"write $\\{found[1]}…$ for a formula, and Markdown for words"
            )
            folder.report("S045", span, f"TeX outside a formula: \\{found[1]}", fix)


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
