"""Words for comparing texts: lower case, without stop words, cut to stems."""

from __future__ import annotations

import re
from functools import cache
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


class _Apart(dict[int, int]):
    """What translates each character but the letters and digits of ASCII to a space."""

    def __missing__(self, char: int) -> int:
        self[char] = char if chr(char) in "abcdefghijklmnopqrstuvwxyz0123456789" else 32
        return self[char]


_APART: Final = _Apart()


def stems(text: str) -> frozenset[str]:
    """The distinct stems of a text's content words."""
    words = text.lower().translate(_APART).split()
    return frozenset([_stem(word) for word in words if word not in STOP_WORDS])


@cache
def _stem(word: str) -> str:
    return _ENDING.sub("", word) or word
