"""Imports of Markdown: each way of writing questions, a file of tests/dialects, with the bank it becomes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import TEMPLATES
from decks import PNG

from deckpress.cli import cli
from deckpress.importing.run import Request, run
from deckpress.pipeline import Project, check
from deckpress.problems import Severity, SourceError

FOLDER = Path(__file__).parent / "dialects"
PAGES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_way_of_writing_questions(page: Path, golden: Any, tmp_path: Path) -> None:
    shutil.copy(page, tmp_path)
    (tmp_path / "flag.png").write_bytes(PNG)
    bank = tmp_path / "bank"
    result = CliRunner().invoke(cli, ["import", str(tmp_path / page.name), "-o", str(bank)])
    assert result.exit_code == 0, (result.output, result.exception)
    problems = check(Project(bank, tmp_path / "output", TEMPLATES))[1]
    assert [f"{p.span} {p.message}" for p in problems if p.severity is Severity.ERROR] == []
    files = sorted((bank / "questions").iterdir())
    text = "\n".join(f"<<< {path.name}\n{path.read_text(encoding='utf-8')}" for path in files)
    golden(f"../dialects/{page.stem}.bank", text)
    again = CliRunner().invoke(cli, ["import", str(tmp_path / page.name), "-o", str(bank)])
    assert "0 files written" in again.output


def test_there_are_many() -> None:
    assert len(PAGES) >= 12


def test_pictures_are_taken_from_the_folder_only(tmp_path: Path) -> None:
    inner = tmp_path / "notes"
    inner.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (inner / "mine.png").write_bytes(PNG + b"1")
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    (inner / "dir").symlink_to(tmp_path)
    names = ("mine.png", "link.png", "../secret.png", "dir/secret.png", str(tmp_path / "secret.png"))
    page = inner / "a.md"
    page.write_text("## What is seen?\n\n" + "\n\n".join(f"![one of them]({name})" for name in names))
    outcome = run(Request((page,), tmp_path / "bank"), lambda items, _: items)
    assert [name for name in outcome.merge.files if name.startswith("figures/")] == ["figures/mine.png"]
    assert outcome.missing == set(names[1:])


def test_a_page_without_questions_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("Only words, and nothing that asks.\n")
    with pytest.raises(SourceError) as caught:
        run(Request((page,), tmp_path / "bank"), lambda items, _: items)
    assert [(p.code, p.span.path) for p in caught.value.problems] == [("I001", page.as_posix())]


@pytest.mark.parametrize(
    "line", ["#" * 3, "```", "Q:", "C: [", "::", "%", "START", "- ", "|a|", "**", "<details>", "?"]
)
def test_a_page_of_nothing_but_marks_ends_in_questions_or_a_refusal(line: str, tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(f"# T\n\n{line}\n" + f"{line} x :: y [a] #card\n" * 200)
    try:
        outcome = run(Request((page,), tmp_path / "bank"), lambda items, _: items)
    except SourceError:
        return
    assert outcome.merge.rows


def test_a_vault_comes_in_as_a_whole(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    for name in ("Biology/Cells", ".obsidian", "Art"):
        (vault / name).mkdir(parents=True)
    (vault / "Biology/Cells/membrane.md").write_text("## What is osmosis?\n\nWater. ![one of two](a.png)\n")
    (vault / "Biology/Cells/a.png").write_bytes(PNG)
    (vault / "Art/colour.md").write_text("Q: Who mixed it?\nA: Monet ![one of two](a.png)\n")
    (vault / "Art/a.png").write_bytes(PNG + b"2")
    (vault / "Art/diary.md").write_text("Nothing is asked here.\n")
    (vault / ".obsidian/hidden.md").write_text("## Hidden?\n\nYes.\n")
    (vault / "Art/link.md").symlink_to(vault / ".obsidian/hidden.md")
    outcome = run(Request((vault,), tmp_path / "bank"), lambda items, _: items)
    actions = sorted((row.action, row.id or row.origin) for row in outcome.merge.rows)
    assert actions == [("dropped", "Art/diary.md"), ("new", "what-is-osmosis"), ("new", "who-mixed-it")]
    files = outcome.merge.files
    assert {data for name, data in files.items() if name.startswith("figures/")} == {PNG, PNG + b"2"}
    titles = {data.decode().split("\n")[0] for name, data in files.items() if name.startswith("questions/")}
    assert titles == {"# Biology: Cells: Membrane", "# Art: Colour"}
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SourceError):
        run(Request((empty,), tmp_path / "bank"), lambda items, _: items)
