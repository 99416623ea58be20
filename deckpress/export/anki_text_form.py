"""Anki's text form: Basic and Cloze notes with guid, deck and tags, for any collection."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from deckpress.bank import Bank
from deckpress.render import Context
from deckpress.render.deck.deck import deck_names, guid_of, kept_guids
from deckpress.render.deck.notes import DeckNote, make_notes

__all__ = ["render"]

_HEAD: Final = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
)
_FIGURE: Final = re.compile(r"<figure>.*?</figure>", re.S)
_ALT: Final = re.compile(r'alt="([^"]*)"')
_MEDIA: Final = re.compile(r"<img[^>]*>")
_BACK: Final = {
    "Question": ("Answer", "Figure", "Key points", "More", "Source"),
    "Cloze": ("Context", "More", "Source"),
}


def render(bank: Bank, context: Context) -> bytes:
    """The notes of the deck; pictures, which the form cannot carry, leave their alternative text."""
    content = make_notes(bank, context.templates, context.store)
    decks, guids = deck_names(bank), kept_guids(bank)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for note in content.notes:
        front, back = _sides(note)
        kind = "Cloze" if note.kind.is_cloze else "Basic"
        guid = guids.get(note.name) or guid_of(bank.settings, note.name)
        writer.writerow([guid, kind, decks[content.topics[note.topic].id], " ".join(note.tags), front, back])
    return (_HEAD + out.getvalue()).encode()


def _sides(note: DeckNote) -> tuple[str, str]:
    fields = {name: _told(text) for (name, _), text in zip(note.kind.fields, note.fields, strict=True)}
    parts = [fields[name] for name in _BACK[note.kind.name] if fields[name]]
    return next(iter(fields.values())), "<hr>".join(parts)


def _told(html: str) -> str:
    """A field with its pictures in words, in one line."""
    words = _FIGURE.sub(lambda found: _alt(found[0]), html)
    return _MEDIA.sub(lambda found: _alt(found[0]), words)


def _alt(html: str) -> str:
    found = _ALT.search(html)
    return f"<p><i>{found[1]}</i></p>" if found else ""
