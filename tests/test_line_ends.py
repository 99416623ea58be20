"""A file is read alike whatever wrote it: line ends, byte-order marks, accents typed apart."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from conftest import TEMPLATES, Memory

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context


def _products(bank: Bank) -> list[object]:
    return [
        FORMATS[name].renderer()(bank, Context(TEMPLATES, Memory(), Lock())) for name in ("deck", "handout")
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_line_ends_and_marks_change_no_byte(mark: bytes, end: bytes, bank_folder: Path, sample: Bank) -> None:
    for path in bank_folder.rglob("*.*"):
        if path.is_file() and path.name != "deck.lock":
            path.write_bytes(mark + path.read_bytes().replace(b"\n", end))
    assert _products(read_bank(bank_folder)) == _products(sample)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_columns_are_right_whatever_the_line_ends(end: str, bank_folder: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    text = path.read_text().replace("level: 2", "levle: 2", 1)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", end).encode())
    _, problems = read_source(bank_folder)
    assert [p.code for p in problems] == ["S022"]
    span = problems[0].span
    assert text.split("\n")[span.line - 1][span.column - 1 :].startswith("levle")


def test_accents_typed_apart_are_joined(bank_folder: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    text = path.read_text().replace("Adding", "Ångström café: adding", 1)
    path.write_text(text, encoding="utf-8")
    composed = _products(read_bank(bank_folder))
    assert normalize("NFD", text) != text
    path.write_text(normalize("NFD", text), encoding="utf-8")
    assert _products(read_bank(bank_folder)) == composed


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("&lt;b&gt;", []),
        (r"\<b>", []),
        ("`<b>`", []),
        ("1 &lt; 2 and 3 > 2", []),
        ("<script>", ["S043"]),
        ("&lt;script&gt; <script>", ["S043"]),
        (r"\\<script>", ["S043"]),
        ("`<script>` <script>", ["S043"]),
    ],
)
def test_escaped_html_is_text(written: str, codes: list[str], bank_folder: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    text = path.read_text().replace("Adding", f"Then {written} adding", 1)
    path.write_text(text, encoding="utf-8")
    _, problems = read_source(bank_folder)
    assert [p.code for p in problems] == codes
    for found in problems:
        line = text.split("\n")[found.span.line - 1]
        assert found.span.column == line.rindex("<script>") + 1
