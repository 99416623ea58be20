"""Problems with one right answer mend themselves; what is a guess only when asked, and all else stays."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from test_cli import run

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
