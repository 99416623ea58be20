"""A page of Markdown by lines, and the cards that a dialect finds in it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["HEAD", "Card", "Page", "deck_above", "join", "page_of", "take_tags"]

_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})")
HEAD: Final = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_TITLE: Final = re.compile(r"#\s+(.+?)\s*#*$")
_KEY: Final = re.compile(r"(?:title|deck|TARGET DECK)\s*:\s*(.+)", re.I)
_TAGS: Final = re.compile(r"(?<![\w&/])#([A-Za-z][\w/-]*)")


@dataclass(frozen=True, slots=True)
class Card:
    """A question as its page has it."""

    prompt: str
    answer: str = ""
    tags: tuple[str, ...] = ()
    deck: str = ""
    """Headings above it, joined by '::'."""
    cards: Literal["forward", "both"] = "forward"
    gaps: bool = False
    """Whether the prompt is a sentence with deletions."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a file after its front matter."""

    lines: tuple[str, ...]
    code: tuple[bool, ...]
    """Whether each line is part of a fence."""
    title: str = ""

    def marked(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Each line outside fences that fits a pattern as a whole."""
        for at, line in enumerate(self.lines):
            found = None if self.code[at] else pattern.fullmatch(line)
            if found:
                yield at, found


def page_of(text: str) -> Page:
    """The page: front matter and a first heading of level 1 are its title."""
    lines = text.removeprefix("\ufeff").split("\n")
    title = ""
    if lines[0].rstrip() == "---" and "---" in (line.rstrip() for line in lines[1:]):
        end = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
        title = next((found[1] for line in lines[1:end] if (found := _KEY.fullmatch(line.strip()))), "")
        lines = lines[end + 1 :]
    code = _fenced(lines)
    tops = [(at, _TITLE.fullmatch(line)) for at, line in enumerate(lines) if not code[at]]
    heads = [(at, found[1]) for at, found in tops if found]
    if len(heads) == 1 and not "".join(lines[: heads[0][0]]).strip() and "#card" not in heads[0][1]:
        title = title or heads[0][1]
        lines[heads[0][0]] = ""
    return Page(tuple(lines), tuple(code), title.strip("\"' "))


def _fenced(lines: Sequence[str]) -> list[bool]:
    out, marks = [], ""
    for line in lines:
        found = _FENCE.match(line)
        if found and not marks:
            marks = found[1]
            out.append(True)
        else:
            out.append(bool(marks))
            if found and marks and found[1].startswith(marks) and not line.strip().strip(marks[0]):
                marks = ""
    return out


def deck_above(heads: Sequence[tuple[int, re.Match[str]]], at: int) -> str:
    """The heading above a line, of those in order."""
    number = bisect([row for row, _ in heads], at)
    return heads[number - 1][1][2] if number else ""


def join(lines: Sequence[str]) -> str:
    """Lines as a text without blank ones around it and without a common margin."""
    text = [line.rstrip() for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in text if line), default=0)
    return "\n".join(line[margin:] for line in text).strip("\n")


def take_tags(text: str, *drop: str) -> tuple[str, tuple[str, ...]]:
    """A line without the hashtags at its end, and these but those to drop."""
    tags: list[str] = []
    while found := re.search(r"(?:^|\s)#([A-Za-z][\w/-]*)\s*$", text):
        tags.insert(0, found[1].replace("/", "::"))
        text = text[: found.start()]
    return text.rstrip(), tuple(tag for tag in tags if tag.lower() not in drop)
