"""Snapshots: a bank as it stands, in which what cannot be read just now is kept as it last could be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from deckpress.bank import Bank, Question, Topic
from deckpress.bench.outline import Place, outline
from deckpress.judging import Project, read
from deckpress.problems import Problem, Severity
from deckpress.read.memory import Memory

__all__ = ["Listed", "Snapshot", "take_snapshot"]

_KEPT: Final = {"bank.toml": "settings", "references.yaml": "references", "tags.yaml": "tags"}
"""File to the part of a bank that is kept while the file is wrong."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: a question, or what is meant to be one."""

    id: str
    """The question's id; file and line where there is no question yet."""
    topic: str
    path: str
    place: Place
    question: Question | None
    """As it is, or as it last was."""
    stale: bool = False
    """Whether it is shown as it last was."""

    def holds(self, problem: Problem) -> bool:
        """Whether a problem is one of this question."""
        span = problem.span
        if span.path == self.path:
            return self.place.line <= span.line <= self.place.end
        return bool(self.question) and span.path.startswith("figures/") and self._draws(span.path)

    def _draws(self, path: str) -> bool:
        return any(path in text.source for text in self.question.texts()) if self.question else False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A bank at one moment."""

    version: int
    bank: Bank
    """What is shown: the bank with its last good parts."""
    found: Bank
    """What could be read."""
    entries: tuple[Listed, ...]
    problems: tuple[Problem, ...]
    checked: bool = False
    """Whether the rules have judged it; else the problems are those of the reader."""
    by_id: Mapping[str, Listed] = field(default_factory=dict)

    def of(self, entry: Listed) -> list[Problem]:
        """The problems of one question, the worst first."""
        return _worst_first(problem for problem in self.problems if entry.holds(problem))

    def shared_out(self) -> tuple[dict[str, list[Problem]], list[Problem]]:
        """Problems by the id of their question, and those of no question."""
        mine: dict[str, list[Problem]] = {}
        elsewhere = []
        entries: dict[str, list[Listed]] = {}
        for entry in self.entries:
            entries.setdefault(entry.path, []).append(entry)
        for problem in self.problems:
            near = entries.get(problem.span.path)
            found = [e for e in (self.entries if near is None else near) if e.holds(problem)]
            for entry in found:
                mine.setdefault(entry.id, []).append(problem)
            if not found:
                elsewhere.append(problem)
        return mine, elsewhere


def _worst_first(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (list(Severity).index(p.severity), p.span))


def take_snapshot(project: Project, memory: Memory, before: Snapshot | None = None) -> Snapshot:
    """The bank as it now stands, with the reader's problems."""
    found, problems = read(project, memory)
    old = before.bank if before else None
    wrong = {p.span.path for p in problems if p.severity is Severity.ERROR}
    kept = {part: getattr(old, part) for path, part in _KEPT.items() if old and path in wrong}
    if old and wrong:
        kept["figures"] = dict(old.figures) | dict(found.figures)
    known = {entry.id: entry for entry in before.entries} if before else {}
    topics: list[Topic] = []
    entries: list[Listed] = []
    for topic in _topics(found, old, wrong):
        rows = list(_entries(project, topic, memory, problems, known))
        entries += rows
        topics.append(replace(topic, questions=tuple(row.question for row in rows if row.question)))
    bank = replace(found, topics=tuple(topics), **kept)
    return Snapshot(
        version=before.version + 1 if before else 1,
        bank=bank,
        found=found,
        entries=tuple(entries),
        problems=tuple(problems),
        by_id={entry.id: entry for entry in entries},
    )


def _topics(found: Bank, old: Bank | None, wrong: set[str]) -> list[Topic]:
    """The topics that could be read, and those of files that just now cannot, in study order."""
    have = {topic.span.path for topic in found.topics}
    lost = [t for t in old.topics if t.span.path in wrong - have] if old else []
    return sorted([*found.topics, *lost], key=lambda topic: (topic.number, topic.id))


def _entries(
    project: Project,
    topic: Topic,
    memory: Memory,
    problems: list[Problem],
    known: Mapping[str, Listed],
) -> Iterator[Listed]:
    path = topic.span.path
    errors = [p for p in problems if p.severity is Severity.ERROR and p.span.path == path]
    places = outline(project.source, path, topic.questions, memory)
    now = {question.span.line: question for question in topic.questions}
    taken = {question.id for question in topic.questions}
    if not places:  # the file cannot be read at all
        yield from (entry for entry in known.values() if entry.path == path)
    for place in places:
        question = now.get(place.line)
        broken = any(place.line <= p.span.line <= place.end for p in errors)
        if question and not broken:
            yield Listed(question.id, topic.id, path, place, question)
            continue
        last = known.get(question.id) if question else _last(place, path, known, taken)
        if last and last.question:
            taken.add(last.id)
            yield replace(last, place=place, stale=True)
        else:
            name = question.id if question else f"{path}:{place.line}"
            yield Listed(name, topic.id, path, place, question, stale=bool(question))


def _last(place: Place, path: str, known: Mapping[str, Listed], taken: set[str]) -> Listed | None:
    """What a place that cannot be read was: by its id, else by its prompt."""
    if place.id in known and place.id not in taken:
        return known[place.id]
    return next(
        (
            entry
            for entry in known.values()
            if entry.path == path and entry.id not in taken and _prompt(entry) == place.heading
        ),
        None,
    )


def _prompt(entry: Listed) -> str:
    return entry.question.prompt.source if entry.question else ""
