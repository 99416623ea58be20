"""Problems with one right answer mend themselves; what is a guess only when asked, and all else stays."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from running import run

from deckpress.check.tidiness import _blank_lines, _order
from deckpress.fixes import as_diff, mend, with_edits
from deckpress.judging import Project, check

_FILE = "questions/02-metrics.md"


def _check(root: Path) -> list[str]:
    project = Project(root, root.parent / "out", Path("templates"))
    return [problem.code for problem in check(project)[1]]


def _mended(root: Path, *, unsafe: bool = False) -> tuple[str, list[str]]:
    """The file with its fixes, and the codes mended."""
    project = Project(root, root.parent / "out", Path("templates"))
    mended = mend(check(project)[1], root, unsafe=unsafe)
    for path, data in mended.files.items():
        (root / path).write_bytes(data)
    return (root / _FILE).read_bytes().decode(), [problem.code for problem in mended.problems]


_SAFE = [
    ("Lowering", "Lower\u200bing", "S002"),
    ("Lowering", "\u200eLower\u00ading", "S002"),
    ("## Is accuracy", "##Is accuracy", "S014"),
    ("```yaml\nid: accuracy-enough", "```yml\nid: accuracy-enough", "S012"),
    ("id: accuracy-enough", "id: accuracy-enough\ndraft: yes", "S024"),
]
_LINES = [
    ("tags: [metrics]", "tags:\t[metrics]", "S021"),
    ("level: 1", "level: \u201c1\u201d", "S024"),
    ('allow: ["Q104: the', 'also: What now: this or that?\nallow: ["Q104: the', "S021"),
]
_TOML = [
    ('title = "Sample & Bank"', "title = \u201cSample & Bank\u201d", "S050"),
    ('title = "Sample & Bank"', "title = Sample & Bank", "S050"),
    ('coverage = "error"', 'coverage: "error"', "S050"),
]
_GUESSED = [
    ("id: accuracy-enough\nkind:", "id: accuracy-enough\nkinde:", "S022"),
    ("### Key points", "### Key pionts", "S030"),
    ("tags: [metrics]", "tags: [metrix]", "T801"),
]


def _spoil(root: Path, old: str, new: str) -> str:
    path = root / _FILE
    good = path.read_text()
    if old not in good:
        pytest.fail(f"{old!r} is not in the sample:\n{good[:1500]}")
    path.write_text(good.replace(old, new, 1))
    return good


@pytest.mark.parametrize(("old", "new", "code"), _SAFE)
def test_one_right_answer_is_written(old: str, new: str, code: str, bank_folder: Path) -> None:
    good = _spoil(bank_folder, old, new)
    assert code in _check(bank_folder)
    text, codes = _mended(bank_folder)
    assert set(codes) == {code}
    assert text == (good if code != "S024" else good.replace(old, f"{old}\ndraft: true", 1))
    assert code not in _check(bank_folder)


@pytest.mark.parametrize(("old", "new", "code"), _LINES)
def test_a_line_of_a_block_is_written_as_the_hint_says(
    old: str, new: str, code: str, bank_folder: Path
) -> None:
    _spoil(bank_folder, old, new)
    assert code in _check(bank_folder)
    for _ in range(3):
        text, _codes = _mended(bank_folder)
    assert not {"S021", "S024"} & set(_check(bank_folder)), text
    assert "\t" not in text


@pytest.mark.parametrize(("old", "new", "code"), _TOML)
def test_a_setting_is_written_as_the_hint_says(old: str, new: str, code: str, bank_folder: Path) -> None:
    path = bank_folder / "bank.toml"
    good = path.read_text()
    assert old in good
    path.write_text(good.replace(old, new))
    assert code in _check(bank_folder)
    _mended(bank_folder)
    assert path.read_text() == good
    path.write_text(good.replace(old, f"{new} # a comment"))
    _mended(bank_folder)
    assert "# a comment" in path.read_text()


@pytest.mark.parametrize(("old", "new", "code"), _GUESSED)
def test_a_guess_is_written_only_when_asked(old: str, new: str, code: str, bank_folder: Path) -> None:
    good = _spoil(bank_folder, old, new)
    spoilt = (bank_folder / _FILE).read_text()
    assert code in _check(bank_folder)
    assert _mended(bank_folder) == (spoilt, [])
    text, codes = _mended(bank_folder, unsafe=True)
    assert (text, code in codes) == (good, True)


def test_what_is_right_stays(bank_folder: Path) -> None:
    before = {path: path.read_bytes() for path in bank_folder.rglob("*") if path.is_file()}
    _mended(bank_folder, unsafe=True)
    assert {path: path.read_bytes() for path in bank_folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_stay(ends: str, mark: str, bank_folder: Path) -> None:
    good = _spoil(bank_folder, "Lowering", "Low\u200ber\u200bing")
    path = bank_folder / _FILE
    path.write_bytes((mark + path.read_text().replace("\n", ends)).encode())
    text, codes = _mended(bank_folder)
    assert (text, codes) == (mark + good.replace("\n", ends), ["S002", "S002"])


def test_places_in_composed_text_are_not_guessed(bank_folder: Path) -> None:
    _spoil(bank_folder, "Lowering", "e\u0301 Low\u200bering")
    spoilt = (bank_folder / _FILE).read_text()
    assert _mended(bank_folder) == (spoilt, [])


def test_every_edit_says_its_place(bank_folder: Path) -> None:
    _spoil(bank_folder, "## Is accuracy", "##Is accuracy")
    problems = check(Project(bank_folder, bank_folder.parent / "out", Path("templates")))[1]
    (edit,) = [p.edit for p in with_edits(problems, bank_folder) if p.edit]
    assert edit.safe
    assert edit.text == "## "
    assert (edit.span.path, edit.span.column, edit.span.end_column) == (_FILE, 1, 3)


def test_a_diff_can_be_applied(bank_folder: Path, tmp_path: Path) -> None:
    good = _spoil(bank_folder, "Lowering", "Lower\u200bing")
    problems = check(Project(bank_folder, tmp_path / "out", Path("templates")))[1]
    diff = as_diff(mend(problems, bank_folder, unsafe=False), bank_folder, "source")
    assert diff.startswith(f"--- source/{_FILE}\n+++ source/{_FILE}\n@@ ")
    done = subprocess.run(["git", "apply", "-p0"], input=diff, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (bank_folder / _FILE).read_text() == good


def test_the_command_mends_shows_and_counts(bank_folder: Path, tmp_path: Path) -> None:
    good = _spoil(bank_folder, "## Is accuracy", "##Is accuracy")
    spoilt = (bank_folder / _FILE).read_text().replace("Lowering", "Lower\u200bing")
    (bank_folder / _FILE).write_text(spoilt)
    told = run("check", "-s", "source", cwd=tmp_path)
    assert (told.returncode, "2 can be mended by --fix" in told.stderr) == (1, True)
    shown = run("check", "--diff", "-s", "source", cwd=tmp_path)
    assert (shown.returncode, shown.stdout.count("\n+## Is accuracy")) == (3, 1)
    assert (bank_folder / _FILE).read_text() == spoilt
    done = run("check", "--fix", "-s", "source", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(": mended S") == 2
    assert (bank_folder / _FILE).read_text() == good
    assert run("check", "--diff", "-s", "source", cwd=tmp_path).returncode == 0


def test_sarif_names_rules_places_and_levels(bank_folder: Path, tmp_path: Path) -> None:
    _spoil(bank_folder, "TP / (TP + FP)", "\\foo / (TP + FP)")
    done = run("check", "-s", "source", "--format", "sarif", cwd=tmp_path)
    assert done.returncode == 1
    log = json.loads(done.stdout)
    assert log["version"] == "2.1.0"
    (part,) = log["runs"]
    rules = part["tool"]["driver"]["rules"]
    result = next(row for row in part["results"] if row["ruleId"] == "M401")
    assert rules[result["ruleIndex"]]["id"] == "M401"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == f"source/{_FILE}"
    assert place["region"] == {"startLine": 17, "startColumn": 15, "endLine": 17, "endColumn": 19}
    assert {row["level"] for row in part["results"]} <= {"error", "warning", "note"}


def test_sarif_without_problems_is_whole(tmp_path: Path) -> None:
    assert run("new", "mine", "--yes", "--style", "none", cwd=tmp_path).returncode == 0
    assert run("lock", "-s", "mine/source", cwd=tmp_path).returncode == 0
    done = run("check", "-s", "mine/source", "--format", "sarif", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["runs"][0]["results"] == []


TODAY = date(2026, 11, 30)


def _tidied(root: Path) -> list[str]:
    """Mend what a look at the source finds; the codes that were mended."""
    project = Project(root, root.parent / "out", Path("templates"))
    mended = mend(check(project, today=TODAY)[1], root, unsafe=False)
    for path, data in mended.files.items():
        (root / path).write_bytes(data)
    return [problem.code for problem in mended.problems]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n\n### Key points", "\n### Key points"),
        ("\n\n## Is accuracy", "\n## Is accuracy"),
        ("```\n\nPrecision", "```\nPrecision"),
    ],
)
def test_blank_lines_are_added(old: str, new: str, ends: str, bank_folder: Path) -> None:
    good = _spoil(bank_folder, old, new)
    path = bank_folder / _FILE
    path.write_bytes(path.read_text().replace("\n", ends).encode())
    assert _tidied(bank_folder) == ["S016"]
    assert path.read_bytes().decode() == good.replace("\n", ends)
    assert _tidied(bank_folder) == []


@pytest.mark.parametrize(
    "text",
    [
        "---\nsummary: x\n---\n# Title\n\n## Why\n```text\nno\n# heading\n```\n",
        "## Why\n- an item\n- another\n  - an inner\n- the last\n\n1. one\n2. two\n",
        "Table: rows\n| a |\n|---|\n| b |\n",
        "> a quote\n> - an item\n",
    ],
)
def test_where_no_blank_line_is_missing(text: str) -> None:
    assert list(_blank_lines("x.md", text.split("\n"))) == []


def test_a_blank_line_is_missing_above_a_list() -> None:
    (found,) = _blank_lines("x.md", ["These:", "- one", "- two"])
    assert found.span.line == 2


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_keys_are_sorted(apart: str, ends: str, bank_folder: Path) -> None:
    blocks = [
        "b-1970:\n  title: B\n  authors: B\n  year: 1970",
        "c-1:\n  title: C\n  authors: C\n  year: 1971",
    ]
    first = "a-1:\n  title: A\n  authors: A\n  year: 1972"
    path = bank_folder / "references.yaml"
    head = "# Works\n\n"
    path.write_bytes(f"{head}{apart.join([*blocks, first])}\n".replace("\n", ends).encode())
    assert "S017" in _tidied(bank_folder)
    assert path.read_bytes().decode() == f"{head}{apart.join([first, *blocks])}\n".replace("\n", ends)
    assert "S017" not in _tidied(bank_folder)
    path.write_text("# Works\nb: x\n# others\na: y\n")
    assert list(_order("tags.yaml", path.read_text().split("\n"))) == []


def test_signs_of_formulas_become_commands(bank_folder: Path) -> None:
    spoilt = "$a <= b$, $a>=b$, $a != b$, $n!=m$, $a -> b$, $a \\le b$; `a <= b` and a <= b."
    good = "$a \\le b$, $a\\ge b$, $a \\ne b$, $n!=m$, $a \\to b$, $a \\le b$; `a <= b` and a <= b."
    text = _spoil(bank_folder, "### Key points", f"{spoilt}\n\n```math\na <= b\n```\n\n### Key points")
    assert set(_tidied(bank_folder)) == {"M403"}
    wanted = f"{good}\n\n```math\na \\le b\n```\n\n### Key points"
    assert (bank_folder / _FILE).read_text() == text.replace("### Key points", wanted, 1)


def test_a_build_does_not_look_for_it(bank_folder: Path) -> None:
    _spoil(bank_folder, "\n\n### Key points", "\n### Key points")
    assert "S016" not in _check(bank_folder)
