"""Diagnostics lead to the mistake: what an author did, at the first place where it went wrong, once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES
from diagnostic_cases import BLOCK_CASES, FILE_CASES, QUESTION_CASES, SETTINGS, TEXT_CASES, TOML_CASES
from diagnostic_cases import question as q

from deckpress.pipeline import Project, check
from deckpress.problems import Problem

_RIVER = q(
    "## Which river is the longest?", "```yaml\nid: longest-river\n```", "Nile, by every measure so far."
)
_LAKE = q(
    "## Which lake is the largest?", "```yaml\nid: largest-lake\n```", "Caspian, whose waters are salty."
)
_FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<path d="M0 0H9" stroke="var(--ink)"/></svg>\n'
)
_QUIET = ("L901", "R601")  # a bank without a lock and without references is no mistake here


def _problems(folder: Path, files: dict[str, str]) -> list[Problem]:
    source = folder / "source"
    for name, text in {"bank.toml": SETTINGS, **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = check(Project(source, folder / "output", TEMPLATES))[1]
    return [problem for problem in found if problem.code not in _QUIET]


def _topic(*questions: str) -> dict[str, str]:
    return {"questions/01-seas.md": "# Seas\n\n" + "\n".join(questions), "tags.yaml": "water: W\nland: L\n"}


def _once(found: list[Problem], code: str, place: str, message: str, hint: str) -> None:
    assert [(p.code, str(p.span)) for p in found] == [(code, place)], found
    assert message in found[0].message
    assert hint in found[0].hint


def test_the_frame_of_the_cases_is_sound(tmp_path: Path) -> None:
    assert _problems(tmp_path, _topic(_RIVER, q(), _LAKE)) == []


@pytest.mark.parametrize("case", QUESTION_CASES)
def test_headings_fences_and_blocks(case: str, tmp_path: Path) -> None:
    text, code, line, column, message, hint = QUESTION_CASES[case]
    first = _RIVER.count("\n") + 4
    found = _problems(tmp_path, _topic(_RIVER, text, _LAKE))
    _once(found, code, f"questions/01-seas.md:{first + line}:{column}", message, hint)


@pytest.mark.parametrize("case", BLOCK_CASES)
def test_a_block(case: str, tmp_path: Path) -> None:
    block, code, line, column, message, hint = BLOCK_CASES[case]
    found = _problems(tmp_path, _topic(q(block=f"```yaml\n{block}\n```"), _LAKE))
    _once(found, code, f"questions/01-seas.md:{5 + line}:{column}", message, hint)


@pytest.mark.parametrize("case", TEXT_CASES)
def test_links_pictures_and_formulas(case: str, tmp_path: Path) -> None:
    text, code, column, message, hint = TEXT_CASES[case]
    files = {**_topic(q(lead=f"Text first.\n\n{text}"), _LAKE), "figures/map.svg": _FIGURE}
    found = _problems(tmp_path, files)
    _once(found, code, f"questions/01-seas.md:11:{column}", message, hint)


@pytest.mark.parametrize("case", TOML_CASES)
def test_settings(case: str, tmp_path: Path) -> None:
    text, code, line, column, message, hint = TOML_CASES[case]
    found = _problems(tmp_path, {**_topic(_RIVER), "bank.toml": text})
    _once(found, code, f"bank.toml:{line}:{column}", message, hint)


@pytest.mark.parametrize("case", FILE_CASES)
def test_other_files(case: str, tmp_path: Path) -> None:
    name, text, code, place, message, hint = FILE_CASES[case]
    files = (
        {} if name.startswith(("questions/", "01-", "topics/")) else _topic(q(block="```yaml\nid: sea\n```"))
    )
    found = _problems(tmp_path, {**files, name: text})
    _once(found, code, place, message, hint)


@pytest.mark.parametrize(
    "heading", ["Key Points", "key points", "KEY POINTS", "Keypoints", "Key-Points", "Key points:"]
)
def test_a_section_is_known_whatever_its_capitals_and_spaces(heading: str, tmp_path: Path) -> None:
    assert _problems(tmp_path, _topic(q(rest=f"### {heading}\n\n- One point.\n- Two points.\n"), _LAKE)) == []


@pytest.mark.parametrize("paper", ["letter", "LETTER", "a4"])
def test_capitals_of_a_choice_do_not_matter(paper: str, tmp_path: Path) -> None:
    files = {**_topic(_RIVER), "bank.toml": f'{SETTINGS}[Paper]\nPaper = "{paper}"\n'}
    assert _problems(tmp_path, files) == []


@pytest.mark.parametrize("given", [".", "source/questions", "empty", "sorce", "source/bank.toml"])
def test_the_folder_of_a_bank_is_found_nearby(given: str, tmp_path: Path) -> None:
    _problems(tmp_path, _topic(_RIVER))
    (tmp_path / "empty").mkdir()
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    command = [sys.executable, str(ROOT / "build.py"), "check", "-s", given]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"error: {given} holds no bank, but source does: write -s source"]
