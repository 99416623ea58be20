"""Follow-ups have an answer or lead to one, and references that grew old are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import TEMPLATES
from small_bank import write_bank

from deckpress.check import check_ages, check_bank
from deckpress.judging import Project, check
from deckpress.problems import Severity
from deckpress.read import read_bank, read_source

TODAY = date(2026, 11, 30)


def house(folder: Path, follow_ups: str, style: str = "house") -> Path:
    source = write_bank(folder)
    settings = source / "bank.toml"
    settings.write_text(f'{settings.read_text()}[check]\nstyle = "{style}"\n')
    path = source / "questions/01-first.md"
    text = path.read_text("utf-8")
    head, mark, rest = text.partition("\n## ")
    body, _, more = rest.partition("\n## ")
    path.write_text(f"{head}{mark}{body.rstrip()}\n\n### Follow-ups\n\n{follow_ups}\n\n## {more}", "utf-8")
    return source


@pytest.mark.parametrize(
    ("item", "wanting"),
    [
        ("- What happens below zero?", True),
        ("- What happens below zero? And above it?", True),
        ("- Say what happens below zero.", True),
        ("- What does [lead](https://example.org) to it?", True),
        ("- What happens in [nowhere]?", True),
        ("- What happens below zero? – The square is positive.", False),
        ("- What happens below zero? (The square is positive.)", False),
        ("- What happens below zero? $x^2 > 0$", False),
        ("- Say what happens below zero – the square is positive.", False),
        ("- What happens on a wide screen? See [wide].", False),
        ("- What happens on a [wide screen](#wide)?", False),
        ("- What happens\n  on a [wide screen](#wide)?", False),
        ("- [wide]", False),
        ("- \u0628\u0645\u0627\u0630\u0627\u061f \u0628\u0647\u0630\u0627", False),
    ],
)
def test_what_is_asked_next_is_answered(item: str, wanting: bool, tmp_path: Path) -> None:
    source = house(tmp_path, f"- [wide]\n{item}")
    found = [p for p in check_bank(read_source(source)[0]) if p.code == "A217"]
    assert [p.severity for p in found] == [Severity.ADVICE] * wanting
    lines = (source / "questions/01-first.md").read_text("utf-8").split("\n")
    assert all(lines[p.span.line - 1] == item for p in found)


def test_only_the_house_asks_for_it(tmp_path: Path) -> None:
    source = house(tmp_path, "- What happens below zero?", "advice")
    assert [p for p in check_bank(read_source(source)[0]) if p.code == "A217"] == []


def dated(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    source = write_bank(folder)
    keys = (f"work-{n}:\n  title: T\n  authors: A\n  year: 1970\n{row}" for n, row in enumerate(rows))
    (source / "references.yaml").write_text("".join(keys))
    return source


@pytest.mark.parametrize(
    ("checked", "old"), [("2024-10", True), ("2024-11", False), ("2026-11", False), ("2027-01", False)]
)
def test_a_reference_grows_old_after_two_years(checked: str, old: bool, tmp_path: Path) -> None:
    bank = read_bank(dated(tmp_path, f"  checked: {checked}\n"))
    found = list(check_ages(bank, TODAY))
    assert [(p.code, p.span.line, p.span.path) for p in found] == [("R604", 5, "references.yaml")] * old


def test_undated_references_are_named_where_half_are_dated(tmp_path: Path) -> None:
    month = "  checked: 2026-11\n"
    assert not list(check_ages(read_bank(dated(tmp_path / "a", "", "")), TODAY))
    assert not list(check_ages(read_bank(dated(tmp_path / "c", "", "", month)), TODAY))
    (found,) = check_ages(read_bank(dated(tmp_path / "b", "", month)), TODAY)
    assert (found.span.line, "work-0" in found.message) == (1, True)


def test_an_old_month_is_told_even_where_few_have_one(tmp_path: Path) -> None:
    (found,) = check_ages(read_bank(dated(tmp_path, "", "", "  checked: 2019-03\n")), TODAY)
    assert (found.span.line, "2019-03" in found.message) == (13, True)


def test_only_who_gives_the_day_is_told(tmp_path: Path) -> None:
    source = dated(tmp_path, "  checked: 2019-03\n")
    project = Project(source, tmp_path / "out", TEMPLATES)
    codes = [{p.code for p in check(project, today=day)[1]} for day in (None, TODAY, date(2020, 1, 1))]
    assert ["R604" in found for found in codes] == [False, True, False]


@pytest.mark.parametrize("checked", ["2026", "2026-13", "11/2026", "26-11"])
def test_a_month_that_is_none_is_told(checked: str, tmp_path: Path) -> None:
    (found,) = [p for p in read_source(dated(tmp_path, f"  checked: {checked}\n"))[1] if p.code == "R602"]
    assert (found.span.line, "2026-11" in found.hint) == (5, True)
