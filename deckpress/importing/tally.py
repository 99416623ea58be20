"""Tally: what becomes of a note on its way into a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """What was left out of one note, or written in another way."""

    changes: Counter[str] = field(default_factory=Counter)
    """What was changed, in words, and how often."""
    lost: list[str] = field(default_factory=list)
    """The source of what no question can hold; kept in its comment fence."""

    def change(self, what: str) -> None:
        """Count a change."""
        self.changes[what] += 1

    def lose(self, source: str, why: str) -> None:
        """Keep what cannot be expressed."""
        self.lost.append(source)
        self.changes[why] += 1
