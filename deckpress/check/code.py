"""Code blocks: short and narrow enough for a card and a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deckpress.bank import Bank, Markdown
from deckpress.problems import Problem, Severity, problem

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["check_code"]

_LINES, _LINES_MAX, _WIDTH = 20, 30, 76
_UNSEEN = ("math", "python test", "text output")


def check_code(bank: Bank) -> Iterator[Problem]:
    """K502."""
    for question in bank.questions():
        for text in question.texts():
            for token in text.tokens:
                if token.type == "fence" and token.info.strip() not in _UNSEEN:
                    yield from _size(text, token)


def _size(text: Markdown, token: Token) -> Iterator[Problem]:
    lines = token.content.rstrip("\n").split("\n")
    widest = max(map(len, lines))
    if len(lines) > _LINES or widest > _WIDTH:
        yield problem(
            "K502",
            text.span_of(token),
            f"code of {len(lines)} lines, the widest {widest} characters",
            f"at most {_LINES} lines of {_WIDTH} characters fit a card",
            severity=Severity.ERROR if len(lines) > _LINES_MAX else None,
        )
