"""What Anki takes for a command in a field, and how an author's text is kept from being one.

The engine looks for literal characters before a browser decodes entities, so a character written as
an entity reads the same and commands nothing. Found in Anki's own source: card_rendering/parser.rs,
latex.rs and cloze.rs of rslib, reviewer.py of qt, index.ts of ts/mathjax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

__all__ = ["MARKERS", "Marker", "mute_alt", "mute_brackets", "mute_deletion", "mute_hint", "mute_math"]


@dataclass(frozen=True, slots=True)
class Marker:
    """One command that Anki reads in a field between square brackets."""

    name: str
    """What follows the opening bracket; regular expression."""
    ends: bool
    """Whether the closing bracket belongs to the name."""
    effect: str
    """What it would do."""


MARKERS: Final = (
    Marker("sound:", ends=False, effect="plays a sound or a film"),
    Marker("/?anki:", ends=False, effect="speaks text or places a play button"),
    Marker("/?latex", ends=True, effect="runs LaTeX"),
    Marker(r"/?\$\$?", ends=True, effect="runs LaTeX"),
    Marker("type:", ends=False, effect="asks to type a field"),
)
"""Every command in brackets; Anki reads some of them in any case, so all are muted in any case."""

_NAMES: Final = "|".join(m.name + (r"\]" if m.ends else "") for m in MARKERS)
_BRACKET: Final = re.compile(rf"\[(?={_NAMES})", re.I)
_HINT: Final = re.compile("|".join(m.name + (r"(?:\]|$)" if m.ends else "") for m in MARKERS), re.I)
_MATH: Final = re.compile(r"\\(?=[()[\]])")
_PAIRS: Final = re.compile(r"\{(?=\{)|(?<=\{)\{|\}(?=\})|(?<=\})\}")
_EDGES: Final = re.compile(r"^[{}]|[{}]$")
_COLONS: Final = re.compile(r":(?=:|$)|(?<=:):|^:")
_OCCLUSION: Final = re.compile(r"^image-occlusion(?=:)")


def mute_brackets(html: str) -> str:
    """A finished field in which no command in brackets is left."""
    return _BRACKET.sub("&#91;", html) if "[" in html else html


def mute_math(html: str, *, apart: bool = True) -> str:
    r"""Escaped text in which \( and \[ start no formula.

    MathJax reads what the browser decoded, so `apart` also puts an empty element behind the backslash.
    In attributes and in the code of cloze items, where only the engine looks, the entity is enough.
    """
    return _MATH.sub("&#92;<span></span>" if apart else "&#92;", html) if "\\" in html else html


def mute_deletion(html: str, *, hidden: bool) -> str:
    """Escaped text of a cloze item that opens, ends and hints nothing; `hidden` inside a deletion."""
    html = mute_math(_PAIRS.sub(_entity, html), apart=False)
    if not hidden:
        return html
    html = _EDGES.sub(_entity, html)
    return _OCCLUSION.sub("image&#45;occlusion", _COLONS.sub("&#58;", html))


def mute_hint(html: str) -> str:
    """An escaped hint, which Anki puts between brackets."""
    html = mute_deletion(html, hidden=True)
    return f"&#{ord(html[0])};{html[1:]}" if _HINT.match(html) else html


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def mute_alt(text: str) -> str:
    """Plain text for an attribute."""
    return mute_deletion(mute_math(escape(text), apart=False), hidden=True)
