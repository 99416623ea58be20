"""The table of sections: each reaches every product that its row names, and the documentation has it."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory, one_file
from small_bank import FIGURE, SETTINGS

from deckpress.bank import Bank
from deckpress.export import csv_form, json_form, markdown_form
from deckpress.lock import Lock
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.markdown import read_markdown
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout import handout
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.printed import view_printed
from deckpress.sections import SECTIONS, SectionRow
from tools.docs import sections_table

ROWS = [pytest.param(row, id=name) for name, row in SECTIONS.items()]
PIECES = {"back": "Key points", "fold": "More", "source": "Source"}
"""Where a card shows a section, to the field of the note that is shown there."""


def marker(row: SectionRow) -> str:
    """A word that stands in that section alone."""
    return "zq" + re.sub(r"[^a-z]", "", row.name.lower())


def written(row: SectionRow) -> str:
    """A section with its marker, as its shape wants it and in each form of which the sheet takes one."""
    word = marker(row)
    return {
        "list": f"- A fact about {word}.\n",
        "prose": f"About it:\n\n| {word} | b |\n|---|---|\n| 1 | 2 |\n\n```python\n{word} = 1\n```\n",
        "clozes": f"- It is {{{{c1::{word}}}}}.\n",
        "labels": f'![A line that rises](../figures/line.svg "Line")\n\n- {word}: rect 10% 10% 20% 20%\n',
    }[row.shape]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """One question of code that has every section."""
    folder = tmp_path_factory.mktemp("sections")
    (folder / "questions").mkdir()
    (folder / "figures").mkdir()
    (folder / "figures" / "line.svg").write_text(FIGURE)
    (folder / "bank.toml").write_text(SETTINGS)
    sections = "\n".join(f"### {name}\n\n{written(row)}" for name, row in SECTIONS.items())
    text = (
        f"# T\n\n## What has every section?\n\n```yaml\nid: all\nkind: coding\n```\n\nThis one.\n\n{sections}"
    )
    (folder / "questions" / "01-t.md").write_text(text)
    return read_source(folder)[0]


def test_the_reader_knows_every_section(bank: Bank) -> None:
    (question,) = bank.questions()
    assert list(question.sections) == list(SECTIONS)
    texts = "\n".join(text.source for text in question.texts())
    for row in SECTIONS.values():
        assert marker(row) in texts, f"Question.texts() leaves {row.name} out: rules would not see it"


@pytest.mark.parametrize("row", ROWS)
def test_it_stands_on_the_card_where_its_row_says(row: SectionRow, bank: Bank) -> None:
    notes = make_notes(bank, TEMPLATES).notes
    found = {
        (note.name, name)
        for note in notes
        for (name, _), text in zip(note.kind.fields, note.fields, strict=True)
        if marker(row) in text
    }
    if row.card == "notes":
        assert found, f"{row.name}: card='notes', and no note of its own holds it (render/deck/notes.py)"
        assert ("all", "Answer") not in found
    else:
        wanted = "Answer" if row.sheet == "code" else PIECES[row.card]  # the question is of code
        assert ("all", wanted) in found, (
            f"{row.name}: card={row.card!r}, and templates/deck/fields.html.j2 leaves it out of {wanted}"
        )


@pytest.mark.parametrize("row", ROWS)
def test_it_stands_on_the_page_where_its_row_says(row: SectionRow, bank: Bank) -> None:
    page = one_file(handout.render(bank, Context(TEMPLATES, Memory(), Lock())))
    body = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", page.decode())
    step = f"{row.name}: page={row.page!r}, and templates/handout/question.html.j2 does otherwise"
    assert (marker(row) in body) == bool(row.page), step
    assert (f"<h4>{row.name}</h4>" in body) == (row.page == "headed"), step


@pytest.mark.parametrize("row", ROWS)
def test_it_stands_on_the_sheet_where_its_row_says(row: SectionRow, bank: Bank) -> None:
    plates = Plates(Memory(), column=180, tallest=200)
    shown = {}
    for depth in ("key", "full"):
        ((question,),) = (topic.questions for topic in view_printed(bank, plates, 30, depth))
        assets = b"".join(plates.assets.values()).decode("utf-8", "ignore")
        shown[depth] = marker(row) in "".join(part.html for part in question.parts) or marker(row) in assets
    step = f"{row.name}: sheet={row.sheet!r}, and render/paper/sheet.py does otherwise"
    assert shown["full"] == bool(row.sheet), step
    assert shown["key"] == (row.sheet not in ("", "list")), step


@pytest.mark.parametrize("row", ROWS)
def test_exports_have_it(row: SectionRow, bank: Bank) -> None:
    context = Context(TEMPLATES, Memory(), Lock())
    (question,) = json.loads(json_form.render(bank, context))["topics"][0]["questions"]
    assert marker(row) in question["sections"][row.name]
    assert marker(row) in csv_form.render(bank, context).decode("utf-8-sig")
    folder = markdown_form.render(bank, context)
    assert any(marker(row).encode() in data for data in folder.values())


def minutes(bank: Bank) -> int:
    page = one_file(handout.render(bank, Context(TEMPLATES, Memory(), Lock()))).decode()
    return int(re.findall(r"(\d+) minutes? to read", page)[0])


@pytest.mark.parametrize("row", ROWS)
def test_what_counts_makes_reading_longer(row: SectionRow, bank: Bank) -> None:
    (topic,), words = bank.topics, "- " * (row.shape == "list") + "about " * 900
    (question,) = topic.questions
    section = question.sections[row.name]
    longer = replace(section, body=read_markdown(Folder(ROOT), words, section.span))
    more = replace(question, sections={**question.sections, row.name: longer})
    grown = replace(bank, topics=(replace(topic, questions=(more,)),))
    before, after = (minutes(b) for b in (bank, grown))
    assert (after > before) == row.counts, f"{row.name}: counts={row.counts}, and apparatus.py does otherwise"


def test_the_documentation_has_the_table() -> None:
    assert sections_table() in (ROOT / "docs" / "format.md").read_text(), "run make docs"


def test_no_module_asks_for_a_section_that_is_none() -> None:
    for path in (ROOT / "deckpress").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ast.unparse(node.func).endswith((".body", "sections.get"))
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                name = node.args[0].value
                assert name in SECTIONS, f"{Path(path).name}:{node.lineno} asks for the section {name!r}"
