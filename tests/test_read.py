"""Reading: the grammar, and problems at their exact line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SAMPLE, TEMPLATES

from deckpress.bank import Bank
from deckpress.pipeline import Project, check
from deckpress.problems import Problem, SourceError
from deckpress.read import read_bank, read_source
from deckpress.read.math import COMMANDS, check_math
from deckpress.read.tex import MathError
from deckpress.report import REPORTS


def _change(
    folder: Path, before: str, after: str, name: str = "questions/01-linear-models.md"
) -> list[Problem]:
    path = folder / name
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    return read_source(folder)[1]


def _marked(folder: Path, problem: Problem) -> str:
    """The text that a problem's span covers."""
    line = (folder / problem.span.path).read_text().split("\n")[problem.span.line - 1]
    end = problem.span.end_column if problem.span.end_line == problem.span.line else problem.span.column + 1
    return line[problem.span.column - 1 : end - 1]


def test_the_sample_says_what_its_files_say(sample: Bank) -> None:
    assert [topic.id for topic in sample.topics] == ["linear-models", "metrics"]
    ridge = next(sample.questions())
    assert ridge.id == "ridge-unique-solution"
    assert (ridge.kind, ridge.level, ridge.tags) == ("derivation", 2, ("linear-models",))
    assert (ridge.see, ridge.contrast, ridge.covers) == (
        ("ridge-shrinkage",),
        ("ordinary-least-squares",),
        ("list-1",),
    )
    assert ridge.also == ("What makes the ridge estimate unique?",)
    assert list(ridge.sections) == [
        "Key points",
        "In depth",
        "Example",
        "Cloze",
        "Pitfalls",
        "Follow-ups",
        "References",
    ]
    assert [cloze.number for cloze in ridge.clozes] == [1, 3]
    assert str(ridge.span) == "questions/01-linear-models.md:10:4"
    assert sample.references["hoerl-1970"].url == "https://doi.org/10.1080/00401706.1970.10488634"
    assert sample.figures["ridge.svg"].width == 320


@pytest.mark.parametrize(
    ("before", "after", "code", "marked"),
    [
        ("$\\lambda I$ with", "$\\lambd I$ with", "M401", "\\lambd"),
        ("whatever the rank of $X$", "whatever the rank of $X^^2$", "M401", "^"),
        ("is at least $\\lambda$", "is at least $`\\frac{1}{\\lambda`$", "M401", "`"),
        ("\\hat\\beta = (X", "\\hat\\beta = \\foo (X", "M401", "\\foo"),
        ("$\\lVert\\beta\\rVert_1$", "$\\Vertt\\beta$", "M401", "\\Vertt"),
        ("- None becomes *exactly* zero.", "- None becomes <font>zero</font>.", "S043", "<font>"),
        (
            "(https://scikit-learn.org/stable/modules/linear_model.html#ridge-regression)",
            "(../../etc/passwd)",
            "S044",
            "../../etc/passwd",
        ),
        (
            "(https://scikit-learn.org/stable/modules/linear_model.html#ridge-regression)",
            "(javascript:alert)",
            "S044",
            "javascript:alert",
        ),
        ("kind: derivation", "kindd: derivation", "S022", "kindd"),
        ("level: 2", "level: 7", "T801", "7"),
        ("### Pitfalls", "### Pitfall", "S030", "Pitfall"),
        ("{{c1::strictly convex}}", "{{c2::strictly convex}}", "Z301", "T"),
        ("{{c1::$\\lambda I$}}", "{{c1::$\\lambda I$}", "Z301", "{"),
        ("../figures/ridge.svg", "../figures/bridge.svg", "F701", "../figures/bridge.svg"),
    ],
)
def test_a_problem_is_told_at_its_place(
    before: str, after: str, code: str, marked: str, bank_folder: Path
) -> None:
    problems = _change(bank_folder, before, after)
    assert [problem.code for problem in problems] == [code], [p.message for p in problems]
    assert _marked(bank_folder, problems[0]) == marked


