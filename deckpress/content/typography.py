"""Typography of running text: quotes and apostrophes as a printer sets them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["curl_quotes", "set_dashes"]

_OPENERS: Final = " \n\u00a0([{–—/"
_QUOTE: Final = re.compile("[\"']")
_DASHES: Final = re.compile(r"(?<= )-{2,3}(?= )|(?<=\w)-{2,3}(?=\w)")


def curl_quotes(text: str, before: str = "") -> str:
    """English curly quotes; `before` is the character that precedes the text."""
    if '"' not in text and "'" not in text:
        return text

    def curl(found: re.Match[str]) -> str:
        previous = text[found.start() - 1] if found.start() else before
        opens = not previous or previous in _OPENERS
        if found[0] == '"':
            return "\u201c" if opens else "\u201d"
        return "\u2018" if opens else "\u2019"

    return _QUOTE.sub(curl, text)


def set_dashes(text: str) -> str:
    """Two hyphens between words or spaces as a dash, three as a long one."""
    if "--" not in text:
        return text
    return _DASHES.sub(lambda found: "\u2013" if len(found[0]) == 2 else "\u2014", text)
