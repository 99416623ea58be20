"""Media: how pictures and sounds are taken and made ready, as bank.toml says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from deckpress.paper import Key

__all__ = ["MEDIA_KEYS", "Media"]


@dataclass(frozen=True, slots=True)
class Media:
    """How pictures are taken and made smaller; each field is a key of [media]."""

    megapixels: float = 24.0
    """Most pixels of a picture, in millions; an animation's frames together may have twice as many."""
    megabytes: float = 8.0
    """Largest file, in millions of bytes."""
    card_pixels: int = 1200
    """Longer side of a picture on cards, at most."""
    autoplay: bool = True
    """Whether Anki plays a card's sounds by itself."""
    labels: Literal["hide-one", "hide-all"] = "hide-one"
    """What a card of a label hides: hide-one, or hide-all of the picture's labels."""
    ground: Literal["auto", "always", "never"] = "auto"
    """Which pictures have a white ground at night: auto (transparent ones that are dark), always or never."""


MEDIA_KEYS: Final = {
    "megapixels": Key(
        "Most pixels of a picture, in millions.",
        what="most pixels of a picture, in millions; an animation's frames together may have twice as many",
        default="24",
        least=0.1,
        most=80,
    ),
    "megabytes": Key(
        "Largest file of a picture, in millions of bytes.",
        what="largest file of a picture, in millions of bytes",
        default="8",
        least=0.1,
        most=60,
    ),
    "card_pixels": Key(
        "Longer side of a picture on cards, at most.",
        what="longer side of a picture on cards, at most",
        default="1200",
        least=200,
        most=4000,
    ),
    "autoplay": Key(
        "Let Anki play a card's sounds by itself.",
        what="whether Anki plays a card's sounds by itself, as its deck options say; with "
        "`false` the card has a player that waits",
        default="`true`",
    ),
    "labels": Key(
        "What a card of a label hides.",
        what='what a card of a label hides: only what it asks for, or with `"hide-all"` all '
        "labels of the picture",
        default='`"hide-one"`',
        choices=("hide-one", "hide-all"),
    ),
    "ground": Key(
        "Which pictures have a white ground at night.",
        what='which pictures stand on white at night: `"auto"` (what is transparent, and of '
        'drawings what is dark too), `"always"` or `"never"`',
        default='`"auto"`',
        choices=("auto", "always", "never"),
    ),
}
"""Every field of Media by name."""
