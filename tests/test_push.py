"""Push: new, changed, moved and retired cards in a collection of the real engine, behind AnkiConnect's words."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ankiconnect import FakeAnki, running
from click.testing import CliRunner
from conftest import TEMPLATES
from engine import reviews, study

from deckpress.ankiconnect import Anki
from deckpress.cli import cli
from deckpress.pipeline import Project, refresh
from deckpress.problems import EngineError, SettingsError


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[tuple[FakeAnki, str]]:
    with running(tmp_path) as found:
        yield found


def push(folder: Path, host: str, *words: str, typed: str = "") -> Any:
    line = ["push", "-s", str(folder), "-o", str(folder.parent / "output"), "--host", host, *words]
    return CliRunner().invoke(cli, line, input=typed)


def release(folder: Path, time: int, retire: tuple[str, ...] = ()) -> None:
    refresh(Project(folder, folder.parent / "output", TEMPLATES), time, retire)


def edit(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = folder / "questions" / name
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def next_release(folder: Path) -> None:
    """One question changed, one new, one moved to another topic, one dropped."""
    text = (folder / "questions/02-metrics.md").read_text()
    start = text.index("## Is accuracy ever enough?")
    end = text.index("## Write a breadth-first")
    moved = text[text.index("## Write a breadth-first") :]
    fresh = "## What is a new question?\n\n```yaml\nid: fresh\ntags: [metrics]\n```\n\nThis one, which nobody has seen yet.\n\n"
    extra = "### Key points\n\n- One.\n- Two.\n\n### References\n\n- hoerl-1970\n"
    (folder / "questions/02-metrics.md").write_text(text[:start] + fresh + extra)
    assert end > start
    path = folder / "questions/01-linear-models.md"
    path.write_text(path.read_text().replace("Ridge shrinks each one", "Ridge pulls each one") + "\n" + moved)


def test_a_release_and_the_next(bank_folder: Path, anki: tuple[FakeAnki, str]) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    dry = push(bank_folder, host, "--dry-run")
    assert dry.exit_code == 0, dry.exception
    assert "9 new, 0 changed, 0 unchanged" in dry.output
    assert fake.col.note_count() == 0
    assert "importPackage" not in fake.asked
    assert "9 new, 0 changed, 0 unchanged" in push(bank_folder, host).output
    assert fake.col.note_count() == 9
    assert "0 new, 0 changed, 9 unchanged" in push(bank_folder, host).output
    study(fake.col, 10)
    before, homes = reviews(fake.col), decks(fake.col)
    next_release(bank_folder)
    release(bank_folder, 1_800_000_000, ("accuracy-enough",))
    dry = push(bank_folder, host, "--dry-run", "--moved", "--retired", "suspend")
    assert "1 new, 2 changed, 6 unchanged" in dry.output
    assert "accuracy-enough): to be suspended" in dry.output
    assert (reviews(fake.col), decks(fake.col), fake.col.note_count()) == (before, homes, 9)
    plain = push(bank_folder, host)
    assert "1 card in the deck of another topic; --moved moves them" in plain.output
    assert "--retired treats them" in plain.output
    assert decks(fake.col)["maze-search"] == homes["maze-search"] == ["Sample::02 Metrics"]
    moved = push(bank_folder, host, "--moved", "--retired", "suspend")
    assert "1 card moved to Sample::01 Linear models" in moved.output
    assert decks(fake.col)["maze-search"] == ["Sample::01 Linear models"]
    card = fake.col.get_card(fake.col.find_cards("Id:accuracy-enough")[0])
    assert card.queue == -1
    assert reviews(fake.col) == before
    again = push(bank_folder, host, "--moved")
    assert "0 new, 0 changed, 9 unchanged" in again.output
    assert "moved" not in again.output


def decks(col: Any) -> dict[str, list[str]]:
    """Question id to the decks of its cards."""
    out: dict[str, list[str]] = {}
    for note in map(col.get_note, col.find_notes("")):
        out.setdefault(note["Id"], []).extend(col.decks.name(card.did) for card in note.cards())
    return out


def test_retired_questions_are_tagged_or_deleted_only_on_a_word(
    bank_folder: Path, anki: tuple[FakeAnki, str]
) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    push(bank_folder, host)
    next_release(bank_folder)
    release(bank_folder, 1_800_000_000, ("accuracy-enough",))
    push(bank_folder, host, "--retired", "tag")
    assert fake.col.find_notes("tag:sample::retired") == fake.col.find_notes("Id:accuracy-enough")
    for typed in ("", "y\n", "no\n"):
        refused = push(bank_folder, host, "--retired", "delete", typed=typed)
        assert refused.exit_code != 0
        assert fake.col.find_notes("Id:accuracy-enough")
    assert "deleted" in push(bank_folder, host, "--retired", "delete", typed="yes\n").output
    assert not fake.col.find_notes("Id:accuracy-enough")
    assert fake.col.note_count() == 9
    assert "deleteNotes" in fake.asked


def test_a_readers_own_decks_and_edits_stay(bank_folder: Path, anki: tuple[FakeAnki, str]) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    push(bank_folder, host)
    fake.col.set_deck(fake.col.find_cards("Id:maze-search"), fake.col.decks.id("Mine"))
    note = fake.col.get_note(fake.col.find_notes("Id:ridge-shrinkage")[0])
    note["Answer"] = "my own words"
    fake.col.update_note(note)
    edit(bank_folder, "02-metrics.md", ("Walk level by level", "Go level by level"))
    release(bank_folder, 1_700_000_100)
    result = push(bank_folder, host, "--moved")
    assert "0 new, 2 changed, 7 unchanged" in result.output
    assert "1 stay as they are in Anki: edited there later" in result.output
    assert decks(fake.col)["maze-search"] == ["Mine"]
    assert fake.col.get_note(note.id)["Answer"] == "my own words"


def test_a_host_elsewhere_gets_the_package_through_its_media(
    bank_folder: Path, anki: tuple[FakeAnki, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    monkeypatch.setattr("deckpress.ankiconnect._LOOPBACK", ())
    assert push(bank_folder, host).exit_code == 0
    assert fake.col.note_count() == 9
    assert fake.asked[-4:-1].count("importPackage") + fake.asked.count("storeMediaFile") >= 1
    assert not (Path(fake.col.media.dir()) / "_sample.apkg").exists()


def failing(result: Any) -> str:
    assert isinstance(result.exception, EngineError)
    assert result.exception.exit_code == 4
    assert "\n" not in str(result.exception)
    return str(result.exception)


def test_each_failure_is_one_clear_line(bank_folder: Path, anki: tuple[FakeAnki, str]) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    fake.permission = "denied"
    assert "does not give permission" in failing(push(bank_folder, host))
    fake.permission = "granted"
    fake.version = 5
    assert "version 5" in failing(push(bank_folder, host))
    fake.version = 6
    assert "profile 'User 1' is open in Anki, not 'Me'" in failing(push(bank_folder, host, "--profile", "Me"))
    assert push(bank_folder, host, "--profile", "User 1", "--dry-run").exit_code == 0
    fake.closed = True
    assert "no collection is open" in failing(push(bank_folder, host))
    fake.closed = False
    fake.status = 403
    assert "forbids" in failing(push(bank_folder, host))
    fake.status = 200
    for raw in (b"<html>", b"[]", b'{"x": 1}'):
        fake.raw = raw
        assert "is not AnkiConnect" in failing(push(bank_folder, host))
    assert fake.col.note_count() == 0


def test_a_key_is_sent_and_missed(
    bank_folder: Path, anki: tuple[FakeAnki, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, host = anki
    release(bank_folder, 1_700_000_000)
    fake.key = "secret"
    assert "wants a key" in failing(push(bank_folder, host))
    monkeypatch.setenv("ANKICONNECT_KEY", "wrong")
    message = failing(push(bank_folder, host))
    assert "does not take the key" in message
    assert "wrong" not in message
    monkeypatch.setenv("ANKICONNECT_KEY", "secret")
    assert push(bank_folder, host).exit_code == 0
    assert fake.col.note_count() == 9


def test_a_closed_and_a_slow_anki(anki: tuple[FakeAnki, str]) -> None:
    fake, host = anki
    fake.sleep = 0.4
    with pytest.raises(EngineError, match="a dialog may be open"):
        Anki(host, seconds=0.1).permit()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EngineError, match="start it, with the add-on"):
        Anki(f"127.0.0.1:{port}").permit()
    for wrong in ("x y", "host:99999", "http://a/b", "a:b"):
        with pytest.raises(SettingsError, match="--host"):
            Anki(wrong).permit()
