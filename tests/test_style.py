"""House rules are a choice: banks of one's own build at once, style is advice, soundness is not."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES
from running import run

from deckpress.explain import code_page
from deckpress.pipeline import Project, check
from deckpress.problems import Problem, codes

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "style-2026-tests"\n'
LONG = " ".join(f"word{number}" for number in range(41))
CODE = "```python\n" + "print('a line of code')\n" * 150 + "```\n"


def _bank(folder: Path, questions: list[tuple[str, str]], settings: str = "") -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(HEAD + settings, encoding="utf-8")
    parts = [
        f"## {prompt}\n\n```yaml\nid: q-{n}\n```\n\n{answer}\n"
        for n, (prompt, answer) in enumerate(questions)
    ]
    (folder / "questions/01-topic.md").write_text("# Topic\n\n" + "\n".join(parts), encoding="utf-8")
    return folder


def _found(folder: Path) -> list[Problem]:
    problems = check(Project(folder, folder.parent / "out", TEMPLATES))[1]
    return [problem for problem in problems if problem.code != "L901"]


def _codes(folder: Path) -> dict[str, str]:
    return {problem.code: problem.severity.value for problem in _found(folder)}


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(*words, "-s", str(folder), "-o", str(folder.parent / "out"), cwd=ROOT)


def _community() -> list[tuple[str, str]]:
    """What a script makes of a list of questions that many people wrote."""
    dice = random.Random(20261127)
    words = [
        "the",
        "model",
        "data",
        "and",
        "currently",
        "several",
        "which",
        "train",
        "test",
        "loss",
        "value",
        "for",
        "with",
        "of",
        "a",
        "it",
        "gradient",
    ]

    def sentence(length: int) -> str:
        return " ".join(dice.choices(words, k=length)).capitalize() + "."

    prompts = ("What is {}? And why?", "Is {} useful?", "Explain {}", "{}", "How and why does {} not work")
    return [
        (
            prompts[n % 5].format(f"method {n}"),
            "\n\n".join(" ".join(sentence(dice.randint(5, 60)) for _ in range(4)) for _ in range(1 + n % 4)),
        )
        for n in range(166)
    ]


def test_a_community_bank_builds_with_no_setting(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", _community())
    assert {p.severity.value for p in _found(folder)} == {"advice"}
    for product in ("deck", "handout"):
        done = _run(folder, product)
        assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert sum(line.startswith("advice[A201]") for line in lines) == 1
    assert len(lines) < 25, done.stderr
    assert _run(folder, "check", "--strict").returncode == 3  # L901: there is no lock
    assert _run(folder, "lock", "-q").returncode == 0
    assert _run(folder, "check", "--strict").returncode == 0
    assert "A201" in _run(folder, "check", "-v").stderr


def test_a_build_folds_advice_however_much_it_says(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", _community())
    said = _run(folder, "deck", "-v").stderr
    assert "check -v lists every place" in said
    assert "advice[" in said
    assert ".md:" not in said
    assert ".md:" in _run(folder, "check", "-v").stderr


def test_vocabulary_says_nothing(tmp_path: Path) -> None:
    pairs = [(f"palabra {n}", f"word {n}") for n in range(20)]
    assert _found(_bank(tmp_path / "bank", pairs)) == []


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        (
            '[check]\nstyle = "house"\n',
            {"A201": "warning", "A203": "error", "A208": "warning", "R601": "warning"},
        ),
        ("", {"A201": "advice", "A203": "advice"}),
        ('[check]\nstyle = "advice"\n', {"A201": "advice", "A203": "advice"}),
        ('[check]\nstyle = "none"\n', {}),
        ('[check.rules]\nA201 = "off"\n', {"A203": "advice"}),
        ('[check]\nstyle = "none"\n[check.rules]\na201 = "error"\n', {"A201": "error"}),
        ("[check.limits]\nlead_words = 40\n", {"A201": "advice", "A203": "advice"}),
        ("[check.limits]\nlead_words = 41\n", {"A203": "advice"}),
    ],
)
def test_a_bank_chooses_its_style(settings: str, wanted: dict[str, str], tmp_path: Path) -> None:
    assert _codes(_bank(tmp_path / "bank", [("Why so?", LONG)], settings)) == wanted


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ('A999 = "off"', "S051", 1),
        ('M401 = "off"', "S052", 1),
        ('A201 = "loud"', "S052", 1),
        ("A201 = 3", "S052", 1),
    ],
)
def test_a_wrong_switch_is_told_at_its_place(line: str, code: str, column: int, tmp_path: Path) -> None:
    found = _found(_bank(tmp_path / "bank", [("Why so?", "So.")], f"[check.rules]\n{line}\n"))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [(code, 6, column)]


@pytest.mark.parametrize(
    "line", ["lead_wrods = 3", "lead_words = 0", 'lead_words = "40"', "lead_words = true"]
)
def test_a_wrong_limit_is_told_at_its_place(line: str, tmp_path: Path) -> None:
    found = _found(_bank(tmp_path / "bank", [("Why so?", "So.")], f"[check.limits]\n{line}\n"))
    assert [(p.code[:3], p.span.line) for p in found] == [("S05", 6)]


@pytest.mark.parametrize(
    ("language", "answer", "wanted"),
    [
        ("es", "todo el mundo", {}),
        ("es", "todo", {}),
        ("en", "TODO", {"C002": "error"}),
        ("en", "**TBD**", {"C002": "error"}),
        ("en-GB", "[TODO]", {"C002": "error"}),
        ("en", "Write a todo list.", {"C006": "advice"}),
    ],
)
def test_placeholders_are_whole_answers_of_english_banks(
    language: str, answer: str, wanted: dict[str, str], tmp_path: Path
) -> None:
    folder = _bank(tmp_path / "bank", [("quién", answer)], f'language = "{language}"\n')
    assert _codes(folder) == wanted


def test_long_code_is_advice_and_is_shown(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", [("A long script", f"A script prints.\n\n### Example\n\n{CODE}")])
    assert _codes(folder) == {"K502": "advice"}
    done = _run(folder, "all", "-q")
    assert done.returncode == 0, done.stderr


def test_every_rule_says_its_kind_and_how_to_switch_it() -> None:
    for code in codes().values():
        page = code_page(code.code)
        assert ("A rule of style" in page) is code.style
        assert (f'[check.rules] {code.code} = "off"' in page) is code.style
        assert ("A rule of soundness" in page) is not code.style
