"""Structure: the tag tree of a PDF without the elements that say nothing, one of them for every line."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

__all__ = ["absorb", "drop", "live_elements", "map_marks", "merge_wrappers", "page_rows"]

_WRAPPERS: Final = ("/Span", "/NonStruct")
_FREE: Final = 65535  # generation of an object that is not used (ISO 32000-1, 7.5.4)


def merge_wrappers(pdf: Any) -> None:
    """Hang what stands in a Span or NonStruct on the element around it, so that a paragraph is one.

    `pdf` is what WeasyPrint hands to a finisher: it wraps every line of text in a Span of its own,
    which tells a reader nothing and makes most of the objects of a dense page (ISO 32000-1, 14.7.4).
    Lines behind a link or formula share one Span: some readers say what an element holds itself before
    what its elements hold.
    """
    elements = live_elements(pdf)
    spare: dict[bytes, list[Any]] = {}
    for parent in reversed(elements.values()):  # what is inside comes after what is around it
        wrappers = _unwrap(parent, elements)
        spare[parent.reference] = [
            w for wrapper in wrappers for w in (*spare.pop(wrapper.reference), wrapper)
        ]
    for reference, wrappers in spare.items():
        _gather(elements[reference], elements, wrappers)
        for wrapper in wrappers:
            drop(wrapper)
    map_marks(pdf)


def _unwrap(parent: Any, elements: dict[bytes, Any]) -> list[Any]:
    """Put what its wrappers hold into an element; the wrappers that are left over."""
    kids, wrappers = [], []
    for kid in parent["K"]:
        element = elements.get(kid)
        if element and element["S"] in _WRAPPERS and element["Pg"] == parent.get("Pg"):
            kids += element["K"]
            wrappers.append(element)
        else:
            kids.append(kid)
    _hang(kids, parent, elements)
    return wrappers


def _gather(parent: Any, elements: dict[bytes, Any], spare: list[Any]) -> None:
    """Put each run of lines behind another element into one of the spare wrappers."""
    kids: list[Any] = []
    for is_line, run in groupby(parent["K"], lambda kid: isinstance(kid, int)):
        if is_line and any(kid in elements for kid in kids) and spare:
            wrapper = spare.pop()
            wrapper["S"] = "/Span"
            _hang(run, wrapper, elements)
            kids.append(wrapper.reference)
        else:
            kids += run
    _hang(kids, parent, elements)


def _hang(kids: Any, parent: Any, elements: dict[bytes, Any]) -> None:
    parent["K"][:] = kids
    for kid in parent["K"]:
        if kid in elements:
            elements[kid]["P"] = parent.reference


def absorb(element: Any, other: Any) -> None:
    """Let an element hold what the one behind it held, which is no more."""
    element["K"] += other["K"]
    drop(other)


def drop(element: Any) -> None:
    """Leave an element out of the file."""
    element.free, element.number, element.generation = "f", 0, _FREE


def map_marks(pdf: Any) -> None:
    """Have the tree say of each page's marked contents which element holds them."""
    rows = page_rows(pdf)
    for element in live_elements(pdf).values():
        for mark in element["K"]:
            if isinstance(mark, int):
                rows[element["Pg"]][mark] = element.reference


def page_rows(pdf: Any) -> dict[bytes, Any]:
    """For each page, by its reference: its marked contents' elements, in the order of their numbers."""
    (root,) = (item for item in pdf.objects if _is(item, "/StructTreeRoot"))
    tree = next(item for item in pdf.objects if item.reference == root["ParentTree"])
    rows = [row for row in tree["Nums"] if isinstance(row, list)]
    return dict(zip(pdf.page_references, rows, strict=True))


def live_elements(pdf: Any) -> dict[bytes, Any]:
    """The structure elements of a PDF by their references."""
    return {item.reference: item for item in pdf.objects if _is(item, "/StructElem") and item.free == "n"}


def _is(item: Any, name: str) -> bool:
    return isinstance(item, dict) and item.get("Type") == name
