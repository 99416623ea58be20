"""Sides: questions whose front and back are parted by a sign."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from deckpress.importing.dialects.card import HEAD, Card, Page, deck_above, join, take_tags

__all__ = ["colons", "percent", "question_marks", "questions_answers", "rows", "rules"]

_MARK: Final = re.compile(
    r"\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?([QAC])(?:uestion|nswer)?\s*\d*\s*[:.](?:\*\*|__)?\s*(.*)"
)
_RULE: Final = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*")
_PERCENT: Final = re.compile(r"\s*%\s*")
_ASKED: Final = re.compile(r"\s*(\?\??)\s*")
_COLONS: Final = re.compile(r"\s*(?:[-*+]\s+)?(.+?\S)\s*(?<!:)(:::?)(?!:)\s*(\S.*)")
_CODE: Final = re.compile(r"`[^`]*`")
_GAP: Final = re.compile(r"(?<![\]!\\\[])\[([^\[\]]+)\](?![(\[:])")
_ROW: Final = re.compile(r"\s*\|(.+)\|\s*")
_LINE: Final = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")


def questions_answers(page: Page) -> Iterator[Card]:
    """'Q:' and 'A:' lines, each with the lines after it; 'C:' is a sentence with deletions in brackets."""
    marks = [(at, found) for at, found in page.marked(_MARK)]
    kinds = [found[1] for _, found in marks]
    if "C" not in kinds and not ("Q" in kinds and "A" in kinds):
        return
    heads = list(page.marked(HEAD))
    stops = sorted({at for at, _ in heads} | {at for at, _ in page.marked(_RULE)})
    prompt: str | None = None
    for number, (at, found) in enumerate(marks):
        limit = marks[number + 1][0] if number + 1 < len(marks) else len(page.lines)
        deck = deck_above(heads, at)
        limit = min([limit, *stops[bisect(stops, at) :][:1]])
        text = join([found[2], *page.lines[at + 1 : limit]])
        if found[1] == "C":
            yield Card(_deletions(text), deck=deck, gaps=True)
        elif found[1] == "Q":
            if prompt is not None:
                yield Card(prompt, deck=deck)
            prompt = text
        elif prompt is not None:
            yield Card(prompt, text, deck=deck)
            prompt = None
    if prompt is not None:
        yield Card(prompt, deck=deck)


def _deletions(text: str) -> str:
    """A sentence whose brackets become deletions, each of its own number."""
    if "{{c" in text:
        return text
    numbers = iter(range(1, len(text)))
    return _GAP.sub(lambda found: f"{{{{c{next(numbers)}::{found[1]}}}}}", text)


def percent(page: Page) -> Iterator[Card]:
    """A line '%' between the sides; cards are parted by rules or begin with headings."""
    signs = [at for at, _ in page.marked(_PERCENT)]
    if not signs:
        return
    bounds = sorted({at for at, _ in page.marked(_RULE)} | {at for at, _ in page.marked(HEAD)})
    for sign in signs:
        place = bisect(bounds, sign)
        start = bounds[place - 1] if place else -1
        end = bounds[place] if place < len(bounds) else len(page.lines)
        head = HEAD.fullmatch(page.lines[start]) if start >= 0 else None
        front = [head[2]] if head else []
        yield Card(join([*front, *page.lines[start + 1 : sign]]), join(page.lines[sign + 1 : end]))


def question_marks(page: Page) -> Iterator[Card]:
    """A line '?' between the sides, '??' where both are asked; a blank line ends the card."""
    for at, found in page.marked(_ASKED):
        front = _until_blank(page.lines[:at][::-1])[::-1]
        back = _until_blank(page.lines[at + 1 :])
        if front and back:
            prompt, tags = take_tags(join(front), "flashcards")
            answer, more = take_tags(join(back), "flashcards")
            yield Card(prompt, answer, tags + more, cards="both" if found[1] == "??" else "forward")


def _until_blank(lines: Sequence[str]) -> list[str]:
    out: list[str] = []
    for line in lines:
        if not line.strip() or HEAD.fullmatch(line):
            break
        out.append(line)
    return out


def colons(page: Page) -> Iterator[Card]:
    """'front :: back' on a line, ':::' where both are asked; code has colons of its own."""
    masked = [_CODE.sub(lambda code: "`" * len(code[0]), line) for line in page.lines]
    found = [
        (at, row) for at, line in enumerate(masked) if not page.code[at] and (row := _COLONS.fullmatch(line))
    ]
    written = [at for at, line in enumerate(page.lines) if line.strip() and not HEAD.fullmatch(line)]
    if not found or len(found) * 3 < len(written):
        return
    heads = list(page.marked(HEAD))
    for at, row in found:
        deck = deck_above(heads, at)
        front, back = (page.lines[at][slice(*row.span(side))] for side in (1, 3))
        back, tags = take_tags(back)
        yield Card(front, back, tags, deck, "both" if row[2] == ":::" else "forward")


def rows(page: Page) -> Iterator[Card]:
    """A table of two columns, or more: prompt, answer, and what goes with it."""
    lines = [at for at, _ in page.marked(_LINE)]
    for start in lines:
        for at in range(start + 1, len(page.lines)):
            found = _ROW.fullmatch(page.lines[at])
            if not found:
                break
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", found[1])]
            if len(cells) > 1 and cells[0]:
                yield Card(cells[0], "\n\n".join(cell for cell in cells[1:] if cell))


def rules(page: Page) -> Iterator[Card]:
    """Cards parted by rules; the first paragraph of each asks."""
    bounds = [-1, *(at for at, _ in page.marked(_RULE)), len(page.lines)]
    if len(bounds) < 4 or any(True for _ in page.marked(HEAD)):
        return
    for start, end in pairwise(bounds):
        text = join(page.lines[start + 1 : end])
        front, _, back = text.partition("\n\n")
        if front:
            yield Card(front, back.strip("\n"))
