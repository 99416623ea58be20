"""Plans of sheets, for tests that need no layout of their pages."""

from __future__ import annotations

from typing import Any

from conftest import TEMPLATES, Memory, shipped_bank

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import Problem
from deckpress.render import Context
from deckpress.render.paper.cheatsheet import plan_sheet
from deckpress.render.paper.pages import PageView


def planned(
    bank: Bank, memory: Memory | DiskStore, told: list[Problem] | None = None, **paper: Any
) -> list[PageView]:
    """The plan of a sheet, without laying it out; one of the shipped bank is made once for all tests that read it."""
    if told is None and bank is shipped_bank():
        made = _SHIPPED.get(tuple(sorted(paper.items())))
        return made or _SHIPPED.setdefault(tuple(sorted(paper.items())), _plan(bank, memory, [], paper))
    return _plan(bank, memory, [] if told is None else told, paper)


_SHIPPED: dict[tuple[tuple[str, Any], ...], list[PageView]] = {}


def _plan(
    bank: Bank, memory: Memory | DiskStore, problems: list[Problem], paper: dict[str, Any]
) -> list[PageView]:
    return plan_sheet(bank, Context(TEMPLATES, memory, Lock(), Paper(**paper), problems=problems))[1]


def fills(pages: list[PageView]) -> list[float]:
    return [column.used / column.height for page in pages for column in page.columns]


def questions_a_page(pages: list[PageView]) -> float:
    return sum(len(column.questions) for page in pages for column in page.columns) / len(pages)


def kinds(pages: list[PageView]) -> set[str]:
    return {p.kind for page in pages for c in page.columns for q in c.questions for p in q.parts}


def last_pages(pages: list[PageView]) -> set[int]:
    """Numbers of the pages on which a topic ends."""
    ends = {topic.id: number for number, page in enumerate(pages) for topic in page.topics}
    return set(ends.values())
