"""Narrow tables: whether a table is short and its words stand side by side in a column."""

from __future__ import annotations

import re
from functools import partial
from itertools import zip_longest
from typing import Final

from deckpress.content.plain import SPACELESS, line_text
from deckpress.content.walk import Walk
from deckpress.parts import Cell, Table
from deckpress.render.paper.voice import PrintVoice

__all__ = ["fits_column"]

_ROWS: Final = 8  # a table with more stays in the handout
_LETTER: Final = 0.52  # em: width of a letter of the text face, with a little to spare
_NARROW: Final = re.compile(rf"[{SPACELESS}]{{1,6}}|[^\s{SPACELESS}-]+-*|-+")
"""What stands in one piece in the cell of a table: a word, or a few letters of a script without spaces."""
_WIDE: Final = re.compile(rf"[{SPACELESS}]+")
_CELL: Final = 0.9  # em between two columns of a table


def fits_column(table: Table, walk: Walk) -> bool:
    """Whether a table is short and its longest words stand side by side in a column."""
    voice = walk.voice
    if len(table.rows) > _ROWS or not isinstance(voice, PrintVoice):
        return False
    rows = [[_longest(cell, voice) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(column) for column in zip_longest(*rows, fillvalue=0.0)]
    return sum(widths) + _CELL * len(widths) <= voice.measure


def _longest(cell: Cell, voice: PrintVoice) -> float:
    """Width of a cell's longest word in em; formulas are words of their own characters."""

    def drawn(tex: str) -> str:
        return voice.plates.characters(tex.strip(), display=False)

    words = _NARROW.findall(line_text(cell.line.parts, drawn))
    return max(map(partial(_width, voice), words), default=0.0)


def _width(voice: PrintVoice, word: str) -> float:
    wide = sum(map(len, _WIDE.findall(word)))
    return voice.plates.width(word) + _LETTER * (len(word) - wide) + wide
