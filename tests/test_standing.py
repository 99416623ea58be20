"""Short answers that stand alone under a name, and key points that add to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import shipped_bank
from small_bank import write_bank

from deckpress.check import check_bank
from deckpress.read import read_source

LEAD = "A product of two numbers of one sign is never negative, and $\\frac{a}{b}$ stands tall."


def found(
    folder: Path,
    lead: str,
    points: str = "- It holds for numbers.",
    language: str = "en",
    term: str = "term: Squares\n",
) -> list[str]:
    source = write_bank(folder)
    settings = source / "bank.toml"
    text = settings.read_text().replace('version = "1.0"', f'version = "1.0"\nlanguage = "{language}"')
    settings.write_text(f'{text}[check]\nstyle = "house"\n')
    path = source / "questions/01-first.md"
    text = path.read_text("utf-8").replace(LEAD, lead, 1).replace("id: square\n", f"id: square\n{term}", 1)
    text = text.replace('- It holds for "all" real numbers, see [wide].\n', f"{points}\n", 1)
    path.write_text(text, "utf-8")
    return [row.code for row in check_bank(read_source(source)[0]) if row.code in {"A215", "A216"}]


@pytest.mark.parametrize(
    ("lead", "leans"),
    [
        ("It is never negative.", True),
        ("Because its factors agree in sign.", True),
        ("Yes, for every real number.", True),
        ("Measures the distance from zero.", True),
        ("Squares are never negative.", False),
        ("Across the axis both halves agree.", False),
        ("Its", True),
        ("Italy has none.", False),
    ],
)
def test_leads_that_lean_on_their_prompt(lead: str, leans: bool, tmp_path: Path) -> None:
    assert found(tmp_path, lead) == ["A215"] * leans


def test_a_lead_may_lean_on_a_prompt_that_stands_above_it(tmp_path: Path) -> None:
    assert found(tmp_path, "It is never negative.", term="") == []


@pytest.mark.parametrize(
    ("point", "repeats"),
    [
        ("- A product of two numbers of one sign is positive.", True),
        ("- With zero as a factor the product is zero, so equality holds there alone.", False),
        ("- Two numbers.", False),  # too short to say
    ],
)
def test_points_that_repeat_the_lead(point: str, repeats: bool, tmp_path: Path) -> None:
    lead = "A product of two numbers of one sign is never negative."
    assert found(tmp_path, lead, point) == ["A216"] * repeats


def test_other_languages_are_not_judged_by_english_words(tmp_path: Path) -> None:
    assert found(tmp_path, "It is never negative.", language="de") == []


def test_the_bank_has_no_lead_that_leans() -> None:
    assert [row.span for row in check_bank(shipped_bank()) if row.code == "A215"] == []
