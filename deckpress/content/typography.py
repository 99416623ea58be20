"""Typography of running text: quotes and apostrophes as a printer sets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Quotes", "curl_quotes", "set_dashes", "set_spaces"]

_OPENERS: Final = " \n\u00a0([{–—/¿¡"
_QUOTE: Final = re.compile("[\"']")
_HEBREW: Final = re.compile("[\u05d0-\u05ea]")
_MARKS: Final = {
    "cs": "„|“|‚|‘",
    "da": "”|”|’|’",
    "de": "„|“|‚|‘",
    "de-CH": "«|»|‹|›",
    "el": "«|»|“|”",
    "en": "“|”|‘|’",
    "es": "«|»|“|”",
    "fi": "”|”|’|’",
    "fr": "«\u00a0|\u00a0»|“|”",
    "he": "”|”|’|’",
    "hu": "„|”|»|«",
    "it": "«|»|“|”",
    "nb": "«|»|‘|’",
    "nl": "“|”|‘|’",
    "pl": "„|”|«|»",
    "pt": "“|”|‘|’",
    "pt-PT": "«|»|“|”",
    "ro": "„|”|«|»",
    "ru": "«|»|„|“",
    "sk": "„|“|‚|‘",
    "sv": "”|”|’|’",
    "tr": "“|”|‘|’",
    "uk": "«|»|„|“",
}
"""Language to its quotation marks, opening and closing, then those inside others; after CLDR's delimiters."""
_DASHES: Final = re.compile(r"(?<= )-{2,3}(?= )|(?<=\w)-{2,3}(?=\w)")


_FRENCH: Final = re.compile(r"(?:(?<=\S)|^) (?=[;:!?»%](?!\w))|(?<=«) ")


def set_spaces(text: str, language: str) -> str:
    """The spaces that French puts inside its marks, as spaces at which no line breaks."""
    return _FRENCH.sub("\u00a0", text) if language.partition("-")[0] == "fr" else text


def curl_quotes(text: str, language: str, before: str = "") -> str:
    """The quotes and apostrophes of a language; `before` is the character that precedes the text.

    Those of a language that is not in the table stay straight.
    """
    return Quotes(language).curl(text, before)


@dataclass(slots=True)
class Quotes:
    """The quotation marks of a language, in a text that may come in pieces."""

    language: str
    inner: int = 0
    """Open quotes inside others: where none is, a mark behind a word is an apostrophe."""

    def curl(self, text: str, before: str = "") -> str:
        """A piece with its quotes; `before` is the character that precedes it."""
        if '"' not in text and "'" not in text:
            return text
        marks = _MARKS.get(self.language) or _MARKS.get(self.language.partition("-")[0])
        if marks is None:
            return text
        first, last, inner_first, inner_last = marks.split("|")

        def curl(found: re.Match[str]) -> str:
            previous = text[found.start() - 1] if found.start() else before
            opens = not previous or previous in _OPENERS
            hebrew = "\u05d0" <= previous <= "\u05ea"
            if found[0] == '"':
                within = hebrew and _HEBREW.match(text, found.end())
                return "\u05f4" if within else first if opens else last
            if opens:
                self.inner += 1
                return inner_first
            if not self.inner or text[found.end() : found.end() + 1].isalnum():
                return "\u05f3" if hebrew else "\u2019"
            self.inner -= 1
            return inner_last

        return _QUOTE.sub(curl, text)


def set_dashes(text: str) -> str:
    """Two hyphens between words or spaces as a dash, three as a long one."""
    if "--" not in text:
        return text
    return _DASHES.sub(lambda found: "\u2013" if len(found[0]) == 2 else "\u2014", text)
