"""A voice: what a product does its own way when Markdown becomes HTML."""

from __future__ import annotations

from typing import Final, Protocol

from deckpress.bank import Figure, Picture

__all__ = ["LEFT_TO_RIGHT", "Voice", "ruby_html"]

LEFT_TO_RIGHT: Final = '<span class="ltr">'
"""Opens a formula of several pieces where text runs from right to left, so that they keep their order."""


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

    def figure(self, figure: Figure | Picture, alt: str, caption: str) -> str:
        """A figure as HTML; `caption` is HTML already."""

    def address(self, question_id: str) -> str:
        """The href of another question; empty where the product has none."""

    def code(self, html: str, *, output: bool) -> str:
        """A highlighted block of code, or the output of one."""

    def table(self, html: str, caption: str) -> str:
        """A table around its rows; `caption` is HTML already and may be empty."""
