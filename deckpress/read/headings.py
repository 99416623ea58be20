"""Headings of a file of questions: what an author meant, and the one thing that is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from deckpress.bank import Span
from deckpress.read.fences import find_fence, is_block_start, is_title_block, is_yaml
from deckpress.read.files import Folder
from deckpress.sections import SECTIONS

__all__ = ["Heading", "find_headings", "section_name"]

_HEADING: Final = re.compile(r"( {0,3})(#{1,6})([ \t\u00a0\u2007\u202f\u3000]*)(.*)")
_NAMES: Final = {re.sub(r"[^a-z]", "", name.lower()): name for name in SECTIONS}
_WHAT: Final = {1: "the topic's title", 2: "a question", 3: "a section"}


class Heading(NamedTuple):
    """A heading line, at the level that was meant."""

    level: int
    text: str
    span: Span
    """The place of its text."""
    told: bool = False
    """Whether something was said about it."""


class Seen(NamedTuple):
    """What stood above a heading."""

    titled: bool = False
    any: bool = False


def section_name(written: str) -> str:
    """The section that a heading means, whatever its capitals, spaces and punctuation; or ''."""
    return written if written in SECTIONS else _NAMES.get(re.sub(r"[\W\d_]", "", written.lower()), "")


def find_headings(folder: Folder, path: str, lines: Sequence[str], start: int) -> Iterator[Heading]:
    """Every heading outside fences, and problems with headings and fences that are never closed."""
    at, seen = start, Seen()
    while at < len(lines):
        line = lines[at]
        if ("```" in line or "~~~" in line) and (fence := find_fence(lines, at)):
            if not fence.closed:
                what = "the yaml block" if is_yaml(fence.info) else "this fence"
                span = Span(path, at + 1, fence.column, at + 1, fence.column + len(fence.marks))
                folder.report(
                    "S011", span, f"{what} is never closed", f"close it with a line {fence.marks!r}"
                )
            at = fence.end
            continue
        heading = _heading(path, lines, at, seen) if "#" in line[:4] else None
        if heading:
            seen = Seen(titled=seen.titled or heading.level == 1, any=True)
            if fault := _fault(heading, line):
                row, column = at + 1, line.index("#") + 1
                marks = len(line.lstrip()) - len(line.lstrip().lstrip("#"))
                right = f"write {'#' * min(heading.level, 3)} {heading.text}"
                folder.report(fault[0], Span(path, row, column, row, column + marks), fault[1], right)
                heading = heading._replace(told=True)
            yield heading
        at += 1


def _heading(path: str, lines: Sequence[str], at: int, seen: Seen) -> Heading | None:
    """What a line is a heading of, well or badly written; None where it is text."""
    found = _HEADING.fullmatch(lines[at])
    if not found:
        return None
    indent, level, space, text = found[1], len(found[2]), found[3], found[4].strip()
    has_block = is_block_start(lines, at + 1) and (seen.any or not is_title_block(lines, at + 1))
    wanted = _wanted(text, level, seen, has_block=has_block)
    if not space and text and level == 1 and not has_block and seen.any:
        return None  # a hash tag, or '#1'
    if indent and (not text or (wanted == level and not has_block and not section_name(text))):
        return None  # Markdown's own rules say what to do with it
    column = found.start(4) + 1
    return Heading(wanted, text, Span(path, at + 1, column, at + 1, column + len(text)))


def _fault(heading: Heading, line: str) -> tuple[str, str] | None:
    """The code and message of the one thing that is wrong with a heading's line."""
    found = _HEADING.fullmatch(line)
    if not found or not heading.text:
        return None
    indent, marks, space = found[1], found[2], found[3]
    if not space:
        return "S014", f"a heading needs a space after {marks}"
    if space[0] not in " \t":
        return "S014", f"a heading needs a plain space after {marks}, not U+{ord(space[0]):04X}"
    if heading.level != len(marks):
        return "S015", f"{_WHAT[heading.level]} is written with {marks}"
    return ("S014", "a heading starts at the beginning of its line") if indent else None


def _wanted(text: str, level: int, seen: Seen, *, has_block: bool) -> int:
    """The level that a heading must have been meant to be."""
    if has_block:
        return 2
    if section_name(text):
        return 3
    if text.endswith(("?", "\uff1f")) and (level != 1 or seen.titled):
        return 2 if level <= 3 else level
    if level == 2 and not seen.any:
        return 1
    return level
