"""Pictures as products show them: made ready before, and known to the voices by the names of their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deckpress.bank import Drawing, Picture

__all__ = ["Prepared", "printed_width"]

_SHARP: Final = 250  # pixels to the inch, at least
_FULL: Final = 320.0  # CSS pixels at which a drawing fills its column


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture as a product shows it."""

    name: str
    """A file name made from its content and what was done to it; its suffix tells the form."""
    width: int
    height: int
    """In pixels."""
    data: bytes = b""


def printed_width(picture: Drawing | Picture, column: float, tallest: float) -> float:
    """How wide a picture is printed, in points: sharp, whatever its pixels are."""
    width, height = picture.width, picture.height
    full = column * width / _FULL if isinstance(picture, Drawing) else 72 * width / _SHARP
    return min(column, full, tallest * width / height)
