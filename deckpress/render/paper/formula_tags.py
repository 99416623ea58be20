"""Formula tags: every formula is an element of the PDF's tag tree, with its line of text as alternative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deckpress.content.linear import tex_line
from deckpress.render.paper.marks import Mark
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.structure import absorb, live_elements, map_marks, page_rows

__all__ = ["describe_formulas", "mark_formulas"]


def mark_formulas(pdf: Any, plates: Plates, marks: Mapping[bytes, Sequence[Mark]]) -> dict[bytes, str]:
    """Make what shows formulas Formula elements; each one's reference to the characters it shows.

    `pdf` is what WeasyPrint hands to a finisher and `marks` the contents of its pages, its text still mapped
    to our private-use characters. A formula that says nothing, such as a space, stays what it is.
    """
    elements, rows = live_elements(pdf), page_rows(pdf)
    said = {char for char, piece in plates.pieces.items() if piece.text.strip()}
    shown: dict[bytes, str] = {}
    for page, row in marks.items():
        for mark in row:
            element = elements[rows[page][mark.number]]
            if element["S"] == "/Span" and mark.text and set(mark.text) <= said:
                element["S"] = "/Formula"
                shown[element.reference] = mark.text
    return shown


def describe_formulas(pdf: Any, plates: Plates, shown: dict[bytes, str]) -> None:
    """Join the pieces of each formula that stand side by side, and give it its alternative text."""
    whole = {text: tex for (tex, _), text in plates.formulas.items()}
    of = {char: text for text in whole for char in text}
    elements = live_elements(pdf)
    for parent in list(elements.values()):
        _join(parent, elements, shown, of)
    for reference, text in shown.items():
        if elements[reference].free == "n":
            tex = whole.get(text)
            said = tex_line(tex) if tex else "".join(plates.pieces[char].text for char in text)
            elements[reference]["Alt"] = b"<feff%s>" % _hex(said.strip())
    map_marks(pdf)


def _join(parent: Any, elements: dict[bytes, Any], shown: dict[bytes, str], of: Mapping[str, str]) -> None:
    """Make one element of a formula's pieces and the places between them where a line may break."""
    kids: list[Any] = []
    for kid in parent["K"]:
        at = _begun(kids, shown, shown[kid], of) if kid in shown else None
        if at is None:
            kids.append(kid)
            continue
        for piece in (*kids[at + 1 :], kid):
            absorb(elements[kids[at]], elements[piece])
        shown[kids[at]] += shown.pop(kid)
        del kids[at + 1 :]
    parent["K"][:] = kids


def _begun(kids: list[Any], shown: Mapping[bytes, str], text: str, of: Mapping[str, str]) -> int | None:
    """The place of the formula of which the text is the next piece: the last kid, or the one before."""
    for at in range(len(kids) - 1, max(len(kids) - 3, -1), -1):
        if isinstance(kids[at], int):
            break
        if kids[at] in shown and shown[kids[at]] + text in of[text[0]]:
            return at
    return None


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
