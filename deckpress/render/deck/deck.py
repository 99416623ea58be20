"""The deck: an Anki package with one numbered sub-deck per topic."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank, Settings, Span
from deckpress.content.markers import mute_brackets
from deckpress.lock import check_lock
from deckpress.problems import Problem, problem
from deckpress.render import Context
from deckpress.render.deck.note_types import cards_of
from deckpress.render.deck.notes import DeckNote, DeckNotes, make_notes, plain_to_field
from deckpress.render.environment import make_environment, render_template

if TYPE_CHECKING:
    import genanki

    from deckpress.render.deck.package import TimedModel, TimedNote

__all__ = ["deck_names", "guid_of", "kept_guids", "render"]


_ORIGIN: Final = re.compile(r"(.*?)(?: \{#(\d{1,3})\})?", re.S)
"""The guid of the old note, and the number of the cloze item that it has become."""


def render(bank: Bank, context: Context) -> bytes:
    """The bytes of the .apkg."""
    from deckpress.render.deck.package import pack  # noqa: PLC0415 - genanki is imported on use

    content = make_notes(bank, context.templates, context.store)
    hashes = content.note_hashes()
    if context.whole:
        found = check_lock(context.lock, hashes, content.type_hashes(), bank.note_places())
        context.problems.extend(found)
    if context.whole and bank.unused:
        context.problems.append(_unused(bank.unused))
    models = _models(bank.settings, content, context)
    decks = _decks(bank, content, context)
    times = [model.modified for model in models.values()]
    guids = kept_guids(bank)
    for due, note in _side_by_side(content.notes):
        guid = guids.get(note.name) or guid_of(bank.settings, note.name)
        made = _note(note, due, models[note.kind.name], guid)
        made.modified = context.lock.time_of(context.lock.notes, note.name, hashes[note.name])
        times.append(made.modified)
        decks[note.topic].add_note(made)
    return pack([decks[-1], *(decks[topic.index] for topic in content.topics)], content.media, max(times))


def _side_by_side(notes: Sequence[DeckNote]) -> list[tuple[int, DeckNote]]:
    """Notes with their number in the order of study, a question's clozes behind it.

    They repeat its words and sources. A zip sees 32 KB at once, so that nearness makes the shipped
    deck a fifteenth smaller.
    """
    first: dict[str, int] = {}
    numbered = list(enumerate(notes, 1))
    return sorted(numbered, key=lambda row: first.setdefault(row[1].name.partition("/")[0], row[0]))


def _unused(paths: Sequence[str]) -> Problem:
    more = f", and {len(paths) - 1} more files" if len(paths) > 1 else ""
    return problem("P020", Span(paths[0]), f"no question shows or plays it{more}", "delete them, or use them")


def guid_of(settings: Settings, name: str) -> str:
    """The permanent identity of a note in Anki, from the bank's namespace and the note's name."""
    return hashlib.sha256(f"{settings.namespace}\n{name}".encode()).hexdigest()[:20]


def deck_names(bank: Bank) -> dict[str, str]:
    """Topic id to the whole name of its sub-deck; the empty id to that of the parent."""
    root = bank.settings.deck_name or bank.settings.title
    titles = {topic.id: topic.deck or topic.title.replace("::", ":") for topic in bank.topics}
    numbers = {topic.id: topic.number for topic in bank.topics}
    return {"": root} | {key: f"{root}::{numbers[key]:02d} {title}" for key, title in titles.items()}


def kept_guids(bank: Bank) -> dict[str, str]:
    """Note name to the guid that it had in the deck it was imported from, where the bank keeps these."""
    out = {}
    for question in bank.questions() if bank.settings.adopt else ():
        found = _ORIGIN.fullmatch(question.origin)
        if found and found[1]:
            out[f"{question.id}/{found[2]}" if found[2] else question.id] = found[1]
    return out


def _number_of(settings: Settings, name: str) -> int:
    """A permanent positive number for a deck or a note type, of the size that Anki uses."""
    digest = hashlib.sha256(f"{settings.namespace}\n{name}".encode()).digest()
    return 1 << 40 | int.from_bytes(digest[:5], "big")


def _models(settings: Settings, content: DeckNotes, context: Context) -> Mapping[str, TimedModel]:
    from deckpress.render.deck.package import TimedModel  # noqa: PLC0415 - genanki is imported on use

    given = {"Question": settings.question_type_id, "Cloze": settings.cloze_type_id}
    models = {}
    for name, (kind, css, cards) in content.types.items():
        models[name] = TimedModel(
            given[name] or _number_of(settings, f"type {name}"),
            f"{settings.slug} {name}",  # never the title: it may change
            fields=[{"name": field, "id": number} for field, number in kind.fields],
            templates=[
                {"name": card, "id": number, "qfmt": front, "afmt": back}
                for card, number, front, back in cards
            ],
            css=css,
            model_type=TimedModel.CLOZE if kind.is_cloze else TimedModel.FRONT_BACK,
        )
        lock = context.lock
        models[name].modified = lock.time_of(lock.types, name, content.type_hashes()[name])
    return models


def _decks(bank: Bank, content: DeckNotes, context: Context) -> dict[int, genanki.Deck]:
    """Topic index to its sub-deck; -1 is the parent, which holds the description."""
    import genanki  # noqa: PLC0415 - imported on use

    names = deck_names(bank)
    about = render_template(
        make_environment(context.templates, bank.settings, plain_to_field),
        "deck/description.html.j2",
        settings=bank.settings,
        topics=content.topics,
        notes=content.notes,
    )
    decks = {-1: genanki.Deck(_number_of(bank.settings, "deck"), names[""], mute_brackets(about.strip()))}
    for topic in content.topics:
        summary = mute_brackets(plain_to_field(topic.summary))
        decks[topic.index] = genanki.Deck(
            _number_of(bank.settings, f"deck {topic.id}"), names[topic.id], summary
        )
    return decks


def _note(note: DeckNote, due: int, model: TimedModel, guid: str) -> TimedNote:
    from deckpress.render.deck.package import TimedNote  # noqa: PLC0415 - genanki is imported on use

    made = TimedNote(model, list(note.fields), tags=note.tags, guid=guid, due=due)
    made.ords = () if note.kind.is_cloze else cards_of(note.kind, note.fields)
    return made
