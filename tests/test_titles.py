"""Kinds and levels of a bank's own: validated, shown by their titles, kept by export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, one_file
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.check import check_bank
from deckpress.export import markdown_form
from deckpress.listing import questions_json, stats_text
from deckpress.lock import Lock
from deckpress.problems import Severity
from deckpress.read import read_bank, read_source
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout import handout

OWN = """
[kinds]
noun = "Noun <n.>"
coding = "Program"
[levels]
1 = "A1"
2 = "A2"
3 = "B1"
4 = "B2"
[words]
"In depth" = "More \\"about\\" it"
"{n} question" = { one = "{n} card", other = "{n} cards" }
"""


def _bank(folder: Path) -> Bank:
    (source := folder / "source").mkdir()
    write_bank(source)
    path = source / "bank.toml"
    path.write_text(path.read_text() + OWN, encoding="utf-8")
    topic = source / "questions/01-first.md"
    topic.write_text(
        topic.read_text().replace("id: wide\nlevel: 2", "id: wide\nkind: noun\nlevel: 4"), "utf-8"
    )
    return read_bank(source)


def test_products_show_the_titles(tmp_path: Path, store: Memory) -> None:
    bank = _bank(tmp_path)
    assert [row for row in check_bank(bank) if row.severity is Severity.ERROR] == []
    page = one_file(handout.render(bank, Context(TEMPLATES, store, Lock()))).decode()
    assert '<option value="4">B2</option>' in page
    assert "●●●●</span> Noun &lt;n.&gt;" in page
    assert 'aria-label="Level 1 of 4">●○○○' in page
    assert r'[["noun","Noun \u003cn.>"],["coding","Program"]].filter(([kind]) => kinds.has(kind))' in page
    assert "warm-up" not in page
    notes = {note.name: note for note in make_notes(bank, TEMPLATES).notes}
    assert "Noun &lt;n.&gt;" in notes["wide"].fields
    assert {"small::kind::noun", "small::level::4"} <= set(notes["wide"].tags)


def test_a_question_without_a_kind_has_the_first(tmp_path: Path) -> None:
    kinds = {question.id: question.kind for question in _bank(tmp_path).questions()}
    assert kinds["square"] == "noun"
    assert kinds["adding"] == "coding"


def test_lists_and_figures_have_the_titles(tmp_path: Path) -> None:
    bank = _bank(tmp_path)
    rows = {row["id"]: row for row in json.loads(questions_json(bank))}
    assert (rows["wide"]["kind"], rows["wide"]["kind_title"]) == ("noun", "Noun <n.>")
    assert (rows["wide"]["level"], rows["wide"]["level_title"]) == (4, "B2")
    assert "level 4: B2" in stats_text(bank)
    assert "coding: Program" in stats_text(bank)


def test_the_usual_titles(sample: Bank) -> None:
    (row, *_) = [row for row in json.loads(questions_json(sample)) if row["level"] == 2]
    assert (row["kind_title"], row["level_title"]) == (row["kind"].replace("-", " "), "core")
    assert "level 2  " in stats_text(sample)


def test_export_keeps_them(tmp_path: Path, store: Memory) -> None:
    bank = _bank(tmp_path)
    again = tmp_path / "again"
    for name, data in markdown_form.render(bank, Context(TEMPLATES, store, Lock())).items():
        path = again / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    copy = read_bank(again)
    assert copy.settings == bank.settings
    assert [q.kind for q in copy.questions()] == [q.kind for q in bank.questions()]


def test_a_kind_or_level_that_the_bank_has_not(bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    path.write_text(path.read_text() + OWN, encoding="utf-8")
    found = [row for row in read_source(bank_folder)[1] if row.code == "T801"]
    assert found
    assert {row.hint for row in found} == {"known: coding, noun"}


@pytest.mark.parametrize(
    ("table", "line", "message", "hint"),
    [
        ("[kinds]", 2, "kinds are {}", "make it a table [kinds] with a line for each, or delete it"),
        ("[kinds]\nA_b = 'x'", 3, "the kind 'A_b' is not well formed", "did you mean 'a-b'?"),
        ("[kinds]\na = 3", 3, "'a' in [kinds] is 3", "expected its title"),
        ("[kinds]\na = ' '", 3, "'a' in [kinds] is ' '", "expected its title"),
        ("[kinds]\na = '" + "x" * 61 + "'", 3, "'a' in [kinds] is", "at most 60 characters"),
        ("[levels]\n0 = 'x'", 3, "the level '0' is no number of a level", "number them from 1 to 9"),
        ("[levels]\n10 = 'x'", 3, "the level '10' is no number of a level", '1 = "x"'),
        ("[levels]\nA1 = 'x'", 3, "the level 'A1' is no number of a level", "number them from 1"),
        ("[levels]\n1 = 'x'\n3 = 'y'", 4, "there is a level 3 and no level 2", "without gaps"),
    ],
)
def test_faults_of_the_tables(table: str, line: int, message: str, hint: str, bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    before = path.read_text().rstrip("\n")
    path.write_text(f"{before}\n\n{table}\n", encoding="utf-8")
    found = [row for row in read_source(bank_folder)[1] if row.span.path == "bank.toml"]
    assert [(row.code, row.span.line - before.count("\n") - 1) for row in found] == [("S052", line)]
    assert message in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    "table", ["[kinds]\na = '" + "x" * 60 + "'", "[levels]\n" + "\n".join(f"{n} = 'x'" for n in range(1, 10))]
)
def test_the_limits_themselves_are_right(table: str, bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    path.write_text(f"{path.read_text()}\n{table}\n", encoding="utf-8")
    assert [row for row in read_source(bank_folder)[1] if row.span.path == "bank.toml"] == []
