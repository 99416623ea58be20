"""The index on the sheet's last pages: rows of labels and page numbers in columns of equal length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from deckpress.render.index import IndexEntry
from deckpress.render.paper.folios import folios
from deckpress.render.paper.frame import Frame
from deckpress.render.paper.pages import PageView

__all__ = ["IndexPage", "IndexRow", "index_pages"]

_HEAD: Final = 60.0  # points: the heading of the index and the legend's share
_LEAST: Final = 7.6  # points from line to line
_MOST: Final = 11.4
_LETTER: Final = 0.45  # em: width of a letter, with a little to spare
_SIZE: Final = 6.5
_INDENT: Final = 14.0
_SUB: Final = 7.0  # points: what a sub-entry is further in


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One entry or sub-entry of the index."""

    letter: str
    """Its letter, where it is the first under it; else empty."""
    label: str
    links: tuple[tuple[str, str, bool], ...]
    """Page or run of pages, the question there, and whether that question is about it."""
    under: bool = False
    """Whether it is a sub-entry."""

    def lines(self, width: float) -> int:
        """Lines that it takes in a column of that many points."""
        characters = len(self.label) + sum(len(text) + 2 for text, _, _ in self.links)
        return max(ceil(characters * _LETTER * _SIZE / (width - _INDENT - self.under * _SUB)), 1)


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the index."""

    columns: tuple[tuple[IndexRow, ...], ...]
    line: float
    """Points from line to line."""


def index_pages(
    letters: Sequence[tuple[str, Sequence[IndexEntry]]], pages: Sequence[PageView], frame: Frame
) -> list[IndexPage]:
    """The entries under their letters, in columns of equal length."""
    rows = list(_rows(letters, folios(pages)))
    if not rows:
        return []
    step, width = frame.index_columns, frame.index_column
    lines = [row.lines(width) for row in rows]
    room = frame.body - _HEAD
    count = ceil(sum(lines) * _LEAST / (room * step - _LEAST * step)) or 1
    columns = _columns(rows, lines, count * step)
    longest = max(sum(row.lines(width) for row in column) for column in columns)
    line = min(max(room / longest, _LEAST), _MOST)
    return [IndexPage(tuple(columns[at : at + step]), round(line, 2)) for at in range(0, len(columns), step)]


def _columns(rows: Sequence[IndexRow], lines: Sequence[int], count: int) -> list[tuple[IndexRow, ...]]:
    """The rows in columns with as many lines each as can be; a sub-entry stays with its entry."""
    columns: list[list[IndexRow]] = [[] for _ in range(count)]
    before, total, at = 0, sum(lines), 0
    for row, height in zip(rows, lines, strict=True):
        at = at if row.under else min(before * count // max(total, 1), count - 1)
        columns[at].append(row)
        before += height
    return [tuple(column) for column in columns]


def _rows(
    letters: Sequence[tuple[str, Sequence[IndexEntry]]], numbers: Mapping[str, int]
) -> Iterator[IndexRow]:
    for letter, entries in letters:
        for place, entry in enumerate(entries):
            yield IndexRow(letter * (place == 0), entry.label, _links(entry, numbers))
            for sub in entry.subs:
                yield IndexRow("", sub.label, _links(sub, numbers), under=True)


def _links(entry: IndexEntry, numbers: Mapping[str, int]) -> tuple[tuple[str, str, bool], ...]:
    """Its pages: those of what is about it are the main ones."""
    places: dict[int, tuple[str, bool]] = {}
    for name in entry.questions:
        places.setdefault(numbers[name], (name, name in entry.main))
    return tuple(_runs(places))


def _runs(places: Mapping[int, tuple[str, bool]]) -> Iterator[tuple[str, str, bool]]:
    """Pages in order; three or more that follow each other, none of them a main one, as first–last."""
    numbers = sorted(places)
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            if places[numbers[end]][1] or places[numbers[end + 1]][1]:
                break
            end += 1
        name, main = places[numbers[at]]
        if end - at < 2:
            yield str(numbers[at]), name, main
            at += 1
        else:
            yield f"{numbers[at]}–{numbers[end]}", name, main
            at = end + 1
