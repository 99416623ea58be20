"""Formulas: TeX to MathML, which the page shows and paper and the rules read."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from math_core import LatexToMathML

__all__ = ["mathml", "shown_text"]

_ALIGNED: Final = re.compile(r' style="text-align: (left|right|center);[^"]*"')
_STYLE: Final = re.compile(r' style="[^"]*"')
_ANNOTATION: Final = re.compile(r"<annotation.*?</annotation>", re.S)
_ELEMENT: Final = re.compile(r"<[^>]*>")
_VARIATION: Final = "\ufe00"


@cache
def mathml(tex: str, *, display: bool, annotated: bool = True) -> str:
    """MathML Core with the TeX as its annotation; cell alignment as classes, no style attribute."""
    text = _converter(annotated).convert_with_local_state(tex, displaystyle=display)
    text = _ALIGNED.sub(r' class="\1"', text.replace(_VARIATION, ""))
    return _STYLE.sub("", text)


def shown_text(text: str) -> str:
    """The characters that a piece of MathML shows."""
    return unescape(_ELEMENT.sub("", _ANNOTATION.sub("", text)))


@cache
def _converter(annotated: bool) -> LatexToMathML:  # noqa: FBT001 - a cache key
    from math_core import LatexToMathML  # noqa: PLC0415 - imported on use

    return LatexToMathML(annotation=annotated, fancy_error=False)
