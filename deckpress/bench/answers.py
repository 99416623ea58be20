"""Answers: what the bench's page asks for, as values for JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deckpress.bench.desk import Desk
from deckpress.bench.editors import link_to
from deckpress.bench.sheets import Sheet
from deckpress.bench.snapshot import Listed
from deckpress.bench.typeset import typeset
from deckpress.content.plain import plain_text
from deckpress.problems import Problem, codes
from deckpress.report import frame_of

__all__ = ["question_answer", "sheet_answer", "state_answer"]


def state_answer(desk: Desk, editor: str) -> dict[str, Any]:
    """The list of topics and questions with their marks, and what is wrong beside them."""
    now = desk.now
    topics: dict[str, dict[str, Any]] = {
        topic.id: {"id": topic.id, "number": topic.number, "title": topic.title, "questions": []}
        for topic in now.bank.topics
    }
    mine, elsewhere = now.shared_out()
    for entry in now.entries:
        rows = topics.setdefault(
            entry.topic, {"id": entry.topic, "number": 0, "title": entry.topic, "questions": []}
        )["questions"]
        rows.append(_line(entry, len(rows) + 1, mine.get(entry.id, [])))
    return {
        "version": now.version,
        "checked": now.checked,
        "looks": desk.looks,
        "fault": desk.fault,
        "title": now.bank.settings.title,
        "topics": list(topics.values()),
        "elsewhere": _problems(elsewhere, desk.project.source, editor),
        "counts": Counter(problem.severity.value for problem in now.problems),
    }


def _line(entry: Listed, position: int, problems: Sequence[Problem]) -> dict[str, Any]:
    question = entry.question
    return {
        "id": entry.id,
        "position": position,
        "prompt": plain_text(question.prompt) if question else entry.place.heading or "(no prompt)",
        "level": question.level if question else 0,
        "draft": bool(question and question.draft),
        "stale": entry.stale,
        "marks": Counter(problem.severity.value for problem in problems),
    }


def question_answer(desk: Desk, entry: Listed, editor: str) -> dict[str, Any]:
    """One question: its cards, its article and its problems."""
    now, root = desk.now, desk.project.source
    parts = desk.workshop.parts(now, entry)
    span = entry.question.span if entry.question and not entry.stale else None
    place = f"{root}/{entry.path}:{entry.place.line}"
    return {
        "version": now.version,
        "checked": now.checked,
        "id": entry.id,
        "topic": entry.topic,
        "stale": entry.stale,
        "failed": parts.failed,
        "place": place,
        "link": link_to(editor, root, span or _start(entry)),
        "cards": [{"name": c.name, "front": typeset(c.front), "back": typeset(c.back)} for c in parts.cards],
        "article": parts.article,
        "problems": _problems(now.of(entry), root, editor),
    }


def _start(entry: Listed) -> Any:
    from deckpress.bank import Span  # noqa: PLC0415 - for one line

    return Span(entry.path, entry.place.line)


def sheet_answer(sheet: Sheet, key: str, root: Path, editor: str) -> dict[str, Any]:
    """The pages of a topic, and where its questions stand on them."""
    return {
        "failed": sheet.failed,
        "width": sheet.size[0],
        "height": sheet.size[1],
        "pages": [f"/sheet/{key}/{number}.png" for number in range(len(sheet.pages))],
        "boxes": {
            name: [box.page, box.left, box.top, box.width, box.height] for name, box in sheet.boxes.items()
        },
        "problems": _problems(sheet.problems, root, editor),
    }


def _problems(problems: Sequence[Problem], root: Path, editor: str) -> list[dict[str, Any]]:
    return [
        {
            "code": p.code,
            "severity": p.severity.value,
            "message": p.message,
            "hint": p.hint,
            "place": f"{root}/{p.span}",
            "link": link_to(editor, root, p.span),
            "frame": "\n".join(frame_of(p, root)),
            "meaning": codes()[p.code].meaning,
            "why": codes()[p.code].why,
            "related": [f"{root}/{span}: {note}" for span, note in p.related],
        }
        for p in problems
    ]
