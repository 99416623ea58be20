"""The nearest known word to one that an author wrote."""

from __future__ import annotations

import difflib
from collections.abc import Collection

__all__ = ["near", "nearest"]


def near(word: str, known: Collection[str]) -> str:
    """The known word that is nearest, whatever the capitals; '' where none is near."""
    names = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower(), names, 1, 0.6)
    return names[close[0]] if close else ""


def nearest(word: str, known: Collection[str]) -> str:
    """A hint naming the nearest known word, or all of them where there are few."""
    if close := near(word, known):
        return f"did you mean {close!r}?"
    return f"known: {', '.join(sorted(known))}" if 0 < len(known) <= 14 else ""
