"""Our own table: rows of `export csv` as the questions they were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from deckpress.export.csv_form import SECTION_COLUMNS, unguarded
from deckpress.importing.note import Note, NoteType
from deckpress.importing.shelf import CARD
from deckpress.keys import KEYS

__all__ = ["own_rows"]

_KIND: Final = NoteType("", ("prompt", "answer"))
_SECTIONS: Final = {column: name for name, column in SECTION_COLUMNS.items()}


def own_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Note]:
    """A note a row, with its question."""
    out = []
    for row in rows:
        cells = {name: unguarded(cell) for name, cell in zip(names, row, strict=False) if cell.strip()}
        question: dict[str, Any] = {"id": cells.get("id", "").strip()}
        question |= {"prompt": cells.get("prompt", ""), "lead": cells.get("answer", "")}
        question |= {key: _value(key, cells[key]) for key in KEYS if key in cells and key != "id"}
        question["sections"] = {name: cells[column] for column, name in _SECTIONS.items() if column in cells}
        fields = {"prompt": question["prompt"], "answer": question["lead"]}
        origin = CARD.sub("", str(question.get("origin", ""))) or question["id"]
        deck = cells.get("topic", "")
        out.append(Note(origin, _KIND, fields, (), deck, "markdown", question=question))
    return out


def _value(key: str, cell: str) -> Any:
    row = KEYS[key]
    if row.listed:
        parts = re.split(r",\s*", cell) if row.holds in ("words", "cards") else cell.split("\n")
        return [part.strip() for part in parts if part.strip()]
    return {"true": True, "false": False}.get(cell, cell) if row.holds == "flag" else cell
