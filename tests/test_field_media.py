"""What real authors brought, part E: a picture, flags from elsewhere, a word spoken, an answer without words."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory
from picture_bank import FLAGS, encoded, photo, write_bank
from sound_bank import mp3

from deckpress.pipeline import Project, check
from deckpress.render.deck.notes import make_notes

ROWS = {
    "a picture": "It is this.\n\n![A cell](../figures/cell.png \"Cell\")\n",
    "flags from elsewhere": "\n\n".join(f"![The flag {name}](../figures/{name}.svg)" for name in FLAGS),
    "a word spoken": "Olá, ![a word spoken](../audio/ola.mp3) as in Lisbon.",
    "an answer that is a picture": "![A cell](../figures/cell.png)",
    "an answer that is a sound": "![a word spoken](../audio/ola.mp3)",
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_media_that_people_bring_are_shown(name: str, tmp_path: Path) -> None:
    files = {"cell.png": encoded(photo(64, 48), "PNG")} | {
        f"{n}.svg": svg.encode() for n, svg in FLAGS.items()
    }
    folder = write_bank(tmp_path / "b", files, f"## What is it?\n\n```yaml\nid: it\n```\n\n{ROWS[name]}\n")
    (folder / "audio").mkdir()
    (folder / "audio/ola.mp3").write_bytes(mp3())
    bank, problems = check(Project(folder, tmp_path / "output", ROOT / "templates"))
    assert [p.code for p in problems if p.severity != "advice" and p.code != "L901"] == []
    (note,) = make_notes(bank, TEMPLATES, Memory()).notes
    answer = note.fields[1]
    assert answer.count("<img") == ROWS[name].count("figures/")
    assert answer.count("[sound:sound-") == ROWS[name].count("audio/")
