"""Coverage: every item of every syllabus has a question, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator

from deckpress.bank import Bank
from deckpress.problems import Problem, Severity, problem
from deckpress.read.nearest import nearest

__all__ = ["check_coverage", "count_covered"]


def check_coverage(bank: Bank) -> Iterator[Problem]:
    """T802 and T806."""
    items = {item.id: item for syllabus in bank.syllabi for item in syllabus.items}
    covered = {item for question in bank.questions() for item in question.covers}
    for question in bank.questions():
        for name in question.covers:
            if name not in items:
                yield problem(
                    "T806",
                    question.place("covers", name),
                    f"{name!r} is in no syllabus",
                    nearest(name, items),
                    question=question.id,
                )
    severity = Severity(bank.settings.coverage)
    for item in items.values():
        if item.id not in covered and not item.dropped:
            yield problem(
                "T802",
                item.span,
                f"no question covers {item.id}: {item.text}",
                f"add 'covers: [{item.id}]' to one, or write in the row why it is dropped",
                severity=severity,
            )


def count_covered(bank: Bank) -> dict[str, tuple[int, int, int]]:
    """Syllabus id to how many items are covered, dropped and in all."""
    covered = {item for question in bank.questions() for item in question.covers}
    return {
        s.id: (
            sum(i.id in covered for i in s.items),
            sum(bool(i.dropped) and i.id not in covered for i in s.items),
            len(s.items),
        )
        for s in bank.syllabi
    }
