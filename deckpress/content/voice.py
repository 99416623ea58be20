"""A voice: what a product does its own way when Markdown becomes HTML."""

from __future__ import annotations

from typing import Protocol

from deckpress.bank import Figure

__all__ = ["Voice"]


class Voice(Protocol):
    """The parts of the HTML that differ between deck, print and page."""

    def math(self, tex: str, *, display: bool) -> str:
        """A formula as HTML."""

    def tied(self, formula: str, tail: str) -> str:
        """A formula and the punctuation behind it, which never begins a line."""

    def literal(self, html: str, *, code: bool) -> str:
        """The author's text, escaped: what the product would take for a command is made plain."""

    def figure(self, figure: Figure, alt: str, caption: str) -> str:
        """A figure as HTML; `caption` is HTML already."""

    def address(self, question_id: str) -> str:
        """The href of another question; empty where the product has none."""

    def code(self, html: str, *, output: bool) -> str:
        """A highlighted block of code, or the output of one."""

    def table(self, html: str, caption: str) -> str:
        """A table around its rows; `caption` is HTML already and may be empty."""
