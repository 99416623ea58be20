"""Answers to be typed: the text that a learner must enter, where an answer is one."""

from __future__ import annotations

from typing import Final

from deckpress.bank import Markdown
from deckpress.content.plain import plain_text
from deckpress.inside import flat
from deckpress.parts import Break, Image, Math, NoteMark, Paragraph
from deckpress.pictures import SOUNDS

__all__ = ["TYPED_LIMIT", "typed_answer", "why_not_typed"]

TYPED_LIMIT: Final = 80
"""Characters of an answer that can be asked to be typed."""


def typed_answer(text: Markdown) -> str:
    """The text of an answer of one short line; '' where it cannot be typed."""
    return "" if why_not_typed(text) else " ".join(plain_text(text).split())


def why_not_typed(text: Markdown) -> str:
    """What an answer holds that cannot be typed; '' where it can be."""
    if len(text.blocks) != 1 or not isinstance(only := text.blocks[0], Paragraph):
        return "is more than one line of text"
    for part in flat(only.line.parts):
        match part:
            case Math():
                return "holds a formula"
            case Image():
                if not part.source.startswith(SOUNDS):  # which is heard beside the words
                    return "holds a picture"
            case Break(tag="br"):
                return "is more than one line of text"
            case NoteMark() | Break(tag="wbr"):
                return "holds more than plain text"
    length = len(" ".join(plain_text(text).split()))
    if not length:
        return "holds no text"
    return f"has {length} characters, at most {TYPED_LIMIT} are typed" if length > TYPED_LIMIT else ""
