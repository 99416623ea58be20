"""Paths: an SVG path of absolute points in relative ones, which are shorter and say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

__all__ = ["shorter_path"]

_PLAIN: Final = re.compile(r"[MLZ0-9 .,-]*")
_COMMAND: Final = re.compile(r"([MLZ])([^MLZ]*)")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+")
_Point = tuple[Decimal, Decimal]


def shorter_path(path: str) -> str:
    """The same outline by `l` and `z`; a path with any command but M, L and Z stays as it is.

    Coordinates are decimals, so that nothing is rounded. Grammar: SVG 2, "Path data".
    """
    try:
        return "".join(_relative(path)) if _PLAIN.fullmatch(path) else path
    except ValueError:  # an odd count of numbers: browsers draw what stands before it
        return path


def _relative(path: str) -> Iterator[str]:
    here = start = (Decimal(0), Decimal(0))
    drawing = False  # whether the command so far is an `l` that further pairs go on with
    for command, numbers in _COMMAND.findall(path):
        if command == "Z":
            yield "z"
            here, drawing = start, False
        for place, point in enumerate(_points(numbers)):
            if command == "M" and place == 0:
                yield f"M{_pair(*point)}"
                start, drawing = point, False
            else:
                pair = _pair(point[0] - here[0], point[1] - here[1])
                yield f"l{pair}" if not drawing else pair if pair[0] == "-" else f" {pair}"
                drawing = True
            here = point


def _points(text: str) -> Iterator[_Point]:
    numbers = [Decimal(number) for number in _NUMBER.findall(text)]
    return zip(numbers[::2], numbers[1::2], strict=True)


def _pair(x: Decimal, y: Decimal) -> str:
    first, second = _short(x), _short(y)
    return first + (second if second[0] == "-" else f" {second}")


def _short(number: Decimal) -> str:
    text = f"{number.normalize():f}"
    return re.sub(r"^(-?)0\.", r"\1.", text) if text not in ("0", "-0") else "0"
