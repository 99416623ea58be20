"""Edges of products, exports and reports: what mutants of them left unnoticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import TEMPLATES
from PIL import Image

from deckpress.bank import Bank, Label, Reference, Span
from deckpress.bench.cards import make_cards
from deckpress.bench.sheets import _above_legend
from deckpress.check.references import check_ages
from deckpress.content.labels import marks
from deckpress.export import FORMS
from deckpress.export.csv_form import guarded, unguarded
from deckpress.export.tsv_form import said
from deckpress.problems import problem
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.note_types import CLOZE, QUESTION, NoteType
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout.formulas import page_math
from deckpress.report import REPORTS, frame_of


@pytest.mark.parametrize(
    ("kind", "count", "digest"),
    [(QUESTION, 23, "a5c7cd1d6810140e"), (CLOZE, 15, "f279c8237fef6550")],
    ids=["question", "cloze"],
)
def test_names_and_numbers_of_note_types_are_those_of_the_first_day(
    kind: NoteType, count: int, digest: str
) -> None:
    """Anki knows fields and cards by these: one that moves costs readers their reviews. Never renew this."""
    rows = [*kind.fields, *kind.cards]
    assert len({row[-1] for row in rows}) == len(rows) == count
    assert hashlib.sha256(repr((kind.fields, kind.cards)).encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_no_cell_of_a_spreadsheet_is_a_formula(start: str) -> None:
    assert guarded(f"{start}1") == f"'{start}1"
    assert unguarded(guarded(f"{start}1")) == f"{start}1"
    assert guarded(f"1{start}") == f"1{start}" == unguarded(f"1{start}")
    assert unguarded("'tis") == "'tis"


def test_a_line_of_tsv_says_all_kinds_of_text(bank_folder: Path) -> None:
    path = bank_folder / "questions/02-metrics.md"
    text = path.read_text()
    lead = text.split("```\n")[1].split("\n### ")[0].split("\n## ")[0]
    new = "One *line*\nand the next.\n\n```math\na \\le b\n```\n\n```python\nx = 1\n```\n\n```python test\ny = 2\n```\n"
    path.write_text(text.replace(lead, f"\n{new}", 1))
    question = read_bank(bank_folder).topics[1].questions[0]
    assert said(question.lead) == "One line and the next. a ≤ b x = 1"


def test_each_deck_of_crowdanki_has_the_notes_of_its_topic(sample: Bank, context: Context) -> None:
    made = FORMS["crowdanki"].renderer()(sample, context)
    assert isinstance(made, dict)
    content = make_notes(sample, TEMPLATES)
    for index, child in enumerate(json.loads(made["deck.json"])["children"]):
        wanted = [list(note.fields) for note in content.notes if note.topic == content.topics[index].index]
        assert wanted
        assert [note["fields"] for note in child["notes"]] == wanted


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("doi: 10.1002/a<1::b>2", "doi", "10.1002/a<1::b>2"),
        ("arxiv: 1706.03762", "arxiv", "1706.03762"),
        ("url: https://example.org/a", "url", "https://example.org/a"),
    ],
)
def test_an_address_of_a_reference_goes_out_under_its_own_key(
    line: str, key: str, value: str, bank_folder: Path, context: Context
) -> None:
    path = bank_folder / "references.yaml"
    path.write_text(f"{path.read_text()}zz-2000:\n  title: T\n  authors: A\n  year: 2000\n  {line}\n")
    made = FORMS["json"].renderer()(read_bank(bank_folder), context)
    assert isinstance(made, bytes)
    row = json.loads(made)["references"]["zz-2000"]
    assert row == {"title": "T", "authors": "A", "year": "2000", key: value}


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (("2019-01", "", ""), ["a"]),  # few are dated: those without a month are let be
        (("2019-01", "2024-11", "", ""), ["a", "c", "d"]),  # half of them
        (("2024-11", "2024-10"), ["b"]),
        (("2026-11", "2026-10", "2023-12"), ["c"]),
    ],
)
def test_old_references_are_told(months: tuple[str, ...], told: list[str], sample: Bank) -> None:
    rows = {
        key: Reference(key, "T", "A", "2000", "", checked=month)
        for key, month in zip("abcd", months, strict=False)
    }
    found = list(check_ages(replace(sample, references=rows), date(2026, 11, 30)))
    assert [p.message.split("'")[1] for p in found] == told


def test_json_of_reports_escapes_what_cannot_be_seen() -> None:
    found = [problem("Q101", Span("a\u202eb.md", 1, 1), "long")]
    text = REPORTS["json"](found, Path("x"), False)
    assert "a\\u202eb.md" in text
    assert json.loads(text)[0]["path"] == "x/a\u202eb.md"


@pytest.mark.parametrize(("more", "shown"), [(0, True), (1, False)])
def test_lines_of_large_files_are_not_shown(more: int, shown: bool, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x\n" * ((2 << 20) // 2) + b"y" * more)
    assert bool(frame_of(problem("Q101", Span("a.md", 1, 1), "long"), tmp_path)) == shown


def test_marks_of_labels_stand_where_their_regions_are() -> None:
    def drawn(shape: str, points: tuple[tuple[float, float], ...] = ()) -> str:
        label = Label(7, "a", shape, (10, 20, 40, 50), points, Span("a"))
        return marks((label,), 200, 100, ink="I", paper="P")

    assert '<rect x="20.00" y="20.00" width="80.00" height="50.00"/>' in drawn("rect")
    assert '<ellipse cx="60.00" cy="45.00" rx="40.00" ry="25.00"/>' in drawn("ellipse")
    points = ((10.0, 20.0), (50.0, 20.0), (50.0, 70.0))
    assert '<polygon points="20.00,20.00 100.00,20.00 100.00,70.00"/>' in drawn("polygon", points)
    assert '<circle cx="60.00" cy="45.00"' in drawn("rect")


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        ("abcdef = ghijkl", 1),  # 13 characters
        ("abcdef = ghijklm", 2),  # 14
        ("f(a = b, c, d, e, f)", 1),
        ("aaaaaaa = bbbbbbb \\le c", 3),
        ("= aaaaaaaaaaaaaaaaaaaaa", 1),
    ],
)
def test_long_formulas_of_the_page_break_before_relations(tex: str, pieces: int) -> None:
    assert page_math(tex, display=False).count("<math") == pieces
    assert page_math(tex, display=True).count("<math") == 1


def test_filters_of_templates_of_ones_own(sample: Bank) -> None:
    content = make_notes(sample, TEMPLATES)
    kind, css, _ = content.types["Question"]
    own = replace(
        content,
        types={
            **content.types,
            "Question": (kind, css, [("Own", 0, "{{text:Answer}}|{{hint:Id}}", "{{Id}}")]),
        },
    )
    front = next(card.front for card in make_cards(own) if "|" in card.front)
    text, _, hint = front.partition("|")
    assert "<" not in text.replace("<math", "")
    assert hint.startswith("<details><summary>Id</summary>")


@pytest.mark.parametrize(
    ("left", "mark", "foot"), [(30, 131, 198), (30, 18, 380), (150, 140, 198), (150, 252, 380)]
)
def test_a_column_of_the_sheet_ends_above_what_stands_across_its_gutter(
    left: int, mark: int, foot: int
) -> None:
    """Columns of 100 points at 30 and 150; something black 200 points down, in the gutter between them or outside."""
    image = Image.new("RGB", (600, 800), "white")
    image.paste("black", (2 * mark, 400, 2 * mark + 10, 420))
    assert _above_legend(image, left, 50, 380, 100) == foot
