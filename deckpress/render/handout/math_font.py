"""The handout's math font: STIX Two Math cut down to the glyphs that its formulas use."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from importlib import resources
from typing import Final

from deckpress.fingerprints import fingerprint
from deckpress.render import Store

__all__ = ["math_characters", "subset_math_font"]

_ANNOTATION: Final = re.compile(r"<annotation.*?</annotation>", re.S)
_TAG: Final = re.compile(r"<[^>]*>")
_SINGLE: Final = re.compile(r"<mi>(.)</mi>")
_ITALIC: Final = dict(zip("∂∇ϵϑϰϕϱϖϴ", "𝜕𝛻𝜖𝜗𝜘𝜙𝜚𝜛𝛳", strict=True)) | {"h": "ℎ"}
_VARIANTS: Final = 6
"""Drawn sizes kept of a bracket that can also be put together from parts."""
_IMPLIED: Final = {"<msqrt": "√", "<mroot": "√"}
"""Elements that draw a character which does not stand in them."""
_ALWAYS: Final = " -−()[]{}|,.=+<>/"


def math_characters(formulas: Iterable[str]) -> str:
    """Every character that a browser draws for these pieces of MathML, sorted."""
    found = set(_ALWAYS)
    for formula in formulas:
        found |= {sign for element, sign in _IMPLIED.items() if element in formula}
        drawn = _ANNOTATION.sub("", formula)
        found |= {_italic(letter) for letter in _SINGLE.findall(drawn)}
        found |= set(unescape(_TAG.sub("", _SINGLE.sub("", drawn))))
    return "".join(sorted(found - set("\n\t")))


def _italic(letter: str) -> str:
    """A single-letter identifier is drawn in math italic (MathML Core, math-auto)."""
    if letter in _ITALIC:
        return _ITALIC[letter]
    ranges = (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC))
    for first, last, start in ranges:
        if first <= letter <= last:
            return chr(start + ord(letter) - ord(first))
    return letter


def subset_math_font(characters: str, store: Store) -> bytes:
    """The font as WOFF2 with only these characters and their stretched forms.

    The drawings made for subscripts (ssty) are left out: slightly heavier strokes, half of the file.
    """
    libraries = ("brotli", "fonttools", "ziamath")
    key = fingerprint("math font", characters, code=(__name__,), libraries=libraries)
    data = store.get(key)
    if data is None:
        data = _subset(characters)
        store.put(key, data)
    return data


@lru_cache(maxsize=16)  # other stores of this process, as of a run of tests, have the same sample
def _subset(characters: str) -> bytes:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - imported on use
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - imported on use

    source = resources.files("ziamath").joinpath("fonts/STIXTwoMath-Regular.ttf").read_bytes()
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    for shape in font["MATH"].table.MathVariants.VertGlyphConstruction:
        if shape.GlyphAssembly:
            shape.MathGlyphVariantRecord = shape.MathGlyphVariantRecord[:_VARIANTS]
            shape.VariantCount = len(shape.MathGlyphVariantRecord)
    options = Options(
        flavor="woff2",
        layout_features=[],
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14],
    )
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
