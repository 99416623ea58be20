"""Listing: the questions of a bank as text or JSON, and its figures in numbers."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from typing import Literal

from deckpress.bank import Bank, Question
from deckpress.check.coverage import count_covered
from deckpress.content.plain import plain_text, word_count
from deckpress.inside import flat, within
from deckpress.parts import Block, Fence, Formula, Item, Line, Math, Table
from deckpress.wording import kind_titles, level_titles, words_of

__all__ = ["has_part", "questions_json", "questions_text", "stats_text"]


def questions_text(bank: Bank) -> str:
    """One line per question."""
    return "\n".join(
        f"{q.id:44} {q.level}  {q.kind:13} {q.term or plain_text(q.prompt)}" for q in bank.questions()
    )


def questions_json(bank: Bank) -> str:
    """A list of objects."""
    words = words_of(bank.settings)
    kinds, levels = kind_titles(bank.settings, words), level_titles(bank.settings, words)
    return json.dumps(
        [
            {
                "id": q.id,
                "topic": topic.id,
                "term": q.term,
                "prompt": plain_text(q.prompt),
                "kind": q.kind,
                "kind_title": kinds[q.kind],
                "level": q.level,
                "level_title": levels[q.level - 1],
                "tags": q.tags,
                "covers": q.covers,
                "also": q.also,
                "see": q.see,
                "contrast": q.contrast,
                "draft": q.draft,
                "path": q.span.path,
                "line": q.span.line,
            }
            for topic in bank.topics
            for q in topic.questions
        ],
        indent=2,
        ensure_ascii=False,
    )


def stats_text(bank: Bank) -> str:
    """Counts by topic, level and kind, and coverage of each syllabus."""
    questions = list(bank.questions())
    rows = [
        ("questions", len(questions)),
        ("topics", sum(bool(t.questions) for t in bank.topics)),
        ("cloze notes", sum(len(q.clozes) for q in questions)),
        ("with a formula", sum(has_part(q, "math") for q in questions)),
        ("with executed code", sum(has_part(q, "run") for q in questions)),
        ("with a table", sum(has_part(q, "table") for q in questions)),
        ("figures", len(bank.figures)),
        ("references", len(bank.references)),
        ("waivers", sum(len(q.allow) for q in questions)),
        ("median words of a lead", round(statistics.median(word_count(q.lead) for q in questions))),
    ]
    lines = [f"{name:24} {value:5}" for name, value in rows]
    kinds, levels = bank.settings.kinds, dict(enumerate(bank.settings.levels, 1))
    found = Counter(q.level for q in questions)
    lines += ["", *(f"{_titled(f'level {n}', levels.get(n)):24} {found[n]:5}" for n in sorted(found))]
    by_kind = Counter(q.kind for q in questions).most_common()
    lines += ["", *(f"{_titled(kind, kinds.get(kind)):24} {n:5}" for kind, n in by_kind)]
    lines += ["", *(f"{t.number:2} {t.title[:40]:42} {len(t.questions):3}" for t in bank.topics)]
    lines += [
        "",
        *(
            f"{name:24} {covered:5} of {total} items covered" + (f", {dropped} dropped" if dropped else "")
            for name, (covered, dropped, total) in count_covered(bank).items()
        ),
    ]
    return "\n".join(lines)


def _titled(name: str, title: str | None) -> str:
    """A name with its title, where the bank gives it one of its own."""
    return f"{name}: {title}" if title else name


def has_part(question: Question, what: Literal["math", "run", "table"]) -> bool:
    """Whether a question holds a formula, executed code (run) or a table."""
    return any(_is_part(block, what) for text in question.texts() for block in within(text.blocks))


def _is_part(block: Block | Item, what: str) -> bool:
    match block:
        case Formula():
            return what == "math"
        case Table():
            return what == "table"
        case Fence():
            return what == "run" and block.info in ("python run", "python test")
        case Line():
            return what == "math" and any(isinstance(part, Math) for part in flat(block.parts))
        case _:
            return False
