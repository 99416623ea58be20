"""Answers under a name: short answers that stand alone, and key points that add to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.check.words import stems
from deckpress.content.plain import FORMULA, list_items, plain_text
from deckpress.problems import Problem, problem

__all__ = ["check_standing"]

_LEANS: Final = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Its|Their|Because|Since it|Yes|No)\b(?! (?:one|two|three)\b)"
)
_NO_SUBJECT: Final = re.compile(
    r"(?!Always|Perhaps|Besides|Sometimes)[A-Z][a-z]+[^su\W]s (?:the|a|an|its|each|every|all|how)\b"
)
"""A verb of the third person at once: "Measures the share of"."""
_SAME: Final = 0.6
_FEW: Final = 3  # words below which likeness says nothing


def check_standing(_bank: Bank, question: Question) -> Iterator[Problem]:
    """A215, where a term stands above the answer, and A216."""
    lead = plain_text(question.lead, math=FORMULA)
    if question.term and (found := _LEANS.match(lead) or _NO_SUBJECT.match(lead)):
        yield problem(
            "A215",
            question.lead.span_of(question.lead.blocks[0]),
            f"the short answer opens with {found[0]!r} and leans on its prompt",
            "name what it is about",
        )
    said = stems(lead)
    points = question.body("Key points")
    for item, text in list_items(points):
        words = stems(text)
        if points and len(words) >= _FEW and len(words & said) >= _SAME * len(words):
            share = 100 * len(words & said) // len(words)
            yield problem(
                "A216",
                points.span_of(item),
                f"{share} % of the words of a key point are those of the short answer",
                "add a mechanism, a number, a condition or a consequence; or leave it out",
            )
