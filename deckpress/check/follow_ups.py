"""Follow-ups: what is asked next comes with its answer, or with the question that holds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank, Markdown
from deckpress.content.plain import list_items
from deckpress.problems import Problem, problem
from deckpress.slugs import NAMED

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["check_follow_ups"]

_ASKED: Final = re.compile(r".*[?？؟]", re.S)
_WORD: Final = re.compile(r"\w|□")
_DASH: Final = re.compile(r"\s[–—-]\s+\w")


def check_follow_ups(bank: Bank) -> Iterator[Problem]:
    """A217."""
    ids = {question.id for question in bank.questions()}
    for question in bank.questions():
        body = question.body("Follow-ups")
        for token, text in list_items(body):
            if body and not _answered(text) and not _leads_on(body, token, text, ids):
                yield problem(
                    "A217",
                    body.span_of(token),
                    "a follow-up has neither an answer nor a question that holds it",
                    "end it with an [id], or answer it in a sentence: '- Question? – Answer.'",
                    question=question.id,
                )


def _answered(text: str) -> bool:
    """Whether words stand behind the last question mark; where there is none, behind a dash."""
    if asked := _ASKED.match(text):
        return bool(_WORD.search(text, asked.end()))
    return bool(_DASH.search(text))


def _leads_on(body: Markdown, item: Token, text: str, ids: Collection[str]) -> bool:
    """Whether an item names a question of the bank: as [id], or by a link to it."""
    if any(found[1] in ids for found in NAMED.finditer(text)):
        return True
    first, last = item.map or (0, 0)
    return any(
        child.type == "link_open" and str(child.attrs.get("href", "")).startswith("#")
        for inline in body.inlines()
        if inline.map and first <= inline.map[0] < last
        for child in inline.children or []
    )
