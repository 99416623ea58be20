"""CSV: a row per question and a column per part, cells as Markdown, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from deckpress.bank import Bank
from deckpress.export.document import make_document
from deckpress.keys import KEYS
from deckpress.render import Context
from deckpress.sections import SECTIONS

__all__ = ["COLUMNS", "SECTION_COLUMNS", "guarded", "render", "unguarded"]

SECTION_COLUMNS: Final = {
    **{name: name.lower() for name in SECTIONS},
    "In depth": "note",  # as in a topic that is a table
}
"""Section to its column."""
_BLOCK: Final = tuple(key for key in KEYS if key != "id")
COLUMNS: Final = ("id", "topic", "prompt", "answer", *_BLOCK, *SECTION_COLUMNS.values())
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "'")


def render(bank: Bank, _context: Context) -> bytes:
    """The table in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for topic in make_document(bank)["topics"]:
        writer.writerows(_row(topic["id"], question) for question in topic["questions"])
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; the apostrophe is taken off again on import."""
    return f"'{cell}" if cell.startswith(_STARTS) else cell


def unguarded(cell: str) -> str:
    """The cell as it was."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_STARTS) else cell


def _row(topic: str, question: Mapping[str, Any]) -> dict[str, str]:
    sections = {SECTION_COLUMNS[name]: body for name, body in question["sections"].items()}
    block = {key: _cell(key, question[key]) for key in _BLOCK if key in question}
    row = {"id": question["id"], "topic": topic, "prompt": question["prompt"], "answer": question["lead"]}
    return {key: guarded(cell) for key, cell in (row | block | sections).items() if key in COLUMNS}


def _cell(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return (", " if KEYS[key].holds in ("words", "cards") else "\n").join(value)
    return str(value)
