"""Settings: what bank.toml says of a bank and its products."""

from __future__ import annotations

from dataclasses import dataclass, field

from deckpress.paper import Paper
from deckpress.span import Span

__all__ = ["NamedSelection", "Settings"]


@dataclass(frozen=True, slots=True)
class NamedSelection:
    """A part of the bank that bank.toml names: every question that one of the words chooses."""

    name: str
    words: tuple[str, ...]
    span: Span = field(default=Span("bank.toml"), compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What bank.toml says."""

    title: str
    slug: str
    namespace: str
    """Permanent: with a question's id it makes the identity of each note."""
    version: str = ""
    language: str = "en"
    description: str = ""
    licence: str = ""
    licence_url: str = ""
    authors: tuple[str, ...] = ()
    report_url: str = ""
    """Where readers report errors; `{id}` becomes the question's id."""
    home_url: str = ""
    deck_name: str = ""
    question_type_id: int = 0
    cloze_type_id: int = 0
    """Anki's permanent numbers of the two note types."""
    extra_cards: tuple[str, ...] = ()  # optional card templates that are switched on
    paper: Paper = field(default=Paper())
    selections: tuple[NamedSelection, ...] = ()
    coverage: str = "error"
    """Severity of an uncovered syllabus item: error or warning."""
    search: bool = True
    """Whether the handout has the script that searches and filters."""
    pages: str = "one"
    """Whether the handout is one file, or one page per topic: one or topic."""
