"""Blocks: questions between marks of their own: START and END, <details>, #card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from deckpress.importing.dialects.card import Card, Page, join, take_tags

__all__ = ["card_tags", "details", "start_end"]

_START: Final = re.compile(r"\s*(?:<!--\s*)?START\s*(?:-->)?\s*")
_END: Final = re.compile(r"\s*(?:<!--\s*)?END\s*(?:-->)?\s*")
_INLINE: Final = re.compile(r"\s*(?:<!--\s*)?STARTI\s+\[([^\]]+)\]\s*(.+?)\s*ENDI\s*(?:-->)?\s*")
_BACK: Final = re.compile(r"Back:\s*(.*)", re.I)
_FRONT: Final = re.compile(r"Front:\s*(.*)", re.I)
_TAGS: Final = re.compile(r"Tags:\s*(.*)", re.I)
_ID: Final = re.compile(r"(?:<!--)?\s*ID:\s*\d+.*", re.I)
_DETAILS: Final = re.compile(r"<details[^>]*>\s*<summary[^>]*>(.*?)</summary>(.*?)</details>", re.S | re.I)
_WRAPPED: Final = re.compile(r"</?(?:b|strong|h[1-6])>", re.I)
_CARD: Final = re.compile(
    r"(\s*)(?:([-*+])\s+|(#{1,6})\s+)?(.*\S)\s+(#(?:card|flashcard)(?:[-/]\w+)?\b.*)", re.I
)
_BOUND: Final = re.compile(r"#{1,6}\s.*|---+\s*")
_DROP: Final = ("card", "flashcard", "card-reverse", "card-spaced", "card::reverse", "flashcards")


def start_end(page: Page) -> Iterator[Card]:
    """START, the kind of note, the front, 'Back:' and the back, END."""
    ends = [at for at, _ in page.marked(_END)]
    for at, _ in page.marked(_START):
        end = next((end for end in ends if end > at), None)
        if end is not None:
            yield _block([*page.lines[at + 1 : end]])
    for _, found in page.marked(_INLINE):
        front, _, back = found[2].partition("Back:")
        yield Card(front.strip(), back.strip(), gaps="{{c" in front)


def _block(lines: list[str]) -> Card:
    kind = lines.pop(0).strip() if lines else ""
    tags: list[str] = []
    sides: tuple[list[str], list[str]] = ([], [])
    side = 0
    for line in lines:
        if found := _TAGS.fullmatch(line.strip()):
            tags += found[1].replace(",", " ").split()
        elif found := _BACK.fullmatch(line.strip()):
            side = 1
            sides[1].append(found[1])
        elif not _ID.fullmatch(line.strip()):
            head = _FRONT.fullmatch(line.strip()) if not sides[0] else None
            sides[side].append(head[1] if head else line)
    front, back = map(join, sides)
    both = "reverse" in kind.lower()
    return Card(front, back, tuple(tags), cards="both" if both else "forward", gaps="{{c" in front)


def details(page: Page) -> Iterator[Card]:
    """A summary that asks, and what it unfolds."""
    text = "\n".join("" if code else line for line, code in zip(page.lines, page.code, strict=True))
    if not _DETAILS.search(text):
        return
    deck, at = "", 0
    whole = "\n".join(page.lines)
    for found in _DETAILS.finditer(whole):
        heads = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", whole[at : found.start()], re.M)
        deck, at = (heads[-1] if heads else deck), found.end()
        yield Card(_WRAPPED.sub("", found[1]).strip(), join(found[2].split("\n")), deck=deck)


def card_tags(page: Page) -> Iterator[Card]:
    """A line with #card; the answer is indented below it, or follows until a blank line or heading."""
    marks = list(page.marked(_CARD))
    for number, (at, found) in enumerate(marks):
        limit = marks[number + 1][0] if number + 1 < len(marks) else len(page.lines)
        margin, heading = len(found[1]), found[3]
        body: list[str] = []
        for row in range(at + 1, limit):
            line = page.lines[row]
            indent = len(line) - len(line.lstrip())
            bullet = found[2] and line.strip() and indent <= margin
            if not page.code[row] and (bullet or _BOUND.fullmatch(line)):
                break
            if not found[2] and not heading and not line.strip() and any(map(str.strip, body)):
                break
            body.append(line)
        _, tags = take_tags(f" {found[5]}", *_DROP)
        both = "reverse" in found[5].lower()
        yield Card(
            found[4], _unlisted(join(body)), tags, cards="both" if both else "forward", gaps="{{c" in found[4]
        )


def _unlisted(text: str) -> str:
    """An answer that is one bullet, without it."""
    rows = text.split("\n")
    bullets = [row for row in rows if re.match(r"[-*+]\s", row)]
    return (
        join([re.sub(r"^[-*+]\s+", "  ", rows[0]), *rows[1:]])
        if len(bullets) == 1 and rows[0] in bullets
        else text
    )
