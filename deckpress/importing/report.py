"""Report: what an import did with each note, for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from deckpress.importing.merge import Row
from deckpress.problems import printable

__all__ = ["report_json", "report_text"]

_MANY: Final = 10  # rows of a kind that are told one by one


def report_json(rows: Sequence[Row], files: Sequence[Path]) -> bytes:
    """Every note with its state, its question and why."""
    made = {"files": [path.name for path in files], "notes": [asdict(row) for row in rows]}
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode()


def report_text(rows: Sequence[Row]) -> str:
    """Counts, what was changed and how often, and the notes that were dropped or left alone."""
    return "\n".join(_lines(rows))


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    actions = Counter(row.action for row in rows)
    states = Counter(row.state for row in rows)
    yield f"{len(rows)} notes: " + ", ".join(
        f"{actions[name]} {name}" for name in ("new", "updated", "same", "edited", "dropped") if actions[name]
    )
    yield f"{states['kept']} kept as they are, {states['changed']} changed, {states['dropped']} dropped"
    reasons = Counter(why for row in rows if row.state == "changed" for why in row.why)
    for why, count in reasons.most_common(_MANY * 2):
        yield f"  {count:5}  {printable(why, 90)}"
    yield from _some([row for row in rows if row.state == "dropped"], "dropped")
    edited = [row for row in rows if row.action == "edited"]
    yield from _some(edited, "edited here, left alone (--force overwrites)")


def _some(rows: Sequence[Row], word: str) -> Iterator[str]:
    for row in rows[:_MANY]:
        why = f": {printable(row.why[0], 90)}" if row.why else ""
        yield f"{word}: {row.id or printable(row.origin, 40)}{why}"
    if len(rows) > _MANY:
        yield f"  … and {len(rows) - _MANY} more {word.partition(' ')[0]}; see the JSON report"
