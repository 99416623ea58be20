"""Formulas as one line of readable text, for copying, searching and bookmarks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from deckpress.content.math import mathml
from deckpress.content.signs import ARROWS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_binary", "is_relation", "linear_text", "parse_mathml", "shorten", "tex_line", "tex_text"]

LIMIT: Final = 60
_SPACES: Final = re.compile(r"\s+")
_RAISED: Final = dict(zip("0123456789+−-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ", strict=True))
_ACCENTS: Final = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "\u0302": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "\u0303": "\u0303",
    "¯": "\u0304",
    "‾": "\u0304",
    "\u0332": "\u0304",
    "\u0304": "\u0304",
    "\u0305": "\u0304",
    "→": "\u20d7",
    "\u20d7": "\u20d7",
    "˙": "\u0307",
    "\u0307": "\u0307",
    "¨": "\u0308",
    "\u0308": "\u0308",
}
_BINARY: Final = frozenset("+−±∓×∪∩∧∨⊕")
_DOTS: Final = re.compile(r"(?:<mo[^>]*>\.</mo>){3}")
_ELLIPSIS: Final = '<mi mathvariant="normal">…</mi>'  # three operators would stand unevenly
_ENTITY: Final = re.compile(r"&(?!lt;|gt;|amp;|quot;|apos;)\w+;")
_SPACED: Final = RELATIONS | frozenset("+−±×∪∩∧∨")
_HIDDEN: Final = {ord(char): "" for char in "\u2061\u2062\u2063\u2064\u200b\ufe00\u2009\u200a"}
_SIGN: Final = re.compile(r"((?:^|[=<>≤≥≈∈→←([{,∣|])\s*)− +(?=\S)")
_CLOSED_NAME: Final = re.compile("\x01([^\x02]*)\x02\\s*(?=[\\[({)\\]},;_^⁰-⁹²³¹]|$)")
_NAME: Final = re.compile("\x01([^\x02]*)\x02")
_AFTER_OPEN: Final = re.compile(r"([(\[{√^]) +")
_SCRIPTS: Final = {
    "msub": (1, 0),
    "munder": (1, 0),
    "msup": (0, 1),
    "mover": (0, 1),
    "msubsup": (1, 2),
    "munderover": (1, 2),
}
"""Which child stands below and which above; 0 for none."""
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_CHARGE: Final = re.compile(r"\d* ?[+−]")
_SIMPLE: Final = re.compile(r"[\w.′\u0300-\u036f]+")


@cache
def tex_text(tex: str) -> str:
    """The readable line of a TeX formula, at most 60 characters."""
    return shorten(tex_line(tex))


def tex_line(tex: str) -> str:
    """The readable line of a TeX formula, however long."""
    return linear_text([parse_mathml(tex, display=False)])


def parse_mathml(tex: str, *, display: bool) -> ET.Element:
    """The MathML of a formula as a tree."""
    text = mathml(tex, display=display, annotated=False)
    plain = _ENTITY.sub(lambda found: unescape(found[0]), _DOTS.sub(_ELLIPSIS, text))
    return ET.fromstring(plain)  # noqa: S314 - made by math-core


def linear_text(elements: Sequence[ET.Element]) -> str:
    """The readable line of a row of MathML elements, in NFC."""
    text = "".join(_spaced(element) for element in elements)
    text = unicodedata.normalize("NFC", text.translate(_HIDDEN))
    text = _SIGN.sub(r"\1−", _NAME.sub(r" \1 ", _CLOSED_NAME.sub(r" \1", text)))
    text = _AFTER_OPEN.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()


def shorten(text: str, limit: int = LIMIT) -> str:
    """The text cut to `limit` characters with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _spaced(element: ET.Element) -> str:
    """An element's text, with spaces round the operators that a reader expects them round."""
    text = _text(element)
    if element.tag == "mo" and text in _SPACED:
        return f" {text} "
    return text + (" " if element.tag == "mo" and text in (",", ";") else "")


