"""Settings: what bank.toml says of a bank and its products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from deckpress.media import Media
from deckpress.paper import Paper
from deckpress.span import Span

__all__ = [
    "LIMITS",
    "MOST_LEVELS",
    "Macro",
    "NamedSelection",
    "OwnWord",
    "Settings",
    "TopicSettings",
    "runs_right_to_left",
]

LIMITS: Final[Mapping[str, int]] = {
    "prompt_words": 22,
    "case_words": 40,
    "term_characters": 40,
    "lead_words": 40,
    "lead_sentences": 3,
    "sentence_words": 28,
    "key_points": 5,
    "key_point_words": 35,
    "depth_words": 180,
    "code_lines": 20,
    "code_columns": 76,
}
"""Limits of style that a bank may set under [check.limits]."""

MOST_LEVELS: Final = 9
"""How many levels a bank may have."""

_RTL_SCRIPTS: Final = frozenset({"adlm", "arab", "aran", "hebr", "nkoo", "rohg", "samr", "syrc", "thaa"})
_RTL: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_SPACELESS: Final = frozenset({"bo", "ja", "km", "lo", "my", "th", "yue", "zh"})


OwnWord = str | Mapping[str, str]
"""A word that the bank gives the products: one text, or one for each plural category of its language."""


@cache
def runs_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left, by its tag."""
    base, *subtags = language.lower().split("-")
    script = next((tag for tag in subtags if len(tag) == 4 and tag.isalpha()), "")
    return script in _RTL_SCRIPTS if script else base in _RTL


@dataclass(frozen=True, slots=True)
class NamedSelection:
    """A part of the bank that bank.toml names: every question that one of the words chooses."""

    name: str
    words: tuple[str, ...]
    span: Span = field(default=Span("bank.toml"), compare=False)


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """What a table [topics.NAME] says of a topic, where its file does not."""

    title: str = ""
    """Of a table; a file in Markdown has its own."""
    deck: str = ""
    summary: str = ""
    order: int | None = None
    prompt_language: str = ""
    answer_language: str = ""
    cards: tuple[str, ...] = ()
    span: Span = field(default=Span("bank.toml"), compare=False)
    title_span: Span = field(default=Span("bank.toml"), compare=False)


@dataclass(frozen=True, slots=True)
class Macro:
    """A command of TeX that the bank defines."""

    body: str
    """TeX, in which #1 to #9 stand for the arguments."""
    arguments: int = 0
    sound: bool = True
    """False where the definition is wrong: formulas with it are not judged."""


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
    directions: tuple[str, ...] = ("forward",)
    """Directions in which questions are asked, unless a topic or a question says otherwise."""
    adopt: bool = False
    """Whether notes keep the guids of the deck they were imported from."""
    extra_cards: tuple[str, ...] = ()  # optional card templates that are switched on
    paper: Paper = field(default=Paper())
    media: Media = field(default=Media())
    selections: tuple[NamedSelection, ...] = ()
    topics: Mapping[str, TopicSettings] = field(default_factory=dict)
    """Name of a topic to what bank.toml says of it."""
    coverage: Literal["error", "warning"] = "error"
    """Severity of an uncovered syllabus item: error or warning."""
    style: Literal["house", "advice", "none"] = "advice"
    """How much the rules of style weigh: house, advice or none."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Code of a rule of style to off, advice or error, where it differs from `style`."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Name of a limit of style to its value, where it is not LIMITS'."""
    families: tuple[str, ...] = ()
    """Installed font families that come before the general fallback, for characters that our fonts lack."""
    words: Mapping[str, OwnWord] = field(default_factory=dict)
    """English word of the products to the bank's own."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Code of each kind of question to its title, where the bank has kinds of its own."""
    levels: tuple[str, ...] = ()
    """Titles of the levels from 1, where the bank has levels of its own."""
    index_stop: tuple[str, ...] = ()
    """Words that the index leaves out."""
    search: bool = True
    """Whether the handout has the script that searches and filters."""
    handout_pages: Literal["one", "topic"] = "one"
    """Whether the handout is one file, or one page per topic: one or topic."""
    delimiters: tuple[str, ...] = ("dollar",)
    """What marks a formula in a line: dollar ($…$), tex (\\(…\\) and \\[…\\]) or both."""
    macros: Mapping[str, Macro] = field(default_factory=dict)
    """Name without its backslash to macro; formulas are read with all of them written out."""

    @property
    def rtl(self) -> bool:
        """Whether the bank's language is written from right to left."""
        return runs_right_to_left(self.language)

    @property
    def spaceless(self) -> bool:
        """Whether the bank's language is written without spaces between words."""
        return self.language.lower().partition("-")[0] in _SPACELESS

    @property
    def chain(self) -> str:
        """The families as they stand in a style sheet's list, each after a comma."""
        return "".join(f', "{family}"' for family in self.families)

    @property
    def kind(self) -> str:
        """The kind of a question that names none: definition, or the first of the bank's own."""
        return "definition" if not self.kinds or "definition" in self.kinds else next(iter(self.kinds))

    def limit(self, name: str) -> int:
        """A limit of style: the bank's, or the house's."""
        return self.limits.get(name, LIMITS[name])
