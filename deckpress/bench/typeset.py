"""Typesetting: formulas of a card as MathML, which a browser shows without Anki's MathJax."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from deckpress.render.handout.formulas import page_math

__all__ = ["typeset"]

_CODE: Final = re.compile(r"(<(pre|code)\b.*?</\2>)", re.S)
_FORMULA: Final = re.compile(r"\\\[(.+?)\\\]|\\\((.+?)\\\)", re.S)
_SOUND: Final = re.compile(r"\[sound:([A-Za-z0-9._-]+)\]")


def typeset(html: str) -> str:
    """A side of a card with its formulas as MathML in the elements that MathJax makes, sounds as players.

    As MathJax does, it leaves code alone.
    """
    pieces = _CODE.split(html)
    pieces[::3] = [_SOUND.sub(_player, _FORMULA.sub(_formula, piece)) for piece in pieces[::3]]
    del pieces[2::3]  # the names of the elements
    return "".join(pieces)


def _formula(found: re.Match[str]) -> str:
    display = found[1] is not None
    tex = unescape(found[1] or found[2])
    try:
        html = page_math(tex, display=display)
    except Exception:  # noqa: BLE001 - whatever the engine of formulas says, the card is shown
        return f"<code>{found[0]}</code>"
    mark = ' display="true" tabindex="0" role="group" aria-label="Formula"' if display else ""
    return f'<mjx-container class="MathJax"{mark}>{html}</mjx-container>'


def _player(found: re.Match[str]) -> str:
    return f'<audio controls preload="none" src="{found[1]}"></audio>'
