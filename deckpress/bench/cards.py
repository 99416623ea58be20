"""Cards: notes put into their card templates, as Anki's engine does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from deckpress.render.deck.note_types import cards_of
from deckpress.render.deck.notes import DeckNote, DeckNotes

__all__ = ["Card", "make_cards"]

_TAG: Final = re.compile(r"\{\{([#^/]?)\s*([^{}]*?)\s*\}\}")
_CLOZE: Final = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.S)
_EMPTY: Final = re.compile(r"(?:\s|</?(?:br|div)\s?/?>)*", re.I)
_HIDING: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Card:
    """One card, its sides as HTML in which formulas are still TeX."""

    name: str
    """Its template's name; for a cloze card the numbers of item and deletion."""
    front: str
    back: str


def make_cards(notes: DeckNotes) -> Iterator[Card]:
    """Every card of every note, in the order in which Anki makes them."""
    for note in notes.notes:
        _, _, templates = notes.types[note.kind.name]
        made = range(len(templates)) if note.kind.is_cloze else cards_of(note.kind, note.fields)
        fields = dict(zip((name for name, _ in note.kind.fields), note.fields, strict=True))
        for name, _, front, back in (templates[number] for number in made):
            yield from _of_template(note, name, (front, back), fields)


def _of_template(
    note: DeckNote, name: str, sides: tuple[str, str], fields: Mapping[str, str]
) -> Iterator[Card]:
    if note.kind.is_cloze:
        item = note.name.rpartition("/")[2]
        text = next(iter(fields.values()))
        for number in sorted({int(found[1]) for found in _CLOZE.finditer(text)}):
            front = _side(sides[0], fields, number, hidden=True)
            yield Card(f"{name} {item}.{number}", front, _back(sides[1], fields, number, front))
        return
    front = _side(sides[0], fields, 0, hidden=True)
    yield Card(name, front, _back(sides[1], fields, 0, front))


def _back(template: str, fields: Mapping[str, str], number: int, front: str) -> str:
    return _side(template, {**fields, "FrontSide": front}, number, hidden=False)


def _side(template: str, fields: Mapping[str, str], number: int, *, hidden: bool) -> str:
    """A template with its fields; sections of empty fields left out, deletions shown or not."""
    out: list[str] = []
    open_: list[bool] = []
    at = 0
    for tag in _TAG.finditer(template):
        if all(open_):
            out.append(template[at : tag.start()])
        at = tag.end()
        mark, name = tag.groups()
        if mark == "/":
            open_ = open_[:-1]
        elif mark:
            filled = not _EMPTY.fullmatch(fields.get(name, ""))
            open_.append(filled if mark == "#" else not filled)
        elif all(open_):
            out.append(_filled(name, fields, number, hidden=hidden))
    if all(open_):
        out.append(template[at:])
    return "".join(out)


def _filled(name: str, fields: Mapping[str, str], number: int, *, hidden: bool) -> str:
    """The content of a field, through the filters in front of its name from right to left."""
    *filters, field = name.split(":")
    html = fields.get(field, "")
    for one in reversed(filters):
        if one == "cloze":
            html = _CLOZE.sub(lambda found: _deletion(found, number, hidden=hidden), html)
        elif one == "type":
            html = '<input id="typeans" type="text" aria-label="Answer">' if hidden else _typed(html)
        elif one == "text":
            html = _HIDING.sub("", html)
        elif one == "hint":
            html = f"<details><summary>{escape(field)}</summary>{html}</details>" if html else ""
    return html


def _typed(html: str) -> str:
    return f'<code id="typeans">{_HIDING.sub("", html)}</code>'


def _deletion(found: re.Match[str], number: int, *, hidden: bool) -> str:
    ordinal, text, hint = int(found[1]), found[2], found[3]
    if ordinal != number:
        return f'<span class="cloze-inactive" data-ordinal="{ordinal}">{text}</span>'
    shown = f"[{hint or '...'}]" if hidden else text
    return f'<span class="cloze" data-ordinal="{ordinal}">{shown}</span>'
