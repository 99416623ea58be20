"""The real Anki engine: import a deck into a fresh collection, study it, look at what is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def collection(folder: Path) -> Iterator[Any]:
    """An open collection of its own; skipped without the engine, but failed in CI."""
    try:
        from anki.collection import Collection
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("anki is missing, and CI must have it")
        pytest.skip("anki is not installed: pip install -r requirements-dev.txt")
    folder.mkdir(parents=True, exist_ok=True)
    col = Collection(str(folder / "collection.anki2"))
    try:
        yield col
    finally:
        col.close()


def import_deck(col: Any, data: bytes, place: Path) -> Any:
    """Import a package with the default options; the engine's log of the import."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from anki.import_export_pb2 import IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER

    path = place / "deck.apkg"
    path.write_bytes(data)
    options = ImportAnkiPackageOptions(
        merge_notetypes=False,
        update_notes=IF_NEWER,
        update_notetypes=IF_NEWER,
        with_scheduling=True,
        with_deck_configs=False,
    )
    return col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log


def counts(log: Any) -> dict[str, int]:
    """How many notes the import called new, updated, duplicate, conflicting and so on."""
    names = (
        "new",
        "updated",
        "duplicate",
        "conflicting",
        "first_field_match",
        "missing_notetype",
        "missing_deck",
        "empty_first_field",
    )
    return {name: len(getattr(log, name)) for name in names if len(getattr(log, name))}


def study(col: Any, number: int) -> dict[int, list[int]]:
    """Answer that many new cards, with 'good' and 'easy' by turns; card id to its review log ids."""
    col.decks.select(next(d.id for d in col.decks.all_names_and_ids(skip_empty_default=True)))
    for turn in range(number):
        card = col.sched.getCard()
        assert card is not None, f"only {turn} of {number} cards could be studied"
        card.start_timer()
        col.sched.answerCard(card, 3 + turn % 2)
    return reviews(col)


def reviews(col: Any) -> dict[int, list[int]]:
    """Card id to the ids of its reviews."""
    out: dict[int, list[int]] = {}
    for review, card in col.db.execute("select id, cid from revlog order by id"):
        out.setdefault(card, []).append(review)
    return out


def rendered(col: Any) -> Iterator[tuple[Any, str, str]]:
    """Each card with the HTML of its front and back."""
    for card_id in col.find_cards(""):
        card = col.get_card(card_id)
        yield card, card.question(), card.answer()
