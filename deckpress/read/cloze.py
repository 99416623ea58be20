"""Cloze deletions: an inline Markdown rule for `{{c1::text::hint}}`, and what can be wrong with one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["Deletion", "cloze_plugin", "find_cloze_fault", "find_deletions", "find_doubtful_hint"]

# What a brace or a colon cannot be in: an escaped character, a code span, a formula; then our marks.
_MARK: Final = (
    r"\\.|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|`+"
    r"|\$\$(?:\\.|[^$\\])+\$\$|\$(?!\s)(?:\\.|[^$\\])*?(?<!\s)\$(?!\d)"
    r"|(?P<open>\{\{c\d{1,3}::)|(?P<mark>\{\{|\}\}|::(?!:))"
)
_TEX: Final = r"\\\((?:(?!\{\{c\d)[^\\]|\\[^()])+\\\)|"  # where a bank reads TeX's delimiters
_MARKS: Final = {False: re.compile(_MARK, re.S), True: re.compile(_TEX + _MARK, re.S)}
_WORD: Final = re.compile(r"[\w.~]+(?:\(\))?")
_LETTER: Final = re.compile(r"[^\W\d]")


@dataclass(frozen=True, slots=True)
class Deletion:
    """One deletion; the places count characters of the item."""

    number: int
    start: int
    """Where `{{` stands."""
    first: int
    """Where the hidden text begins."""
    last: int
    """Behind the hidden text."""
    end: int
    """Behind `}}`."""
    hint: str
    """The hint as written, with the spaces around it; empty where there is none."""
    colons: tuple[int, ...]
    """Where each `::` of its text stands; the last one starts the hint."""


def cloze_plugin(parser: MarkdownIt, *, tex: bool = False) -> None:
    """Teach a parser the tokens cloze_open (meta: number, hint) and cloze_close."""
    parser.inline.ruler.before("escape", "cloze", partial(_rule, _MARKS[tex]))


def find_deletions(source: str, *, tex: bool = False) -> list[Deletion]:
    r"""Every whole deletion, in order; code and formulas, with `tex` also in \(…\), hold no marks."""
    marks = _MARKS[tex]
    found, at = [], 0
    while opening := _next_opening(source, at, marks):
        deletion = _read(source, opening, marks)
        if deletion:
            found.append(deletion)
        at = deletion.end if deletion else opening.end()
    return found


def find_cloze_fault(source: str, *, tex: bool = False) -> tuple[int, str, str] | None:
    """Offset, message and hint of the first fault in an item's text; None where it is sound."""
    marks, deletions = _MARKS[tex], find_deletions(source, tex=tex)
    ends = {deletion.start: deletion for deletion in deletions}
    at = 0
    while opening := _next_opening(source, at, marks):
        deletion = ends.get(opening.start())
        if deletion is None:
            return _unclosed(source, opening, marks)
        if not source[deletion.first : deletion.last].strip():
            return deletion.start, "the deletion is empty", "write the hidden words after '::'"
        at = deletion.end
    if not deletions:
        return _without(source)
    numbers = [deletion.number for deletion in deletions]
    if sorted(set(numbers)) != list(range(1, max(numbers) + 1)):
        return 0, f"deletions are numbered {numbers}", "number them c1, c2, ... without a gap"
    return None


def find_doubtful_hint(source: str, *, tex: bool = False) -> tuple[int, str, str] | None:
    """Offset, message and hint of the first `::` that may be a part of a name instead of a hint."""
    for deletion in find_deletions(source, tex=tex):
        if not deletion.hint or deletion.hint[0].isspace():
            continue
        text = source[deletion.first : deletion.last]
        code = text.isascii() and deletion.hint.isascii()  # names in other scripts are no code's
        name = code and _WORD.fullmatch(text) and _LETTER.search(text) and _WORD.fullmatch(deletion.hint)
        if name or len(deletion.colons) > 1:
            hint = deletion.hint.strip()
            return (
                deletion.last,
                f"{hint!r} is read as a hint; the card hides only {text.strip()!r}",
                f"for a hint write ':: {hint}' with a space; to hide it too, set the whole in backticks",
            )
    return None


def _next_opening(source: str, at: int, marks: re.Pattern[str]) -> re.Match[str] | None:
    return next((mark for mark in marks.finditer(source, at) if mark["open"]), None)


def _read(source: str, opening: re.Match[str], marks: re.Pattern[str]) -> Deletion | None:
    """The deletion that begins there, or None where another begins before it ends.

    Pairs of braces inside are text.
    """
    depth, colons = 0, []
    for mark in marks.finditer(source, opening.end()):
        if mark["open"]:
            return None
        if mark["mark"] == "{{":
            depth += 1
        elif mark["mark"] == "::" and not depth:
            colons.append(mark.start())
        elif mark["mark"] == "}}" and depth:
            depth -= 1
        elif mark["mark"] == "}}":
            close = mark.start() + (source[mark.end() : mark.end() + 1] == "}" and not depth)
            last = colons[-1] if colons else close
            number, hint = int(opening[0][3:-2]), source[last + 2 : close] if colons else ""
            return Deletion(number, opening.start(), opening.end(), last, close + 2, hint, tuple(colons))
    return None


def _unclosed(source: str, opening: re.Match[str], marks: re.Pattern[str]) -> tuple[int, str, str]:
    inner = _next_opening(source, opening.end(), marks)
    if "}}" in source[opening.end() : inner.start() if inner else None]:
        return (
            opening.start(),
            "the deletion ends inside a formula or code, or not at all",
            "write '}}' behind the whole formula: {{c1::$x$}}",
        )
    if inner and "}}" in source[inner.end() :]:
        return inner.start(), "a deletion inside a deletion", "close the first one before it with '}}'"
    return opening.start(), "the deletion is never closed", "write {{c1::text}} or {{c1::text::hint}}"


def _without(source: str) -> tuple[int, str, str]:
    if (at := source.find("{{c")) >= 0:
        if source[:at].count("$") % 2 or source[:at].count("`") % 2:
            return at, "a deletion inside a formula or code", "hide the whole of it: {{c1::$x$}}"
        return at, "a deletion is not well formed", "write {{c1::text}} or {{c1::text::hint}}"
    return 0, "the item has no deletion", "mark the hidden words as {{c1::text}}"


def _rule(marks: re.Pattern[str], state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos : state.pos + 3] != "{{c":
        return False
    opening = marks.match(state.src, state.pos)
    deletion = _read(state.src, opening, marks) if opening and opening["open"] else None
    if not deletion or deletion.end > state.posMax:
        return False
    if not silent:
        token = state.push("cloze_open", "", 1)
        token.meta = {"number": deletion.number, "hint": deletion.hint.strip()}
        after, state.posMax = state.posMax, deletion.last
        state.pos = deletion.first
        state.md.inline.tokenize(state)
        state.posMax = after
        state.push("cloze_close", "", -1)
    state.pos = deletion.end
    return True
