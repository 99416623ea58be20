"""Diagnostics lead to the mistake: what an author did, at the first place where it went wrong, once."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from bounds import own_work
from conftest import TEMPLATES
from running import run

from deckpress.pipeline import Project, check
from deckpress.problems import Problem

_CASES = tomllib.loads((Path(__file__).parent / "data" / "diagnostics.toml").read_text(encoding="utf-8"))
_SETTINGS = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "t-2026-namespace"\n'
_POINTS = "### Key points\n\n- One point.\n- Two points.\n"


def _question(
    heading: str = "## Which sea is the deepest?",
    block: str = "```yaml\nid: deepest-sea\n```",
    lead: str = "Philippine waters go down furthest.",
    rest: str = _POINTS,
) -> str:
    return f"{heading}\n\n{block}\n\n{lead}\n\n{rest}\n"


_RIVER = _question(
    "## Which river is the longest?", "```yaml\nid: longest-river\n```", "Nile, by every measure so far."
)
_LAKE = _question(
    "## Which lake is the largest?", "```yaml\nid: largest-lake\n```", "Caspian, whose waters are salty."
)
_FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<path d="M0 0H9" stroke="var(--ink)"/></svg>\n'
)
_TOPIC = "questions/01-seas.md"
_QUIET = ("L901", "R601")  # a bank without a lock and without references is no mistake here


def _problems(folder: Path, files: dict[str, str]) -> list[Problem]:
    source = folder / "source"
    for name, text in {"bank.toml": _SETTINGS, **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = check(Project(source, folder / "output", TEMPLATES))[1]
    return [problem for problem in found if problem.code not in _QUIET]


def _topic(*questions: str) -> dict[str, str]:
    return {_TOPIC: "# Seas\n\n" + "\n".join(questions), "tags.yaml": "water: W\nland: L\n"}


def _once(found: list[Problem], case: dict[str, Any], path: str, above: int = 0) -> None:
    """Exactly the problem of a case, whose lines start under `above` others."""
    place = f"{path}:{case['line'] + above}:{case['column']}"
    assert [(p.code, str(p.span)) for p in found] == [(case["code"], place)], found
    assert case["message"] in found[0].message
    assert case["hint"] in found[0].hint


def test_the_frame_of_the_cases_is_sound(tmp_path: Path) -> None:
    assert _problems(tmp_path, _topic(_RIVER, _question(), _LAKE)) == []


@pytest.mark.parametrize("name", _CASES["questions"])
def test_headings_fences_and_blocks(name: str, tmp_path: Path) -> None:
    case = _CASES["questions"][name]
    found = _problems(tmp_path, _topic(_RIVER, case["text"], _LAKE))
    _once(found, case, _TOPIC, above=_RIVER.count("\n") + 3)


@pytest.mark.parametrize("name", _CASES["blocks"])
def test_a_block(name: str, tmp_path: Path) -> None:
    case = _CASES["blocks"][name]
    found = _problems(tmp_path, _topic(_question(block=f"```yaml\n{case['text']}\n```"), _LAKE))
    _once(found, case, _TOPIC, above=5)


@pytest.mark.parametrize("name", _CASES["texts"])
def test_links_pictures_and_formulas(name: str, tmp_path: Path) -> None:
    case = _CASES["texts"][name]
    files = {**_topic(_question(lead=f"Text first.\n\n{case['text']}"), _LAKE), "figures/map.svg": _FIGURE}
    _once(_problems(tmp_path, files), case, _TOPIC, above=10)


@pytest.mark.parametrize("name", _CASES["settings"])
def test_settings(name: str, tmp_path: Path) -> None:
    case = _CASES["settings"][name]
    _once(_problems(tmp_path, {**_topic(_RIVER), "bank.toml": case["text"]}), case, "bank.toml")


@pytest.mark.parametrize("name", _CASES["files"])
def test_other_files(name: str, tmp_path: Path) -> None:
    case = _CASES["files"][name]
    files = {} if case["file"].endswith(("md", "markdown", "MD", "txt")) else _topic(_question())
    _once(_problems(tmp_path, {**files, case["file"]: case["text"]}), case, case["path"])


@pytest.mark.parametrize(
    "heading", ["Key Points", "key points", "KEY POINTS", "Keypoints", "Key-Points", "Key points:"]
)
def test_a_section_is_known_whatever_its_capitals_and_spaces(heading: str, tmp_path: Path) -> None:
    assert (
        _problems(tmp_path, _topic(_question(rest=f"### {heading}\n\n- One point.\n- Two points.\n"), _LAKE))
        == []
    )


@pytest.mark.parametrize("fence", ["~~~text", "````markdown", "~~~~"])
def test_a_closed_fence_may_show_a_question(fence: str, tmp_path: Path) -> None:
    shown = "## Which?\n\n```yaml\nid: x\n```\n\n### Key points"
    marks = fence.rstrip("abcdefghijklmnopqrstuvwxyz")
    rest = f"{_POINTS}\n### Example\n\n{fence}\n{shown}\n{marks}\n"
    assert _problems(tmp_path, _topic(_question(rest=rest), _LAKE)) == []


@pytest.mark.parametrize("paper", ["letter", "LETTER", "a4"])
def test_capitals_of_a_choice_do_not_matter(paper: str, tmp_path: Path) -> None:
    files = {**_topic(_RIVER), "bank.toml": f'{_SETTINGS}[Paper]\nPaper = "{paper}"\n'}
    assert _problems(tmp_path, files) == []


@pytest.mark.parametrize("given", [".", "source/questions", "empty", "sorce", "source/bank.toml"])
def test_the_folder_of_a_bank_is_found_nearby(given: str, tmp_path: Path) -> None:
    _problems(tmp_path, _topic(_RIVER))
    (tmp_path / "empty").mkdir()
    shutil.rmtree(tmp_path / "output", ignore_errors=True)
    done = run("check", "-s", given, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"error: {given} holds no bank, but source does: write -s source"]


@pytest.mark.parametrize(
    "line",
    ["a'" * 4000 + "#\t", 'a"' * 4000 + "\t", "a " * 4000, "[" * 4000, "a: " * 2500, "- " * 4000, "“" * 8000],
)
def test_hostile_blocks_and_settings_end_in_good_time(line: str, tmp_path: Path) -> None:
    """Naming a fault must not take longer than reading the file."""
    with own_work():
        assert _problems(tmp_path, _topic(_question(block=f"```yaml\n{line}\n```")))
    for text in (f"{_SETTINGS}x = {line}", f"{_SETTINGS}x = [{line}, [a], !]", f"{_SETTINGS}{line}"):
        with own_work():
            assert _problems(tmp_path, {**_topic(_RIVER), "bank.toml": text})
