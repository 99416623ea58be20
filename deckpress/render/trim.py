"""Trim: parts of a topic that its pages can never reach are left out before anything is measured."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil
from typing import Final

from deckpress.render.frame import Frame
from deckpress.render.pack import SQUEEZE
from deckpress.render.sheet import WANTED, Part, SheetQuestion, SheetTopic

__all__ = ["trim_topic"]

_AMPLE: Final = 1.25  # times the room of the pages: what ranks beyond is out of reach
_TAG: Final = re.compile(r"<[^>]*>")
_LETTERS: Final = 46  # in a line
_PROMPT: Final = 30.0  # pt, with the gap
_HEIGHTS: Final = {"figure": 110.0, "formula": 30.0}
_LINES: Final = {"lead": 9.7, "point": 9.0, "pitfall": 9.0}


def trim_topic(topic: SheetTopic, frame: Frame) -> SheetTopic:
    """The topic without the parts of lowest rank that no guess of heights lets in."""
    parts = sorted(
        (part.rank, row, place, _guess(part))
        for row, question in enumerate(topic.questions)
        for place, part in enumerate(question.parts)
    )
    load = _PROMPT * len(topic.questions)
    page = frame.columns * frame.body
    wanted = load + sum(height for rank, _, _, height in parts if rank <= WANTED)
    room = _AMPLE * page * max(ceil(wanted / (SQUEEZE * page)), 1)
    kept: set[tuple[int, int]] = set()
    for rank, row, place, height in parts:
        if rank <= WANTED or load <= room:
            kept.add((row, place))
        load += height
    return replace(topic, questions=tuple(_kept(q, row, kept) for row, q in enumerate(topic.questions)))


def _kept(question: SheetQuestion, row: int, kept: set[tuple[int, int]]) -> SheetQuestion:
    parts = tuple(part for place, part in enumerate(question.parts) if (row, place) in kept)
    return replace(question, parts=parts)


def _guess(part: Part) -> float:
    """A part's height in points, from its kind and its letters."""
    if part.kind in _HEIGHTS:
        return _HEIGHTS[part.kind]
    if part.kind in _LINES:
        return _LINES[part.kind] * ceil(len(_TAG.sub("", part.html)) / _LETTERS)
    rows = part.html.count("<tr>") * 12 + part.html.count('class="line"') * 8.2
    return max(rows, 20.0)
