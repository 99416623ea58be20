"""The bank: what an author wrote, as frozen values that every stage reads and none changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from deckpress.markdown import Markdown
from deckpress.pictures import AnyFigure, Drawing, Figure, Label, Labels, Picture, Sound
from deckpress.sections import SECTIONS
from deckpress.settings import Settings
from deckpress.span import Span

__all__ = [
    "DIRECTIONS",
    "KINDS",
    "LEVELS",
    "AnyFigure",
    "Bank",
    "Cloze",
    "Drawing",
    "Figure",
    "Item",
    "Label",
    "Labels",
    "Markdown",
    "Picture",
    "Question",
    "Reference",
    "Section",
    "Settings",
    "Sound",
    "Span",
    "Syllabus",
    "Topic",
    "Waiver",
]

KINDS: Final = (
    "definition",
    "comparison",
    "mechanism",
    "derivation",
    "practice",
    "calculation",
    "case-study",
    "system-design",
    "coding",
    "behavioural",
)
"""Kinds of question of a bank that names none of its own."""
LEVELS: Final = (1, 2, 3)
"""Levels of a bank that names none of its own."""
DIRECTIONS: Final = ("forward", "reverse", "typed", "cloze")
"""What is asked: the prompt, the answer, the prompt with the answer typed, or clozes and labels alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """One `###` section of a question."""

    name: str
    """A row of SECTIONS."""
    span: Span
    """The place of its heading."""
    body: Markdown


@dataclass(frozen=True, slots=True)
class Cloze:
    """One item of the Cloze section: a note of its own."""

    number: int
    """Its permanent number inside the question: its position, or what `{#n}` says."""
    text: Markdown


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule code that a question may break, with the reason its author gave."""

    code: str
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything its author wrote under the heading."""

    id: str
    """Unique for ever; never derived from the text."""
    prompt: Markdown
    lead: Markdown
    """Everything before the first section: the short answer."""
    span: Span
    """The place of the heading."""
    shown: Markdown | None = None
    """Pictures and sounds at the end of the prompt, as paragraphs."""
    kind: str = "definition"
    level: int = 1
    origin: str = ""
    """What names it in the file it was imported from: Anki's guid, or what is nearest to one."""
    term: str = ""
    """What an expert would look up: its name on the sheet, in indexes, lists and references."""
    index: tuple[str, ...] = ()
    """Further words under which the index leads here; "Overfitting: remedies" is a sub-entry."""
    tags: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """Syllabus items that this question answers."""
    also: tuple[str, ...] = ()
    """Other wordings of the prompt."""
    see: tuple[str, ...] = ()
    """Ids of related questions."""
    contrast: tuple[str, ...] = ()
    """Ids of questions that are easily confused with this one."""
    cards: tuple[str, ...] = ()
    """Names of DIRECTIONS; empty: those of its topic."""
    symbols: tuple[str, ...] = ()
    """What letters of its formulas mean, each as "TeX: meaning"."""
    draft: bool = False
    allow: tuple[Waiver, ...] = ()
    sections: Mapping[str, Section] = field(default_factory=dict)
    clozes: tuple[Cloze, ...] = ()
    labels: Labels | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Key of the block, or `key/value` of a listed value, to its place."""

    def place(self, key: str, value: str = "") -> Span:
        """The place of a block key, or of one value of its list; else of the heading."""
        return self.spans.get(f"{key}/{value}") or self.spans.get(key) or self.span

    def body(self, name: str) -> Markdown | None:
        """The Markdown of a section, or None where the question has none."""
        section = self.sections.get(name)
        return section.body if section else None

    def texts(self) -> Iterator[Markdown]:
        """Every Markdown part: prompt, lead, sections, cloze items."""
        yield self.prompt
        if self.shown:
            yield self.shown
        yield self.lead
        for section in self.sections.values():
            if SECTIONS[section.name].shape != "clozes":
                yield section.body
        for cloze in self.clozes:
            yield cloze.text


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of questions."""

    id: str
    """The file's stem without its number."""
    number: int
    title: str
    span: Span
    intro: Markdown
    summary: str = ""
    deck: str = ""
    """Deck title, where it differs from the title."""
    cards: tuple[str, ...] = ()
    """Names of DIRECTIONS; empty: those of the bank."""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of references.yaml."""

    key: str
    title: str
    authors: str
    year: str
    url: str
    """Where to find it: the given URL, or one made from the DOI or arXiv number; may be empty."""
    isbn: str = ""
    checked: str = ""
    """The month in which somebody last opened it, as 2026-11; empty where nobody says."""
    span: Span = field(default=Span("references.yaml"), compare=False)
    checked_span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a syllabus: something the bank must cover."""

    id: str
    text: str
    dropped: str
    """Why no question covers it; empty where one must."""
    span: Span


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A list of items that the bank must cover."""

    id: str
    """The file's stem."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Bank:
    """A whole bank as read from a source folder."""

    settings: Settings
    topics: tuple[Topic, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tag slug to its label."""
    notation: Mapping[str, str] = field(default_factory=dict)
    """TeX of a letter to what it means in the whole bank, in the order of notation.yaml."""
    syllabi: tuple[Syllabus, ...] = ()
    figures: Mapping[str, AnyFigure] = field(default_factory=dict)
    """File name to figure, for every figure a question uses."""
    sounds: Mapping[str, Sound] = field(default_factory=dict)
    """File name to sound, for every sound that a question plays."""
    unused: tuple[str, ...] = ()
    """Files of figures/ and audio/ that no question shows or plays."""
    others: tuple[Question, ...] = ()
    """Questions that a selection left out: named where an answer names them, shown nowhere."""

    def note_places(self) -> dict[str, Span]:
        """Where the notes of cloze items, and labels, are written, by their names in the lock."""
        questions = list(self.questions())
        places = {f"{q.id}/{c.number}": c.text.span for q in questions for c in q.clozes}
        labels = ((q.id, label) for q in questions for label in (q.labels.labels if q.labels else ()))
        return places | {f"{name}/labels/{label.number}": label.span for name, label in labels}

    def questions(self) -> Iterator[Question]:
        """Every question, in study order."""
        return (question for topic in self.topics for question in topic.questions)

    def cards_of(self, topic: Topic, question: Question) -> tuple[str, ...]:
        """The directions in which a question is asked, in the order of its cards."""
        given = question.cards or topic.cards or self.settings.directions
        if not question.clozes and not question.labels:
            given = tuple(name for name in given if name != "cloze") or ("forward",)
        return given if len(given) == 1 else tuple(name for name in DIRECTIONS if name in given)
