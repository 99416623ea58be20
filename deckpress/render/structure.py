"""Structure: the tag tree of a PDF without the elements that say nothing, one of them for every line."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["merge_wrappers"]

_WRAPPERS: Final = ("/Span", "/NonStruct")
_FREE: Final = 65535  # generation of an object that is not used (ISO 32000-1, 7.5.4)


def merge_wrappers(pdf: Any) -> None:
    """Hang what stands in a Span or NonStruct on the element around it, so that a paragraph is one.

    `pdf` is what WeasyPrint hands to a finisher: it wraps every line of text in a Span of its own,
    which tells a reader nothing and makes most of the objects of a dense page (ISO 32000-1, 14.7.4).
    Beside a link it stays: some readers say what an element holds itself before what its elements hold.
    """
    elements = {item.reference: item for item in _of_type(pdf, "/StructElem")}
    owners: dict[bytes, bytes] = {}
    for element in reversed(elements.values()):  # what is inside comes after what is around it
        parent = elements.get(element["P"])
        if parent is None or _has_link(parent, elements):
            continue
        if element["S"] in _WRAPPERS and element["Pg"] == parent.get("Pg"):
            at = parent["K"].index(element.reference)
            parent["K"][at : at + 1] = element["K"]
            for kid in element["K"]:
                if kid in elements:
                    elements[kid]["P"] = parent.reference
            owners[element.reference] = parent.reference
    for row in _page_rows(pdf):
        row[:] = [_owner(reference, owners) for reference in row]
    for reference in owners:
        unused = elements[reference]
        unused.free, unused.number, unused.generation = "f", 0, _FREE


def _has_link(element: Any, elements: dict[bytes, Any]) -> bool:
    return any(kid in elements and elements[kid]["S"] == "/Link" for kid in element["K"])


def _owner(reference: bytes, owners: dict[bytes, bytes]) -> bytes:
    """The element that is left of a chain of merged ones."""
    while reference in owners:
        reference = owners[reference]
    return reference


def _page_rows(pdf: Any) -> list[Any]:
    """For each page: its marked contents' elements, in the order of their numbers."""
    (root,) = _of_type(pdf, "/StructTreeRoot")
    tree = next(item for item in pdf.objects if item.reference == root["ParentTree"])
    return [row for row in tree["Nums"] if isinstance(row, list)]


def _of_type(pdf: Any, name: str) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == name]
