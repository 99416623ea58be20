"""The table of settings: each key is read, told where it is wrong, used, and stands in the documentation."""

from __future__ import annotations

import ast
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TEMPLATES, Memory

from deckpress.export import json_form
from deckpress.lock import Lock
from deckpress.media import Media
from deckpress.paper import Key, Paper
from deckpress.read import read_source
from deckpress.read.setting_rows import DEFAULTS, RANGES, SETTINGS, TABLES, SettingRow, field_of
from deckpress.render import Context
from deckpress.settings import Settings
from tools.docs import settings_page

ROWS = [
    pytest.param(table, key, id=f"{table}.{key}") for table, keys in TABLES.items() for key in keys if keys
]
TEXTS = {
    "slug": "another",
    "namespace": "tests/another",
    "language": "de",
    "licence_url": "https://another.test/licence",
    "report_url": "mailto:somebody@another.test",
    "home_url": "https://another.test",
}
NEEDED = {"title": "T", "slug": "some", "namespace": "tests/some"}


def sound(table: str, key: str) -> Any:
    """A value that may stand there, and is not the default."""
    field = field_of(table, key)
    row: Key | SettingRow = RANGES.get(field) or SETTINGS[field]
    if isinstance(row, Key):
        default = DEFAULTS[field]
        if row.choices:
            return next(choice for choice in row.choices if choice != default)
        if isinstance(default, bool):
            return not default
        return int(row.most) if isinstance(default, int) else row.most
    known: Any = next(f.default for f in fields(Settings) if f.name == row.name)
    choices = [
        choice for choice in row.choices if choice not in (known, *(known if row.holds is list else ()))
    ]
    one = choices[0] if choices else TEXTS.get(key, "another text")
    values = {list: [one], bool: not known, int: 1763654400999, str: one}
    return values[row.holds]


def read(folder: Path, table: str, key: str, value: Any) -> tuple[Settings, Path, list[str]]:
    head = NEEDED | ({key: value} if table == "bank" else {})
    lines = ["[bank]", *(f"{name} = {json.dumps(text)}" for name, text in head.items())]
    if table != "bank":
        lines += [f"[{table}]", f"{key} = {json.dumps(value)}"]
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "questions" / "01-t.md").write_text("# T\n\n## What?\n\n```yaml\nid: a\n```\n\nThis.\n")
    (folder / "bank.toml").write_text("\n".join(lines) + "\n")
    bank, problems = read_source(folder)
    told = [f"{p.code} {lines[p.span.line - 1].split()[0]}" for p in problems if p.span.path == "bank.toml"]
    return bank.settings, folder, told


@pytest.mark.parametrize(("table", "key"), ROWS)
def test_a_sound_value_reaches_its_field(table: str, key: str, tmp_path: Path) -> None:
    field, value = field_of(table, key), sound(table, key)
    owner = {"paper": Paper, "media": Media}.get(table, Settings)
    assert field in {row.name for row in fields(owner)}, f"{owner.__name__} has no field {field!r}"
    settings, _, told = read(tmp_path, table, key, value)
    assert told == []
    place = {"paper": settings.paper, "media": settings.media}.get(table, settings)
    assert getattr(place, field) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(("table", "key"), ROWS)
def test_a_wrong_value_is_told_at_its_line(table: str, key: str, tmp_path: Path) -> None:
    assert f"S052 {key}" in read(tmp_path, table, key, -0.5)[2]


@pytest.mark.parametrize(("table", "key"), ROWS)
def test_exports_hold_it(table: str, key: str, tmp_path: Path) -> None:
    value = sound(table, key)
    read(tmp_path, table, key, value)
    bank = read_source(tmp_path)[0]
    document = json.loads(json_form.render(bank, Context(TEMPLATES, Memory(), Lock())))
    assert document["settings"][table][key] == value


def test_every_key_is_used() -> None:
    known = {"setting_rows.py", "setting_values.py", "document.py"}
    used = {
        node.attr
        for path in (ROOT / "deckpress").rglob("*.py")
        if path.name not in known
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    } | {word for path in TEMPLATES.rglob("*.*") for word in path.read_text().replace("}", " ").split()}
    names = [field_of(table, key) for table, keys in TABLES.items() for key in keys]
    assert [
        n for n in names if n not in used and f"settings.{n}" not in used and f"bank.{n}" not in used
    ] == []


def test_the_documentation_has_the_tables() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert settings_page(page) == page, "run make docs"
