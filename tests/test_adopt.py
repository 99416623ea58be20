"""Adoption: who studied the old deck goes on with ours. What the real engine does, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import TEMPLATES
from engine import collection, counts, import_deck, reviews

from deckpress.cli import cli
from deckpress.pipeline import Project, build, refresh

KINDS = {
    "Basic": ("Question {}", "Answer {}"),
    "Basic (and reversed card)": ("Word {}", "Wort {}"),
    "Basic (type in the answer)": ("Type {}", "this {}"),
    "Cloze": ("The {{{{c1::first {0}}}}} and the {{{{c2::second {0}}}}}", ""),
}
CARDS = {"Basic": 1, "Basic (and reversed card)": 2, "Basic (type in the answer)": 1, "Cloze": 2}


@pytest.fixture(params=list(KINDS))
def learner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, str, bytes]]:
    """A collection in which the old deck has been studied, its note type, and our deck made of it."""
    kind: str = request.param
    with collection(tmp_path / "learner") as col:
        for number in range(3):
            note = col.new_note(col.models.by_name(kind))
            for name, text in zip(note.keys(), KINDS[kind], strict=True):
                note[name] = text.format(number)
            col.add_note(note, col.decks.id("Old"))
        from anki.collection import ExportAnkiPackageOptions

        path = tmp_path / "old.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=False
        )
        col.export_anki_package(out_path=str(path), options=options, limit=None)
        answer_all(col)
        yield col, kind, ours(path, tmp_path)


def answer_all(col: Any) -> None:
    col.decks.select(col.decks.id("Old"))
    for number in col.find_cards(""):
        card = col.get_card(number)
        card.start_timer()
        col.sched.answerCard(card, 3)


def ours(path: Path, folder: Path) -> bytes:
    result = CliRunner().invoke(cli, ["import", str(path), "-o", str(folder / "bank"), "--adopt"])
    assert result.exit_code == 0, result.exception
    project = Project(folder / "bank", folder / "output", TEMPLATES)
    refresh(project, 2_000_000_000)
    (built,) = build(project, ["deck"], warn=[])
    return built.path.read_bytes()


def change_type(col: Any, kind: str, cards: dict[str, str]) -> None:
    """What Browse → Notes → Change Note Type does: fields by hand, cards as given by name."""
    old = col.models.by_name(kind)
    new = next(
        m for m in col.models.all() if m["name"] == f"old {'Cloze' if kind == 'Cloze' else 'Question'}"
    )
    request = col.models.change_notetype_info(old_notetype_id=old["id"], new_notetype_id=new["id"]).input
    request.note_ids.extend(col.find_notes(f'"note:{kind}"'))
    fields = {"Prompt": 0, "Answer": 1, "Text": 0}
    del request.new_fields[:]
    request.new_fields.extend(fields.get(field["name"], -1) for field in new["flds"])
    if kind != "Cloze":
        names = [card["name"] for card in old["tmpls"]]
        del request.new_templates[:]
        request.new_templates.extend(
            names.index(cards[card["name"]]) if card["name"] in cards else -1 for card in new["tmpls"]
        )
    col.models.change_notetype_of_notes(request)


MAPS = {
    "Basic": {"Question": "Card 1"},
    "Basic (and reversed card)": {"Question": "Card 1", "Reverse": "Card 2"},
    "Basic (type in the answer)": {"Type in": "Card 1"},
    "Cloze": {},
}


def test_a_learner_of_the_old_deck_goes_on(learner: tuple[Any, str, bytes], tmp_path: Path) -> None:
    col, kind, data = learner
    before = reviews(col)
    studied = {card: vars_of(col, card) for card in col.find_cards("")}
    assert len(before) == 3 * CARDS[kind]
    # First import: the engine refuses notes whose type is another one, and brings our types.
    log = counts(import_deck(col, data, tmp_path))
    assert log.pop("conflicting") == 3
    assert log == {}
    assert reviews(col) == before
    change_type(col, kind, MAPS[kind])
    assert reviews(col) == before
    log = counts(import_deck(col, data, tmp_path))
    assert log["updated"] == 3
    assert "conflicting" not in log
    assert reviews(col) == before
    for card, state in studied.items():
        assert vars_of(col, card) == state
    kept = [col.get_note(note) for note in col.find_notes("Id:*")]
    assert len(kept) == 3
    assert not col.find_notes(f'"note:{kind}"')
    expected = {card.ord for card in map(col.get_card, studied)}
    assert expected == ({2} if "type" in kind else set(range(CARDS[kind])))
    assert not [card for card in map(col.get_card, studied) if not visible(card)]


def visible(card: Any) -> bool:
    return bool(card.question().strip()) and "no cards" not in card.question().lower()


def vars_of(col: Any, number: int) -> tuple[Any, ...]:
    card = col.get_card(number)
    return (card.did, card.type, card.queue, card.due, card.ivl, card.reps, card.lapses, card.flags)


def test_without_adoption_both_decks_stand_side_by_side(tmp_path: Path) -> None:
    with collection(tmp_path / "col") as col:
        note = col.new_note(col.models.by_name("Basic"))
        note["Front"], note["Back"] = "Q", "A"
        col.add_note(note, col.decks.id("Old"))
        from anki.collection import ExportAnkiPackageOptions

        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=True
        )
        col.export_anki_package(out_path=str(tmp_path / "old.apkg"), options=options, limit=None)
        CliRunner().invoke(cli, ["import", str(tmp_path / "old.apkg"), "-o", str(tmp_path / "bank")])
        project = Project(tmp_path / "bank", tmp_path / "output", TEMPLATES)
        (built,) = build(project, ["deck"], warn=[])
        assert counts(import_deck(col, built.path.read_bytes(), tmp_path)) == {"new": 1}
        assert col.note_count() == 2
        again = CliRunner().invoke(
            cli, ["import", str(tmp_path / "old.apkg"), "-o", str(tmp_path / "bank"), "--adopt"]
        )
        assert "adopt = true" in str(again.exception)


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_old_type_under_its_own_number_is_updated_too(kind: str, tmp_path: Path) -> None:
    """The other way, which no command takes: it works, but the cards keep the old look."""
    import genanki

    from deckpress.render.deck.package import TimedModel, TimedNote
    from deckpress.render.deck.package import pack as pack_deck

    with collection(tmp_path / "col") as col:
        old = col.models.by_name(kind)
        for number in range(3):
            note = col.new_note(old)
            for name, text in zip(note.keys(), KINDS[kind], strict=True):
                note[name] = text.format(number)
            col.add_note(note, col.decks.id("Old"))
        answer_all(col)
        before = reviews(col)
        model = TimedModel(
            old["id"],
            kind,
            fields=[{"name": field["name"]} for field in old["flds"]],
            templates=[{"name": t["name"], "qfmt": t["qfmt"], "afmt": t["afmt"]} for t in old["tmpls"]],
            model_type=old["type"],
        )
        model.modified = 2_000_000_000
        deck = genanki.Deck(1 << 40, "Ours::01 Topic")
        for note in map(col.get_note, col.find_notes("")):
            made = TimedNote(model, [f"new {note.fields[0]}", note.fields[1]], guid=note.guid)
            made.modified = 2_000_000_000
            deck.add_note(made)
        log = import_deck(col, pack_deck([deck], {}, 2_000_000_000), tmp_path)
        assert counts(log) == {"updated": 3}
        assert reviews(col) == before
        assert {col.get_note(note).fields[0][:4] for note in col.find_notes("")} == {"new "}
        assert {col.decks.name(card.did) for card in map(col.get_card, col.find_cards(""))} == {"Old"}
