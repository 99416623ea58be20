"""Ties: where a printed line must not break - in k-means, before a unit, before a short last word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from deckpress.content.tails import LETTERS

__all__ = ["WHERE", "tie_prompt", "tie_symbols", "tie_text", "tie_where"]

_LAST_SPACE: Final = re.compile(r" (?=[^ <>]{1,12}$)")
_LAST_PAIR: Final = 18  # characters of the last two words, which the level marks follow
_LONG: Final = 44  # characters from which a prompt surely takes two lines
_LETTERED: Final = re.compile(r"(?<![\w-])[A-Za-z]-[a-z]+[?,.:;]?")
_UNIT: Final = re.compile(r"(?<=\d) (?=(?:ms|s|min|minutes|hours|days|years|MB|GB|times)\b)")
_END: Final = re.compile(r" (?=[^ <>]{1,9}(?:</p>|$))")
WHERE: Final = '<p class="where">'
"""What stands between a formula and its letters."""
_LETTER: Final = re.compile(r"(?<=</span>) (?!· )")
_HYPHENED: Final = re.compile(
    r'(-[^<>]*) (?=<code>|<span class="math)'
    r"|([\u0370-\u0dff][^<>]*) (?=<(?:a|b|code|em|i|kbd|mark|s|span|strong|sub|sup|u)\b)"
)
"""A text with a hyphen, or in another alphabet, before an element: WeasyPrint 70 breaks it at its first word
where the element does not fit, unless the space between them is a box of its own."""
_LAST_LETTERS: Final = re.compile(rf"({LETTERS}+)([^\w<>]{{0,3}}(?=</p>|$))")
_TWO_WORDS, _MOST_LETTERS = 4, 8
"""Two words, as they are counted where a script has no spaces; and what still goes to the next line."""
_KATAKANA: Final = re.compile("[\u30a1-\u30ff]{2}")
_WHOLE: Final = '<span class="whole">'
_TAGS: Final = re.compile(r"(<[^>]*>)")


def tie_prompt(html: str) -> str:
    """A prompt whose last word does not stand alone on its last line."""
    html = _HYPHENED.sub(_apart, _outside(_whole, html))
    pair = len(" ".join(html.split(" ")[-2:]))
    html = _LAST_SPACE.sub("\u00a0", html) if len(html) > _LONG and pair <= _LAST_PAIR else html
    return _LAST_LETTERS.sub(_together, html)


def tie_text(html: str) -> str:
    """A part of an answer with its units and short last words tied to what is before them."""
    html = _END.sub("\u00a0", _outside(lambda text: _UNIT.sub("\u00a0", _whole(text)), html))
    html = _LAST_LETTERS.sub(_together, html)
    return _HYPHENED.sub(_apart, html)


def tie_symbols(html: str) -> str:
    """Letters and what they mean, each letter beside the first word of its meaning."""
    return _LETTER.sub("\u00a0", html)


def tie_where(html: str) -> str:
    """A formula, below which letters stay beside what they mean."""
    formula, mark, letters = html.partition(WHERE)
    return formula + mark + tie_symbols(letters)


def _whole(text: str) -> str:
    return _LETTERED.sub(rf"{_WHOLE}\g<0></span>", text)


def _together(found: re.Match[str]) -> str:
    """The last letters in one piece, which begins in no foreign word."""
    letters, marks = found.groups()
    for count in range(_TWO_WORDS, _MOST_LETTERS + 1):
        at = max(len(letters) - count, 0)
        if not at or not _KATAKANA.match(letters[at - 1 : at + 1]):
            return f"{letters[:at]}{_WHOLE}{letters[at:]}{marks}</span>"
    return found[0]


def _apart(found: re.Match[str]) -> str:
    return f"{found[1] or found[2]}<span> </span>"


def _outside(change: Callable[[str], str], html: str) -> str:
    """The HTML with its texts changed and its tags as they are."""
    pieces = _TAGS.split(html)
    return "".join(change(piece) if place % 2 == 0 else piece for place, piece in enumerate(pieces))
