"""Marks of other Markdowns, as tables: how each is known, what it is elsewhere, what to write instead."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["DRAWN", "MARKS", "PARAGRAPHS", "SIMPLE_TABLE", "SOME", "SUSPECT", "SUSPECT_TEX", "Mark"]


class Mark(NamedTuple):
    """A mark that would be shown as it is written."""

    needle: str
    """Characters without which no text has it."""
    pattern: re.Pattern[str]
    what: str
    fix: str


def _mark(needle: str, pattern: str, what: str, fix: str) -> Mark:
    return Mark(needle, re.compile(pattern, re.M), what, fix)


_DELETE: Final = "delete it; templates decide on looks"
_CALLOUT: Final = "begin the quote with a bold word: > **Note.** …"
_ITEM: Final = r"\(?[A-Za-z]\)|[A-Za-z]\.|\(?[ivx]+\)|[ivx]+\.|#\.|\(\d+\)"

MARKS: Final = (
    _mark(
        "}",
        r"\{(?:==|\+\+|--|~~|>>)[^}\n]{0,300}(?:==|\+\+|--|~~|<<)\}",
        "an editor's mark",
        "accept or reject the change",
    ),
    _mark("==", r"==(?=\S)[^=\n]{1,300}(?<=\S)==", "a highlight", "write <mark>…</mark>"),
    _mark("++", r"(?<!\+)\+\+(?=\S)[^+\n]{1,300}(?<=\S)\+\+", "an insertion", "write <u>…</u>"),
    _mark(
        "~", r"(?<![~\w])~[^~\s]{1,300}~(?!~)", "a subscript", "write <sub>…</sub>, or ~~…~~ for struck text"
    ),
    _mark("~", r"(?<=\w)~[^~\s]{1,300}~(?!~)", "a subscript", "write <sub>…</sub>"),
    _mark(
        "^[", r"\^\[[^\]\n]{1,300}\]", "a footnote in its line", "write [^1] there and a line '[^1]: …' below"
    ),
    _mark("^", r"\^(?=[^\^]{0,300}[A-Za-z0-9])[^\^\s\[\]]{1,300}\^", "a superscript", "write <sup>…</sup>"),
    _mark(
        "[^",
        r"\[\^[^\]\s]{1,300}\]",
        "a footnote without its text",
        "add a line '[^1]: the text' to the same part",
    ),
    _mark("^", r"(?<=\s)\^(?=[\d-]{0,30}[A-Za-z])[A-Za-z0-9-]{3,60}$", "the name of a block", "delete it"),
    _mark("[[", r"(?<!!)\[\[[^\]\n]{1,300}\]\]", "a wiki link", "write [text](#id)"),
    _mark("%%", r"%%[^%\n]{1,300}%%", "a comment", "delete it; a draft question has 'draft: true'"),
    _mark("[!", r"^\[!\w+\][-+]?", "a callout", _CALLOUT),
    _mark(
        "{",
        r"\{\{[<%].{0,300}?[%>]\}\}|\{%.{0,300}?%\}",
        "a template's tag",
        "delete it, or put it in backticks",
    ),
    _mark("{", r"\{=[a-z]+\}", "the mark of raw output", "delete it and what is before it"),
    _mark("{", r"\{:? ?[.#][\w-]{1,60}(?: [^}\n]{0,300})?\}|\{:[^}\n]{1,300}\}", "attributes", _DELETE),
    _mark("{", r"\{(?!lang=)[A-Za-z][\w-]{0,60}=[^{}\n]{0,300}\}", "attributes", _DELETE),
    _mark(
        "@",
        r"\[(?:[^\[\]\n]*[^\w\[\]])?-?@[A-Za-z][^\[\]\n]*\]",
        "a citation",
        "name the key under ### References",
    ),
    _mark("@", r"(?<![\w./@])-?@[a-z]+\d{2,4}[a-z]?\b", "a citation", "name the key under ### References"),
    _mark(
        ":",
        r"(?<![\w:]):(?:[a-z][a-z0-9_+-]+|[+-]1):(?![\w:])",
        "an emoji by name",
        "write the character itself",
    ),
    _mark(
        "][",
        r"(?<![\w\])])\[[^\]\[\n]+\]\[[^\]\[\n]*\]",
        "a link without its address",
        "write [text](https://…)",
    ),
    _mark("[", r"^\[[^\sxX\]]\](?= )", "the state of a task", "write [ ] or [x]"),
    _mark(
        "**",
        r"(?<![\w*])\*\*(?=[^\s*])|(?<=[^\s*])\*\*(?![\w*])",
        "stars that have no partner",
        r"write **bold**, or \*\*",
    ),
    _mark(
        "`", r"`+(?=[^\s`])", "a backtick that has no partner", "close the code with the same number of them"
    ),
)
"""Marks inside a line."""

PARAGRAPHS: Final = (
    _mark("+", r"^\+[-=+:]{2,}\+ *$", "a grid table", "write it with bars: | a | b |, then |---|---|"),
    _mark(
        "|",
        r"^\|.*\n\|.*",
        "lines that begin with a bar",
        "give a table's line of dashes as many cells as its head",
    ),
    _mark("%%", r"^%%\s*$", "a comment", "delete it; a draft question has 'draft: true'"),
    _mark(
        ":::", r"^:::+ ?\{?[\w.#-]*\}?", "a fenced division", "delete its lines; the text between them stays"
    ),
    _mark(
        ": ", r"\A: (?=\S).*", "a caption below its table", "write 'Table: …' as a paragraph above the table"
    ),
    _mark("TOC", r"\A\[\[?_?TOC_?\]?\]\Z", "a table of contents", "delete it; the products have their own"),
    _mark("toc", r"\A\[\[?_?toc_?\]?\]\Z", "a table of contents", "delete it; the products have their own"),
    _mark("!!!", r"^!!! ?\w+.*", "an admonition", _CALLOUT),
    _mark("???", r"^\?\?\?\+? ?\w+.*", "an admonition", _CALLOUT),
    _mark("(@", r"^\(@[\w-]*\)(?= )", "an example list", "number it: 1. 2. 3."),
    _mark("*[", r"^\*\[[^\]\n]+\]: .*", "an abbreviation", "write it out where it is first used"),
    _mark(
        "\n",
        rf"^(?:{_ITEM})(?= .*\n(?:{_ITEM}) )",
        "a list that is not numbered 1. 2. 3.",
        "number it: 1. 2. 3.",
    ),
    _mark("\\begin", r"\\begin\{[A-Za-z]+\*?\}", "TeX outside a formula", "put a ```math fence around it"),
)
"""Marks of a whole paragraph, of which the first is told."""

SOME: Final = re.compile("|".join(re.escape(needle) for needle in sorted({mark.needle for mark in MARKS})))
"""What no text is without that has one of MARKS."""

_PARSED: Final = frozenset(
    "\\`_~*{$"
)  # a text with one of these outside code and formulas goes to the parser
_NEEDLES: Final = {mark.needle for mark in (*MARKS, *PARAGRAPHS) if not _PARSED.intersection(mark.needle)}
# the parser also has what begins a line with these, what is in brackets and no id, and what needs a brace
_GONE: Final = {"[", "[[", "[^", "[!", "}", "+", "|", ":", ": ", ":::", "!!!", "???", "TOC", "toc", "\n"}
SUSPECT: Final = re.compile(
    "|".join(map(re.escape, sorted(_NEEDLES - _GONE))) + rf"|:[a-z+-]|\n(?:{_ITEM}) |\] \(|\)\["
)
"""What the words of a text that was read without the parser hold where a check of ours finds something."""
SUSPECT_TEX: Final = re.compile(r"\\(?:begin|[(\[])")
"""The same of its formulas and code."""

SIMPLE_TABLE: Final = re.compile(r" *-{2,}(?: +-{2,})+ *")
"""The line under the head of a table of Pandoc's."""

DRAWN: Final = (
    "mermaid",
    "geojson",
    "topojson",
    "stl",
    "plantuml",
    "tikz",
    "dataview",
    "dataviewjs",
    "query",
)
"""Fences that other programs show as pictures or lists."""
