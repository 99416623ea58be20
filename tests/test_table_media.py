"""Pictures and sounds of a table: a cell names a file, and problems stand at the cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory
from picture_bank import picture
from sound_bank import tone
from test_tables import bank

from deckpress.export.document import make_document
from deckpress.export.markdown_form import bank_files
from deckpress.problems import Severity
from deckpress.read import read_bank, read_source
from deckpress.render.deck.notes import make_notes

ROWS = """id,prompt,answer,note,image,image_alt,audio
dog,el perro,the dog,It barks.,dog.png,A field of colours like a dog,perro.wav
cat,el gato,the cat,,figures/cat.png,A field of colours like a cat,
"""


def table(folder: Path, rows: str = ROWS) -> Path:
    bank(folder, rows)
    for home, name, data in (
        ("figures", "dog.png", picture("png", width=64, height=48)),
        ("figures", "cat.png", picture("png", width=60, height=48)),
        ("audio", "perro.wav", tone()),
    ):
        (folder / home).mkdir(exist_ok=True)
        (folder / home / name).write_bytes(data)
    return folder


def test_pictures_stand_with_the_answer_and_sounds_with_the_prompt(tmp_path: Path) -> None:
    read = read_bank(table(tmp_path))
    dog, cat = make_notes(read, TEMPLATES, Memory()).notes
    assert dog.fields[0].startswith("el perro<p>[sound:sound-")
    assert "<img" in dog.fields[3]
    assert 'alt="A field of colours like a dog"' in dog.fields[3]
    assert "It barks." in dog.fields[4]
    assert 'alt="A field of colours like a cat"' in cat.fields[3]
    assert read.unused == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("dog.png", "dgo.png", "F701", 32),
        ("perro.wav", "pero.wav", "F701", 70),
        ("A field of colours like a dog", "", "F707", 32),
    ],
)
def test_problems_stand_at_the_cell(old: str, new: str, code: str, column: int, tmp_path: Path) -> None:
    found = [
        p for p in read_source(table(tmp_path, ROWS.replace(old, new, 1)))[1] if p.severity is Severity.ERROR
    ]
    assert [(p.code, p.span.line, p.span.column) for p in found] == [(code, 2, column)]


def test_a_damaged_file_is_told_at_its_cell(tmp_path: Path) -> None:
    folder = table(tmp_path)
    (folder / "figures/cat.png").write_bytes(b"hello")
    (problem,) = [p for p in read_source(folder)[1] if p.code.startswith("F")]
    assert (problem.code, problem.span.line, problem.span.column) == ("F708", 3, 22)


def test_the_exported_bank_shows_them_too(tmp_path: Path) -> None:
    files = bank_files(make_document(read_bank(table(tmp_path / "a"))))
    for name, data in files.items():
        (tmp_path / "b" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "b" / name).write_bytes(data)
    again = read_bank(tmp_path / "b")
    assert set(again.figures) == {"dog.png", "cat.png"}
    assert set(again.sounds) == {"perro.wav"}
