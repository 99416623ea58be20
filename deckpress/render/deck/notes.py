"""The notes of a deck: for each question its fields, tags and place, and its cloze notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Bank, Settings
from deckpress.content.markers import mute_brackets, mute_math
from deckpress.content.palette import palette
from deckpress.content.prepared import with_sounds
from deckpress.problems import DeckpressError
from deckpress.render import Store
from deckpress.render.deck.note_types import CLOZE, QUESTION, NoteType, card_templates, field_name, style
from deckpress.render.deck.voice import DeckVoice
from deckpress.render.environment import make_environment
from deckpress.render.pictures import card_use, prepare
from deckpress.render.views import QuestionView, TopicView, view_topics

if TYPE_CHECKING:
    from jinja2.environment import TemplateModule
    from markupsafe import Markup

__all__ = ["DeckNote", "DeckNotes", "make_notes", "plain_to_field", "without_form"]

_Macros = tuple[Callable[..., str] | None, ...]
_CLOZE: Final = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}")
_TERM: Final = re.compile(r"[^<\\\s]+(?: [^<\\\s]+){0,2}")  # up to three words that can be typed
_FORM: Final = re.compile(r"(picture-[0-9a-f]{16}\.)(?:png|jpg|webp|gif)")
"""The name of a picture; in which form it is smaller depends on the version of a library."""


@dataclass(frozen=True, slots=True)
class DeckNote:
    """One note."""

    name: str
    """The question's id, with '/number' for a cloze note: its permanent identity."""
    kind: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    topic: int
    """Index of the topic, whose sub-deck holds the cards."""

    def content_hash(self) -> str:
        """Changes when, and only when, the note looks different to its reader."""
        return _hash(self.kind.name, *map(without_form, self.fields), *self.tags)


@dataclass(frozen=True, slots=True)
class DeckNotes:
    """Everything that a package holds, before it is packed."""

    topics: tuple[TopicView, ...]
    notes: tuple[DeckNote, ...]
    media: Mapping[str, bytes]
    types: Mapping[str, tuple[NoteType, str, list[tuple[str, int, str, str]]]]
    """Type name to its fixed part, its style and its card templates."""
    labels: Mapping[str, str]
    """Name of each label in the lock to a hash of its text, so that labels that change numbers are told."""

    def note_hashes(self) -> dict[str, str]:
        """Note name to content hash, for the lock."""
        return {**{note.name: note.content_hash() for note in self.notes}, **self.labels}

    def type_hashes(self) -> dict[str, str]:
        """Note type name to content hash, for the lock."""
        return {name: _hash(css, repr(cards)) for name, (_, css, cards) in self.types.items()}


def without_form(field: str) -> str:
    """A field in which pictures are named without saying in which form they were smaller."""
    return _FORM.sub(r"\1", field) if "picture-" in field else field


def make_notes(bank: Bank, templates: Path, store: Store | None = None, *, only: str = "") -> DeckNotes:
    """All notes in study order: the questions of a topic, then its cloze notes.

    With `only`, an id, those of one question, as they are among all. Without a store pictures have no bytes:
    enough for the lock. Raises SourceError at a picture that cannot be decoded.
    """
    media: dict[str, bytes] = {}
    pictures, chosen = prepare(bank, card_use(bank), store, only), bank.settings.media
    waits, hides = not chosen.autoplay, chosen.labels

    def voice(index: int, count: int) -> DeckVoice:
        colours = palette(index, count), palette(index, count, night=True)
        return DeckVoice(*colours, pictures, waits, hides, media)

    topics = view_topics(bank, voice, others=True, only=only)
    environment = make_environment(templates, bank.settings, plain_to_field)
    environment.filters |= {
        "gap": _gap,
    }
    module = environment.get_template("deck/fields.html.j2").module
    macros = {kind.name: _macros(kind, module) for kind in (QUESTION, CLOZE)}
    tags = _tags(bank)
    notes = tuple(note for topic in topics for note in _topic_notes(bank, topic, macros, tags))
    css = style(bank, templates)
    types = {kind.name: (kind, css, card_templates(kind, bank, templates)) for kind in (QUESTION, CLOZE)}
    return DeckNotes(tuple(topics), notes, media, types, _labels(bank))


