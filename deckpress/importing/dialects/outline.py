"""Outlines: questions as headings, as bold lines, as bullets with or without an answer below."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from typing import Final

from deckpress.importing.dialects.card import HEAD, Card, Page, deck_above, join, take_tags

__all__ = ["bold_lines", "bullets", "headings", "nested_bullets"]

_BOLD: Final = re.compile(r"\s*(?:\d+[.)]\s+|[-*+]\s+)?(\*\*|__)(?:\d+[.)]\s*)?(.+?)\1\s*:?\s*")
_NUMBER: Final = re.compile(r"^(?:\d+[.)]|Q\d*[.:)])\s+", re.I)
_RULE: Final = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_BULLET: Final = re.compile(r"(\s*)(?:[-*+]|\d+[.)])\s+(.+)")
_CHECK: Final = re.compile(r"^\[[ xX]\]\s+")


def headings(page: Page) -> Iterator[Card]:
    """A heading asks and the text under it answers; those above name the deck, those below are parts."""
    heads = list(page.marked(HEAD))
    if not heads:
        return
    ends = [at for at, _ in heads[1:]] + [len(page.lines)]
    bodies = [_body(page, at + 1, end) for (at, _), end in zip(heads, ends, strict=True)]
    levels = Counter(len(found[1]) for (_, found), body in zip(heads, bodies, strict=True) if body)
    asked = max(levels, key=lambda level: (levels[level], -level), default=max(len(f[1]) for _, f in heads))
    path: list[tuple[int, str]] = []
    for number, (at, found) in enumerate(heads):
        level = len(found[1])
        path = [row for row in path if row[0] < level]
        if level == asked:
            end = next((row for row, f in heads[number + 1 :] if len(f[1]) <= asked), len(page.lines))
            prompt, tags = take_tags(_NUMBER.sub("", found[2]))
            yield Card(prompt, _body(page, at + 1, end), tags, "::".join(name for _, name in path))
        elif level < asked:
            path.append((level, found[2]))


def _body(page: Page, start: int, end: int) -> str:
    return join([line for line in page.lines[start:end] if not _RULE.fullmatch(line)])


def bold_lines(page: Page) -> Iterator[Card]:
    """A bold line asks and what follows answers; headings name the deck."""
    marks = [(at, found) for at, found in page.marked(_BOLD) if found[1] not in found[2]]
    asked = sum(found[2].rstrip().endswith("?") for _, found in marks)
    if not marks or asked * 2 < len(marks):
        return
    heads = list(page.marked(HEAD))
    bounds = sorted({at for at, _ in marks} | {at for at, _ in heads} | {at for at, _ in page.marked(_RULE)})
    for at, found in marks:
        end = next(iter(bounds[bisect(bounds, at) :]), len(page.lines))
        deck = deck_above(heads, at)
        yield Card(found[2].strip(), join(page.lines[at + 1 : end]), deck=deck)


def nested_bullets(page: Page) -> Iterator[Card]:
    """A bullet asks and the bullets below it answer."""
    marks = [(at, found) for at, found in page.marked(_BULLET) if not found[1]]
    heads = list(page.marked(HEAD))
    cards = []
    for number, (at, found) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(page.lines)
        stop = next((row for row in range(at + 1, end) if HEAD.fullmatch(page.lines[row])), end)
        body = join(page.lines[at + 1 : stop])
        prompt, tags = take_tags(_CHECK.sub("", found[2]))
        cards.append(Card(prompt, body, tags, deck_above(heads, at)))
    if sum(bool(card.answer) for card in cards) * 2 > len(cards):
        yield from cards


def bullets(page: Page) -> Iterator[Card]:
    """A list of questions without answers: drafts."""
    heads = list(page.marked(HEAD))
    for at, found in page.marked(_BULLET):
        prompt, tags = take_tags(_CHECK.sub("", found[2]))
        yield Card(prompt, "", tags, deck_above(heads, at))
