"""Paper that validators accept: two checkers of PDF/UA find nothing in any printed product."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import TEMPLATES, Memory, one_file, shipped_bank

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.lock import Lock
from deckpress.pipeline import CACHE
from deckpress.render import FORMATS, Context
from deckpress.render.paper.pdf import open_press
from deckpress.selection import Selection, select

CHECKERS = {"pdfua": ("check",), "outloud": ("--no-info", "--fail-on", "warning")}
PRINTED = ("cheatsheet", "flashcards", "selftest")
NAMES = (
    "the shipped sheet",
    *(f"{product} {paper}" for product in PRINTED for paper in ("A4", "Letter")),
    "flashcards long",
    "selftest long",
)


def run_checker(checker: str, *paths: Path, more: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """What a checker says of PDFs; without it the test is skipped, but not in CI."""
    if find_spec(checker) is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{checker} is not installed")
    program = Path(sys.executable).with_name(checker)
    command = [str(program), *CHECKERS[checker], *more, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def papers(
    sample: Bank, store: Memory, shipped_outputs: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Every printed product by its name in NAMES.

    Some rules wake only where lines come back on many pages, which those of the sample bank do not.
    """
    folder = tmp_path_factory.mktemp("printed")
    topic = select(shipped_bank(), Selection(("evaluation-metrics",)))
    kept = DiskStore(shipped_outputs / CACHE)
    made = {"the shipped sheet": shipped_outputs / "ml-interview-cheatsheet.pdf"}
    for name in NAMES[1:]:
        product, paper = name.split()
        if paper == "long":
            bank, context = topic, Context(TEMPLATES, kept, Lock())
        else:
            wanted = replace(sample.settings.paper, paper="A4" if paper == "A4" else "Letter")
            bank, context = sample, Context(TEMPLATES, store, Lock(), wanted)
        made[name] = folder / f"{name}.pdf"
        made[name].write_bytes(one_file(FORMATS[product].renderer()(bank, context)))
    return made


@pytest.fixture(scope="module")
def pdfua(papers: dict[str, Path]) -> dict[str, Any]:
    """What pdfua says of each paper, all of them looked at by one process."""
    said = run_checker("pdfua", *papers.values(), more=("--format", "json")).stdout
    rows = json.loads("[" + re.sub(r"^}\s*{$", "},{", said, flags=re.M) + "]")
    return {row["file"]: row for row in rows}


@pytest.fixture(scope="module")
def outloud(papers: dict[str, Path]) -> dict[str, Any]:
    """What outloud says of each paper, all of them looked at by one process."""
    rows = json.loads(run_checker("outloud", *papers.values(), more=("--json", "-")).stdout)["results"]
    return {row["path"]: row for row in rows}


@pytest.mark.parametrize("name", NAMES)
def test_pdfua_finds_nothing(name: str, papers: dict[str, Path], pdfua: dict[str, Any]) -> None:
    """pdfua 0.1.3 ends with no verdict on empty headings where pikepdf 10 reads their lines as a list.

    The rule is kept by test_no_heading_is_empty instead.
    """
    said = pdfua[str(papers[name])]
    assert (said["exit_code"], said["findings"]) == (0, [])
    assert {row["rule_id"] for row in said["skipped"]} <= {"UA-14-001"}


@pytest.mark.parametrize("name", NAMES)
def test_outloud_finds_nothing(name: str, papers: dict[str, Path], outloud: dict[str, Any]) -> None:
    said = outloud[str(papers[name])]
    assert said["error"] is None
    assert said["verdict"] in ("pass", "review")  # what it advises to look at is no fault
    assert (said["counts"]["error"], said["counts"]["warning"]) == (0, 0), said["findings"]


def test_some_papers_are_long(papers: dict[str, Path]) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    for name in NAMES:
        if name.endswith(" long"):
            with pikepdf.open(papers[name]) as pdf:
                assert len(pdf.pages) >= 3


@pytest.mark.parametrize("checker", CHECKERS)
def test_checkers_would_find_something(checker: str, tmp_path: Path) -> None:
    html = (
        "<!DOCTYPE html><html lang=en><title>t</title><h1>A</h1><table><tr><th>a<th>b<tr><td>1<td>2</table>"
        '<p><a href="https://example.org">x</a></p>'
    )
    path = tmp_path / "bad.pdf"
    with open_press({}, "") as press:
        path.write_bytes(press.write(press.lay_out(html)))
    assert run_checker(checker, path).returncode != 0


def test_row_headings_stand_under_an_empty_corner(sample: Bank, store: Memory, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    html = (
        "<!DOCTYPE html><html lang=en><title>t</title><h1>A</h1><table><thead><tr><th></th><th>b</th></tr></thead>"
        "<tbody><tr><td>row</td><td>2</td></tr></tbody></table>"
    )
    from deckpress.render.paper.plates import Plates
    from deckpress.render.paper.printing import written

    with open_press({}, "") as press:
        data = written(press, press.lay_out(html), Plates(store))
    (tmp_path / "table.pdf").write_bytes(data)
    with pikepdf.open(tmp_path / "table.pdf") as pdf:
        cells = [
            (str(item.S), str(item.A.Scope) if "/A" in item and "/Scope" in item.A else "")
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/TH", "/TD")
        ]
    assert sorted(cells) == [("/TD", ""), ("/TD", ""), ("/TH", "/Column"), ("/TH", "/Row")]
