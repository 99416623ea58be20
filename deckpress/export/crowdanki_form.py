"""CrowdAnki: the folder that its add-on imports and brain-brew reads, deck.json beside media/."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from deckpress.bank import Bank, Settings
from deckpress.export.defaults import DECK_OPTIONS
from deckpress.render import Context
from deckpress.render.deck.deck import deck_names, guid_of, kept_guids
from deckpress.render.deck.note_types import NoteType
from deckpress.render.deck.notes import DeckNotes, make_notes

__all__ = ["render"]

_SPACE: Final = uuid.UUID("5f2a1f5c-6a0e-5d0b-9a53-0e6f8d0a7c11")  # of all names below; chosen once


def render(bank: Bank, context: Context) -> Mapping[str, bytes]:
    """deck.json with one child per topic, and the media."""
    content, settings = make_notes(bank, context.templates, context.store), bank.settings
    names, options = deck_names(bank), _uuid(settings, "options")
    root = _deck(settings, "deck", names[""], options, content.media)
    root["deck_configurations"] = [{**DECK_OPTIONS, "crowdanki_uuid": options, "name": names[""]}]
    root["note_models"] = [_model(settings, *row) for row in content.types.values()]
    root["children"] = [
        _deck(settings, f"deck {topic.id}", names[topic.id].rpartition("::")[2], options, ())
        | {"notes": _notes(bank, content, topic.index)}
        for topic in content.topics
    ]
    text = json.dumps(root, indent=4, ensure_ascii=False, sort_keys=True) + "\n"
    return {"deck.json": text.encode(), **{f"media/{name}": data for name, data in content.media.items()}}


def _deck(settings: Settings, name: str, title: str, options: str, media: Any) -> dict[str, Any]:
    return {
        "__type__": "Deck",
        "children": [],
        "crowdanki_uuid": _uuid(settings, name),
        "deck_config_uuid": options,
        "desc": "",
        "dyn": 0,
        "extendNew": 0,
        "extendRev": 0,
        "media_files": sorted(media),
        "name": title,
        "notes": [],
    }


def _model(
    settings: Settings, kind: NoteType, css: str, cards: list[tuple[str, int, str, str]]
) -> dict[str, Any]:
    return {
        "__type__": "NoteModel",
        "crowdanki_uuid": _uuid(settings, f"type {kind.name}"),
        "css": css,
        "flds": [
            {
                "font": "Arial",
                "media": [],
                "name": name,
                "ord": at,
                "rtl": settings.rtl,
                "size": 20,
                "sticky": False,
            }
            for at, (name, _) in enumerate(kind.fields)
        ],
        "latexPost": "",
        "latexPre": "",
        "name": f"{settings.slug} {kind.name}",
        "req": [],
        "sortf": 0,
        "tags": [],
        "tmpls": [
            {"afmt": back, "bafmt": "", "bqfmt": "", "did": None, "name": name, "ord": at, "qfmt": front}
            for at, (name, _, front, back) in enumerate(cards)
        ],
        "type": int(kind.is_cloze),
        "vers": [],
    }


def _notes(bank: Bank, content: DeckNotes, topic: int) -> list[dict[str, Any]]:
    settings, guids = bank.settings, kept_guids(bank)
    return [
        {
            "__type__": "Note",
            "fields": list(note.fields),
            "guid": guids.get(note.name) or guid_of(settings, note.name),
            "note_model_uuid": _uuid(settings, f"type {note.kind.name}"),
            "tags": list(note.tags),
        }
        for note in content.notes
        if note.topic == topic
    ]


def _uuid(settings: Settings, name: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{settings.namespace}\n{name}"))
