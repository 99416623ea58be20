"""500 faults put into the sample bank at random: each is told at exactly its line and column."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import TEMPLATES
from fault_makers import MAKERS

from deckpress.pipeline import Project, check
from deckpress.problems import Severity

_EACH = 500 // len(MAKERS) + 1


@pytest.mark.parametrize("what", MAKERS)
def test_a_fault_is_told_where_it_was_put(what: str, bank_folder: Path) -> None:
    dice = random.Random(what)
    for _ in range(_EACH):
        path = bank_folder / "questions" / dice.choice(["01-linear-models.md", "02-metrics.md"])
        sound = path.read_text(encoding="utf-8")
        planted = MAKERS[what](sound, dice)
        path.write_text(planted.text, encoding="utf-8")
        found = check(Project(bank_folder, bank_folder / "none", TEMPLATES))[1]
        told = [p for p in found if p.severity is Severity.ERROR or p.code == planted.code]
        errors = [(p.code, p.span.line, p.span.column) for p in told]
        around = planted.text.split("\n")[planted.line - 1]
        assert errors == [(planted.code, planted.line, planted.column)], (around, found)
        path.write_text(sound, encoding="utf-8")
