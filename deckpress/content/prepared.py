"""Pictures as products show them: made ready before, and known to the voices by the names of their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["Prepared", "printed_width"]

_SHARP: Final = 250  # pixels to the inch, at least


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as a product shows it."""

    name: str
    """A file name made from its content and what was done to it; its suffix tells the form."""
    width: int
    height: int
    """In pixels."""
    data: bytes = b""


def printed_width(width: float, height: float, column: float, tallest: float) -> float:
    """How wide a picture of so many pixels is printed, in points: sharp, whatever its pixels are."""
    return min(column, 72 * width / _SHARP, tallest * width / height)
