"""Annotations and tables of a PDF, as its checkers want them: links that print, headings with a scope."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["name_headings", "print_links"]

_PRINT: Final = 4  # bit 3 of an annotation's flags (ISO 32000-1, table 165)


def print_links(pdf: Any) -> None:
    """Have every annotation on paper too: PDF/UA asks that screen and print show the same."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _PRINT


def name_headings(pdf: Any) -> None:
    """Give header cells their scope (ISO 32000-1, 14.8.5.7); an empty corner makes row headings.

    `pdf` is what WeasyPrint hands to a finisher. It marks cells as TH without saying what they head.
    """
    elements = {item.reference: item for item in pdf.objects if _is_element(item)}
    for table in elements.values():
        if table["S"] == "/Table":
            rows = [[elements[k] for k in row["K"] if k in elements] for row in _rows(table, elements)]
            _name(rows, elements)


def _name(rows: list[list[Any]], elements: dict[bytes, Any]) -> None:
    corner = rows[0][0] if rows and rows[0] else None
    for row in rows:
        for cell in row:
            if cell["S"] == "/TH":
                _scope(cell, "/Column")
    if corner is None or corner["S"] != "/TH" or _has_content(corner, elements):
        return
    corner["S"] = "/TD"
    corner.pop("A", None)
    for row in rows[1:]:
        if row and row[0]["S"] == "/TD":
            row[0]["S"] = "/TH"
            _scope(row[0], "/Row")


def _scope(cell: Any, scope: str) -> None:
    cell["A"] = f"<</O /Table /Scope {scope}>>"


def _rows(element: Any, elements: dict[bytes, Any]) -> list[Any]:
    """The rows of a table, through its head and body."""
    out = []
    for kid in (elements[k] for k in element["K"] if k in elements):
        out += [kid] if kid["S"] == "/TR" else _rows(kid, elements)
    return out


def _has_content(element: Any, elements: dict[bytes, Any]) -> bool:
    return any(kid not in elements or _has_content(elements[kid], elements) for kid in element["K"])


def _is_element(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/StructElem"
