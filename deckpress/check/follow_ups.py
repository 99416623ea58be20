"""Follow-ups: what is asked next comes with its answer, or with the question that holds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from deckpress.bank import Bank
from deckpress.content.plain import list_items
from deckpress.inside import flat, within
from deckpress.parts import Item, Line, Link
from deckpress.problems import Problem, problem
from deckpress.slugs import NAMED

__all__ = ["check_follow_ups"]

_ASKED: Final = re.compile(r".*[?？؟]", re.S)
_WORD: Final = re.compile(r"\w|□")
_DASH: Final = re.compile(r"\s[–—-]\s+\w")


def check_follow_ups(bank: Bank) -> Iterator[Problem]:
    """A217."""
    ids = {question.id for question in bank.questions()}
    for question in bank.questions():
        body = question.body("Follow-ups")
        for item, text in list_items(body):
            if body and not _answered(text) and not _leads_on(item, text, ids):
                yield problem(
                    "A217",
                    body.span_of(item),
                    "a follow-up has neither an answer nor a question that holds it",
                    "end it with an [id], or answer it in a sentence: '- Question? – Answer.'",
                    question=question.id,
                )


def _answered(text: str) -> bool:
    """Whether words stand behind the last question mark; where there is none, behind a dash."""
    if asked := _ASKED.match(text):
        return bool(_WORD.search(text, asked.end()))
    return bool(_DASH.search(text))


def _leads_on(item: Item, text: str, ids: Collection[str]) -> bool:
    """Whether an item names a question of the bank: as [id], or by a link to it."""
    if any(found[1] in ids for found in NAMED.finditer(text)):
        return True
    lines = (block for block in within(item.blocks) if isinstance(block, Line))
    parts = (part for line in lines for part in flat(line.parts))
    return any(isinstance(part, Link) and part.href.startswith("#") for part in parts)
