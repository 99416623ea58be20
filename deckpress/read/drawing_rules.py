"""What a drawing from elsewhere may hold: its elements, attributes and values, after SVG 1.1 and SVG 2."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ATTRIBUTES",
    "EFFECTS",
    "ELEMENTS",
    "LEFT_OUT",
    "SVG",
    "XHTML",
    "XLINK",
    "find_reach",
    "is_dark",
    "references",
]

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XHTML: Final = "http://www.w3.org/1999/xhtml"
ELEMENTS: Final = frozenset(
    """svg g defs symbol use path line polyline polygon rect circle ellipse text tspan textPath marker
    clipPath mask pattern linearGradient radialGradient stop style""".split()  # noqa: SIM905 - reads better as text
)
"""Elements that are kept."""
LEFT_OUT: Final = frozenset(
    """title desc metadata filter view cursor
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence""".split()  # noqa: SIM905 - as above
)
"""Elements that are left out with all in them; any other is refused."""
ATTRIBUTES: Final = frozenset(
    """id class style viewBox preserveAspectRatio version d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy
    rotate width height points transform offset pathLength textLength lengthAdjust startOffset method spacing
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit opacity color stop-color stop-opacity clip-path clip-rule
    mask mask-type display visibility overflow paint-order vector-effect shape-rendering mix-blend-mode
    font-size font-weight font-style font-family font-variant font-stretch text-anchor letter-spacing
    word-spacing text-decoration dominant-baseline alignment-baseline baseline-shift writing-mode
    refX refY markerWidth markerHeight markerUnits orient marker-start marker-mid marker-end
    clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform
    gradientUnits gradientTransform spreadMethod href""".split()  # noqa: SIM905 - as above
)
"""Attributes that are kept; others are left out."""
EFFECTS: Final = LEFT_OUT - {"title", "desc", "metadata", "view", "cursor"}
"""Elements without which it may look otherwise: their absence is told."""
_URL: Final = re.compile(r"url\(\s*(['\"]?)#([^'\"()\s]+)\1\s*\)", re.I)
_REACH: Final = re.compile(r"url\s*\(|src\s*\(|image(?:-set)?\s*\(|@|\\|//|javascript:|expression|<|&", re.I)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.S)
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{1,2})?", re.I)
_DARK_NAMES: Final = frozenset(("black", "navy", "midnightblue", "maroon", "darkslategray", "dimgray"))


def find_reach(value: str) -> str:
    """What in an attribute or a style leads out of the drawing; '' where nothing does."""
    found = _REACH.search(_URL.sub("", _COMMENT.sub("", value)))
    return found[0] if found else ""


def references(value: str) -> list[str]:
    """The ids to which a value refers."""
    return [found[2] for found in _URL.finditer(value)]


def is_dark(colour: str) -> bool:
    """Whether a colour would not be seen on a dark ground."""
    found = _HEX.fullmatch(colour.strip())
    if not found:
        return colour.strip().lower() in _DARK_NAMES
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 80
