"""The deck, judged by the real Anki engine."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, shipped_bank
from engine import collection, counts, import_deck, rendered, reviews, study

from deckpress.bank import Bank
from deckpress.lock import Lock, refresh_lock
from deckpress.pipeline import Project, build
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.deck import guid_of, render
from deckpress.render.deck.notes import make_notes

pytestmark = pytest.mark.usefixtures("context")


def _edit(question_id: str, before: str, after: str, folder: Path) -> Bank:
    """The bank after an edit of one question's text in its file."""
    (path,) = (p for p in (folder / "questions").glob("*.md") if f"id: {question_id}\n" in p.read_text())
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    return read_bank(folder)


def _lock(bank: Bank, lock: Lock, now: int) -> Lock:
    content = make_notes(bank, TEMPLATES)
    return refresh_lock(lock, content.note_hashes(), content.type_hashes(), now)


def _context(lock: Lock) -> Context:
    return Context(TEMPLATES, Memory(), lock)


@pytest.fixture(scope="session")
def shipped_deck(shipped_outputs: Path) -> bytes:
    return (shipped_outputs / "ml-interview.apkg").read_bytes()


def test_shipped_deck_imports_without_a_problem(shipped_deck: bytes, tmp_path: Path) -> None:
    bank = shipped_bank()
    wanted = sum(1 + len(q.clozes) for q in bank.questions() if not q.draft)
    assert len(shipped_deck) <= 1_500_000
    with collection(tmp_path) as col:
        log = import_deck(col, shipped_deck, tmp_path)
        assert counts(log) == {"new": wanted}
        assert col.note_count() == wanted
        empty = col.get_empty_cards()
        assert not empty.notes
        media = col.media.check()
        assert list(media.missing) == []
        assert list(media.unused) == []
        assert "no problems" in col.fix_integrity()[0].lower() or col.fix_integrity()[1]
        names = {field["name"] for model in col.models.all() for field in model["flds"]}
        left = re.compile(rf"\{{\{{[#^/]?(?:\w+:)*(?:{'|'.join(map(re.escape, names))}|FrontSide)\}}\}}")
        fronts = [(card, front, back) for card, front, back in rendered(col)]
        assert {card.nid for card, _, _ in fronts} == set(col.find_notes(""))
        for _, front, back in fronts:
            shown = re.sub(r"<style>.*?</style>|<[^>]+>", "", front, flags=re.S).strip()
            assert len(shown) > 20
            assert len(back) > len(front)
            assert not left.search(back)
            assert not re.search(
                r"<script|<iframe|<object|\son\w+=|javascript:|\[latex\]|\[sound:|\[anki:", back
            )
            assert not re.search(r'src="(?!\w[\w.-]*\.svg")', back)


def test_new_cards_come_in_study_order(shipped_deck: bytes, tmp_path: Path) -> None:
    bank = shipped_bank()
    first = bank.topics[0]
    with collection(tmp_path) as col:
        import_deck(col, shipped_deck, tmp_path)
        names = [deck.name for deck in col.decks.all_names_and_ids(skip_empty_default=True)]
        assert [n for n in names if "::" in n] == [
            f"{bank.settings.deck_name}::{t.number:02d} {t.deck or t.title}" for t in bank.topics
        ]
        parent = col.decks.by_name(bank.settings.deck_name)
        assert bank.settings.description in parent["desc"]
        config = col.decks.config_dict_for_deck_id(parent["id"])
        config["new"]["perDay"] = 9999
        col.decks.update_config(config)
        col.decks.select(parent["id"])
        served = []
        for _ in range(len(first.questions)):
            card = col.sched.getCard()
            served.append(card.note()["Id"])
            card.start_timer()
            col.sched.answerCard(card, 4)
        assert served == [question.id for question in first.questions]


def test_tags_are_hierarchical(sample: Bank, context: Context, tmp_path: Path) -> None:
    with collection(tmp_path) as col:
        import_deck(col, render(sample, context), tmp_path)
        note = col.get_note(col.find_notes("Id:ridge-unique-solution note:*Question")[0])
        assert set(note.tags) == {
            "sample::topic::linear-models",
            "sample::kind::derivation",
            "sample::level::2",
            "sample::tag::linear-models",
            "sample::list::list",
        }


def test_edit_updates_one_note_and_keeps_every_review(bank_folder: Path, tmp_path: Path) -> None:
    bank = read_bank(bank_folder)
    lock = _lock(bank, Lock(), 1_700_000_000)
    with collection(tmp_path / "col") as col:
        import_deck(col, render(bank, _context(lock)), tmp_path)
        total = col.note_count()
        before = study(col, 5)
        scheduling = list(col.db.execute("select id, nid, ivl, due, queue, reps from cards order by id"))
        edited = _edit("ridge-shrinkage", "Ridge shrinks each one", "Ridge pulls each one", bank_folder)
        log = import_deck(col, render(edited, _context(_lock(edited, lock, 1_700_000_100))), tmp_path)
        assert counts(log) == {"updated": 1, "duplicate": total - 1}
        assert col.note_count() == total
        assert reviews(col) == before
        assert (
            list(col.db.execute("select id, nid, ivl, due, queue, reps from cards order by id")) == scheduling
        )
        note = col.get_note(col.find_notes("Id:ridge-shrinkage note:*Question")[0])
        assert "Ridge pulls each one" in note["Answer"]


