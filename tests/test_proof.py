"""What only print can see is told with a code and at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import TEMPLATES, Memory

from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import Problem, Severity, SourceError
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.paper import cheatsheet, flashcards

METRICS = "questions/02-metrics.md"
LEAD = "Precision is the share of flagged cases that are positive;"


def told(folder: Path, store: Memory, *, on_cards: bool = False, **paper: Any) -> list[Problem]:
    """The problems of print: those that stop it, or those it goes on with."""
    bank, problems = read_source(folder)
    assert problems == []
    context = Context(TEMPLATES, store, Lock(), Paper(**paper))
    try:
        (flashcards if on_cards else cheatsheet).render(bank, context)
    except SourceError as error:
        return list(error.problems)
    return context.problems


def edit(folder: Path, before: str, after: str) -> tuple[int, int]:
    """Replace a text of the metrics topic; line and column where it stood."""
    path = folder / METRICS
    text = path.read_text(encoding="utf-8")
    assert before in text
    lines = text[: text.index(before)].split("\n")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return len(lines), len(lines[-1]) + 1


def test_a_character_without_a_font(bank_folder: Path, store: Memory) -> None:
    line, column = edit(bank_folder, LEAD, f"𖵀{LEAD}")
    (found,) = told(bank_folder, store)
    assert (found.code, found.severity) == ("P001", Severity.ERROR)
    assert (found.span.path, found.span.line, found.span.column) == (METRICS, line, column)
    assert "U+16D40" in found.message


@pytest.mark.parametrize(("name", "line"), [("bank.toml", 1), (METRICS, 1)])
def test_a_character_of_a_title_without_a_font(
    name: str, line: int, bank_folder: Path, store: Memory
) -> None:
    path = bank_folder / name
    mark = 'title = "' if name == "bank.toml" else "# "
    path.write_text(path.read_text().replace(mark, f"{mark}𖵀 ", 1))
    (found,) = told(bank_folder, store)
    assert (found.code, found.span.path) == ("P001", name)
    assert found.span.line >= line


def test_an_answer_that_is_higher_than_a_column(bank_folder: Path, store: Memory) -> None:
    rows = r" \\ ".join(["a &= b"] * 90)
    edit(bank_folder, LEAD, f"$$\n\\begin{{aligned}} {rows} \\end{{aligned}}\n$$\n\n{LEAD}")
    (found,) = told(bank_folder, store)
    assert found.code == "P002"
    assert "does not fit a column" in found.message


def test_what_is_high_but_fits_only_keeps_its_topic_to_itself(bank_folder: Path, store: Memory) -> None:
    rows = r" \\ ".join(["a &= b"] * 74)
    edit(bank_folder, LEAD, f"$$\n\\begin{{aligned}} {rows} \\end{{aligned}}\n$$\n\n{LEAD}")
    assert told(bank_folder, store) == []


def test_a_formula_that_is_set_smaller(bank_folder: Path, store: Memory) -> None:
    tex = r"\begin{aligned}" + "a" * 60 + r"\end{aligned}"
    line, _ = edit(bank_folder, LEAD, f"$$\n{tex}\n$$\n\n{LEAD}")
    (found,) = told(bank_folder, store)
    assert (found.code, found.severity, found.span.line) == ("P005", Severity.WARNING, line + 1)


def test_labels_that_paper_makes_too_small(bank_folder: Path, store: Memory) -> None:
    (found,) = told(bank_folder, store, columns=4)
    assert (found.code, found.severity) == ("P006", Severity.WARNING)
    assert found.span.path.startswith("figures/")


def test_a_prompt_that_no_card_holds(bank_folder: Path, store: Memory) -> None:
    heading = next(row for row in (bank_folder / METRICS).read_text().split("\n") if row.startswith("## "))
    line, _ = edit(bank_folder, heading, "## " + "Why is a long question hard to read " * 60 + "?")
    (found,) = told(bank_folder, store, on_cards=True, cards="3x4")
    assert (found.code, found.span.line) == ("P003", line)


def test_an_answer_that_loses_its_end_on_a_card(bank_folder: Path, store: Memory) -> None:
    edit(bank_folder, LEAD, "\n\n".join([LEAD] * 12))
    (found,) = told(bank_folder, store, on_cards=True)
    assert (found.code, found.severity) == ("P004", Severity.WARNING)
