"""Imports of Anki's packages: into a bank that builds, with every note's visible text, twice, and updated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import TEMPLATES, Memory, one_file
from decks import BASIC, PNG, make_deck, visible, wav
from engine import collection, import_deck, rendered

from deckpress.bank import Bank
from deckpress.cli import cli
from deckpress.explain import example_text
from deckpress.importing.forms import read_notes
from deckpress.lock import Lock
from deckpress.pipeline import Project, check
from deckpress.problems import Severity, SourceError
from deckpress.render import Context
from deckpress.render.deck.deck import render


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_deck(tmp_path_factory.mktemp("packs"))


def bring(bank: Path, *files: Path, words: tuple[str, ...] = ()) -> Any:
    return CliRunner().invoke(
        cli, ["import", *map(str, files), "-o", str(bank), *words], catch_exceptions=False
    )


def bank_of(folder: Path) -> Bank:
    bank, problems = check(Project(folder, folder.parent / "output", TEMPLATES))
    assert [f"{p.span} {p.code} {p.message}" for p in problems if p.severity is Severity.ERROR] == []
    return bank


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def imported(packs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    bank = tmp_path_factory.mktemp("imported") / "bank"
    assert bring(bank, packs["new"]).exit_code == 0
    return bank


@pytest.mark.parametrize("form", ["old", "colpkg"])
def test_all_forms_give_the_same_bank(
    form: str, packs: dict[str, Path], imported: Path, tmp_path: Path
) -> None:
    bring(tmp_path / "bank", packs[form])
    made, wanted = content(tmp_path / "bank"), content(imported)
    report = made.pop("import-report.json")
    assert json.loads(report)["files"] == [packs[form].name]
    wanted.pop("import-report.json")
    assert made == wanted


def test_the_bank_has_no_error_and_its_parts_are_in_place(imported: Path) -> None:
    bank = bank_of(imported)
    assert bank.settings.title == "Root"
    assert bank.settings.style == "advice"
    titles = {topic.title for topic in bank.topics}
    assert {"Basic", "Gaps: Deep", "Root", "Media"} <= titles
    tags = {tag for question in bank.questions() for tag in question.tags}
    assert tags == {"geo-europe", "ete"}
    assert bank.tags == {"ete": "Été", "geo-europe": "Geo::Europe"}
    cards = {topic.title: {q.cards for q in topic.questions} for topic in bank.topics}
    assert cards["Basic"] == cards["Basic (optional reversed card)"] == {()}
    assert cards["Basic (and reversed card)"] == {("forward", "reverse")}
    assert cards["Basic (type in the answer)"] == {("typed",)}
    picture, sound, spoken, labels = next(t.questions for t in bank.topics if t.title == "Media")
    assert picture.lead.source.strip() == "![Picture: a picture](../figures/a-picture.png)\n\nseen"
    assert (imported / "figures/a-picture.png").read_bytes() == PNG
    assert (imported / "audio/ola-1.wav").read_bytes() == wav()
    assert sound.prompt.source == "Which? ![Picture: a picture](../figures/a-picture.png)"
    assert sound.lead.source.strip() == "![Sound: ola 1](../audio/ola-1.wav) heard"
    assert "../audio/ola-1.wav" in spoken.clozes[0].text.source
    assert labels.labels is not None
    shapes = [(label.number, label.shape, label.box) for label in labels.labels.labels]
    assert shapes == [(1, "rect", (10, 20, 30, 25)), (2, "ellipse", (60, 60, 20, 24))]
    assert labels.lead.source.strip() == "behind\n\nmore"
    own = next(q for q in bank.questions() if q.prompt.source == "Wort")
    assert (own.prompt.source, own.lead.source.strip()) == ("Wort", "die **Bedeutung**")
    assert "Ein Beispiel" in own.sections["In depth"].body.source


def test_every_notes_visible_text_is_on_our_cards(
    imported: Path, packs: dict[str, Path], tmp_path: Path
) -> None:
    bank = bank_of(imported)
    data = one_file(render(bank, Context(TEMPLATES, Memory(), Lock())))
    ours: dict[str, str] = {}
    with collection(tmp_path / "ours") as col:
        import_deck(col, data, tmp_path)
        heard = {card.note()["Id"] for card, _, _ in rendered(col) if card.answer_av_tags()}
        assert heard == {"which-picture-a-picture", "is-hello-sound-ola-1"}
        for note in map(col.get_note, col.find_notes("")):
            ours[note["Id"]] = ours.get(note["Id"], "") + visible("".join(note.fields))
    ids = {question.origin.partition(" {#")[0]: question.id for question in bank.questions()}
    notes = read_notes(packs["new"]).notes
    assert len(notes) == len(ids) == len(BASIC) * 4 + 10
    for note in notes:
        for name, text in note.fields.items():
            assert visible(text) in ours[ids[note.origin]], (note.kind.name, name, text)


def test_importing_twice_changes_nothing(imported: Path, packs: dict[str, Path]) -> None:
    before = content(imported)
    again = bring(imported, packs["old"])
    assert "0 files written" in again.output
    assert content(imported) == before


def test_a_newer_file_updates_what_nobody_edited(packs: dict[str, Path], tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    bring(bank, packs["new"])
    from anki.collection import ExportAnkiPackageOptions

    with collection(tmp_path / "anki") as col:
        import_deck(col, packs["new"].read_bytes(), tmp_path)
        for front in ("Code", "Links"):
            note = col.get_note(col.find_notes(f"deck:Root::Basic Front:{front}")[0])
            note["Back"] = f"A newer answer on {front}"
            col.update_note(note)
        newer = tmp_path / "newer.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False, with_media=True, legacy=False
        )
        col.export_anki_package(out_path=str(newer), options=options, limit=None)
    page = bank / "questions/01-basic.md"
    page.write_text(page.read_text().replace("[a link]", "[my own words]"))
    before = content(bank)
    dry = bring(bank, newer, words=("--dry-run",))
    assert content(bank) == before
    assert "+A newer answer on Code" in dry.output
    result = bring(bank, newer)
    assert "1 updated, " in result.output
    assert "1 edited" in result.output
    text = page.read_text()
    assert "A newer answer on Code" in text
    assert "my own words" in text
    assert "A newer answer on Links" not in text
    changed = {name for name, data in content(bank).items() if before.get(name) != data}
    assert changed == {"questions/01-basic.md", "import.lock", "import-report.json"}
    assert "A newer answer on Links" in bring(bank, newer, words=("--force",)).output
    assert "my own words" not in page.read_text()
    bank_of(bank)


def test_a_mapping_decides(packs: dict[str, Path], tmp_path: Path) -> None:
    bring(tmp_path / "a", packs["new"], words=("--map", "Deutsch=answer,Sinn=prompt"))
    own = next(q for q in bank_of(tmp_path / "a").questions() if "Bedeutung" in q.prompt.source)
    assert own.lead.source.strip() == "Wort"
    mapping = tmp_path / "roles.toml"
    mapping.write_text('[Vokabel]\nDeutsch = "answer"\nSinn = "prompt"\nBeispiel = "drop"\n')
    bring(tmp_path / "b", packs["new"], words=("--mapping", str(mapping)))
    own = next(q for q in bank_of(tmp_path / "b").questions() if "Bedeutung" in q.prompt.source)
    assert "In depth" not in own.sections
    result = CliRunner().invoke(
        cli, ["import", str(packs["new"]), "-o", str(tmp_path / "c"), "--map", "Front=prmpt"]
    )
    assert "did you mean 'prompt'" in str(result.exception)
    assert not (tmp_path / "c").exists()


def test_cards_that_no_question_asks_are_told(imported: Path) -> None:
    rows = json.loads((imported / "import-report.json").read_text())["notes"]
    told = {
        row["id"] for row in rows if "a card that asks for another field than prompt and answer" in row["why"]
    }
    assert told == {"land"}


def test_what_cannot_be_said_is_kept_and_pointed_at(imported: Path, tmp_path: Path) -> None:
    bank, problems = check(Project(imported, tmp_path, TEMPLATES))
    lost = [p for p in problems if p.code == "S046"]
    questions = [q for q in bank.questions() if "text lost" in q.sections.get("In depth", q).__repr__()]
    assert len(lost) == len(questions) > 0
    page = (imported / "questions/01-basic.md").read_text()
    assert '```text lost\n<a href="javascript:x()">none</a>\n```' in page
    report = json.loads((imported / "import-report.json").read_text())
    row = next(row for row in report["notes"] if row["id"] == "links")
    assert (row["state"], row["why"]) == ("changed", ["a link that is no web address"])


@pytest.mark.parametrize("code", ["I001", "I003", "I004"])
def test_example_of_a_refused_file(code: str, tmp_path: Path, packs: dict[str, Path]) -> None:
    from deckpress.problems import codes

    path = tmp_path / codes()[code].file
    path.write_text(example_text(code))
    words = ["--mapping", str(path)] if code == "I004" else []
    files = [str(packs["new"])] if code == "I004" else [str(path)]
    result = CliRunner().invoke(cli, ["import", *files, "-o", str(tmp_path / "bank"), *words])
    assert isinstance(result.exception, SourceError)
    assert [(p.code, p.span.path) for p in result.exception.problems] == [(code, path.as_posix())]
    assert not (tmp_path / "bank").exists()
