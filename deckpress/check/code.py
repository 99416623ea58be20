"""Code blocks: short and narrow enough for a card and a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deckpress.bank import Bank, Markdown, Question, Settings
from deckpress.problems import Problem, Severity, problem

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["check_code"]

_TOO_LONG = 1.5  # share of the limit at which it is an error
_UNSEEN = ("math", "python test", "text output", "text lost")


def check_code(bank: Bank, question: Question) -> Iterator[Problem]:
    """K502."""
    for text in question.texts():
        for token in text.tokens:
            if token.type == "fence" and token.info.strip() not in _UNSEEN:
                yield from _size(text, token, bank.settings)


def _size(text: Markdown, token: Token, settings: Settings) -> Iterator[Problem]:
    most, wide = settings.limit("code_lines"), settings.limit("code_columns")
    lines = token.content.rstrip("\n").split("\n")
    widest = max(map(len, lines))
    if len(lines) > most or widest > wide:
        yield problem(
            "K502",
            text.span_of(token),
            f"code of {len(lines)} lines, the widest {widest} characters",
            f"at most {most} lines of {wide} characters fit a card",
            severity=Severity.ERROR if len(lines) > most * _TOO_LONG else None,
        )
