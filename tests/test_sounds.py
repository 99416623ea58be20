"""Sounds: every form on cards and pages, a mark on paper, no tags, and no other way to Anki's player."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, need, one_file
from engine import collection, import_deck, rendered
from picture_bank import picture, write_bank
from sound_bank import SECRET, SOUNDS, m4a, mp3, ogg, opus, tone

from deckpress.content.prepared import with_sounds
from deckpress.problems import EngineError, Problem
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context
from deckpress.render.deck.notes import make_notes


def bank_of(folder: Path, files: dict[str, bytes], *rows: str, settings: str = "") -> Path:
    shown = rows or tuple(
        f"## What is heard in {name}?\n\n```yaml\nid: s-{name.partition('.')[0]}\n```\n\n![A high note](../audio/{name})\n"
        for name in files
    )
    write_bank(folder, {}, *shown, settings=settings)
    (folder / "audio").mkdir()
    for name, data in files.items():
        (folder / "audio" / name).write_bytes(data)
    return folder


def errors(folder: Path) -> list[Problem]:
    return [p for p in read_source(folder)[1] if p.code.startswith("F")]


def test_every_form_plays_on_cards_and_pages(tmp_path: Path, context: Context) -> None:
    folder = bank_of(tmp_path / "b", SOUNDS)
    assert errors(folder) == []
    bank = read_bank(folder)
    deck = one_file(FORMATS["deck"].renderer()(bank, context))
    with collection(tmp_path / "col") as col:
        import_deck(col, deck, tmp_path)
        names = [card.answer_av_tags()[-1].filename for card, _, _ in rendered(col)]
        assert sorted(name.partition(".")[2] for name in names) == ["m4a", "mp3", "ogg", "opus", "wav"]
        assert all(Path(col.media.dir(), name).is_file() for name in names)
        assert list(col.media.check().missing) == []
        assert list(col.media.check().unused) == []
    page = one_file(FORMATS["handout"].renderer()(bank, context)).decode()
    kinds = re.findall(r'<audio controls preload="none" src="data:audio/([a-z0-9]+);base64,', page)
    assert sorted(kinds) == ["mp4", "mpeg", "ogg", "ogg", "wav"]
    assert page.count("<summary>What is heard</summary><p>A high note</p>") == len(SOUNDS)
    assert "media-src data:" in page


def test_paper_has_a_mark_with_the_words(tmp_path: Path, context: Context) -> None:
    need("pdftotext")
    row = "## Which note? ![A high note](../audio/tone.wav)\n\n```yaml\nid: a\n```\n\nAn A, as in ![another note](../audio/tone.wav).\n"
    bank = read_bank(bank_of(tmp_path / "b", {"tone.wav": tone()}, row))
    said = {}
    for product in ("cheatsheet", "flashcards", "selftest"):
        (tmp_path / "x.pdf").write_bytes(one_file(FORMATS[product].renderer()(bank, context)))
        run = subprocess.run(
            ["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
        )
        said[product] = run.stdout
    assert all(words.count("♪") == 2 for words in said.values())
    assert all("♪ another note" in words for words in said.values())
    assert "♪ A high note" in said["cheatsheet"]
    assert "A high note" not in said["flashcards"] + said["selftest"]  # it would be the answer


def test_no_tag_leaves_the_source(tmp_path: Path) -> None:
    assert all(SECRET in data for data in SOUNDS.values())
    media = make_notes(read_bank(bank_of(tmp_path / "b", SOUNDS)), TEMPLATES, Memory()).media
    assert len(media) == len(SOUNDS)
    assert [name for name, data in media.items() if SECRET in data or b"TIT2" in data] == []
    assert next(data for name, data in media.items() if name.endswith("m4a")).count(b"free") == 1


def test_silent_until_asked(tmp_path: Path) -> None:
    folder = bank_of(tmp_path / "b", {"tone.wav": tone()}, settings="[media]\nautoplay = false\n")
    content = make_notes(read_bank(folder), TEMPLATES, Memory())
    (name,) = content.media
    assert (
        f'<audio controls preload="none" src="{name}" aria-label="A high note"></audio>'
        in content.notes[0].fields[1]
    )
    assert "[sound:" not in "".join(content.notes[0].fields)


def test_no_text_is_a_sound(tmp_path: Path) -> None:
    mark = '<span class="sound" data-file="sound-0123456789abcdef.mp3"></span>'
    assert with_sounds(mark) == "[sound:sound-0123456789abcdef.mp3]"
    row = f"## Is `{mark}` a sound?\n\n```yaml\nid: a\n```\n\nNo: `{mark}` and [sound:x.mp3] are text.\n\n![A note](../audio/tone.wav)\n"
    bank = read_bank(bank_of(tmp_path / "b", {"tone.wav": tone()}, row))
    (note,) = make_notes(bank, TEMPLATES, Memory()).notes
    assert "".join(note.fields).count("[sound:") == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", picture("png", width=9, height=9), mp3()[:60], m4a()[:-9], m4a().replace(b"soun", b"vide"),
     tone()[:300], ogg()[:20], opus().replace(b"OpusHead", b"Speex   "), tone().replace(b"fmt \x10\0\0\0\x01", b"fmt \x10\0\0\0\x55")],
)  # fmt: skip
def test_what_is_no_sound_is_refused(data: bytes, tmp_path: Path) -> None:
    (problem,) = errors(bank_of(tmp_path / "b", {"x.mp3": data}))
    assert problem.code == "F708"
    assert problem.span.path == "questions/01-pictures.md"


def test_bounds_and_names(tmp_path: Path) -> None:
    files = {"Ola.mp3": mp3()}
    row = "## Which note?\n\n```yaml\nid: a\n```\n\nAn A: ![](../audio/Ola.mp3) ![hi](../audio/ola.MP3) ![hi](../audio/olla.mp3)\n"
    found = errors(bank_of(tmp_path / "a", files, row))
    assert sorted(p.code for p in found) == ["F701", "F701", "F707"]
    assert all("../audio/Ola.mp3" in p.hint for p in found if p.code == "F701")
    small = bank_of(tmp_path / "b", {"x.wav": tone(seconds=7)}, settings="[media]\nmegabytes = 0.1\n")
    assert [p.code for p in errors(small)] == ["F709"]


def test_without_mutagen_a_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mutagen.id3", None)
    bank = read_bank(bank_of(tmp_path / "b", {"a.mp3": mp3()}))
    with pytest.raises(EngineError, match="pip install mutagen"):
        make_notes(bank, TEMPLATES, Memory())
    assert make_notes(bank, TEMPLATES).notes  # the lock needs no sounds
    wav = read_bank(bank_of(tmp_path / "c", {"tone.wav": tone()}))
    assert make_notes(wav, TEMPLATES, Memory()).media
