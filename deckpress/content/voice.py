"""A voice: what a product does its own way when Markdown becomes HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from deckpress.bank import AnyFigure, Labels
from deckpress.content.code import Run
from deckpress.content.tables import Row

__all__ = ["LEFT_TO_RIGHT", "Voice", "left_to_right", "ruby_html"]

_PIECE: Final = "<wbr>"  # between the pieces of a formula that may break there
_HELD: Final = '<span class="nb">{}</span>'
LEFT_TO_RIGHT: Final = '<span class="ltr">'
"""Opens a formula of several pieces where text runs from right to left, so that they keep their order."""


def left_to_right(formula: str) -> str:
    """A formula of several pieces that keep their order in text from right to left.

    The first and the last are held, so that neither leaves what stands beside the formula.
    """
    first, *middle = formula.split(_PIECE)
    if not middle:
        return formula
    *middle, last = middle
    return LEFT_TO_RIGHT + _PIECE.join([_HELD.format(first), *middle, _HELD.format(last)]) + "</span>"


def ruby_html(base: str, reading: str) -> str:
    """A word with its reading above, in brackets behind it where a program knows no ruby."""
    return f"<ruby>{base}<rp>(</rp><rt>{reading}</rt><rp>)</rp></ruby>"


class Voice(Protocol):
    """The parts of the HTML that differ between deck, print and page."""

    def math(self, tex: str, *, display: bool) -> str:
        """A formula as HTML."""

    def tied(self, formula: str, tail: str, head: str = "") -> str:
        """A formula and what stands beside it without a space: no line breaks between them."""

    def literal(self, html: str, *, code: bool) -> str:
        """The author's text, escaped: what the product would take for a command is made plain."""

    def ruby(self, base: str, reading: str) -> str:
        """A word with its reading above; both are HTML already."""

    def figure(self, figure: AnyFigure, alt: str, caption: str) -> str:
        """A figure as HTML; `caption` is HTML already."""

    def sound(self, name: str, alt: str, *, alone: bool) -> str:
        """A sound, by `audio/` and the name of its file, in a line or alone as a paragraph."""

    def labels(self, figure: AnyFigure, labels: Labels) -> str:
        """A picture with its labels, whose names and caption are HTML already."""

    def address(self, question_id: str) -> str:
        """The href of another question; empty where the product has none."""

    def code(self, runs: Sequence[Run], *, output: bool) -> str:
        """A block of code in its colours, or the output of one."""

    def table(self, rows: Sequence[Row], caption: str) -> str:
        """A table; `caption` is HTML already and may be empty."""
