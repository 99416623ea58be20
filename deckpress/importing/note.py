"""Notes: what every reader of another tool's file hands over, before it becomes questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

from deckpress.problems import EngineError, SourceError, problem
from deckpress.span import Span

__all__ = ["Markup", "Note", "NoteType", "Notes", "missing_library", "refuse"]

Markup = Literal["html", "markdown", "text"]
"""What the fields of a note are written in."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type, or a table's columns."""

    name: str
    fields: tuple[str, ...]
    cards: tuple[tuple[str, str], ...] = ()
    """Front and back of each card template, where the file has them."""
    is_cloze: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as its file has it."""

    origin: str
    """What names it in its file for ever: Anki's guid, else what is nearest to one."""
    kind: NoteType
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    deck: str = ""
    """Levels joined by '::'."""
    markup: Markup = "html"
    cards: tuple[int, ...] = ()
    """Which cards of its type it has, by their place; empty where the file does not say."""


@dataclass(slots=True)
class Notes:
    """All notes of a file, and the media that they name."""

    path: Path
    notes: list[Note] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    """Names of media that the notes show and the file has not, or not in a form that can be taken."""
    dropped: list[tuple[str, str]] = field(default_factory=list)
    """Origin of a note that could not be read, and why."""


def refuse(code: str, path: Path, message: str, hint: str = "") -> NoReturn:
    """Raise SourceError with one problem that names the file."""
    raise SourceError([problem(code, Span(path.as_posix()), message, hint)])


def missing_library(name: str) -> EngineError:
    """What to raise where a library of the extra is not installed."""
    return EngineError(f"the library {name} is missing; run: pip install deckpress[import]")
