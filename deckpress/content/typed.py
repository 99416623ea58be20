"""Answers to be typed: the text that a learner must enter, where an answer is one."""

from __future__ import annotations

from typing import Final

from deckpress.bank import Markdown
from deckpress.content.plain import plain_text
from deckpress.pictures import SOUNDS

__all__ = ["TYPED_LIMIT", "typed_answer", "why_not_typed"]

TYPED_LIMIT: Final = 80
"""Characters of an answer that can be asked to be typed."""
_BLOCKS: Final = ["paragraph_open", "inline", "paragraph_close"]
_TEXTS: Final = ("text", "code_inline", "softbreak", "text_special", "ruby")


def typed_answer(text: Markdown) -> str:
    """The text of an answer of one short line; '' where it cannot be typed."""
    return "" if why_not_typed(text) else " ".join(plain_text(text).split())


def why_not_typed(text: Markdown) -> str:
    """What an answer holds that cannot be typed; '' where it can be."""
    if [token.type for token in text.tokens] != _BLOCKS:
        return "is more than one line of text"
    for child in text.tokens[1].children or []:
        if child.type.startswith("math"):
            return "holds a formula"
        if child.type == "image":
            if str(child.attrs["src"]).startswith(SOUNDS):
                continue  # it is heard beside the words
            return "holds a picture"
        if child.type == "hardbreak":
            return "is more than one line of text"
        if child.type not in _TEXTS and not child.nesting:
            return "holds more than plain text"
    length = len(" ".join(plain_text(text).split()))
    if not length:
        return "holds no text"
    return f"has {length} characters, at most {TYPED_LIMIT} are typed" if length > TYPED_LIMIT else ""
