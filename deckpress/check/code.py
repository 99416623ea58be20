"""Code blocks: short and narrow enough for a card and a column."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank, Markdown, Question, Settings
from deckpress.inside import within
from deckpress.parts import Fence
from deckpress.problems import Problem, Severity, problem

__all__ = ["check_code"]

_TOO_LONG = 1.5  # share of the limit at which it is an error
_UNSEEN = ("python test", "text output", "text lost")


def check_code(bank: Bank, question: Question) -> Iterator[Problem]:
    """K502."""
    for text in question.texts():
        for block in within(text.blocks):
            if isinstance(block, Fence) and not block.indented and block.info not in _UNSEEN:
                yield from _size(text, block, bank.settings)


def _size(text: Markdown, block: Fence, settings: Settings) -> Iterator[Problem]:
    most, wide = settings.limit("code_lines"), settings.limit("code_columns")
    lines = block.content.rstrip("\n").split("\n")
    widest = max(map(len, lines))
    if len(lines) > most or widest > wide:
        yield problem(
            "K502",
            text.span_of(block),
            f"code of {len(lines)} lines, the widest {widest} characters",
            f"at most {most} lines of {wide} characters fit a card",
            severity=Severity.ERROR if len(lines) > most * _TOO_LONG else None,
        )