def test_the_nearest_legal_name_is_offered(bank_folder: Path) -> None:
    assert "'level'" in _change(bank_folder, "level: 2", "levle: 2")[0].hint
    assert "'ridge.svg'" in _change(bank_folder, "figures/ridge.svg", "figures/rigde.svg")[-1].hint


def test_a_second_id_shows_both_places(bank_folder: Path) -> None:
    problems = _change(bank_folder, "id: ridge-shrinkage", "id: ridge-unique-solution")
    assert [problem.code for problem in problems] == ["S028"]
    assert problems[0].related[0][0].line == 13


def test_all_problems_of_all_files_come_in_one_run(bank_folder: Path) -> None:
    _change(bank_folder, "level: 2", "levle: 2")
    _change(bank_folder, "$TP / (TP + FP)$", "$\\tp$", "questions/02-metrics.md")
    (bank_folder / "tags.yaml").write_text("metrics: [a\n")
    (bank_folder / "bank.toml").write_text(
        (bank_folder / "bank.toml").read_text().replace("version", "vresion")
    )
    with pytest.raises(SourceError) as caught:
        read_bank(bank_folder)
    assert [(p.span.path, p.code) for p in caught.value.problems] == [
        ("bank.toml", "S051"),
        ("questions/01-linear-models.md", "S022"),
        ("questions/02-metrics.md", "M401"),
        ("tags.yaml", "S021"),
    ]


def test_a_fence_hides_headings(bank_folder: Path) -> None:
    assert (
        _change(bank_folder, "import numpy as np\n", "import numpy as np\n## not a heading\n### nor this\n")
        == []
    )
    assert read_bank(bank_folder).topics[0].questions[1].id == "ridge-shrinkage"


def test_links_are_not_followed_out_of_the_source(bank_folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\n## TOKEN?\n")
    (bank_folder / "questions" / "03-secret.md").symlink_to(secret)
    bank, problems = read_source(bank_folder)
    assert [problem.code for problem in problems] == ["S005"]
    assert "TOKEN" not in repr(bank)


@pytest.mark.parametrize(
    "name", ["tags.yaml", "deck.lock", "questions/01-linear-models.md", "figures/ridge.svg"]
)
def test_what_a_link_leads_to_is_never_shown(name: str, bank_folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOKEN\n" * 3)
    (bank_folder / name).unlink(missing_ok=True)
    (bank_folder / name).symlink_to(secret)
    problems = check(Project(bank_folder, tmp_path / "out", TEMPLATES))[1]
    assert "S005" in {problem.code for problem in problems}
    for report in REPORTS.values():
        assert "TOKEN" not in report(problems, bank_folder, False)


@pytest.mark.parametrize(
    "text",
    ["a: &x [1]\nb: *x\n", "<<: {a: 1}\n", "id: !!python/object:os.system x\n", "[" * 5000, "- a\n- b\n"],
)
def test_yaml_tricks_are_located_errors(text: str, bank_folder: Path) -> None:
    problems = _change(bank_folder, "id: ridge-unique-solution\n", text)
    assert problems
    assert all(problem.code.startswith("S") for problem in problems)


def test_every_allowed_command_is_understood() -> None:
    forms = ("{a}{b}", "{a}", " a", "", "(")
    for command in sorted(COMMANDS - {"begin", "end", "left", "right", "middle", "limits", "nolimits"}):
        assert any(_sound(f"\\{command}{form}") for form in forms), command


def _sound(tex: str) -> bool:
    try:
        check_math(tex, {})
    except MathError:
        return False
    return True


@pytest.mark.parametrize(
    "tex", ["\\href{x}{y}", "\\require{x}", "\\def\\a{b}", "\\class{a}{b}", "a\\\\[2pt]b", ""]
)
def test_tex_that_is_unsafe_or_unknown_is_refused(tex: str) -> None:
    with pytest.raises(MathError):
        check_math(tex, {})


def test_the_sample_has_no_problem() -> None:
    assert read_source(SAMPLE)[1] == []
