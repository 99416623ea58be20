"""Exports: what each form holds, read back by our reader, by Anki's engine and by plain parsers."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT, SAMPLE, TEMPLATES, one_file
from engine import collection, rendered

from deckpress.bank import Bank, Markdown, Span
from deckpress.cli import cli
from deckpress.export import FORMS
from deckpress.export.csv_form import COLUMNS
from deckpress.pipeline import Project, check
from deckpress.problems import Severity
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.deck import guid_of
from tools.schemas import schemas


def placeless(value: Any) -> Any:
    """A value of the bank without places, and texts without blank lines around them."""
    if isinstance(value, Span):
        return None
    if isinstance(value, Markdown):
        return value.source.strip("\n").rstrip()
    if isinstance(value, dict):
        return {key: placeless(inner) for key, inner in value.items() if "/" not in str(key)}
    if dataclasses.is_dataclass(value):
        rows = [row.name for row in dataclasses.fields(value) if row.name not in ("span", "spans")]
        return {name: placeless(getattr(value, name)) for name in rows}
    return [placeless(inner) for inner in value] if isinstance(value, tuple) else value


def write(folder: Path, files: Any) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def product(form: str, bank: Bank, context: Context) -> Any:
    return FORMS[form].renderer()(bank, context)


@pytest.mark.parametrize("source", [SAMPLE, ROOT / "source"], ids=["sample", "shipped"])
def test_markdown_is_the_same_bank_again(source: Path, context: Context, tmp_path: Path) -> None:
    bank = read_bank(source)
    files = product("markdown", bank, context)
    again = read_bank(write(tmp_path / "bank", files))
    assert placeless(again) == placeless(bank)
    assert product("markdown", again, context) == files
    problems = check(Project(tmp_path / "bank", tmp_path / "out", TEMPLATES))[1]
    assert [p for p in problems if p.severity is Severity.ERROR] == []


def test_values_that_need_quotes_come_back(context: Context, bank_folder: Path, tmp_path: Path) -> None:
    toml = (bank_folder / "bank.toml").read_text()
    toml = toml.replace('title = "Sample & Bank"', 'title = "A \\"quoted\\" \\\\ é: [x] # y"')
    toml += """[check.limits]
