"""Places in tables: any table that a program writes is read as it was meant, and each fault is told where it is."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.read import read_source
from deckpress.read.cells import read_grid

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-places"\n'
_CELL = st.text(st.sampled_from('ab "",;\t\n|é'), max_size=8)


@given(
    st.lists(st.lists(_CELL, min_size=2, max_size=4), max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_a_program_writes_is_read(rows: list[list[str]], separator: str, end: str, quoted: bool) -> None:
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerows([["prompt", "answer"], *rows])
    text = out.getvalue()
    grid = read_grid(text, ("prompt", "answer"))
    assert grid.faults == []
    assert [[cell.text.strip() for cell in row] for row in grid.rows[1:]] == [
        [cell.strip() for cell in row] for row in rows
    ]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for cell in (cell for row in grid.rows for cell in row):
        first = cell.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        written = first.replace('"', '""') if cell.doubled else first
        assert lines[cell.line - 1][cell.column - 1 :].startswith(written)
        assert text[cell.at :].startswith(cell.text.replace('"', '""') if cell.doubled else cell.text)


FAULTS = {
    "<div>": ("S043", 0),
    "$\\frob$": ("M401", 1),
    "\u200b": ("S002", 0),
    "[x](javascript:a)": ("S044", 4),
    "==marked==": ("S045", 0),
    "![x](figures/none.svg)": ("F701", None),
}


def _cell(dice: random.Random) -> str:
    words = ["uno", "dos", "él", '"tres"', "cu, atro", "cin\nco", "seis;", "**siete**", "`o,cho`", "x y"]
    return " ".join(dice.choices(words, k=dice.randint(1, 4)))


def _quoted(cell: str, dice: random.Random) -> str:
    needs = any(char in cell for char in '",\n;')
    return '"' + cell.replace('"', '""') + '"' if needs or dice.random() < 0.3 else cell


@pytest.mark.parametrize("fault", list(FAULTS))
def test_faults_are_told_exactly_where_they_are(fault: str, tmp_path: Path) -> None:
    code, inside = FAULTS[fault]
    dice = random.Random(fault)
    (tmp_path / "questions").mkdir()
    (tmp_path / "bank.toml").write_text(HEAD)
    for _ in range(30):
        rows = [[f"id-{n}", _cell(dice), _cell(dice), _cell(dice)] for n in range(8)]
        row, column = dice.randrange(8), dice.randint(1, 3)
        words = rows[row][column].split(" ")
        words.insert(dice.randint(0, len(words)), fault)
        rows[row][column] = " ".join(words)
        lines = [",".join(_quoted(cell, dice) for cell in cells) for cells in rows]
        text = "\n".join(["id,prompt,answer,note", *lines])
        (tmp_path / "questions/01-words.csv").write_text(text, encoding="utf-8")
        at = text.index(fault.replace('"', '""')) + (inside or 0)
        line, place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        found = [p for p in read_source(tmp_path)[1] if p.code == code]
        assert len(found) == 1, text
        if inside is not None:
            assert (found[0].span.line, found[0].span.column) == (line, place), f"{text}\n{found[0]}"
        else:
            assert found[0].span.line == line
            assert 0 <= found[0].span.column - place < len(fault)
