"""Folios: the pages on which questions stand, for see-references and the index of terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from deckpress.render.frame import Frame
from deckpress.render.pages import ColumnView, Group, PageView
from deckpress.render.sheet import SEE_PAGE, Part, SheetQuestion
from deckpress.render.terms import Term

__all__ = ["IndexPage", "IndexRow", "folios", "index_pages", "with_folios"]

_HEAD: Final = 44.0  # points: the heading of the index and the legend's share
_LEAST: Final = 8.8  # points from line to line
_MOST: Final = 11.4
_LETTER: Final = 0.53  # em: width of a letter, with a little to spare
_SIZE: Final = 7.2
_INDENT: Final = 14.0


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One term of the index."""

    letter: str
    """Its letter, where it is the first under it; else empty."""
    label: str
    links: tuple[tuple[str, str], ...]
    """Page or run of pages, and the question there."""

    def lines(self, width: float) -> int:
        """Lines that it takes in a column of that many points."""
        characters = len(self.label) + sum(len(text) + 2 for text, _ in self.links)
        return max(ceil(characters * _LETTER * _SIZE / (width - _INDENT)), 1)


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the index."""

    columns: tuple[tuple[IndexRow, ...], ...]
    line: float
    """Points from line to line."""


def folios(pages: Sequence[PageView]) -> dict[str, int]:
    """Question id to the number of the page on which it begins."""
    return {
        question.id: number
        for number, page in enumerate(pages, 1)
        for column in page.columns
        for question in column.questions
        if not question.begun
    }


def with_folios(pages: Sequence[PageView]) -> list[PageView]:
    """The pages with the numbers that see-references were measured without."""
    numbers = folios(pages)

    def column(view: ColumnView) -> ColumnView:
        return replace(view, groups=tuple(group(g) for g in view.groups))

    def group(view: Group) -> Group:
        return replace(view, questions=tuple(_numbered(q, numbers) for q in view.questions))

    return [
        replace(page, bands=tuple(replace(b, columns=tuple(map(column, b.columns))) for b in page.bands))
        for page in pages
    ]


def _numbered(question: SheetQuestion, numbers: Mapping[str, int]) -> SheetQuestion:
    def number(found: re.Match[str]) -> str:
        return f"{found[1]}{numbers[found[2]]}"

    def numbered(part: Part) -> Part:
        if part.kind != "see":
            return part
        return replace(part, html=type(part.html)(SEE_PAGE.sub(number, part.html)))

    return replace(question, parts=tuple(map(numbered, question.parts)))


def index_pages(
    terms: Sequence[tuple[str, Sequence[Term]]], pages: Sequence[PageView], frame: Frame
) -> list[IndexPage]:
    """The index of terms, under their letters, in columns of equal length."""
    rows = list(_rows(terms, folios(pages)))
    if not rows:
        return []
    lines = [row.lines(frame.column) for row in rows]
    room = frame.body - _HEAD
    count = ceil(sum(lines) * _LEAST / (room * frame.columns - _LEAST * frame.columns)) or 1
    columns = _columns(rows, lines, count * frame.columns)
    longest = max(sum(row.lines(frame.column) for row in column) for column in columns)
    line = min(max(room / longest, _LEAST), _MOST)
    step = frame.columns
    return [IndexPage(tuple(columns[at : at + step]), round(line, 2)) for at in range(0, len(columns), step)]


def _columns(rows: Sequence[IndexRow], lines: Sequence[int], count: int) -> list[tuple[IndexRow, ...]]:
    """The rows in columns with as many lines each as can be."""
    columns: list[list[IndexRow]] = [[] for _ in range(count)]
    before, total = 0, sum(lines)
    for row, height in zip(rows, lines, strict=True):
        columns[min(before * count // max(total, 1), count - 1)].append(row)
        before += height
    return [tuple(column) for column in columns]


def _rows(letters: Sequence[tuple[str, Sequence[Term]]], numbers: Mapping[str, int]) -> Iterator[IndexRow]:
    for letter, terms in letters:
        first = True
        for term in terms:
            places: dict[int, str] = {}
            for name in term.questions:
                places.setdefault(numbers[name], name)
            yield IndexRow(letter if first else "", term.label, tuple(_runs(places)))
            first = False


def _runs(places: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Pages in order, three or more that follow each other as first–last."""
    numbers = sorted(places)
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        if end - at < 2:
            yield str(numbers[at]), places[numbers[at]]
            at += 1
        else:
            yield f"{numbers[at]}–{numbers[end]}", places[numbers[at]]
            at = end + 1
