"""Read: a source folder to a Bank, with every syntax problem of every file at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from deckpress.bank import Bank
from deckpress.problems import Problem, Severity, SourceError
from deckpress.read.delimiters import tell_once
from deckpress.read.files import Folder
from deckpress.read.fonts import check_fonts
from deckpress.read.media import read_media, read_sounds, unused_media
from deckpress.read.memory import Memory, kept
from deckpress.read.notation import read_notation
from deckpress.read.registries import read_references, read_syllabi, read_tags
from deckpress.read.settings import read_settings
from deckpress.read.topic import read_topics

__all__ = ["read_bank", "read_source"]

_Value = TypeVar("_Value")


def read_bank(root: Path) -> Bank:
    """The bank in a source folder. Raises SourceError carrying every problem found."""
    bank, problems = read_source(root)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SourceError(problems)
    return bank


def read_source(root: Path, memory: Memory | None = None) -> tuple[Bank, list[Problem]]:
    """As much of the bank as can be read, and the problems.

    With `memory`, questions that it knows are not read again; it holds as long as no other file changes
    than those of questions.
    """
    folder = Folder(root, memory=memory)
    if memory is not None:
        memory.turn()

    def once(read: Callable[[Folder], _Value]) -> _Value:
        """What a reader of other files than those of questions gives, or gave before."""
        return kept(memory, read.__name__, folder.problems, lambda: read(folder))

    settings = folder.settings = read_settings(folder)  # which tells the folder how formulas are read
    check_fonts(folder)
    topics = read_topics(folder, settings)
    bank = Bank(
        settings=settings,
        topics=topics,
        references=once(read_references),
        notation=read_notation(folder),
        tags=once(read_tags),
        syllabi=once(read_syllabi),
        figures=read_media(folder, topics, settings.media),
        sounds=read_sounds(folder, topics, settings.media),
        unused=unused_media(folder, topics),
    )
    problems = tell_once(sorted(folder.problems, key=lambda problem: (problem.span, problem.code)))
    return bank, problems