def test_edit_without_a_fresh_lock_still_reaches_the_reader(bank_folder: Path, tmp_path: Path) -> None:
    bank = read_bank(bank_folder)
    context = _context(_lock(bank, Lock(), 1_700_000_000))
    with collection(tmp_path / "col") as col:
        import_deck(col, render(bank, context), tmp_path)
        edited = _edit("ridge-shrinkage", "Ridge shrinks each one", "Ridge pulls each one", bank_folder)
        log = import_deck(col, render(edited, context), tmp_path)
        assert counts(log) == {"updated": 1, "duplicate": col.note_count() - 1}
        assert [p.code for p in context.problems] == ["L902"]


def test_new_style_updates_the_type_and_no_note(bank_folder: Path, tmp_path: Path) -> None:
    bank = read_bank(bank_folder)
    lock = _lock(bank, Lock(), 1_700_000_000)
    import shutil

    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    style = templates / "deck" / "style.css.j2"
    style.write_text(style.read_text() + "\n.restyled { color: red; }\n")
    content = make_notes(bank, templates)
    newer = refresh_lock(lock, content.note_hashes(), content.type_hashes(), 1_700_000_100)
    with collection(tmp_path / "col") as col:
        import_deck(col, render(bank, _context(lock)), tmp_path)
        study(col, 3)
        log = import_deck(col, render(bank, Context(templates, Memory(), newer)), tmp_path)
        assert counts(log) == {"duplicate": col.note_count()}
        types = [t for t in col.models.all() if t["name"].startswith("sample ")]
        assert len(types) == 2
        assert all(".restyled" in t["css"] for t in types)


def test_added_moved_and_renamed(bank_folder: Path, tmp_path: Path) -> None:
    bank = read_bank(bank_folder)
    lock = _lock(bank, Lock(), 1_700_000_000)
    with collection(tmp_path / "col") as col:
        import_deck(col, render(bank, _context(lock)), tmp_path)
        total, before = col.note_count(), study(col, 4)
        path = bank_folder / "questions" / "02-metrics.md"
        text = path.read_text()
        head, first, rest = text.partition("## What separates")
        moved = (
            head + rest[rest.index("## Is accuracy") :] + "\n" + first + rest[: rest.index("## Is accuracy")]
        )
        added = moved.rstrip() + (
            "\n\n## What does specificity measure?\n\n```yaml\nid: specificity\ntags: [metrics]\n```\n\n"
            "The share of negatives that are left alone.\n\n### Key points\n\n- One.\n- Two.\n\n"
            "### References\n\n- hoerl-1970\n"
        )
        path.write_text(added.replace("# Metrics", "# Measures", 1))
        edited = read_bank(bank_folder)
        log = import_deck(col, render(edited, _context(_lock(edited, lock, 1_700_000_100))), tmp_path)
        found = counts(log)
        assert found["new"] == 1
        assert found["new"] + found.get("updated", 0) + found.get("duplicate", 0) == total + 1
        assert reviews(col) == before


def test_two_banks_live_side_by_side(sample: Bank, tmp_path: Path) -> None:
    other = replace(
        sample, settings=replace(sample.settings, namespace="deckpress/other/1", deck_name="Other")
    )
    with collection(tmp_path / "col") as col:
        one = counts(import_deck(col, render(sample, _context(Lock())), tmp_path))
        two = counts(import_deck(col, render(other, _context(Lock())), tmp_path))
        assert one == two == {"new": one["new"]}
        assert len([t for t in col.models.all() if t["name"].startswith("sample ")]) == 4


def test_guids_do_not_collide() -> None:
    settings = shipped_bank().settings
    names = [f"question-{i}/{j}" for i in range(300) for j in range(10)] + [
        f"question-{i}" for i in range(300)
    ]
    assert len({guid_of(settings, name) for name in names}) == len(names)


def test_package_is_reproducible_deflated_and_leaves_nothing_behind(
    sample: Bank, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data = render(sample, context)
    assert render(sample, context) == data
    assert list(tmp_path.iterdir()) == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = json.loads(archive.read("media"))
    assert all(re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{12}\.svg", name) for name in names.values())


def test_fields_hold_what_the_question_says(sample: Bank, context: Context, golden: object) -> None:
    content = make_notes(sample, TEMPLATES)
    rows = [
        {
            "note": note.name,
            "type": note.kind.name,
            "tags": list(note.tags),
            "fields": {
                name: value for (name, _), value in zip(note.kind.fields, note.fields, strict=True) if value
            },
        }
        for note in content.notes
    ]
    golden("deck.json", json.dumps(rows, indent=1, ensure_ascii=False) + "\n")  # type: ignore[operator]


def test_database_is_one_that_sqlite_calls_sound(sample: Bank, context: Context) -> None:
    with zipfile.ZipFile(io.BytesIO(render(sample, context))) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*), count(distinct guid) from notes").fetchone() == (10, 10)
        connection.close()


def test_build_reports_a_missing_lock(bank_folder: Path, tmp_path: Path) -> None:
    warnings: list[object] = []
    list(build(Project(bank_folder, tmp_path / "out", TEMPLATES), ["deck"], warn=warnings))  # type: ignore[arg-type]
    assert [w.code for w in warnings] == ["L901"]  # type: ignore[attr-defined]


def test_cloze_items_may_be_all_that_is_asked(bank_folder: Path) -> None:
    page = bank_folder / "questions/02-metrics.md"
    text = page.read_text()
    page.write_text(text.replace("level: 1", "level: 1\ncards: [cloze]"))
    names = [note.name for note in make_notes(read_bank(bank_folder), TEMPLATES).notes]
    assert "precision-versus-recall" not in names
    assert "precision-versus-recall/1" in names
    assert "accuracy-enough" in names  # it has no cloze item: its card stays
    note = next(n for n in make_notes(read_bank(bank_folder), TEMPLATES).notes if n.name == "accuracy-enough")
    assert "not forward" not in note.fields
