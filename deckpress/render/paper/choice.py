"""Choice: the best questions of a bank for a number of pages, by level and worth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from deckpress.bank import Bank, Question, Span
from deckpress.problems import Problem, problem
from deckpress.render.paper.pages import PageView
from deckpress.render.paper.plan import Planner, sample_name
from deckpress.render.paper.printed import PrintedQuestion, PrintedTopic
from deckpress.render.paper.worth import FORMULA, worth

__all__ = ["choose", "tell_choice"]

_FULL = 0.95
_TRIED = 40
"""Numbers of questions that are tried for one that fills every column."""


def choose(bank: Bank, topics: Sequence[PrintedTopic], planner: Planner) -> Bank:
    """The bank with the questions that fill the pages which the paper asks for; the rest as `others`.

    Questions of a lower level go first, then those that more lists of a syllabus ask, then by kind.
    """
    order = [question.id for question in sorted(bank.questions(), key=_rank)]
    most = _fitting(order, topics, planner)
    best, fullest = most, -1.0
    for count in range(most, max(most - _TRIED, 0), -1):
        views = planner.filled(_cut(topics, {*order[:count]}), legend=True)
        full = _least_full(views, planner)
        if full > fullest:
            best, fullest = count, full
        if full >= _FULL:
            break
    kept = {*order[:best]}
    left = tuple(q for q in bank.questions() if q.id not in kept)
    chosen = (
        replace(topic, questions=tuple(q for q in topic.questions if q.id in kept)) for topic in bank.topics
    )
    return replace(bank, topics=tuple(chosen), others=(*bank.others, *left))


def tell_choice(whole: Bank, chosen: Bank, pages: int) -> Problem:
    """What a sheet of some pages shows and leaves out, as advice."""
    all_of = Counter(q.level for q in whole.questions())
    shown = Counter(q.level for q in chosen.questions())
    levels = ", ".join(
        f"{shown[level]} of {count} of level {level}" for level, count in sorted(all_of.items())
    )
    count = f"{shown.total()} of {all_of.total()} questions"
    said = f"{pages} page{'s' * (pages > 1)} show {count}: {levels}"
    kept = {question.id for question in chosen.questions()}
    left = next((q for q in sorted(whole.questions(), key=_rank) if q.id not in kept), None)
    hint = f"the next would be {left.id!r}; ask for more pages, or choose with --only" if left else ""
    return problem("P011", Span("bank.toml"), said, hint)


def _rank(question: Question) -> tuple[int, int, int]:
    """What decides which question goes first; the sort keeps the author's order."""
    return (question.level, -len(question.covers), worth(question.kind))


def _fitting(order: Sequence[str], topics: Sequence[PrintedTopic], planner: Planner) -> int:
    """How many of the first questions fit with their formulas, columns as one."""
    homes = {question.id: topic.id for topic in topics for question in topic.questions}
    costs = {q.id: _cost(q, planner) for topic in topics for q in topic.questions}
    free = sum(planner.rooms(planner.paper.pages, legend=True))
    opened: set[str] = set()
    for count, name in enumerate(order):
        free -= costs[name] + (sum(planner.heights[f"c-{homes[name]}"]) if homes[name] not in opened else 0)
        opened.add(homes[name])
        if free < 0:
            return max(count, 1)
    return len(order)


def _cost(question: PrintedQuestion, planner: Planner) -> float:
    head, *heights = planner.heights[sample_name(question)]
    parts = zip(heights, question.parts, strict=True)
    return head + planner.frame.gap + sum(height for height, part in parts if part.rank <= FORMULA)


def _cut(topics: Sequence[PrintedTopic], names: set[str]) -> list[PrintedTopic]:
    """The topics with those questions only; topics without any go."""
    kept = [(topic, tuple(q for q in topic.questions if q.id in names)) for topic in topics]
    return [replace(topic, questions=questions) for topic, questions in kept if questions]


def _least_full(views: Sequence[PageView] | None, planner: Planner) -> float:
    """The share of its height that the emptiest column uses."""
    columns = [column for view in views or () for column in view.columns]
    if len(columns) < planner.paper.pages * planner.frame.columns:
        return 0.0
    return min(column.used / column.height for column in columns)
