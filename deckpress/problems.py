"""Problems with the source, and the errors that carry an exit code.

The tree of errors:

    DeckpressError         1  a build that failed
    ├── SourceError        1  problems in the source
    ├── SettingsError      2  usage or configuration
    ├── StrictError        3  warnings under --strict
    └── EngineError        4  a missing library or program
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from deckpress.bank import Span

__all__ = [
    "Code",
    "DeckpressError",
    "Edit",
    "EngineError",
    "Problem",
    "SettingsError",
    "Severity",
    "SourceError",
    "StrictError",
    "codes",
    "has_errors",
    "printable",
    "problem",
]


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    """Good style that the bank has not asked for: shown in one line a rule, never counted."""


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the table of codes (codes.toml)."""

    code: str
    severity: Severity
    meaning: str
    """One line: what is wrong."""
    why: str
    """Why it matters and how to mend it."""
    example: str
    """A source text that triggers exactly this code."""
    file: str = ""
    """The file that `example` stands for; empty: the file of questions."""
    waivable: bool = False
    sound: tuple[str, ...] = ()
    """What stands in the example and what to write instead, for a source without a problem just on the other
    side of the limit; or one reason why there is none."""
    style: bool = False
    """Whether a bank may switch the rule; the others hold in every bank."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the source that mends a problem."""

    span: Span
    """What is replaced."""
    text: str
    safe: bool
    """Whether it is the one right answer, not a guess at it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place in the source."""

    code: str
    severity: Severity
    span: Span
    message: str
    """What was found and what was expected, in one line."""
    hint: str = ""
    """What to do."""
    related: tuple[tuple[Span, str], ...] = ()
    """Other places with a word about each."""
    edit: Edit | None = None
    """What mends it, where fixes.py knows that."""
    question: str = ""
    """Id of the question that it is about, where a rule found it there: its waivers hold for it."""


class DeckpressError(Exception):
    """Base of every error that a user may see; its text is the message."""

    exit_code = 1


class SourceError(DeckpressError):
    """Problems in the source, all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        super().__init__(f"{errors} error{'s' * (errors != 1)} in the source")
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[SourceError], tuple[tuple[Problem, ...]]]:
        """What another process needs to raise it."""
        return SourceError, (self.problems,)


class SettingsError(DeckpressError):
    """A wrong option or setting."""

    exit_code = 2


class StrictError(DeckpressError):
    """Warnings where none were allowed."""

    exit_code = 3


class EngineError(DeckpressError):
    """A library or program that is needed and not there."""

    exit_code = 4


@cache
def codes() -> Mapping[str, Code]:
    """Every code, by its name, in the order of the table."""
    text = Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    return {
        name: Code(
            code=name,
            severity=Severity(row["severity"]),
            meaning=row["meaning"],
            why=row["why"].strip(),
            example=row.get("example", ""),
            file=row.get("file", ""),
            waivable=row.get("waivable", False),
            sound=tuple(row.get("sound", ())),
            style=row.get("style", False),
        )
        for name, row in tomllib.loads(text).items()
    }


def problem(
    code: str,
    span: Span,
    message: str,
    hint: str = "",
    *,
    related: Iterable[tuple[Span, str]] = (),
    severity: Severity | None = None,
    question: str = "",
) -> Problem:
    """Make a problem with the severity that the table gives its code."""
    level = severity or codes()[code].severity
    return Problem(code, level, span, printable(message), printable(hint), tuple(related), question=question)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def printable(text: str, limit: int = 300) -> str:
    """The text in one line without control, format or bidirectional characters."""
    if text.isprintable() and len(text) <= limit:
        return text
    safe = "".join(
        char
        if char == " " or not unicodedata.category(char).startswith(("C", "Z"))
        else (" " if char in "\n\t\u00a0" else f"U+{ord(char):04X}")
        for char in text
    )
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"
