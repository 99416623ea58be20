"""Pictures as products show them: made ready before, and known to the voices by the names of their files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from deckpress.bank import Drawing, Picture

__all__ = ["Prepared", "player", "printed_width", "sound_mark", "with_sounds"]

_SHARP: Final = 250  # pixels to the inch, at least
_MARK: Final = re.compile(r'<span class="sound" data-file="(sound-[0-9a-f]{16}\.[a-z0-9]+)"></span>')
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


def sound_mark(name: str) -> str:
    """What stands for a sound in a field until `with_sounds`; an author's text is escaped, and never this."""
    return f'<span class="sound" data-file="{name}"></span>'


def with_sounds(field: str) -> str:
    """A finished, muted field in which each mark is Anki's tag: the only place where such a tag is made."""
    return _MARK.sub(r"[sound:\1]", field) if "data-file=" in field else field


def player(source: str, alt: str) -> str:
    """A player of the browser's own that fetches nothing until it is asked."""
    return f'<audio controls preload="none" src="{source}" aria-label="{escape(alt)}"></audio>'
