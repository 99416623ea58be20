"""Edges: both sides of limits and guards that no example of a code reaches."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import TEMPLATES

from deckpress.check.run import run_blocks
from deckpress.options import Options
from deckpress.pipeline import Project, check, refresh
from deckpress.problems import Problem, Severity, SourceError, problem
from deckpress.read import read_bank, read_source
from deckpress.read.files import Folder
from deckpress.report import REPORTS
from deckpress.selection import Selection, select
from deckpress.span import Span

_SETTINGS = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "t-2026-edges"\n[check]\nstyle = "house"\n'
_BLOCK = "```yaml\nid: ridge-solution\nkind: KIND\n```"
_REST = (
    "### Key points\n\n- First of all.\n- Second of all.\n\n### References\n\n- [A](https://example.org/a)\n"
)


def _found(
    folder: Path, *, prompt: str = "", lead: str = "", more: str = "", kind: str = "mechanism"
) -> list[Problem]:
    """The problems of a bank of one question."""
    prompt, lead = prompt or "Why is this penalty there?", lead or "Weights stay small."
    text = f"# Topic\n\n## {prompt}\n\n{_BLOCK.replace('KIND', kind)}\n\n{lead}\n\n{_REST}\n{more}"
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(_SETTINGS)
    (folder / "questions/01-topic.md").write_text(text)
    return [p for p in check(Project(folder, folder.parent / "out", TEMPLATES))[1] if p.code != "L901"]


def _words(count: int) -> str:
    """Words of which no two are alike."""
    return " ".join(f"w{number}" for number in range(count))


def _hidden(*counts: int, visible: int) -> str:
    """A cloze item with so many hidden words in each deletion."""
    parts = [f"{{{{c{n}::{' '.join(f'h{n}{i}' for i in range(c))}}}}}" for n, c in enumerate(counts, 1)]
    return "### Cloze\n\n- " + " ".join([*parts, _words(visible)]) + "\n"


def _code(lines: int) -> str:
    return "### Example\n\n```python\n" + "x = 1\n" * lines + "```\n"


_WARNED, _REFUSED = "warning", "error"


@pytest.mark.parametrize(
    ("code", "slots", "severity"),
    [
        ("Q101", {"prompt": f"Why {_words(21)}?"}, ""),
        ("Q101", {"prompt": f"Why {_words(22)}?"}, _WARNED),
        ("Q101", {"prompt": f"Why {_words(29)}?"}, _WARNED),
        ("Q101", {"prompt": f"Why {_words(30)}?"}, _REFUSED),
        ("Q101", {"prompt": f"Why {_words(39)}?", "kind": "coding"}, ""),
        ("Q101", {"prompt": f"Why {_words(40)}?", "kind": "coding"}, _WARNED),
        ("Q101", {"prompt": f"Why {_words(59)}?", "kind": "coding"}, _WARNED),
        ("Q101", {"prompt": f"Why {_words(60)}?", "kind": "coding"}, _REFUSED),
        ("A201", {"lead": f"{_words(60)}."}, _WARNED),
        ("A201", {"lead": f"{_words(61)}."}, _REFUSED),
        ("A203", {"lead": f"{_words(28)}."}, ""),
        ("A203", {"lead": f"{_words(40)}."}, _WARNED),
        ("A203", {"lead": f"{_words(41)}."}, _REFUSED),
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2 p3 a1 a2 a3."}, ""),  # 50 %
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2 p3 a1 a2."}, _WARNED),  # 60 %
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2 p3 a1."}, _WARNED),  # 75 %
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2 p3 p4 a1."}, _REFUSED),  # 80 %
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2."}, ""),  # too short to say
        ("A209", {"prompt": "Why p1 p2 p3 p4?", "lead": "P1 p2 p3."}, _REFUSED),
        ("Z303", {"more": _hidden(1, 1, 1, visible=9)}, ""),
        ("Z303", {"more": _hidden(1, 1, 1, 1, 1, visible=9)}, _WARNED),
        ("Z303", {"more": _hidden(1, 1, 1, 1, 1, 1, visible=9)}, _REFUSED),
        ("Z304", {"more": _hidden(10, visible=30)}, _WARNED),
        ("Z304", {"more": _hidden(11, visible=30)}, _REFUSED),
        ("Z306", {"more": _hidden(4, visible=6)}, ""),  # 40 %
        ("Z306", {"more": _hidden(5, visible=7)}, _WARNED),
        ("Z306", {"more": _hidden(1, visible=5)}, ""),
        ("Z306", {"more": _hidden(1, visible=4)}, _WARNED),
        ("K502", {"more": _code(20)}, ""),
        ("K502", {"more": _code(21)}, _WARNED),
        ("K502", {"more": _code(30)}, _WARNED),
        ("K502", {"more": _code(31)}, _REFUSED),
    ],
)  # fmt: skip
def test_limits_of_style(code: str, slots: dict[str, str], severity: str, tmp_path: Path) -> None:
    found = [p.severity.value for p in _found(tmp_path / "source", **slots) if p.code == code]
    assert found == ([severity] if severity else [])


_RANGES = ((0, 8), (0xB, 0xC), (0xE, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F),
           (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFF), (0xE0000, 0xE0FFF))  # fmt: skip


@pytest.mark.parametrize(("first", "last"), _RANGES, ids=lambda code: f"{code:04X}")
def test_what_cannot_be_seen_ends_where_it_should(first: int, last: int, tmp_path: Path) -> None:
    def told(code: int) -> bool:
        folder = Folder(tmp_path)
        (tmp_path / "x.md").write_bytes(f"a{chr(code)}b".encode())
        folder.text_of("x.md")
        return [p.code for p in folder.problems] == ["S002"]

    assert told(first)
    assert told(last)
    assert first == 0 or not told(first - 1)
    assert not told(last + 1)


@pytest.mark.parametrize("name", ["fill", "stroke", "stop-color"])
@pytest.mark.parametrize(
    ("value", "codes"), [("var(--accent)", []), ("none", []), ("red", ["F702"]), ("var(--red)", ["F702"])]
)
def test_every_paint_of_a_figure_is_of_the_palette(
    name: str, value: str, codes: list[str], bank_folder: Path
) -> None:
    shape = (
        f'<stop offset="0" {name}="{value}"/>'
        if name == "stop-color"
        else f'<rect width="9" height="9" {name}="{value}"/>'
    )
    shape = f'<linearGradient id="g">{shape}</linearGradient>' if name == "stop-color" else shape
    (bank_folder / "figures/ridge.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100"><path d="M0 0H9" stroke="var(--ink)"/>{shape}</svg>'
    )
    assert [p.code for p in read_source(bank_folder)[1]] == codes


@pytest.mark.parametrize(
    ("printed", "wanted", "same"),
    [
        ("1.0000005", "1", True), ("1.0000015", "1", False), ("5e-13", "0", True), ("1.5e-12", "0", False),
        ("2  3", "2 3", True), ("2 a", "2 b", False), ("2 3", "2", False),
    ],
)  # fmt: skip
def test_numbers_of_an_output_may_differ_in_their_last_digits(
    printed: str, wanted: str, same: bool, tmp_path: Path
) -> None:
    more = f"### Example\n\n```python run\nprint({printed!r})\n```\n\n```text output\n{wanted}\n```\n"
    assert _found(tmp_path / "source", more=more) == []
    bank, _ = read_source(tmp_path / "source")
    assert [p.code for _, problems in run_blocks(bank) for p in problems] == ([] if same else ["K503"])


def test_annotations_of_github_keep_their_percents() -> None:
    found = problem("Q101", Span("a,b.md", 1, 2), "100 % of a: b", "at most 5 %")
    (line,) = REPORTS["github"]([found], Path("x%y"), False).splitlines()
    assert line == "::warning file=x%25y/a%2Cb.md,line=1,col=2,title=Q101::100 %25 of a: b; at most 5 %25"


@pytest.mark.parametrize(
    ("terminal", "no_color", "asked", "coloured"),
    [
        (True, "", None, True), (True, "1", None, False), (False, "", None, False),
        (True, "1", True, True), (False, "", True, True), (True, "", False, False),
    ],
)  # fmt: skip
def test_no_color(
    terminal: bool, no_color: str, asked: bool | None, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream:
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("NO_COLOR", no_color)
    for err, name in ((True, "stderr"), (False, "stdout")):
        monkeypatch.setattr(sys, name, Stream())
        monkeypatch.setattr(sys, "stdout" if err else "stderr", object())
        here = Path()
        assert Options(here, here, here, color=asked).use_color(err=err) is coloured


def test_a_lock_is_not_made_anew_while_a_shipped_id_is_gone(bank_folder: Path, tmp_path: Path) -> None:
    project = Project(bank_folder, tmp_path / "output", TEMPLATES)
    refresh(project, 1_700_000_000)
    before = (bank_folder / "deck.lock").read_bytes()
    path = bank_folder / "questions/02-metrics.md"
    path.write_text(path.read_text().replace("id: accuracy-enough", "id: accuracy-is-not-enough"))
    with pytest.raises(SourceError) as caught:
        refresh(project, 1_700_000_100)
    assert [p.code for p in caught.value.problems if p.severity is Severity.ERROR] == ["L903"]
    assert (bank_folder / "deck.lock").read_bytes() == before
    refresh(project, 1_700_000_100, retire=["accuracy-enough"])


def test_drafts_are_not_among_the_others(bank_folder: Path) -> None:
    path = bank_folder / "questions/02-metrics.md"
    path.write_text(path.read_text().replace("id: accuracy-enough", "id: accuracy-enough\ndraft: true"))
    bank = read_bank(bank_folder)
    kept = {question.id for question in bank.questions() if not question.draft}
    assert "accuracy-enough" not in kept
    part = select(bank, Selection(("ridge-shrinkage",)))
    assert {question.id for question in part.others} == kept - {"ridge-shrinkage"}
