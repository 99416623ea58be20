"""Image occlusion: Anki's own notes of masks on a picture, as labels with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["is_occlusion", "label_items"]

_SHAPE: Final = re.compile(r"\{\{c(\d{1,3})::image-occlusion:(\w+)((?::[^:{}]*)*)\}\}")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+")


def is_occlusion(fields: Mapping[str, str]) -> bool:
    """Whether a note hides regions of a picture."""
    return any("::image-occlusion:" in text for text in fields.values())


def label_items(text: str) -> tuple[list[str], int]:
    """The items of a Labels section, and how many shapes have no place there.

    Anki's masks have no names: each is called by its number, and keeps it as long as no other has it.
    """
    items: list[str] = []
    taken: set[int] = set()
    left = 0
    shapes = list(_SHAPE.finditer(text))
    spare = max([int(found[1]) for found in shapes], default=0)
    for found in shapes:
        given = dict(part.split("=", 1) for part in found[3].split(":") if "=" in part)
        place = _place(found[2], given)
        if not place:
            left += 1
            continue
        number = int(found[1])
        if number in taken or not number:
            spare += 1
            number = spare
        taken.add(number)
        items.append(f"- {{#{number}}} region {number}: {place}")
    return items, left


def _place(shape: str, given: Mapping[str, str]) -> str:
    """A region in percent of the picture; '' for a shape that is no region."""
    if shape == "polygon":
        numbers = [float(one) for one in _NUMBER.findall(given.get("points", ""))]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        return (
            f"polygon {', '.join(' '.join(map(_percent, point)) for point in points)}"
            if len(points) > 2
            else ""
        )
    left, top = _value(given, "left"), _value(given, "top")
    if shape == "ellipse":
        size = [2 * _value(given, "rx"), 2 * _value(given, "ry")]
    else:
        size = [_value(given, "width"), _value(given, "height")]
    if shape not in ("rect", "ellipse") or not all(size):
        return ""
    return f"{shape} {' '.join(_bounded(left, top, *size))}"


def _bounded(left: float, top: float, width: float, height: float) -> Iterator[str]:
    """A box that stays inside its picture."""
    left, top = min(max(left, 0), 1), min(max(top, 0), 1)
    yield from map(_percent, (left, top, min(width, 1 - left), min(height, 1 - top)))


def _percent(share: float) -> str:
    return f"{round(100 * min(max(share, 0), 1), 2):g}%"


def _value(given: Mapping[str, str], key: str) -> float:
    found = _NUMBER.fullmatch(given.get(key, ""))
    return float(found[0]) if found else 0.0
