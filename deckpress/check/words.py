"""Words for comparing texts: lower case, without stop words, cut to stems."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

__all__ = ["STOP_WORDS", "stems"]

_WORD: Final = re.compile(r"[a-z0-9]+")
_ENDING: Final = re.compile(r"(?:ations?|ing|ies|ed|es|ly|s|e)$")
STOP_WORDS: Final = frozenset(
    """a an and any are as at be been before being between but by can could did do does each every
    for from had has have how if in into is it its more most much no of on one only or other our
    out over should so some such than that the their them then there these they this those to under
    up use used using was were what when where which while who whose why will with without would you
    your""".split()  # noqa: SIM905 - reads better as text
)


def stems(text: str) -> frozenset[str]:
    """The distinct stems of a text's content words."""
    return frozenset([_stem(word) for word in _WORD.findall(text.lower()) if word not in STOP_WORDS])


@cache
def _stem(word: str) -> str:
    return _ENDING.sub("", word) or word
