"""Tidiness: blank lines around blocks, keys in order, signs of formulas as commands; all mend themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from deckpress.bank import Bank, Markdown, Span
from deckpress.inside import flat, within
from deckpress.parts import Formula, Line, Math
from deckpress.problems import Problem, problem
from deckpress.read.fences import Fence, find_fence
from deckpress.read.files import Folder

__all__ = ["KEY", "check_tidiness"]

KEY: Final = re.compile(r"([A-Za-z0-9][\w-]*):(?: |$)")
"""A key at the margin of tags.yaml or references.yaml."""
_LISTS: Final = ("tags.yaml", "references.yaml")
_HEADING: Final = re.compile(r"#{1,3} \S")
_ITEM: Final = re.compile(r"[-*+] ")
_BEGINS: Final = "#-*+"
"""What a heading or an item begins with."""
_GOES_ON: Final = re.compile(r"\s|[-*+>|#:] ?|\d+[.)] |---$")
"""What a line that begins a list may stand under without a blank one."""
_SIGN: Final = re.compile(r"<=(?!>)|>=|(?<= )!=(?= )|(?<![-<])->")
_COMMANDS: Final = {"<=": "\\le", ">=": "\\ge", "!=": "\\ne", "->": "\\to"}


def check_tidiness(bank: Bank, folder: Folder) -> Iterator[Problem]:
    """S016, S017 and M403; only `check` asks, since nothing of it changes a product."""
    for topic in bank.topics:
        path = topic.span.path
        if path.endswith(".md") and (text := folder.text_of(path)):
            yield from _blank_lines(path, text.split("\n"))
    for path in _LISTS:
        if folder.exists(path) and (text := folder.text_of(path)):
            yield from _order(path, text.split("\n"))
    for question in bank.questions():
        for part in question.texts():
            yield from _signs(part)


def _blank_lines(path: str, lines: Sequence[str]) -> Iterator[Problem]:
    at, closed = 0, False
    while at < len(lines):
        line = lines[at]
        fence = find_fence(lines, at) if "```" in line or "~~~" in line else None
        above = lines[at - 1].strip() if at else ""
        if line and (closed or (above and (fence or line[0] in _BEGINS))):
            what = "below a fence" if closed and line.strip() else above and _unparted(lines, at, fence)
            if what:
                yield problem("S016", Span(path, at + 1), f"there is no blank line {what}", "add one")
        closed = bool(fence and fence.closed and fence.column == 1)
        at = fence.end if fence else at + 1


def _unparted(lines: Sequence[str], at: int, fence: Fence | None) -> str:
    """What a line begins without a blank one above it."""
    above, line = lines[at - 1], lines[at]
    if fence and fence.column == 1 and not _HEADING.match(above):
        return "above a fence"
    if above != "---" and _HEADING.match(line):
        return "above a heading"
    return "above a list" if _ITEM.match(line) and not _GOES_ON.match(above) else ""


def _order(path: str, lines: Sequence[str]) -> Iterator[Problem]:
    """The first key that stands behind one that comes after it; none where comments part the keys."""
    keys = [(number, found[1]) for number, line in enumerate(lines, 1) if (found := KEY.match(line))]
    if any(line.startswith("#") for line in lines[keys[0][0] :] if keys):
        return
    for (_, first), (number, second) in pairwise(keys):
        if second < first:
            span = Span(path, number, 1, number, len(second) + 1)
            yield problem("S017", span, f"{second!r} stands behind {first!r}", "sort the keys by letters")
            return


def _signs(text: Markdown) -> Iterator[Problem]:
    if not any(map(text.source.__contains__, _COMMANDS)):
        return
    for block in within(text.blocks):
        if isinstance(block, Line):
            for part in (part for part in flat(block.parts) if isinstance(part, Math)):
                for found in _SIGN.finditer(part.tex):
                    yield _sign(text.place_in(block, part, found.start(), 2), found[0])
        elif isinstance(block, Formula):
            for row, line in enumerate(text.source.split("\n")[block.row : block.end], block.row):
                for found in _SIGN.finditer(line):
                    yield _sign(text.place_line(row, line, found.start(), 2), found[0])


def _sign(span: Span, sign: str) -> Problem:
    return problem("M403", span, f"a formula has {sign!r}", f"write {_COMMANDS[sign]}")
