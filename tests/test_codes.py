"""The table of codes: each example, put into a small sound bank, triggers exactly its code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from conftest import TEMPLATES

from deckpress.check.run import run_blocks
from deckpress.explain import SOUND_BLOCK, SOUND_REST, code_list, code_page, example_text, sound_text
from deckpress.pipeline import Project, check, refresh
from deckpress.problems import Problem, SettingsError, Severity, codes
from deckpress.read import read_source

_SOUND = f"""## Why does ridge regression have a unique solution?

{SOUND_BLOCK}

Adding $\\lambda I$ lifts every eigenvalue above zero, so the matrix is invertible.

{SOUND_REST}
"""
_FILES = {
    "bank.toml": '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "t-2026-namespace"\n[check]\nstyle = "house"\n',
    "tags.yaml": "linear-models: Linear models\n",
    "references.yaml": "hoerl-1970:\n  title: Ridge Regression\n  authors: Hoerl, Kennard\n  year: 1970\n",
    "figures/ridge.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<path d="M0 0H9" stroke="var(--ink)"/></svg>\n',
    "questions/01-topic.md": f"# Topic\n\n{_SOUND}",
}
_SHOWS_FIGURE = _SOUND.replace(
    "### References",
    '### In depth\n\n![An ellipse touching a circle](../figures/ridge.svg "Ridge")\n\n### References',
)


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _bank_with(code: str, folder: Path, text: str = "") -> None:
    """Write the sound bank with the example of a code, or another text, in its place."""
    row, given = codes()[code], text
    text = given or example_text(code)
    files = dict(_FILES)
    if row.file.startswith("figures/"):
        files["questions/01-topic.md"] = f"# Topic\n\n{_SHOWS_FIGURE}"
    if not row.file:
        files["questions/01-topic.md"] = f"# Topic\n\n{text}"
    elif row.file.startswith("questions/"):
        files.pop("questions/01-topic.md")
        files[row.file] = text
    else:
        files[row.file] = text
    if code in ("F708", "F709"):
        (folder / "figures").mkdir(parents=True)
        (folder / "figures/notes.png").write_text("no picture")
        screen = b"\xff\xff\xff\xff\0\0\0"  # 65,535 pixels each way, no table of colours
        (folder / "figures/huge.gif").write_bytes(b"GIF89a" + screen + b";")
    if row.file.endswith(".csv"):  # a table has no key points or references
        files["bank.toml"] = files["bank.toml"].replace('"house"', '"none"')
    if code == "W001":
        files["questions/01-topic.md"] += f"\n{SOUND_REST}\n" if "REST" in text else ""
    files.pop("deck.lock", None) if code.startswith("L9") else None
    _write(folder, files)
    if code == "S001":
        (folder / row.file).write_bytes(text.encode("latin-1"))
    if code == "S005" and not given:
        (folder / "tags.yaml").unlink()
        (folder / "tags.yaml").symlink_to("/etc/hostname")


def _project(folder: Path) -> Project:
    return Project(folder, folder.parent / "output", TEMPLATES)


def _found(folder: Path, *, locked: bool = False) -> list[Problem]:
    return check(_project(folder), locked=locked, today=date(2026, 11, 30))[1]


def _without_lock(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.code != "L901"]


def test_the_sound_bank_has_no_problem(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _write(folder, _FILES)
    assert _without_lock(_found(folder)) == []


@pytest.mark.parametrize("code", [c for c in codes() if c[0] not in "LPI" and c[:3] != "K50"] + ["K502"])
def test_example_triggers_exactly_its_code(code: str, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _bank_with(code, folder)
    found = _without_lock(_found(folder))
    assert {problem.code for problem in found} == {code}, [f"{p.span} {p.code} {p.message}" for p in found]
    assert found[0].severity is codes()[code].severity
    assert found[0].message
    assert found[0].span.line >= 1
    assert found[0].span.column >= 1
    assert found[0].span.path == (codes()[code].file or "questions/01-topic.md") or code in ("S006", "F701")
    if codes()[code].waivable:
        assert all(problem.question for problem in found), f"{code} names no question: nothing can waive it"


_TRIED = [code for code, row in codes().items() if len(row.sound) == 2 and code not in ("L905", "P001")]


@pytest.mark.parametrize("code", _TRIED)
def test_its_near_miss_is_sound(code: str, tmp_path: Path) -> None:
    """The example with one stretch of text changed, just on the other side of the limit, has no problem at all."""
    row = codes()[code]
    assert row.example.count(row.sound[0]) == 1
    folder = tmp_path / "source"
    _bank_with(code, folder, sound_text(code))
    found = _without_lock(_found(folder))
    assert [f"{p.span} {p.code} {p.message}" for p in found] == []
    bank, _ = read_source(folder)
    assert [problem for _, problems in run_blocks(bank) for problem in problems] == []


def test_every_example_has_a_near_miss_or_a_reason() -> None:
    for code, row in codes().items():
        if row.example and len(row.sound) != 2:
            assert len(row.sound[0].split()) >= 5, f"{code}: say why no text of a near miss makes sense"


@pytest.mark.parametrize("code", ["K501", "K503", "K504"])
def test_example_of_a_failing_block(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckpress.check.run.SECONDS", 1 if code == "K504" else 10)
    folder = tmp_path / "source"
    _bank_with(code, folder)
    bank, problems = read_source(folder)
    assert problems == []
    found = [problem for _, problems in run_blocks(bank) for problem in problems]
    assert [problem.code for problem in found] == [code]
    wanted = (folder / "questions/01-topic.md").read_text().split("\n")
    line = wanted[found[0].span.line - 1]
    assert line in ("print(1 / 0)", "2", "while True:")


def test_missing_lock(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _write(folder, _FILES)
    assert [p.code for p in _found(folder)] == ["L901"]


def test_stale_lock(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _write(folder, _FILES)
    refresh(_project(folder), 1_700_000_000)
    assert _found(folder, locked=True) == []
    text = _FILES["questions/01-topic.md"].replace("lifts", "raises")
    _write(folder, {"questions/01-topic.md": text})
    stale = _found(folder, locked=True)
    assert [(p.code, p.severity) for p in stale] == [("L902", Severity.ERROR)]
    assert "ridge-unique-solution" in stale[0].message


def test_shipped_question_is_gone_until_retired(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _write(folder, _FILES)
    refresh(_project(folder), 1_700_000_000)
    text = _FILES["questions/01-topic.md"].replace("id: ridge-unique-solution", "id: another-id")
    _write(folder, {"questions/01-topic.md": text})
    assert [p.code for p in _found(folder)] == ["L903"]
    refresh(_project(folder), 1_700_000_100, retire=["ridge-unique-solution"])
    assert _found(folder, locked=True) == []
    assert "retired ridge-unique-solution\n" in (folder / "deck.lock").read_text()


def test_moved_cloze_items(tmp_path: Path) -> None:
    items = (
        "- The ridge penalty makes the Gram matrix {{c1::invertible}} for any data.\n",
        "- The ridge penalty shrinks every coefficient of the fit {{c1::towards zero}}.\n",
    )
    folder = tmp_path / "source"
    _write(folder, _FILES)
    text = _FILES["questions/01-topic.md"] + "\n### Cloze\n\n"
    _write(folder, {"questions/01-topic.md": text + "".join(items)})
    refresh(_project(folder), 1_700_000_000)
    _write(folder, {"questions/01-topic.md": text + "".join(reversed(items))})
    moved = [p for p in _found(folder, locked=True) if p.code == "L904"]
    assert len(moved) == 2
    numbered = items[1].replace("\n", " {#2}\n") + items[0].replace("\n", " {#1}\n")
    _write(folder, {"questions/01-topic.md": text + numbered})
    assert _found(folder, locked=True) == []


def test_broken_lock(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    _write(folder, {**_FILES, "deck.lock": example_text("L905")})
    assert [p.code for p in _found(folder)] == ["L905"]


def test_explain_knows_every_code() -> None:
    listed = code_list()
    for code in codes():
        assert f"{code} " in listed
        page = code_page(code.lower())
        assert codes()[code].meaning in page
        assert not re.search(r"\b(BLOCK|REST)\b|(\w+ )\2{9}", page)  # what a reader would not write
        assert codes()[code].why
    with pytest.raises(SettingsError, match="M401"):
        code_page("M411")
