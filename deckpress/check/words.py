"""Words for comparing texts: lower case, without stop words, cut to stems."""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase, digits
from typing import Final

__all__ = ["STOP_WORDS", "stems"]

_ENDING: Final = re.compile(r"(?:ations?|ing|ies|ed|es|ly|s|e)$")
STOP_WORDS: Final = frozenset(
    """a an and any are as at be been before being between but by can could did do does each every
    for from had has have how if in into is it its more most much no of on one only or other our
    out over should so some such than that the their them then there these they this those to under
    up use used using was were what when where which while who whose why will with without would you
    your""".split()  # noqa: SIM905 - reads better as text
)


_APART: Final = bytes(code if chr(code) in ascii_lowercase + digits else 32 for code in range(256))
"""What makes a space of every byte but the letters and digits."""


def stems(text: str) -> frozenset[str]:
    """The distinct stems of a text's content words."""
    words = text.lower().encode("ascii", "replace").translate(_APART).decode("ascii").split()
    return frozenset([_stem(word) for word in words if word not in STOP_WORDS])


@cache
def _stem(word: str) -> str:
    return _ENDING.sub("", word) or word
