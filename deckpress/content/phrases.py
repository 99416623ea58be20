"""Phrases in another language and readings above words, as HTML."""

from __future__ import annotations

from html import escape

from deckpress.content.voice import Voice
from deckpress.parts import Ruby
from deckpress.settings import runs_right_to_left

__all__ = ["phrase_tag", "ruby_html"]


def phrase_tag(language: str) -> str:
    """The tag that opens a phrase, with its language and direction."""
    way = "rtl" if runs_right_to_left(language) else "ltr"
    return f'<span lang="{escape(language)}" dir="{way}">'


def ruby_html(part: Ruby, voice: Voice) -> str:
    """Characters with their readings."""
    content, readings = part.content, part.readings
    bases = list(content) if len(readings) == len(content) else [content]
    pairs = zip(bases, readings, strict=False)  # a wrong number is told by the reader
    return "".join(voice.ruby(_plain(base, voice), _plain(reading, voice)) for base, reading in pairs)


def _plain(text: str, voice: Voice) -> str:
    return voice.literal(escape(text, quote=False), code=False)
