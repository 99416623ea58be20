"""Parts: what the bench shows of one question, made by the renderers that a build uses."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.bench.cards import Card, make_cards
from deckpress.bench.snapshot import Listed, Snapshot
from deckpress.problems import DeckpressError, SettingsError
from deckpress.render import Store
from deckpress.render.deck.note_types import style
from deckpress.render.deck.notes import make_notes
from deckpress.render.environment import make_environment
from deckpress.render.handout.article import render_article
from deckpress.render.handout.handout import page_style
from deckpress.selection import Selection, select

__all__ = ["Parts", "Workshop", "math_font"]

_NO_FONT: Final = re.compile(r"url\(data:font/woff2;base64,\)(?: format\([^)]*\))?")
_MEDIA: Final = 400  # files kept for cards that may still be shown


@dataclass(frozen=True, slots=True)
class Parts:
    """One question as it is on cards and page."""

    cards: tuple[Card, ...] = ()
    article: str = ""
    failed: str = ""
    """Why there is nothing to see."""


@dataclass(slots=True)
class Workshop:
    """Makes parts, and keeps the media files that its cards name."""

    templates: Path
    store: Store | None = None
    """Where pictures are kept that were made ready; without one they are empty."""
    media: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _made: dict[tuple[int, str], Parts] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def parts(self, now: Snapshot, entry: Listed) -> Parts:
        """The parts of a question, made once for a snapshot."""
        with self._lock:
            key = now.version, entry.id
            if key not in self._made:
                self._made = {k: v for k, v in self._made.items() if k[0] == now.version}
                self._made[key] = self._make(now.bank, entry.question)
            return self._made[key]

    def changed(self) -> None:
        """A template changed: what was made is no longer right."""
        with self._lock:
            self._made.clear()

    def styles(self, bank: Bank) -> Mapping[str, str]:
        """The style sheets of cards and page."""
        environment = make_environment(self.templates, bank.settings)
        page = _NO_FONT.sub("url(/math.ttf)", page_style(bank, environment, b""))
        return {"card": style(bank, self.templates), "page": page}

    def _make(self, whole: Bank, question: Question | None) -> Parts:
        if question is None:
            return Parts(failed="There is no question here yet.")
        try:
            bank = shown_bank(whole, question)
            notes = make_notes(bank, self.templates, self.store, only=question.id)
            files: dict[str, bytes] = {}
            article = render_article(bank, self.templates, question.id, self.store, files)
        except DeckpressError as error:
            return Parts(failed=str(error))
        except Exception as error:  # noqa: BLE001 - a bank with errors may break a renderer; the page goes on
            return Parts(failed=f"It cannot be shown: {type(error).__name__}: {error}")
        for name, data in {**notes.media, **files}.items():
            self.media[name] = data
            self.media.move_to_end(name)
        while len(self.media) > _MEDIA:
            self.media.popitem(last=False)
        return Parts(tuple(make_cards(notes)), article)


def shown_bank(bank: Bank, question: Question) -> Bank:
    """The bank that a build would show a question in: without drafts, unless it is one itself."""
    try:
        return select(bank, Selection(drafts=question.draft))
    except SettingsError:  # nothing but drafts
        return replace(bank)


def math_font() -> bytes:
    """The font of formulas, whole: what the handout carries a part of."""
    return resources.files("ziamath").joinpath("fonts/STIXTwoMath-Regular.ttf").read_bytes()
