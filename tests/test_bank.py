"""The shipped bank: complete, sourced, in its own words, and drawn from data that is in the repository."""

from __future__ import annotations

import json
import re
import statistics
import unicodedata
from collections import Counter
from hashlib import sha1
from pathlib import Path

import pytest
from conftest import ROOT, shipped_bank

from deckpress.bank import Bank, Figure
from deckpress.check.coverage import count_covered
from deckpress.content.plain import word_count
from deckpress.listing import has_part

DATA = Path(__file__).parent / "data"
LISTS = json.loads((DATA / "list-shingles.json").read_text())
_WORD = re.compile(r"[0-9a-z]+")


@pytest.fixture(scope="module")
def bank() -> Bank:
    return shipped_bank()


def test_every_item_of_the_three_lists_is_covered(bank: Bank) -> None:
    assert count_covered(bank) == {
        "datalemur": (77, 0, 77),
        "interviewquery": (119, 0, 119),
        "tutorial": (59, 0, 59),
    }


def test_the_bank_has_what_it_promises(bank: Bank) -> None:
    questions = list(bank.questions())
    count = len(questions)
    assert count >= 189
    assert len(bank.topics) >= 14
    assert sum(has_part(q, "math") for q in questions) >= 0.45 * count
    assert sum(has_part(q, "run") for q in questions) >= 40
    assert sum(len(q.clozes) for q in questions) >= 120
    assert len(bank.figures) >= 32
    assert all(q.body("References") for q in questions)
    assert all(q.see for q in questions)
    assert all(q.body("Pitfalls") and q.body("Follow-ups") for q in questions if q.level > 1)
    assert sum(len(q.allow) for q in questions) <= 0.02 * count
    assert statistics.median(word_count(q.lead) for q in questions) <= 32
    assert min(Counter(q.level for q in questions).values()) >= 10


def test_every_figure_and_reference_is_used(bank: Bank) -> None:
    assert set(bank.figures) == {path.name for path in (ROOT / "source" / "figures").glob("*.svg")}
    keys = {
        line.content.partition(",")[0].strip()
        for q in bank.questions()
        if (body := q.body("References"))
        for line in body.lines()
    }
    assert set(bank.references) <= keys


def test_text_in_figures_is_legible_in_print(bank: Bank) -> None:
    for figure in bank.figures.values():
        assert isinstance(figure, Figure)
        assert figure.width == 320, figure.name
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', figure.svg)]
        assert sizes, figure.name
        assert min(sizes) >= 13.1, f"{figure.name}: under 7 pt in a column of 60 mm"


def _words(text: str) -> list[str]:
    """Lower-case words of a text, cloze marks reduced to what they hide."""
    text = re.sub(r"\{\{c\d+::(.*?)(?:::[^{}]*?)?\}\}", r"\1", text, flags=re.S)
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def _runs(words: list[str], length: int) -> list[tuple[int, str]]:
    return [
        (at, sha1(" ".join(words[at : at + length]).encode(), usedforsecurity=False).hexdigest()[:12])
        for at in range(len(words) - length + 1)
    ]


def _in_fixed_terms(words: list[str], fixed: list[list[str]]) -> list[bool]:
    marks = [False] * len(words)
    for term in fixed:
        for at in range(len(words) - len(term) + 1):
            if words[at : at + len(term)] == term:
                marks[at : at + len(term)] = [True] * len(term)
    return marks


@pytest.mark.parametrize("path", sorted((ROOT / "source").rglob("*.*")), ids=lambda path: path.name)
def test_own_words(path: Path) -> None:
    """No run of eight words stands in the published lists (known here only by hashes of such runs)."""
    if path.suffix not in (".md", ".yaml", ".csv", ".toml"):
        return
    length, known = LISTS["n"], set(LISTS["hashes"])
    words = _words(path.read_text())
    hits = [(at, run) for at, run in _runs(words, length) if run in known]
    if hits:
        fixed = [_words(line) for line in (DATA / "fixed-terms.txt").read_text().splitlines()]
        marks = _in_fixed_terms(words, fixed)
        hits = [(at, run) for at, run in hits if not all(marks[at : at + length])]
    assert [" ".join(words[at : at + length]) for at, _ in hits] == []


def test_the_originality_check_can_fail() -> None:
    term = "density based spatial clustering of applications with noise"
    assert {run for _, run in _runs(_words(term), LISTS["n"])} <= set(LISTS["hashes"])


def test_computed_figures_are_what_their_data_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tools.figures.__main__ as drawing

    monkeypatch.setattr(drawing, "FOLDER", tmp_path)
    drawing.main()
    drawn = {path.name: path.read_text() for path in tmp_path.glob("*.svg")}
    assert len(drawn) >= 20
    for name, text in drawn.items():
        assert _same_drawing((ROOT / "source" / "figures" / name).read_text(), text), (
            f"{name} is not what its data say: run python -m tools.figures"
        )


def _same_drawing(first: str, second: str) -> bool:
    """Equal but for the last digit of numbers, which another machine may round the other way."""
    number = re.compile(r"-?\d+(?:\.\d+)?")
    if number.sub("#", first) != number.sub("#", second):
        return False
    pairs = zip(number.findall(first), number.findall(second), strict=True)
    return all(abs(float(a) - float(b)) <= 0.11 for a, b in pairs)


def test_every_question_has_a_term(bank: Bank) -> None:
    assert [question.id for question in bank.questions() if not question.term] == []
