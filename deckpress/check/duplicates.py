"""Prompts that ask the same: word-set similarity with a prefix filter, so that time grows with the bank.

Two sets whose Jaccard similarity reaches t share one of their |x| - ceil(t |x|) + 1 rarest words
(Chaudhuri, Ganti, Kaushik, "A primitive operator for similarity joins", ICDE 2006).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from deckpress.bank import Bank, Markdown, Question, Span
from deckpress.check.words import stems
from deckpress.content.plain import plain_text
from deckpress.inside import flat
from deckpress.parts import Image
from deckpress.problems import Problem, problem

__all__ = ["check_duplicates"]

_SAME: Final = 0.8
_NEAR: Final = 0.6
_FEW: Final = 3  # below this many words, likeness says nothing
_TOLD: Final = 3  # prompts that one prompt is said to be like
_Asked = tuple[frozenset[str], Question, Span]


def check_duplicates(bank: Bank) -> Iterator[Problem]:
    """C004 and C005, at the later of the two prompts."""
    entries = list(_wordings(bank))
    counts = Counter(word for words, _, _ in entries for word in words)
    index: dict[str, list[_Asked]] = {}
    reported: set[tuple[str, str]] = set()
    first: dict[frozenset[str], _Asked] = {}
    for entry in entries:
        words, question, _ = entry
        rarest = sorted(words, key=lambda word: (counts[word], word))
        prefix = rarest[: len(words) - math.ceil(_NEAR * len(words)) + 1]
        same = first.setdefault(words, entry)  # of equal prompts the first stands for all
        candidates = {id(other): other for word in prefix for other in index.get(word, ())}
        told = 0
        for other in candidates.values():
            if told < _TOLD and other[1] is not question and (other[1].id, question.id) not in reported:
                found = _compare(other, entry)
                if found:
                    reported.add((other[1].id, question.id))
                    told += 1
                    yield found
        for word in prefix if same is entry else ():
            index.setdefault(word, []).append(entry)


def _wordings(bank: Bank) -> Iterator[_Asked]:
    for question in bank.questions():
        shown = frozenset(_addresses(question.shown))  # what is asked of another picture is another question
        texts = [(plain_text(question.prompt), question.prompt.span)]
        texts += [(also, question.place("also", also)) for also in question.also]
        for text, span in texts:
            if words := stems(text):
                yield words | shown, question, span


def _addresses(shown: Markdown | None) -> Iterator[str]:
    for line in shown.lines() if shown else ():
        yield from (part.source for part in flat(line.parts) if isinstance(part, Image))


def _compare(first: _Asked, second: _Asked) -> Problem | None:
    (a, other, place), (b, question, span) = first, second
    shared = len(a & b)
    similarity = shared / (len(a) + len(b) - shared)
    if similarity < _NEAR:
        return None
    related = ((place, f"{other.id}: {plain_text(other.prompt)}"),)
    if similarity >= _SAME:
        return problem(
            "C004",
            span,
            f"asks the same as {other.id!r}",
            "join the two questions",
            related=related,
            question=question.id,
        )
    linked = {other.id} & {*question.see, *question.contrast} or {question.id} & {*other.see, *other.contrast}
    if not linked and min(len(a), len(b)) >= _FEW:
        return problem(
            "C005",
            span,
            f"much like {other.id!r}, and neither names the other",
            f"add 'contrast: [{other.id}]', or make them differ",
            related=related,
            question=question.id,
        )
    return None
