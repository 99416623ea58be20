"""Directions of cards: which sides are asked, as a bank, a topic, a question or a row says."""

from __future__ import annotations

from collections.abc import Iterable

from deckpress.bank import DIRECTIONS
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest
from deckpress.read.yaml_block import Entry

__all__ = ["in_order", "read_cards"]


def read_cards(folder: Folder, entry: Entry | None) -> tuple[str, ...]:
    """The directions of an entry in their own order, () where there are none; problems with its values."""
    if entry is None:
        return ()
    if not any(value.text for value in entry.values):
        folder.report("S024", entry.span, "'cards' is empty", f"name one or more of {', '.join(DIRECTIONS)}")
    words = [(value, value.text.lower()) for value in entry.values if value.text]
    for value, word in words:
        if word not in DIRECTIONS:
            folder.report("T801", value.span, f"'cards' names {value.text!r}", nearest(word, DIRECTIONS))
    return in_order(word for _, word in words)


def in_order(words: Iterable[str]) -> tuple[str, ...]:
    """Those of the words that are directions, once each, in the order of the cards."""
    given = set(words)
    return tuple(name for name in DIRECTIONS if name in given)
