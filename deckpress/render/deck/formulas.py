"""Formulas of the deck: TeX for Anki's MathJax."""

from __future__ import annotations

from html import escape

__all__ = ["mathjax"]


def mathjax(tex: str, *, display: bool) -> str:
    r"""TeX between \( \) or \[ \], escaped for HTML and without Anki's end of a cloze."""
    safe = escape(tex, quote=False).replace("}}", "} }").replace("{{", "{ {").replace("}}", "} }")
    return f"\\[{safe}\\]" if display else f"\\({safe}\\)"
