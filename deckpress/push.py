"""Push: what a new release means for the cards of a running Anki, and to carry it out."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deckpress.ankiconnect import Anki
from deckpress.bank import Bank
from deckpress.render.deck.deck import deck_names
from deckpress.render.deck.notes import DeckNotes, make_notes, without_form
from deckpress.selection import Selection, select

__all__ = ["Plan", "look", "move_cards", "treat_retired"]

_ID: Final = "Id"
_TOPIC: Final = "Topic id"


@dataclass(slots=True)
class Plan:
    """What is there, and what a push would change."""

    new: list[str] = field(default_factory=list)
    """Names of notes that Anki has not."""
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    moved: dict[str, list[int]] = field(default_factory=dict)
    """Deck to cards that stand in the deck of another topic."""
    retired: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Id that the bank dropped to its notes in Anki."""

    @property
    def moved_count(self) -> int:
        """How many cards are to move."""
        return sum(map(len, self.moved.values()))

    def retired_cards(self) -> list[int]:
        """The cards of all dropped questions."""
        return [card for rows in self.retired.values() for row in rows for card in row["cards"]]

    def retired_notes(self) -> list[int]:
        """The notes of all dropped questions."""
        return [row["noteId"] for rows in self.retired.values() for row in rows]


def look(anki: Anki, bank: Bank, templates: Path) -> Plan:
    """Compare a bank's deck with what Anki has of it. Raises EngineError where Anki fails."""
    whole = select(bank, Selection())
    content = make_notes(whole, templates)
    there = _theirs(anki, bank)
    plan = Plan()
    _compare(plan, content, there)
    known = {question.id for question in bank.questions()}
    for name, rows in there.items():
        if name not in known:
            plan.retired[name] = rows
    _find_moved(plan, anki, whole, there)
    return plan


def move_cards(anki: Anki, plan: Plan) -> int:
    """Move the cards whose topic changed; how many. Their reviews go with them."""
    for deck, cards in plan.moved.items():
        anki.ask("changeDeck", cards=cards, deck=deck)
    return plan.moved_count


def treat_retired(anki: Anki, plan: Plan, how: str, slug: str) -> int:
    """Suspend, tag or delete the notes of questions that the bank dropped; how many notes."""
    notes = plan.retired_notes()
    if notes and how == "suspend":
        anki.ask("suspend", cards=plan.retired_cards())
    elif notes and how == "tag":
        anki.ask("addTags", notes=notes, tags=f"{slug}::retired")
    elif notes and how == "delete":
        anki.ask("deleteNotes", notes=notes)
    return len(notes)


def _theirs(anki: Anki, bank: Bank) -> dict[str, list[dict[str, Any]]]:
    """Question id to the notes that Anki has of it, whatever deck they are in."""
    out: dict[str, list[dict[str, Any]]] = {}
    for kind in ("Question", "Cloze"):
        for row in anki.notes(f'"note:{bank.settings.slug} {kind}"'):
            name = row["fields"].get(_ID, {}).get("value", "")
            if name:
                out.setdefault(name, []).append(row)
    return out


def _compare(plan: Plan, content: DeckNotes, there: Mapping[str, list[dict[str, Any]]]) -> None:
    """A note is unchanged where one of its question holds the same; else it changes one, or is new."""
    ours: dict[tuple[str, bool], list[Any]] = {}
    for note in content.notes:
        ours.setdefault((note.name.partition("/")[0], note.kind.is_cloze), []).append(note)
    for (name, is_cloze), notes in ours.items():
        rows = [row for row in there.get(name, ()) if ("Text" in row["fields"]) == is_cloze]
        same = Counter(_content(field["value"] for field in _ordered(row)) for row in rows)
        left = len(rows)
        open_: list[str] = []
        for note in notes:
            if same[held := _content(note.fields)]:
                same[held] -= 1
                left -= 1
                plan.unchanged += 1
            else:
                open_.append(note.name)
        plan.changed += open_[:left]
        plan.new += open_[left:]


def _ordered(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return sorted(row["fields"].values(), key=lambda one: int(one["order"]))


def _content(fields: Iterable[str]) -> str:
    return "\x1f".join(unicodedata.normalize("NFC", without_form(text)) for text in fields)


def _find_moved(plan: Plan, anki: Anki, bank: Bank, there: Mapping[str, list[dict[str, Any]]]) -> None:
    """Cards in the deck of a topic that is no more theirs; a deck of the reader's own is left alone."""
    names = deck_names(bank)
    homes = {question.id: names[topic.id] for topic in bank.topics for question in topic.questions}
    own = {
        deck: name for name, rows in there.items() if name in homes for row in rows for deck in row["cards"]
    }
    root = f"{names['']}::"
    for card in anki.cards(list(own)):
        home, deck = homes[own[card["cardId"]]], str(card["deckName"])
        if deck != home and (deck == names[""] or deck.startswith(root)):
            plan.moved.setdefault(home, []).append(card["cardId"])