def _text(element: ET.Element) -> str:
    children = list(element)
    match element.tag:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            return _folded(element)
        case "mspace":
            return " " if _wide(element.get("width", "")) else ""
        case "mphantom" | "annotation":
            return ""
        case "mfrac":
            bar = ", " if element.get("linethickness") == "0" else "/"
            return bar.join(_grouped(child) for child in children)
        case "msqrt" | "mroot":
            index = _raised(_text(children.pop())) if element.tag == "mroot" else ""
            root = linear_text(children)
            return f"{index}√{root}" if _SIMPLE.fullmatch(root) else f"{index}√({root})"
        case "mtable":
            return "; ".join(linear_text(list(row)) for row in children)
        case "mtd":
            return linear_text(children) + " "
        case tag if tag in _SCRIPTS:
            below, above = _SCRIPTS[tag]
            accent = "true" in (element.get("accent"), element.get("accentunder"))
            return _scripted(
                children[0],
                children[below] if below else None,
                children[above] if above else None,
                accent=accent,
            )
        case _:
            return "".join(_spaced(child) for child in children)


def _wide(width: str) -> bool:
    """Whether a space is one that separates words; thin ones only tune the look."""
    return width.endswith("em") and float(width[:-2] or 0) >= 0.5


def _folded(element: ET.Element) -> str:
    """A token's text with mathematical alphabets as plain letters; words of text keep their spaces."""
    text = "".join(element.itertext())
    folded = "".join(
        unicodedata.normalize("NFKC", char) if 0x1D400 <= ord(char) <= 0x1D7FF else char for char in text
    )
    name = element.tag in ("mi", "mo") and len(folded) > 1 and folded.isalpha()
    return f"\x01{folded}\x02" if name else folded


def _grouped(element: ET.Element) -> str:
    text = linear_text([element])
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _scripted(base: ET.Element, below: ET.Element | None, above: ET.Element | None, *, accent: bool) -> str:
    text = _text(base).strip()
    if above is not None and len(list(above)) == 0 and (above.text or "") in _ACCENTS and len(text) >= 1:
        mark = _ACCENTS[above.text or ""]
        return text + mark if len(text) == 1 or unicodedata.combining(text[1:2] or "a") else f"({text}){mark}"
    if accent:
        return text
    lower = linear_text([below]) if below is not None else ""
    upper = linear_text([above]) if above is not None else ""
    if text[:1] in ARROWS and (upper or lower):
        return f" {text} " + "".join(f"[{part}] " for part in (upper, lower) if part)
    if lower.isdecimal() and base.tag in ("mtext", "mrow", "mspace") and (text or upper):
        lower = lower.translate(_LOWERED)  # a chemical formula
        return f"{_raised(upper)}{lower}" if not text else f"{text}{lower}{_raised(upper)}"
    if lower:
        text += f"_{lower}" if _SIMPLE.fullmatch(lower) else f"_({lower})"
    if upper:
        text += _raised(upper)
    return f"{text} " if base.tag == "mo" and text[:1] not in ")]}|‖∣" else text


def _raised(text: str) -> str:
    if text in ("", "′", "″", "*", "∗", "⊤", "†"):
        return text
    if _CHARGE.fullmatch(text):
        text = text.replace(" ", "")
    if text and all(char in _RAISED for char in text):
        return "".join(_RAISED[char] for char in text)
    return f"^{text}" if _SIMPLE.fullmatch(text) else f"^({text})"


def is_relation(element: ET.Element) -> bool:
    """Whether an element of a row is a relation sign: a line may break after it."""
    return element.tag == "mo" and (element.text or "").strip() in RELATIONS


def is_binary(element: ET.Element) -> bool:
    """Whether an element of a row is a plus, times or the like."""
    return element.tag == "mo" and (element.text or "").strip() in _BINARY
