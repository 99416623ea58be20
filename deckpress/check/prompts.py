"""Prompts: short, one question, self-contained, not to be answered by yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from deckpress.bank import Bank, Question, Settings
from deckpress.content.plain import FORMULA, plain_text, word_count
from deckpress.problems import Problem, Severity, problem

__all__ = ["check_prompts"]

_TOO_LONG, _CASE_TOO_LONG = 30 / 22, 60 / 40  # shares of the limit at which it is an error
_CASES: Final = ("case-study", "system-design", "coding")
_TWO: Final = re.compile(
    r"\b(?:what|why|how|when|which|who|where)\b.*\band (?:what|why|how|when|which)\b", re.I
)
_TWO_FIT: Final = ("comparison", "derivation", "calculation")
_YES_NO: Final = re.compile(r"(?:is|are|do|does|did|can|should|will|has|have|was|were)\b", re.I)
_OPEN_CLAUSE: Final = re.compile(r"\b(?:why|how|which|what|when)\b", re.I)
_VAGUE: Final = re.compile(r"(?:explain|describe|discuss|tell|talk)\b", re.I)
_POINTER: Final = re.compile(
    r"(?:it|this|they|these|that|he|she)\b"
    r"|.*\b(?:above|below|previous|following) (?:question|card|answer|figure|example|table)\b",
    re.I,
)
_NEGATED: Final = re.compile(r"\b(?:not|except|never|incorrect)\b", re.I)
_QUOTED: Final = re.compile(r"[\"“'‘].*?[\"”'’]")


def check_prompts(bank: Bank, question: Question) -> Iterator[Problem]:
    """Q101 to Q107."""
    text = plain_text(question.prompt, math=FORMULA)
    yield from _length(question, text, bank.settings)
    yield from _shape(question, text)


def _length(question: Question, text: str, settings: Settings) -> Iterator[Problem]:
    count = word_count(text)
    case = question.kind in _CASES
    long = settings.limit("case_words" if case else "prompt_words")
    too_long = round(long * (_CASE_TOO_LONG if case else _TOO_LONG))
    if count > long:
        yield problem(
            "Q101",
            question.prompt.span,
            f"the prompt has {count} words, at most {long} are wanted",
            "ask shorter; move the setting into the answer",
            severity=Severity.ERROR if count > too_long else None,
        )


def _shape(question: Question, text: str) -> Iterator[Problem]:
    span = question.prompt.span
    if text.count("?") > 1:
        yield problem("Q102", span, "the prompt has two question marks", "make two questions of it")
    if question.kind not in _TWO_FIT and _TWO.search(text):
        yield problem(
            "Q103", span, "the prompt joins two questions with 'and'", "ask one; put the other in Follow-ups"
        )
    if _YES_NO.match(text) and not _OPEN_CLAUSE.search(text):
        yield problem("Q104", span, "the prompt can be answered with yes or no", "ask why, how or which")
    if _VAGUE.match(text):
        yield problem(
            "Q105",
            span,
            f"the prompt opens with {text.split(maxsplit=1)[0]!r}",
            "ask what exactly must be said",
        )
    if _POINTER.match(text):
        yield problem("Q106", span, "the prompt points at something outside the card", "name what is meant")
    if found := _NEGATED.search(_QUOTED.sub("", text)):
        yield problem("Q107", span, f"the prompt is negated: {found[0]!r}", "ask for the positive")
