"""Worth: what goes first on a sheet - the ranks of parts, and the kinds of questions."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ALWAYS",
    "FIGURE",
    "FORMULA",
    "LAST",
    "LEVEL",
    "MORE",
    "POINTS",
    "SEE",
    "TABLE",
    "WANTED",
    "worth",
]

ALWAYS: Final = 0
"""Rank of what every question shows: its short answer."""
WANTED: Final = 37
"""Rank up to which parts count when a topic's pages are planned: formula, figure and the worthiest lists."""
FORMULA: Final = 10
"""Rank up to which parts go with a short answer where there is room: its formula."""
FIGURE, POINTS, TABLE, MORE, SEE, LAST = 20, 30, 45, 60, 88, 90
LEVEL: Final = 4
"""How much later the lists of deeper questions come."""
_WORTH: Final = {
    "comparison": 0,
    "mechanism": 0,
    "definition": 1,
    "derivation": 1,
    "practice": 1,
    "calculation": 2,
}
_LEAST_WORTH: Final = 3  # of cases, code and stories, whose answers are read rather than looked up


def worth(kind: str) -> int:
    """What decides between questions of one level: less is worth more on a sheet."""
    return _WORTH.get(kind, _LEAST_WORTH)
