"""Narrow tables: whether a table is short and its words stand side by side in a column."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import Final

from deckpress.content.plain import SPACELESS
from deckpress.content.walk import Walk
from deckpress.render.paper.voice import PrintVoice

__all__ = ["fits_column"]

_TAG: Final = re.compile(r"<[^>]*>")
_ROWS: Final = 8  # a table with more stays in the handout
_LETTER: Final = 0.52  # em: width of a letter of the text face, with a little to spare
_NARROW: Final = re.compile(rf"[{SPACELESS}]{{1,6}}|[^\s{SPACELESS}-]+-*|-+")
"""What stands in one piece in the cell of a table: a word, or a few letters of a script without spaces."""
_WIDE: Final = re.compile(rf"[{SPACELESS}]+")
_CELL: Final = 0.9  # em between two columns of a table


def fits_column(html: str, walk: Walk) -> bool:
    """Whether a table is short and its longest words stand side by side in a column."""
    rows = html.split("<tr>")[1:]
    cells = [re.split(r"</t[hd]>", row)[:-1] for row in rows]
    voice = walk.voice
    if len(rows) > _ROWS + 1 or not isinstance(voice, PrintVoice):
        return False
    widths = [
        max((_longest(row[place], voice) for row in cells if place < len(row)), default=0.0)
        for place in range(max(map(len, cells), default=0))
    ]
    return sum(widths) + _CELL * len(widths) <= voice.measure


def _longest(cell: str, voice: PrintVoice) -> float:
    """Width of a cell's longest word in em."""
    words = _NARROW.findall(unescape(_TAG.sub("", cell)))
    return max(map(partial(_width, voice), words), default=0.0)


def _width(voice: PrintVoice, word: str) -> float:
    wide = sum(map(len, _WIDE.findall(word)))
    return voice.plates.width(word) + _LETTER * (len(word) - wide) + wide
