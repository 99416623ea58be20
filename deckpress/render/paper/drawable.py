"""Drawable: MathML rewritten where ziamath's dictionary and defaults differ from how TeX sets it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

from deckpress.content.linear import parse_mathml

__all__ = ["drawable_tree", "unpad_names"]

_SIGNS: Final = frozenset("∇∂∞∅")  # operators to MathML, letters to the eye: no space round them
_LARGE: Final = frozenset("∑∏∫⋃⋂⨁∐")
_BESIDE: Final = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}
_ROWS: Final = frozenset({"math", "mrow", "mtd", "mstyle", "msqrt"})
_EMPTY: Final = frozenset({"mtd", "mtext", "mi", "mn", "mrow"})
_SPACES: Final = {
    ",": ("0em", "0.1667em"),
    ";": ("0em", "0.1667em"),
    "!": ("0em", "0em"),
    "∪": ("0.2222em", "0.2222em"),
    "∩": ("0.2222em", "0.2222em"),
    "∖": ("0.2222em", "0.2222em"),
    "⊂": ("0.2778em", "0.2778em"),
    "⟶": ("0.2778em", "0.2778em"),
    "⟵": ("0.2778em", "0.2778em"),
}
"""Space before and after an operator, after The TeXbook, chapter 18, where ziamath has more or none."""
_SMALL: Final = frozenset({"mfrac", "msub", "msup", "msubsup", "munder", "mover", "munderover"})
"""Elements whose children are set in text style, with limits beside a sum."""
_HIGH: Final = frozenset({"mfrac", "munder", "munderover", "mover"})
_THIN: Final = "0.1667em"
_LEADING: Final = "0.55em"  # between rows that have fractions or limits


def drawable_tree(tex: str, *, display: bool) -> ET.Element:
    """The MathML of a formula as ziamath can draw it."""
    root = parse_mathml(tex, display=display)
    for element in list(root.iter()):
        if element.tag in _EMPTY and len(element) == 0 and not (element.text or ""):
            _fill(element)
        elif element.tag == "mo":
            _space(element)
        elif element.tag == "mtext" and len(element):
            _flatten(element)
        elif element.tag == "mtable":
            _align(element)
        if element.tag in _ROWS:
            _space_large(element)
    _set_limits(root, display=display)
    if display:
        return root
    inline = ET.Element("math")
    style = ET.SubElement(inline, "mstyle", {"displaystyle": "false"})
    style.extend(list(root))
    return inline


def _fill(element: ET.Element) -> None:
    """An empty element, at which ziamath stumbles, as a space; an empty cell keeps its line's height."""
    element.text = None
    if element.tag == "mtd":
        ET.SubElement(element, "mspace", {"width": "0.01em", "height": "0.4em"})
    else:
        element.tag, element.attrib = "mspace", {"width": "0em"}


def _space(operator: ET.Element) -> None:
    """Its space, where ziamath has another; signs that are letters become so."""
    sign = operator.text or ""
    if sign in _SIGNS:
        operator.tag, operator.attrib = "mi", {"mathvariant": "normal"}
    for name, space in zip(("lspace", "rspace"), _SPACES.get(sign, ()), strict=False):
        operator.attrib.setdefault(name, space)


def _space_large(row: ET.Element) -> None:
    """A thin space between a letter and the sum that follows it, as TeX sets it."""
    children = list(row)
    for before, child in reversed(list(pairwise(children))):
        base = child[0] if len(child) and child.tag.startswith("m") and child.tag != "mrow" else child
        if base.tag == "mo" and (base.text or "") in _LARGE and before.tag not in ("mo", "mspace"):
            row.insert(list(row).index(child), ET.Element("mspace", {"width": "0.17em"}))


def _align(table: ET.Element) -> None:
    """Say in MathML 3, which ziamath reads, how the columns stand."""
    cells = [cell for row in table for cell in row]
    for cell in cells:
        if cell.get("class"):
            cell.set("columnalign", cell.attrib.pop("class"))
    stands = {cell.get("columnalign") for cell in cells}
    gaps = "0em 1.2em" if "right" in stands else "1em" if stands == {"left"} else "0.7em"
    table.set("columnspacing", gaps)
    if any(element.tag in _HIGH for element in table.iter()):
        table.set("rowspacing", _LEADING)
    for cell in cells:
        if "right" in stands and cell.get("columnalign") == "left" and len(cell) and cell[0].tag == "mo":
            cell.insert(0, ET.Element("mspace", {"width": "0em"}))  # so that = keeps its left space


def _flatten(element: ET.Element) -> None:
    """Bold and italic words inside text become attributes, which is what ziamath knows."""
    styles = {child.tag for child in element.iter()}
    words = "".join(element.itertext())
    for child in list(element):
        element.remove(child)
    element.text = words
    variant = {"b": "bold", "i": "italic"}.get(min(styles - {"mtext"}, default=""), "normal")
    element.set("mathvariant", variant)


def _set_limits(element: ET.Element, *, display: bool) -> None:
    """Limits stand beside a sum that is not in display style, as in the numerator of a fraction."""
    if element.tag in _BESIDE and not display and element[0].text in _LARGE:
        element.tag = _BESIDE[element.tag]
    if element.tag == "mo" and element.text in _LARGE and not display:
        element.attrib |= {"movablelimits": "false", "largeop": "false", "rspace": "0em"}
    style = element.get("displaystyle")
    display = style == "true" if style else display and element.tag not in _SMALL
    for child in element:
        _set_limits(child, display=display)
    if element.tag in _ROWS and not display:
        _space_limits(element)


def _space_limits(row: ET.Element) -> None:
    """The space after a sum comes after its limits."""
    for child in reversed(list(row)[:-1]):
        base = child[0] if child.tag in _BESIDE.values() else child
        if base.tag == "mo" and base.text in _LARGE:
            row.insert(list(row).index(child) + 1, ET.Element("mspace", {"width": _THIN}))


def unpad_names(root: ET.Element) -> None:
    """Names of several letters as text: ziamath puts thin spaces round them, where MathML has its own."""
    for element in root.iter("mi"):
        if len((element.text or "").strip()) > 1:
            element.tag = "mtext"
            element.attrib.setdefault("mathvariant", "normal")
