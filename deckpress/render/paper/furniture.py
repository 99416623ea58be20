"""Furniture: lines that come back on page after page are artifacts of a PDF, and nothing in its tag tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from deckpress.render.paper.marks import Mark, marks_of, streams_of
from deckpress.render.paper.structure import drop, live_elements, page_rows

__all__ = ["set_aside"]

_NAMED: Final = "/Part"
"""What WeasyPrint makes of `<main>`. It has no word for furniture, so our templates put it there."""
_ARTIFACT: Final = ("/Artifact", b"<</Type /Pagination>>")  # ISO 32000-1, 14.8.2.2.2
_PAGES: Final = 3
"""A line on as many pages is furniture, in a short document one on all; others a reader should not miss."""
_SHORT: Final = 6  # pages
_APART: Final = 2.5  # pt between the baselines of two lines
_VARIES: Final = re.compile(r"[\d\s]+")


def set_aside(pdf: Any) -> dict[bytes, list[Mark]]:
    """Make artifacts of the lines in margin boxes and `<main>` that come back; number other contents anew.

    The contents that are left, of each page by its reference.

    `pdf` is what WeasyPrint hands to a finisher: it marks the text of margin boxes like other text, with
    elements that hang on nothing.
    """
    elements, rows, marks = live_elements(pdf), page_rows(pdf), marks_of(pdf)
    movable = _movable(elements)
    lines = {page: list(_lines(marks[page])) for page in rows}
    pages = Counter(key for page in lines.values() for key in {_key(line) for line in page})
    least = _PAGES if len(rows) >= _SHORT else max(len(rows), 2)
    streams = streams_of(pdf)
    for page, row in rows.items():
        furniture = {
            mark.number
            for line in lines[page]
            if pages[_key(line)] >= least
            for mark in line
            if row[mark.number] in movable
        }
        numbers = _renumber(streams[page], row, furniture, elements)
        marks[page] = [
            replace(mark, number=numbers[mark.number]) for mark in marks[page] if mark.number in numbers
        ]
    for reference in [reference for reference in reversed(elements) if reference in movable]:
        _clear(reference, elements)
    return marks


def _movable(elements: dict[bytes, Any]) -> set[bytes]:
    """What stands in `<main>`, or hangs on nothing as margin boxes do."""
    (document,) = (element for element in elements.values() if element["S"] == "/Document")
    named = [element for element in elements.values() if element["S"] == _NAMED]
    return (elements.keys() - set(_within(document, elements))).union(*(_within(e, elements) for e in named))


def _within(element: Any, elements: dict[bytes, Any]) -> Iterator[bytes]:
    """An element and all in it."""
    yield element.reference
    for kid in element["K"]:
        if kid in elements:
            yield from _within(elements[kid], elements)


def _lines(marks: list[Mark]) -> Iterator[list[Mark]]:
    """What a sighted reader sees as lines: runs of text on a baseline, whatever they belong to."""
    line: list[Mark] = []
    for mark in sorted((mark for mark in marks if mark.text.strip()), key=lambda mark: mark.baseline):
        if line and mark.baseline - line[-1].baseline > _APART:
            yield line
            line = []
        line.append(mark)
    if line:
        yield line


def _key(line: list[Mark]) -> str:
    """The text of a line without numbers, in any order: on the back of a leaf a foot is mirrored."""
    return "".join(sorted(_VARIES.sub("", mark.text.lower()) for mark in line))


def _renumber(
    stream: list[Any], row: list[bytes], furniture: set[int], elements: dict[bytes, Any]
) -> dict[int, int]:
    """Make artifacts of some contents of a page and number the others without gaps; old numbers to new."""
    numbers: dict[int, int] = {}
    for place, item in enumerate(stream):
        if isinstance(item, dict):
            number = item["MCID"]
            if number in furniture:
                stream[place - 1 : place + 1] = _ARTIFACT
                elements[row[number]]["K"].remove(number)
            else:
                item["MCID"] = numbers[number] = len(numbers)
    for reference in {row[number] for number in numbers}:
        kids = elements[reference]["K"]
        kids[:] = [numbers[kid] if isinstance(kid, int) else kid for kid in kids]
    row[:] = [row[number] for number in numbers]
    return numbers


def _clear(reference: bytes, elements: dict[bytes, Any]) -> None:
    """Drop an element that is left with nothing, and those around it that held only it."""
    element = elements[reference]
    if element["S"] == _NAMED:
        element["S"] = "/P"
    if not element["K"]:
        parent = elements.get(element["P"])
        drop(element)
        if parent and reference in parent["K"]:
            parent["K"].remove(reference)
            _clear(parent.reference, elements)
