"""Labels: regions of a picture with their names, each with its permanent number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from deckpress.bank import Label, Labels, Markdown, Span
from deckpress.inside import flat
from deckpress.parts import Image
from deckpress.pictures import FIGURES
from deckpress.read.files import Folder

__all__ = ["read_labels", "split_labels"]

_MOST: Final = 60  # labels of a picture
_LEAST: Final = 3.0  # percent of a side: on a phone ten pixels
_CELLS: Final = 100  # to a side, for finding what overlaps
_SHARED: Final = 0.15  # of the smaller region
_ITEM: Final = re.compile(r"\s{0,3}[-*+]\s+(?P<body>\S.*)")
_LABEL: Final = re.compile(
    r"(?:\{#(?P<first>\d{1,3})\}\s*)?(?P<text>\S.*?)\s*:\s*(?P<shape>[A-Za-z]+)\s+"
    r"(?P<numbers>[-+\d.%,\s]+?)\s*(?:\{#(?P<last>\d{1,3})\})?\s*"
)
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SHAPES: Final = ("rect", "ellipse", "polygon")


def split_labels(source: str) -> tuple[str, str]:
    """The picture of a section, and its list, with empty lines for what stands above."""
    lines = source.split("\n")
    first = next((at for at, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    return "\n".join(lines[:first]), "\n" * first + "\n".join(lines[first:])


def read_labels(folder: Folder, picture: Markdown, items: str) -> Labels | None:
    """The labels of a section, or None and a problem where it has no picture or no label."""
    shown = list(picture.lines())
    images = [part for line in shown for part in flat(line.parts) if isinstance(part, Image)]
    place = Span(picture.span.path, picture.span.line)
    if len(images) != 1 or len(shown) != 1:
        hint = "write ![what is seen](../figures/name.png), an empty line, and a list of labels"
        folder.report("F720", place, "labels stand on exactly one picture", hint)
        return None
    rows = list(_rows(items, picture.span))
    if not rows:
        folder.report("F720", place, "the picture has no labels", "write: - aorta: rect 41% 8% 18% 12%")
        return None
    if len(rows) > _MOST:
        folder.report("F720", rows[_MOST].span, f"more than {_MOST} labels", "make two pictures of it")
        return None
    labels = _numbered(folder, [label for row in rows if (label := _label(folder, row))])
    _check(folder, labels)
    image = images[0]
    return Labels(image.source.removeprefix(FIGURES), image.alt, image.caption, tuple(labels))


@dataclass(frozen=True, slots=True)
class _Row:
    """One item as it was written."""

    position: int
    text: str
    span: Span


def _rows(items: str, origin: Span) -> Iterator[_Row]:
    """Each item with the lines that go on with it."""
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(items.split("\n")):
        if found := _ITEM.match(line):
            rows.append((number, found["body"].rstrip()))
        elif line.strip() and rows:
            rows[-1] = rows[-1][0], f"{rows[-1][1]} {line.strip()}"
    for position, (number, text) in enumerate(rows, 1):
        yield _Row(position, text, Span(origin.path, origin.line + number, 1))


def _label(folder: Folder, row: _Row) -> Label | None:
    found = _LABEL.fullmatch(row.text)
    shape = found["shape"].lower() if found else ""
    numbers = [float(number) for number in _NUMBER.findall(found["numbers"])] if found else []
    count = len(numbers)
    if not found or shape not in _SHAPES or (count != 4 if shape != "polygon" else count < 6 or count % 2):
        hint = "write: name: rect left top width height; ellipse likewise; polygon x y, x y, x y"
        folder.report("F720", row.span, f"the label {row.text[:50]!r} cannot be read", hint)
        return None
    points = tuple(zip(numbers[::2], numbers[1::2], strict=True)) if shape == "polygon" else ()
    if points:
        across, down = [x for x, _ in points], [y for _, y in points]
        numbers = [min(across), min(down), max(across) - min(across), max(down) - min(down)]
    left, top, width, height = numbers
    if left < 0 or top < 0 or left + width > 100 or top + height > 100:
        what = f"the label {found['text']!r} reaches beyond the picture"
        folder.report("F721", row.span, what, "percents go from 0 at the left and top to 100")
        return None
    number = int(found["first"] or found["last"] or row.position)
    return Label(number, found["text"], shape, (left, top, width, height), points, row.span)


def _numbered(folder: Folder, labels: list[Label]) -> list[Label]:
    """The labels with numbers of their own."""
    seen: dict[int, Label] = {}
    for label in labels:
        if label.number in seen or not 0 < label.number < 500:
            other = seen.get(label.number)
            what = f"two labels are number {label.number}" if other else f"a label is number {label.number}"
            related = ((other.span, "the other"),) if other else ()
            folder.report("F724", label.span, what, "give each its own {#n}, from 1 on", *related)
        else:
            seen[label.number] = label
    return list(seen.values())


def _check(folder: Folder, labels: list[Label]) -> None:
    """F722 for a region too small to be seen, F723 for two that lie on each other."""
    for label in labels:
        if min(label.box[2:]) < _LEAST:
            what = f"the label {label.text!r} is {min(label.box[2:]):g} % of the picture's side"
            folder.report("F722", label.span, what, f"make it {_LEAST:g} % or more, to be seen on a phone")
    cells = {label.number: _cells(label) for label in labels}
    for first, second in combinations(labels, 2):
        shared = len(cells[first.number] & cells[second.number])
        if shared > _SHARED * min(len(cells[first.number]), len(cells[second.number])):
            what = f"the labels {first.text!r} and {second.text!r} lie on each other"
            folder.report("F723", second.span, what, "one would hide the other", (first.span, "the other"))


def _cells(label: Label) -> frozenset[tuple[int, int]]:
    """The cells of a grid whose middles a label covers."""
    left, top, width, height = label.box
    share = 100 / _CELLS
    return frozenset(
        (column, row)
        for column in range(int(left / share), int((left + width) / share) + 1)
        for row in range(int(top / share), int((top + height) / share) + 1)
        if _holds(label, (column + 0.5) * share, (row + 0.5) * share)
    )


def _holds(label: Label, x: float, y: float) -> bool:
    left, top, width, height = label.box
    across, down = (x - left) / (width or 1), (y - top) / (height or 1)
    if label.shape == "rect":
        return 0 <= across <= 1 and 0 <= down <= 1
    if label.shape == "ellipse":
        return (across - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25
    inside = False
    for (x1, y1), (x2, y2) in zip(label.points, label.points[1:] + label.points[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
