"""Named selections: parts of the bank that are built by name, with the very notes of the whole."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory, shipped_bank
from engine import collection, counts, import_deck

from deckpress.lock import Lock
from deckpress.pipeline import Project, build, check, clean
from deckpress.problems import SettingsError
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.deck import render
from deckpress.render.deck.notes import DeckNotes, make_notes
from deckpress.selection import Selection, select

SHIPPED = tomllib.loads((ROOT / "source/bank.toml").read_text())["selections"]
_NAMED = '\n[selections]\nboth = ["metrics", "ridge-shrinkage"]\neasy = ["level-1"]\n'


def _ids(folder: Path, *only: str) -> list[str]:
    return [question.id for question in select(read_bank(folder), Selection(only)).questions()]


@pytest.fixture(scope="module")
def whole() -> DeckNotes:
    """The notes of the shipped bank."""
    return make_notes(select(shipped_bank(), Selection()), TEMPLATES)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_selections_hold_notes_of_the_whole(name: str, whole: DeckNotes, tmp_path: Path) -> None:
    part = select(shipped_bank(), Selection((name,)))
    notes = make_notes(part, TEMPLATES)
    assert 30 <= len(list(part.questions())) < len(list(shipped_bank().questions()))
    assert notes.note_hashes().items() <= whole.note_hashes().items()
    assert notes.type_hashes() == whole.type_hashes()
    with collection(tmp_path) as col:
        log = import_deck(col, render(part, Context(TEMPLATES, Memory(), Lock(), whole=False)), tmp_path)
        assert counts(log) == {"new": len(notes.notes)}
        assert not col.get_empty_cards().notes
        media = col.media.check()
        assert [*media.missing, *media.unused] == []


def test_a_name_stands_for_its_words(bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    path.write_text(path.read_text() + _NAMED)
    metrics = ["precision-versus-recall", "accuracy-enough", "maze-search"]
    assert _ids(bank_folder, "both") == ["ridge-shrinkage", *metrics]
    assert _ids(bank_folder, "easy") == ["ridge-shrinkage", "ordinary-least-squares", *metrics[:2]]
    assert _ids(bank_folder, "easy", "maze-search") == [*_ids(bank_folder, "easy"), "maze-search"]
    with pytest.raises(SettingsError, match="did you mean 'both'"):
        _ids(bank_folder, "bothe")


def test_a_selection_has_files_of_its_own(bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "bank.toml"
    path.write_text(path.read_text() + _NAMED)
    output = tmp_path / "out"
    for only in ((), ("both",)):
        list(build(Project(bank_folder, output, TEMPLATES, Selection(only)), ["deck"], warn=[]))
    assert sorted(p.name for p in output.glob("*.apkg")) == ["sample-both.apkg", "sample.apkg"]
    clean(Project(bank_folder, output, TEMPLATES))
    assert list(output.glob("*.apkg")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('core = ["metrix"]', "'metrix', which chooses no question"),
        ('metrics = ["graphs"]', "has the name of a topic"),
        ('"Core 1" = ["metrics"]', "the selection 'Core 1'"),
        ('core = "metrics"', "the selection 'core'"),
        ("core = []", "the selection 'core'"),
    ],
)
def test_wrong_selections_are_located(line: str, message: str, bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    path.write_text(f"{path.read_text()}\n[selections]\n{line}\n")
    found = [p for p in check(Project(bank_folder, bank_folder, TEMPLATES))[1] if p.code != "L901"]
    assert [p.code for p in found] == ["S052"]
    assert message in found[0].message
    assert found[0].span.path == "bank.toml"
    if not line.startswith('"'):
        assert found[0].span.line == path.read_text().count("\n")


def test_links_to_what_a_selection_leaves_out_keep_their_words(bank_folder: Path) -> None:
    part = select(read_bank(bank_folder), Selection(("ridge-unique-solution",)))
    (note, *_) = make_notes(part, TEMPLATES).notes
    text = " ".join(note.fields)
    assert "<em>How does the ridge penalty change the coefficients?</em>" in text
    assert "<li>Which loss does ordinary least squares minimise?</li>" in text