def _labels(bank: Bank) -> dict[str, str]:
    return {
        f"{q.id}/labels/{label.number}": _hash("label", label.text)
        for q in bank.questions()
        for label in (q.labels.labels if q.labels else ())
    }


def _topic_notes(
    bank: Bank, topic: TopicView, macros: Mapping[str, _Macros], tags: Mapping[str, tuple[str, ...]]
) -> Iterator[DeckNote]:
    for question in topic.questions:
        if question.cards != ("cloze",) and (question.lead or not question.labels):
            fields = _fields(macros[QUESTION.name], (bank.settings, topic, question, ""))
            yield DeckNote(question.id, QUESTION, fields, tags[question.id], topic.index)
    for question in topic.questions:
        for number, text in question.clozes:
            name = f"{question.id}/{number}"
            fields = _fields(macros[CLOZE.name], (bank.settings, topic, question, text))
            yield DeckNote(name, CLOZE, fields, tags[question.id], topic.index)
        if question.labels:
            fields = _fields(macros[CLOZE.name], (bank.settings, topic, question, question.labels))
            yield DeckNote(f"{question.id}/labels", CLOZE, fields, tags[question.id], topic.index)


def _macros(kind: NoteType, module: TemplateModule) -> _Macros:
    """The macro of each field of a note type, found by its name; None where there is none."""
    return tuple(getattr(module, field_name(name), None) for name, _ in kind.fields)


def _fields(
    macros: _Macros, given: tuple[Settings, TopicView, QuestionView, str | Markup]
) -> tuple[str, ...]:
    """The fields, from their macros: (settings, topic, q, text), by position for speed."""
    from jinja2 import TemplateError  # noqa: PLC0415 - imported on use

    try:
        return tuple(
            with_sounds(mute_brackets(html)) if macro and (html := str(macro(*given)).strip()) else ""
            for macro in macros
        )
    except (TemplateError, TypeError) as error:
        raise DeckpressError(f"templates/deck/fields.html.j2: {error} (at {given[2].id})") from error


def plain_to_field(value: Any) -> Any:
    """A title or another plain text as HTML of a field, where it must command nothing in Anki."""
    markup, _ = _markup()
    return value if isinstance(value, markup) else _escaped(str(value))


@lru_cache(2000)
def _escaped(text: str) -> Markup:
    """A plain text as a field shows it; many are those of a topic or of the bank."""
    markup, escape = _markup()
    return markup(mute_math(str(escape(text))))


@cache
def _markup() -> tuple[type[Markup], Callable[[Any], Markup]]:
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with jinja2, imported on use

    return Markup, escape


def _gap(clozes: list[tuple[int, Markup]]) -> tuple[Markup, Markup] | None:
    """The first cloze sentence that lacks a short term, with a gap in its place; and the term."""
    for _, text in clozes:
        for found in _CLOZE.finditer(text):
            if _TERM.fullmatch(found[2]):
                gap = f"{text[: found.start()]}<b>[{found[3] or '…'}]</b>{text[found.end() :]}"
                return type(text)(_CLOZE.sub(r"\2", gap)), type(text)(found[2])
    return None


def _tags(bank: Bank) -> dict[str, tuple[str, ...]]:
    """Question id to its hierarchical tags, under the bank's slug."""
    lists = {item.id: syllabus.id for syllabus in bank.syllabi for item in syllabus.items}
    root = bank.settings.slug
    return {
        q.id: tuple(
            dict.fromkeys(
                f"{root}::{tag}"
                for tag in (
                    f"topic::{topic.id}",
                    f"kind::{q.kind}",
                    f"level::{q.level}",
                    *(f"tag::{tag}" for tag in sorted(q.tags)),
                    *(f"list::{name}" for name in sorted({lists[i] for i in q.covers if i in lists})),
                )
            )
        )
        for topic in bank.topics
        for q in topic.questions
    }


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
