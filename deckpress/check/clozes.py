"""Cloze items: one idea each, hidden words short, enough left to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from deckpress.bank import Bank, Cloze, Question
from deckpress.check.style import is_english
from deckpress.check.words import STOP_WORDS, stems
from deckpress.content.plain import FORMULA, line_text, word_count
from deckpress.parts import NESTING, Deletion, Inline
from deckpress.problems import Problem, Severity, problem

__all__ = ["check_clozes"]

_NUMBERS, _NUMBERS_MAX = 3, 5
_WORDS, _WORDS_MAX = 6, 10
_VISIBLE, _SHARE = 5, 0.4
_STEM: Final = 4
_PUNCTUATION: Final = re.compile(r"\W*")


def check_clozes(bank: Bank, question: Question) -> Iterator[Problem]:
    """Z303 to Z306."""
    for cloze in question.clozes:
        yield from _check(cloze, english=is_english(bank.settings))


def _check(cloze: Cloze, *, english: bool) -> Iterator[Problem]:
    hidden, visible = _split(cloze)
    span = cloze.text.span
    if len(hidden) > _NUMBERS:
        yield problem(
            "Z303",
            span,
            f"the item hides {len(hidden)} things",
            "make two items of it",
            severity=Severity.ERROR if len(hidden) > _NUMBERS_MAX else None,
        )
    for number, text in hidden.items():
        yield from _deletion(cloze, text, english=english)
        others = " ".join([visible, *(t for n, t in hidden.items() if n != number)])
        if leaked := sorted(s for s in stems(text) & stems(others) if len(s) >= _STEM):
            yield problem(
                "Z305",
                span,
                f"{leaked[0]!r} of c{number} stands elsewhere in the item",
                "hide it there too, or use another word",
            )
        shown, gone = word_count(others), word_count(text)
        if shown < _VISIBLE or gone > _SHARE * (shown + gone):
            yield problem(
                "Z306",
                span,
                f"c{number} leaves {shown} of {shown + gone} words to see",
                f"give at least {_VISIBLE} words of context",
            )


def _deletion(cloze: Cloze, text: str, *, english: bool) -> Iterator[Problem]:
    count = word_count(text)
    if count > _WORDS:
        yield problem(
            "Z304",
            cloze.text.span,
            f"a deletion of {count} words",
            "hide the one word that matters",
            severity=Severity.ERROR if count > _WORDS_MAX else None,
        )
    elif (english and text.lower().strip() in STOP_WORDS) or _PUNCTUATION.fullmatch(
        text.replace(FORMULA, "x")
    ):
        yield problem(
            "Z304", cloze.text.span, f"the deletion {text!r} says nothing", "hide a word that matters"
        )


def _split(cloze: Cloze) -> tuple[dict[int, str], str]:
    """The hidden text of each number, and the text that is never hidden."""
    hidden: dict[int, str] = {}
    visible = ""
    for line in cloze.text.lines():
        visible += line_text(tuple(_bare(line.parts, hidden)), lambda _: FORMULA)
    return hidden, visible


def _bare(parts: Iterable[Inline], hidden: dict[int, str]) -> Iterator[Inline]:
    """The pieces that are never hidden; the words of the others are added to `hidden`."""
    for part in parts:
        if isinstance(part, Deletion):
            words = line_text(part.parts, lambda _: FORMULA)
            hidden[part.number] = hidden.get(part.number, "") + words
        elif isinstance(part, NESTING):
            yield from _bare(part.parts, hidden)
        else:
            yield part
