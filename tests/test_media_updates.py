"""Updates of pictures and sounds: who imported an older release gets the new file, and keeps the reviews."""

from __future__ import annotations

from pathlib import Path

from conftest import TEMPLATES, Memory, one_file
from engine import collection, import_deck, reviews, study
from picture_bank import picture, question, write_bank
from sound_bank import tone

from deckpress.lock import Lock, read_lock
from deckpress.pipeline import Project, refresh
from deckpress.read import read_bank
from deckpress.render import FORMATS, Context

SOUND = "## What is heard?\n\n```yaml\nid: heard\n```\n\n![A note](../audio/a.wav)\n"


def release(folder: Path, now: int) -> bytes:
    refresh(Project(folder, folder.parent / "output", TEMPLATES), now)
    lock = read_lock((folder / "deck.lock").read_text())[0]
    return one_file(FORMATS["deck"].renderer()(read_bank(folder), Context(TEMPLATES, Memory(), lock)))


def test_a_changed_picture_and_sound_are_updated_in_place(tmp_path: Path) -> None:
    files = {name: picture("png", width=width, height=48) for name, width in (("a.png", 64), ("b.png", 70))}
    folder = write_bank(tmp_path / "b", files, *(question(name) for name in files), SOUND)
    (folder / "audio").mkdir()
    (folder / "audio/a.wav").write_bytes(tone(440))
    with collection(tmp_path / "col") as col:
        import_deck(col, release(folder, 1_700_000_000), tmp_path)
        study(col, 3)
        before = reviews(col)
        (folder / "figures/a.png").write_bytes(picture("png", width=80, height=48))
        (folder / "audio/a.wav").write_bytes(tone(880))
        log = import_deck(col, release(folder, 1_700_000_100), tmp_path)
        assert (len(log.updated), len(log.new), len(log.duplicate)) == (2, 0, 1)
        assert reviews(col) == before
        found = col.media.check()
        assert list(found.missing) == []
        assert len(found.unused) == 2  # the old files, which "Check Media" offers to delete
        (changed,) = col.find_notes("Id:picture-a-png")
        assert 'width="80"' in col.get_note(changed)["Answer"]


def test_a_renamed_file_changes_nothing(tmp_path: Path) -> None:
    data = picture("jpeg", width=64, height=48)
    folder = write_bank(tmp_path / "b", {"a.jpg": data}, question("a.jpg", 1))
    first = release(folder, 1_700_000_000)
    (folder / "figures/a.jpg").rename(folder / "figures/b.jpeg")
    page = folder / "questions/01-pictures.md"
    page.write_text(page.read_text().replace("figures/a.jpg", "figures/b.jpeg"))
    assert release(folder, 1_700_000_100) == first


def test_what_no_question_shows_is_told_once(tmp_path: Path) -> None:
    data = picture("png", width=64, height=48)
    folder = write_bank(tmp_path / "b", {"a.png": data, "b.png": data, "c.png": data}, question("a.png"))
    (folder / "figures/notes.txt").write_text("how they were made")
    bank = read_bank(folder)
    assert bank.unused == ("figures/b.png", "figures/c.png")
    context = Context(TEMPLATES, Memory(), Lock())
    FORMATS["deck"].renderer()(bank, context)
    assert [(p.code, p.span.path) for p in context.problems if p.code == "P020"] == [
        ("P020", "figures/b.png")
    ]
