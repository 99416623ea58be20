"""Phrases in another language and readings above words, as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from deckpress.content.voice import Voice
from deckpress.settings import runs_right_to_left

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["phrase_html"]


def phrase_html(token: Token, voice: Voice) -> str:
    """The tag that opens a phrase, with its language and direction; or characters with their readings."""
    if token.type == "ruby":
        return _ruby(token, voice)
    tag = str(token.attrs["lang"])
    way = "rtl" if runs_right_to_left(tag) else "ltr"
    return f'<span lang="{escape(tag)}" dir="{way}">'


def _ruby(token: Token, voice: Voice) -> str:
    readings = token.meta["readings"]
    bases = list(token.content) if len(readings) == len(token.content) else [token.content]
    pairs = zip(bases, readings, strict=False)  # a wrong number is told by the reader
    return "".join(voice.ruby(_plain(base, voice), _plain(reading, voice)) for base, reading in pairs)


def _plain(text: str, voice: Voice) -> str:
    return voice.literal(escape(text, quote=False), code=False)
