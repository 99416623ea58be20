"""Structure: the tag tree of a PDF with one element per paragraph instead of one more per line."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["merge_lines"]

_WRAPPERS: Final = ("/Span", "/NonStruct")
_FREE: Final = 65535  # generation of an object that is not used (ISO 32000-1, 7.5.4)


def merge_lines(pdf: Any) -> None:
    """Hang the marked content of each line on its paragraph, and drop the element between them.

    `pdf` is what WeasyPrint hands to a finisher: it wraps every line of text in a Span of its own,
    which says nothing to a reader and is most of the objects of a dense page (ISO 32000-1, 14.7.4).
    """
    elements = {o.reference: o for o in _of_type(pdf, "/StructElem")}
    merged: dict[bytes, tuple[Any, bytes]] = {}
    for element in elements.values():
        parent = elements.get(element["P"])
        if parent is not None and _is_line(element, parent):
            parent["K"][parent["K"].index(element.reference)] = element["K"][0]
            merged[element.reference] = element, parent.reference
    for nums in _page_arrays(pdf):
        nums[:] = [merged[reference][1] if reference in merged else reference for reference in nums]
    for element, _ in merged.values():
        element.free, element.number, element.generation = "f", 0, _FREE


def _is_line(element: Any, parent: Any) -> bool:
    """Whether an element only wraps one piece of text of its parent."""
    kids = element["K"]
    alone = len(kids) == 1 and isinstance(kids[0], int)
    return alone and element["S"] in _WRAPPERS and element["Pg"] == parent["Pg"]


def _page_arrays(pdf: Any) -> list[Any]:
    """For each page: its marked contents' elements, in the order of their numbers."""
    (root,) = _of_type(pdf, "/StructTreeRoot")
    tree = next(o for o in pdf.objects if o.reference == root["ParentTree"])
    return [row for row in tree["Nums"] if isinstance(row, list)]


def _of_type(pdf: Any, name: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == name]
