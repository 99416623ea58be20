"""Read: a source folder to a Bank, with every syntax problem of every file at its place."""

from __future__ import annotations

from pathlib import Path

from deckpress.bank import Bank
from deckpress.problems import Problem, Severity, SourceError
from deckpress.read.figures import read_figures
from deckpress.read.files import Folder
from deckpress.read.registries import read_references, read_syllabi, read_tags
from deckpress.read.settings import read_settings
from deckpress.read.topic import read_topics

__all__ = ["read_bank", "read_source"]


def read_bank(root: Path) -> Bank:
    """The bank in a source folder. Raises SourceError carrying every problem found."""
    bank, problems = read_source(root)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SourceError(problems)
    return bank


def read_source(root: Path) -> tuple[Bank, list[Problem]]:
    """As much of the bank as can be read, and the problems."""
    folder = Folder(root)
    settings = read_settings(folder)
    topics = read_topics(folder, settings)
    bank = Bank(
        settings=settings,
        topics=topics,
        references=read_references(folder),
        tags=read_tags(folder),
        syllabi=read_syllabi(folder),
        figures=read_figures(folder, (question for topic in topics for question in topic.questions)),
    )
    problems = sorted(folder.problems, key=lambda problem: (problem.span, problem.code))
    return bank, problems
