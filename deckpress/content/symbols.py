"""Symbols: the letters of a formula, read from its MathML, and what is said of them under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Final

from deckpress.bank import Bank, Markdown, Question
from deckpress.content.math import mathml
from deckpress.content.typography import curl_quotes
from deckpress.content.voice import Voice, left_to_right
from deckpress.inside import within
from deckpress.parts import Formula
from deckpress.settings import Settings

__all__ = [
    "Explainer",
    "Symbol",
    "display_formulas",
    "letters",
    "notation_of",
    "symbol_html",
    "symbols_html",
    "symbols_of",
]

_LETTER: Final = re.compile(r"<mi[^>]*>([^<]+)</mi>")
_KNOWN: Final = frozenset("eπ∞∂∇ℝℕℤ𝔼⊤⊥∅…")
"""Constants and operators that no reader looks up."""


def letters(tex: str) -> tuple[str, ...]:
    """The letters of a formula that must be explained, in order, once each; words are no letters."""
    return tuple(name for name in _all_letters(tex) if name not in _KNOWN)


@cache
def _all_letters(tex: str) -> tuple[str, ...]:
    found = _LETTER.findall(mathml(tex, display=True, annotated=False))
    return tuple(dict.fromkeys(name for name in found if len(name) == 1 and name.isalpha()))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter with what is around it, or a word of plain letters such as TP; and its meaning."""

    tex: str
    meaning: str

    @property
    def letter(self) -> str:
        """The letter that it is about, the first of its TeX; the whole where it is a word."""
        return self.tex if self.is_word else next(iter(_all_letters(self.tex)), "")

    @property
    def is_word(self) -> bool:
        """Whether it is a word, which TeX sets as a product of letters."""
        return self.tex.isascii() and self.tex.isalpha() and len(self.tex) > 1


def symbols_of(question: Question) -> tuple[Symbol, ...]:
    """What a question says of its letters."""
    pairs = (text.partition(": ") for text in question.symbols)
    return tuple(Symbol(tex, meaning) for tex, _, meaning in pairs)


def notation_of(bank: Bank) -> tuple[Symbol, ...]:
    """What the bank says of its letters, in the order of notation.yaml."""
    return tuple(Symbol(tex, meaning) for tex, meaning in bank.notation.items())


def display_formulas(text: Markdown | None) -> Iterator[str]:
    """The TeX of each formula of a text that stands on lines of its own."""
    for block in within(text.blocks) if text else ():
        if isinstance(block, Formula):
            yield block.tex


@dataclass(slots=True)
class Explainer:
    """Says of the formulas of one question what their letters mean."""

    own: tuple[Symbol, ...]
    notation: tuple[Symbol, ...] = ()
    boxed: bool = False
    """Whether the notation stands in a box elsewhere: then only the question's own symbols are said."""
    said: set[Symbol] = field(default_factory=set)
    shared: dict[str, tuple[Symbol, ...]] = field(default_factory=dict)
    """HTML of a formula to what the box must say of it."""

    def symbols(self, tex: str) -> tuple[list[Symbol], list[Symbol]]:
        """The question's own symbols and those of the notation that explain a formula."""
        wanted = self._wanted(tex)
        own = [symbol for symbol in self.own if symbol.letter in wanted]
        told = {symbol.letter for symbol in own}
        return own, [s for s in self.notation if s.letter in wanted and s.letter not in told]

    def missing(self, tex: str) -> list[str]:
        """The letters of a formula that nothing explains."""
        known = {symbol.letter for symbol in (*self.own, *self.notation)}
        return [letter for letter in self._wanted(tex) if letter not in known | _KNOWN]

    def explain(self, tex: str, html: str) -> list[Symbol]:
        """What is said under a formula whose HTML this is: on a page each symbol once, on a sheet its own."""
        own, others = self.symbols(tex)
        if self.boxed:
            self.shared[html] = tuple(others)
            return own
        new = [symbol for symbol in (*own, *others) if symbol not in self.said]
        self.said.update(new)
        return new

    def _wanted(self, tex: str) -> list[str]:
        """The words that are symbols, and the letters of the rest."""
        words = []
        for word in (symbol.tex for symbol in (*self.own, *self.notation) if symbol.is_word):
            pattern = rf"(?<![A-Za-z])(?<!(?<!\\)\\){word}(?![A-Za-z])"
            if re.search(pattern, tex):
                words.append(word)
                tex = re.sub(pattern, "1", tex)
        return [*words, *_all_letters(tex)]


def symbols_html(symbols: Iterable[Symbol], voice: Voice, settings: Settings) -> str:
    """Letters with their meanings, in one line of text."""
    return " · ".join(symbol_html(symbol, voice, settings) for symbol in symbols)


def symbol_html(symbol: Symbol, voice: Voice, settings: Settings) -> str:
    """A letter and its meaning."""
    meaning = escape(curl_quotes(symbol.meaning, settings.language), quote=False)
    math = voice.math(symbol.tex, display=False)
    return f"{left_to_right(math) if settings.rtl else math} {voice.literal(meaning, code=False)}"
