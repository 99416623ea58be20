"""The table of keys: each is read, has a field, is used, goes through every export and stands in the documentation."""

from __future__ import annotations

import ast
import csv
import io
import json
from dataclasses import fields
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory
from small_bank import SETTINGS

from deckpress.bank import Bank, Question
from deckpress.export import csv_form, json_form, markdown_form
from deckpress.importing.own_table import own_rows
from deckpress.keys import KEYS, Holds, KeyRow
from deckpress.lock import Lock
from deckpress.read import read_source
from deckpress.render import Context
from tools.docs import keys_table

ROWS = [pytest.param(row, id=name) for name, row in KEYS.items()]
SOUND: dict[Holds, str] = {
    "id": "one-name",
    "line": '"A line, of text"',
    "kind": "comparison",
    "level": "2",
    "words": "[one, two]",
    "texts": '["One, that is a text", "Two; a text"]',
    "cards": "[reverse, typed]",
    "symbols": '["x: the first, or second", "y: the other"]',
    "flag": "true",
    "waivers": '["A208: this, and that", "A201: why"]',
}
"""A sound value of each sort, unlike the default."""
WRONG: dict[Holds, str] = {
    "id": "One Name",
    "line": "[a, b]",
    "kind": "nothing",
    "level": "11",
    "words": '"one, two"',
    "cards": "[sideways]",
    "symbols": '["x"]',
    "flag": "perhaps",
    "waivers": '["A208"]',
}
"""A value that is told; any text goes where texts are listed."""


def bank_with(folder: Path, row: KeyRow, value: str) -> tuple[Bank, list[str]]:
    (folder / "questions").mkdir()
    (folder / "bank.toml").write_text(SETTINGS)
    more = "" if row.name == "id" else f"{row.name}: {value}\n"
    head = f"id: {value if row.name == 'id' else 'name'}\n"
    others = "".join(f"## And {name}?\n\n```yaml\nid: {name}\n```\n\nThat.\n\n" for name in ("one", "two"))
    text = f"# T\n\n## What is it?\n\n```yaml\n{head}{more}```\n\nThis.\n\n{others}"
    (folder / "questions" / "01-t.md").write_text(text)
    bank, problems = read_source(folder)
    return bank, [f"{problem.code} {problem.span.line}" for problem in problems]


@pytest.mark.parametrize("row", ROWS)
def test_a_sound_value_reaches_its_field(row: KeyRow, tmp_path: Path) -> None:
    known = {field.name: field.default for field in fields(Question)}
    assert row.name in known, f"{row.name}: bank.Question has no field of that name"
    bank, problems = bank_with(tmp_path, row, SOUND[row.holds])
    assert problems == []
    question, *_ = bank.questions()
    assert getattr(question, row.name) != known[row.name], f"{row.name}: read/question.py does not read it"
    assert row.name in question.spans


@pytest.mark.parametrize("row", [row for row in ROWS if KEYS[str(row.id)].holds != "texts"])
def test_a_wrong_value_is_told_at_its_line(row: KeyRow, tmp_path: Path) -> None:
    _, problems = bank_with(tmp_path, row, WRONG[row.holds])
    assert [place.split()[1] for place in problems] == ["6" if row.name == "id" else "7"]


@pytest.mark.parametrize("row", ROWS)
def test_exports_hold_it_as_it_was(row: KeyRow, tmp_path: Path) -> None:
    bank, _ = bank_with(tmp_path, row, SOUND[row.holds])
    context = Context(TEMPLATES, Memory(), Lock())
    document = json.loads(json_form.render(bank, context))["topics"][0]["questions"][0]
    assert row.name in document
    names, *cells = csv.reader(io.StringIO(csv_form.render(bank, context).decode("utf-8-sig")))
    note, *_ = own_rows(names, cells)
    assert note.question is not None
    if row.holds != "level":  # a number is a text there
        assert note.question[row.name] == document[row.name], (
            f"{row.name}: the table of `export csv` loses it"
        )
    files = markdown_form.render(bank, context)
    again = tmp_path / "again"
    for name, data in files.items():
        (again / name).parent.mkdir(parents=True, exist_ok=True)
        (again / name).write_bytes(data)
    (before, *_), (after, *_) = bank.questions(), read_source(again)[0].questions()
    assert str(getattr(before, row.name)).split("span")[0] == str(getattr(after, row.name)).split("span")[0]


def test_every_key_is_used_by_a_product_a_rule_or_a_tool() -> None:
    known = {"read", "export", "importing", "bank.py", "keys.py"}
    used = {
        node.attr
        for path in (ROOT / "deckpress").rglob("*.py")
        if path.relative_to(ROOT / "deckpress").parts[0] not in known
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert {name for name in KEYS if name not in used} == set(), "no product, rule or tool reads these keys"


def test_the_documentation_has_the_table() -> None:
    assert keys_table() in (ROOT / "docs" / "format.md").read_text(), "run make docs"