lead_words = 50
[selections]
core = ["metrics", "level-1"]
[paper]
size = 8
[math]
delimiters = ["dollar", "tex"]
[math.macros]
R = '\\mathbb{R}'
pair = '(#1, #2)'
"""
    (bank_folder / "bank.toml").write_text(toml)
    page = bank_folder / "questions/02-metrics.md"
    text = page.read_text().replace("draft: true", "draft: true")
    page.write_text(
        text.replace(
            "covers: [list-2]", 'covers: [list-2]\nalso: ["a: b, \\"c\\" # d", "[e]", "it\'s", "no"]', 1
        )
    )
    (bank_folder / "tags.yaml").write_text((bank_folder / "tags.yaml").read_text() + 'odd: "yes: it is"\n')
    bank = read_bank(bank_folder)
    assert bank.topics[1].questions[0].also == ('a: b, "c" # d', "[e]", "it's", "no")
    again = read_bank(write(tmp_path / "again", product("markdown", bank, context)))
    assert placeless(again) == placeless(bank)


def test_json_fits_its_schema(sample: Bank, context: Context) -> None:
    made = json.loads(product("json", sample, context))
    assert_fits(made, schemas()["export.json"])
    made["topics"][0]["questions"][0]["odd"] = 1
    with pytest.raises(AssertionError, match="odd"):
        assert_fits(made, schemas()["export.json"])


def assert_fits(value: Any, schema: Any, where: str = "") -> None:
    """The few words of JSON Schema that ours use."""
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    if "const" in schema or "enum" in schema:
        assert value in schema.get("enum", [schema.get("const")]), where
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), where
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= value.keys(), where
        for key, inner in value.items():
            rest = schema.get("additionalProperties", {})
            assert key in schema.get("properties", {}) or rest is not False, f"{where}/{key}"
            assert_fits(inner, schema.get("properties", {}).get(key, rest), f"{where}/{key}")
    for at, inner in enumerate(value if isinstance(value, list) else ()):
        assert_fits(inner, schema.get("items", {}), f"{where}/{at}")


def test_csv_has_a_row_a_question_and_no_formula(sample: Bank, context: Context) -> None:
    data = one_file(product("csv", sample, context))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert tuple(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == [q.id for q in sample.questions()]
    assert rows[0]["key points"].startswith("'- $\\lambda > 0$ lifts")
    assert rows[0]["tags"] == "linear-models"
    assert rows[3]["draft"] == "true"
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_tsv_has_a_line_a_question(sample: Bank, context: Context) -> None:
    lines = one_file(product("tsv", sample, context)).decode().split("\n")
    assert lines.pop() == ""
    assert len(lines) == sum(1 for _ in sample.questions())
    assert {line.count("\t") for line in lines} == {1}
    assert lines[0].startswith(
        "Why does ridge regression always have a unique solution?\tAdding λI with λ > 0"
    )
    assert "$" not in lines[0]


def test_anki_reads_the_text_form(sample: Bank, context: Context, tmp_path: Path) -> None:
    path = tmp_path / "deck.txt"
    path.write_bytes(product("anki-text", sample, context))
    with collection(tmp_path / "anki") as col:
        request = col.get_csv_metadata(path=str(path), delimiter=None)
        from anki.collection import ImportCsvRequest

        log = col.import_csv(ImportCsvRequest(path=str(path), metadata=request)).log
        notes = [col.get_note(note) for note in col.find_notes("")]
        wanted = {guid_of(sample.settings, q.id) for q in sample.questions()}
        wanted |= {
            guid_of(sample.settings, f"{q.id}/{c.number}") for q in sample.questions() for c in q.clozes
        }
        assert {note.guid for note in notes} == wanted
        assert len(log.new) == len(wanted)
        names = {deck.name for deck in col.decks.all_names_and_ids(skip_empty_default=True)}
        assert "Sample::01 Linear models" in names
        ridge = next(n for n in notes if n.guid == guid_of(sample.settings, "ridge-unique-solution"))
        assert ridge.note_type()["name"] == "Basic"
        assert "sample::kind::derivation" in ridge.tags
        assert r"\(\lambda I\)" in ridge["Back"]
        assert "A coefficient falling towards zero" in ridge["Back"]
        sides = [front + back for _, front, back in rendered(col)]
        assert len(sides) == len(wanted) + 1  # one cloze note has two deletions
        assert not [side for side in sides if "<img" in side or "[sound:" in side]


def test_crowdanki_names_its_models_and_media(sample: Bank, context: Context) -> None:
    files = product("crowdanki", sample, context)
    deck = json.loads(files["deck.json"])
    models = {model["crowdanki_uuid"]: model for model in deck["note_models"]}
    notes = [note for child in deck["children"] for note in child["notes"]]
    assert [child["name"] for child in deck["children"]] == ["01 Linear models", "02 Metrics"]
    for note in notes:
        assert len(note["fields"]) == len(models[note["note_model_uuid"]]["flds"])
    assert {f"media/{name}" for name in deck["media_files"]} == files.keys() - {"deck.json"}
    used = [name for name in deck["media_files"] if any(name in text for n in notes for text in n["fields"])]
    assert used == deck["media_files"]
    assert deck["deck_config_uuid"] == deck["deck_configurations"][0]["crowdanki_uuid"]
    assert product("crowdanki", sample, context) == files


def test_the_command_writes_a_part_and_refuses_strangers(tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(cli, ["export", *words, "-s", str(SAMPLE), "-o", str(tmp_path)])

    assert run("markdown", "--only", "metrics").exit_code == 0
    bank = read_bank(tmp_path / "sample-markdown")
    assert [topic.id for topic in bank.topics] == ["metrics"]
    assert [item.id for syllabus in bank.syllabi for item in syllabus.items] == [
        "list-2",
        "list-3",
    ]  # the one left out says why
    (tmp_path / "sample-markdown/questions/07-mine.md").write_text("# Mine\n")
    refused = run("markdown", "--only", "metrics")
    assert "07-mine.md" in str(refused.exception)
    assert (tmp_path / "sample-markdown/questions/07-mine.md").exists()
    assert run("csv").exit_code == 0
    assert b"a-draft" not in (tmp_path / "sample.csv").read_bytes()
    assert run("csv", "--drafts").exit_code == 0
    assert b"a-draft" in (tmp_path / "sample.csv").read_bytes()
    assert run("xlsx").exit_code == 2
