"""Dialects: the ways in which people write questions in Markdown files, the most marked one first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from deckpress.importing.dialects.blocks import card_tags, details, start_end
from deckpress.importing.dialects.card import Card, page_of
from deckpress.importing.dialects.outline import bold_lines, bullets, headings, nested_bullets
from deckpress.importing.dialects.sides import colons, percent, question_marks, questions_answers, rows, rules
from deckpress.importing.note import Note, Notes, NoteType, origin_maker, refuse, text_of_file
from deckpress.skeleton import title_for

__all__ = ["DIALECTS", "read"]

DIALECTS: Final = (
    start_end,
    details,
    questions_answers,
    card_tags,
    percent,
    question_marks,
    colons,
    rows,
    bold_lines,
    rules,
    headings,
    nested_bullets,
    bullets,
)
"""Each takes a page and gives its cards, none where it is not written so."""
_PAIR: Final = ("prompt", "answer")
_FORWARD: Final = ("{{prompt}}", "{{answer}}")
_REVERSE: Final = ("{{answer}}", "{{prompt}}")
_SIDES: Final = {"forward": (_FORWARD,), "both": (_FORWARD, _REVERSE)}
_GAPS: Final = NoteType("", ("cloze", "note"), is_cloze=True)
_PICTURE: Final = re.compile(
    r"!\[[^\]\n]*\]\(\s*<?([^)\s>\"]+)|!\[\[([^\]|\n]+)|<img\b[^>]*?\bsrc=[\"']([^\"'>]+)", re.I
)
_LIMIT: Final = 1 << 22  # bytes of a page
_MARKS: Final = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|\s*#+$")
_MEDIUM: Final = 1 << 26
_FOLDERS: Final = ("", "attachments", "assets", "images", "media", "figures", "_resources")


def read(path: Path) -> Notes:
    """The questions of a Markdown file. Raises SourceError where none can be told."""
    text = text_of_file(path, _LIMIT)
    page = page_of(text)
    cards: list[Card] = []
    for dialect in DIALECTS:
        cards = list(dialect(page))
        if cards:
            break
    else:
        hint = "write them as headings, 'Q:' and 'A:', 'front :: back', or as docs/move.md lists"
        refuse("I001", path, "no question can be told in the file", hint)
    name = origin_maker(path)
    title = page.title or title_for(path.stem)
    notes = Notes(path, [_note(card, name, title) for card in cards])
    for source in {next(filter(None, found.groups())) for found in _PICTURE.finditer(text)}:
        notes.media |= dict(_medium(path, source))
        notes.missing |= {source} - notes.media.keys()
    return notes


def _note(card: Card, name: Callable[[str], str], title: str) -> Note:
    kind = _GAPS if card.gaps else NoteType("", _PAIR, _SIDES[card.cards])
    fields = dict(zip(kind.fields, (card.prompt, card.answer), strict=True))
    deck = _MARKS.sub("", "::".join(part for part in (title, card.deck) if part))
    return Note(name(card.prompt), kind, fields, card.tags, deck, "markdown")


def _medium(path: Path, source: str) -> Iterator[tuple[str, bytes]]:
    """The picture that a file names: a regular file in its folder or below, under no link."""
    name = unquote(source)
    parts = name.replace("\\", "/").removeprefix("./").removeprefix("../").split("/")
    if ":" in name or "\x00" in name or not all(part and not part.startswith(".") for part in parts):
        return
    for folder in _FOLDERS:
        place = path.parent / folder if folder else path.parent
        for step in parts:
            if place.is_symlink():
                return
            place /= step
        if place.is_file() and not place.is_symlink() and place.stat().st_size <= _MEDIUM:
            yield source, place.read_bytes()
            return
