"""Colours: ink and paper in light and night, and one accent per topic of equal lightness.

Accents step evenly round the hue circle of OKLCH (Björn Ottosson, "A perceptual color space for
image processing", 2020), so that any number of topics gets its own.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

__all__ = ["LIGHT", "NIGHT", "accent", "contrast", "palette"]

LIGHT: Final = {
    "ink": "#1b1e24",
    "soft": "#5a606b",
    "line": "#dfe3e8",
    "paper": "#ffffff",
    "code": "#f6f7f9",
}
NIGHT: Final = {
    "ink": "#e7e9ee",
    "soft": "#a3abb8",
    "line": "#31353e",
    "paper": "#16181d",
    "code": "#1f2229",
}
_LEGIBLE: Final = 7.05
"""Contrast of an accent with its tint: AAA of WCAG 2.2, which is 7, and something for rounding."""
_FIRST_HUE: Final = 25.0
_ACCENT: Final = {False: (0.43, 0.115), True: (0.82, 0.085)}
_TINT: Final = {False: (0.965, 0.012), True: (0.27, 0.022)}


def accent(index: int, count: int, *, night: bool = False) -> str:
    """The accent of topic `index` (from 0) of `count`, as #rrggbb."""
    return _accent(_FIRST_HUE + 360 * index / max(count, 1), night)


def palette(index: int, count: int, *, night: bool = False) -> dict[str, str]:
    """Every token of a topic's figures and products, as #rrggbb."""
    hue = _FIRST_HUE + 360 * index / max(count, 1)
    hues = {"accent": hue, "second": hue + 165, "third": hue + 75}
    colours = dict(NIGHT if night else LIGHT)
    colours |= {name: _accent(angle, night) for name, angle in hues.items()}
    colours |= {"tint": _hex(*_TINT[night], hue), "tint-second": _hex(*_TINT[night], hue + 165)}
    return colours


@cache
def _accent(hue: float, night: bool) -> str:  # noqa: FBT001 - the key of a cache
    """The accent of a hue, darker by day and lighter at night where it must be to be read on its own tint."""
    lightness, chroma = _ACCENT[night]
    tint = _hex(*_TINT[night], hue)
    while contrast(found := _hex(lightness, chroma, hue), tint) < _LEGIBLE:
        lightness += 0.002 if night else -0.002
    return found


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@cache
def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The nearest sRGB colour of that lightness and hue, with less chroma where it must."""
    while chroma > 0:
        channels = _linear_rgb(lightness, chroma, hue)
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma -= 0.002
    return "#" + "".join(f"{round(255 * _gamma(min(max(c, 0.0), 1.0))):02x}" for c in channels)


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
