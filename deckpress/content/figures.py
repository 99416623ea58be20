"""Figures: one drawing with palette tokens, painted for print, for a mode, or left to CSS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from deckpress.bank import Figure
from deckpress.content.paths import shorter_path

__all__ = ["inline_svg", "painted_svg"]

_TOKEN: Final = re.compile(r"var\(--([a-z-]+)\)")
_LABELS: Final = re.compile(r"<(title|desc)>.*?</\1>\s*", re.S)
_ID: Final = re.compile(r'(\sid="|url\(#)')
_PATH: Final = re.compile(r'\sd="([^"]*)"')
_BETWEEN: Final = re.compile(r">\s+<")
_FONTS: Final = "system-ui, -apple-system, Roboto, sans-serif"


def inline_svg(figure: Figure, alt: str, prefix: str) -> str:
    """The drawing for a page whose CSS defines the tokens; ids are prefixed."""
    body = _ID.sub(rf"\g<1>{prefix}-", _LABELS.sub("", figure.svg))
    body = _PATH.sub(lambda found: f' d="{shorter_path(found[1])}"', body)
    return _open(body, f' role="img" aria-label="{escape(alt)}"')


def painted_svg(figure: Figure, palette: Mapping[str, str], family: str = _FONTS, alt: str = "") -> str:
    """The drawing with literal colours and its own size, for an image file or for print."""
    body = _TOKEN.sub(lambda found: palette[found[1]], _LABELS.sub("", figure.svg))
    size = f' width="{figure.width:g}" height="{figure.height:g}" font-family="{escape(family)}"'
    return _open(body, size + (f' role="img" aria-label="{escape(alt)}"' if alt else ""))


def _open(svg: str, attributes: str) -> str:
    svg = _BETWEEN.sub("><", svg.strip())
    return re.sub(r"<svg\b", lambda _: f"<svg{attributes}", svg, count=1)
