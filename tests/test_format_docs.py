"""docs/format.md: each row of its tables of Markdown is tried on the reader, and the first bank is built."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT

from deckpress.bank import Bank
from deckpress.content.html import to_html
from deckpress.content.plain import plain_text
from deckpress.content.walk import Walk
from deckpress.pipeline import Project, check
from deckpress.read import read_source
from deckpress.read.math import check_math
from deckpress.render.handout.voice import PageVoice

_PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
_SPAN = re.compile(r"(`+) ?(.+?) ?\1(?!`)")
_FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<path d="M0 0H9" stroke="var(--ink)"/></svg>\n'
)
_QUESTION = "# Topic\n\n## What is it?\n\n```yaml\nid: it\n```\n\n"
_QUIET = ("L901", "C001")


class Row(NamedTuple):
    """What a row says of one construct."""

    name: str
    written: str
    code: str
    """What is reported; empty where it is set."""
    element: str


def _rows() -> dict[str, Row]:
    rows = {}
    for line in _PAGE[_PAGE.index("## Markdown, row by row") :].split("\n"):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        span = _SPAN.fullmatch(cells[1]) if len(cells) == 4 else None
        if span:
            written = span[2].replace("⏎", "\n").replace("␣", " ").replace("\\|", "|")
            told = re.fullmatch(r"[A-Z]\d{3}", cells[3])
            element = re.search(r"`(\w+)`", cells[3])
            assert told or cells[3].startswith("set"), line
            assert re.fullmatch(r"G?O?P?", cells[2]), line
            assert cells[0] not in rows, line
            rows[cells[0]] = Row(cells[0], written, told[0] if told else "", element[1] if element else "")
    return rows


ROWS = _rows()


def _html(bank: Bank) -> str:
    question = next(bank.questions())
    walk = Walk(bank, PageVoice(), {"it": plain_text(question.prompt)})
    return to_html(question.lead, walk)


def test_the_table_is_read_whole() -> None:
    assert len(ROWS) > 90
    assert {"set", "S045", "S043"} <= {row.code or "set" for row in ROWS.values()}
    lines = _PAGE[_PAGE.index("### Text") :].split("\n")
    assert len(ROWS) == sum(line.startswith("| ") and not line.startswith("| |") for line in lines)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_what_happens(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    head = row.written.startswith(("---\n", "+++\n", "% "))
    text = f"{row.written}\n\n{_QUESTION}It is.\n" if head else f"{_QUESTION}{row.written}\n"
    for path, content in {
        "bank.toml": '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "format-tests"\n',
        "questions/01-topic.md": text,
        "figures/line.svg": _FIGURE,
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    found = check(Project(tmp_path, tmp_path / "none", ROOT / "templates"))[1]
    told = {problem.code for problem in found if problem.severity != "advice"} - {*_QUIET}
    assert told == ({row.code} if row.code else set()), [(p.code, p.message) for p in found]
    for problem in found:
        if problem.code == row.code:
            assert problem.hint, problem.message
    if not row.code:
        html = _html(read_source(tmp_path)[0])
        assert f"<{row.element}" in html if row.element else html


def test_what_is_set_without_an_element_is_shown_well(tmp_path: Path) -> None:
    shown = {
        "escaped mark": "*a*",
        "character by name or number": "© A",
        "straight quotes": "“a” it’s",
        "dashes by hyphens": "a – b, 5–7, c — d",
        "emoji": "🍞",
        "amounts of money": "$5 or $6",
        "mention, issue, tag": "@name #12 #tag",
        "address without https": "see www.example.org",
    }
    assert {*shown, "front matter"} == {row.name for row in ROWS.values() if not row.code and not row.element}
    (tmp_path / "questions").mkdir()
    (tmp_path / "bank.toml").write_text('[bank]\ntitle = "T"\nslug = "t"\nnamespace = "format-tests"\n')
    for name, text in shown.items():
        (tmp_path / "questions/01-topic.md").write_text(
            f"{_QUESTION}{ROWS[name].written}\n", encoding="utf-8"
        )
        assert _html(read_source(tmp_path)[0]) == f"<p>{text}</p>", name


def test_every_formula_of_the_page_is_read() -> None:
    start = _PAGE.index("## Formulas")
    formulas = re.findall(r"`\$(\\ce\{.*?\})\$`", _PAGE[start : _PAGE.index("## Markdown, row by row")])
    assert len(formulas) > 15
    for tex in formulas:
        assert check_math(tex, {})


def test_the_first_bank_of_the_page_is_built(tmp_path: Path) -> None:
    part = _PAGE[_PAGE.index("## A first bank") : _PAGE.index("## A question")]
    blocks = [
        "\n".join(line[4:] for line in block.split("\n"))
        for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", part, re.M)
    ]
    settings, questions, commands = (block.strip("\n") + "\n" for block in blocks)
    (tmp_path / "rivers/questions").mkdir(parents=True)
    (tmp_path / "rivers/bank.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "rivers/questions/01-europe.md").write_text(questions, encoding="utf-8")
    for line in commands.strip().split("\n"):
        words = line.split("#")[0].split()[1:]
        done = subprocess.run(
            [sys.executable, str(ROOT / words[0]), *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
    assert sorted(path.name for path in (tmp_path / "rivers-output").glob("[!.]*")) == [
        "rivers-cheatsheet.pdf",
        "rivers-handout.html",
        "rivers.apkg",
    ]
