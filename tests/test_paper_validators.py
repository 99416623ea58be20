"""Paper that validators accept: two checkers of PDF/UA find nothing in any printed product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory, one_file

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.lock import Lock
from deckpress.pipeline import CACHE
from deckpress.read import read_source
from deckpress.render import FORMATS, Context
from deckpress.render.paper.pdf import open_press
from deckpress.selection import Selection, select

CHECKERS = {"pdfua": ("check",), "outloud": ("--no-info", "--fail-on", "warning")}
PRINTED = ("cheatsheet", "flashcards", "selftest")
CASES = [(product, paper) for product in PRINTED for paper in ("A4", "Letter")]


def run_checker(checker: str, path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """What a checker says of a PDF; without it the test is skipped, but not in CI."""
    if find_spec(checker) is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{checker} is not installed")
    program = Path(sys.executable).with_name(checker)
    command = [str(program), *CHECKERS[checker], *more, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", params=CASES, ids=" ".join)
def printed(
    request: pytest.FixtureRequest, sample: Bank, store: Memory, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    product, paper = request.param
    wanted = replace(sample.settings.paper, paper=paper)
    path = tmp_path_factory.mktemp("printed") / f"{product}.pdf"
    path.write_bytes(one_file(FORMATS[product].renderer()(sample, Context(TEMPLATES, store, Lock(), wanted))))
    return path


def test_checkers_find_nothing(printed: Path) -> None:
    for checker in CHECKERS:
        done = run_checker(checker, printed)
        assert done.returncode == 0, done.stdout + done.stderr


def test_no_rule_is_passed_over_but_the_one_that_stops(printed: Path) -> None:
    """pdfua 0.1.3 ends with no verdict on empty headings where pikepdf 10 reads their lines as a list.

    The rule is kept by test_no_heading_is_empty instead.
    """
    said = json.loads(run_checker("pdfua", printed, "--format", "json").stdout)
    assert said["findings"] == []
    assert {row["rule_id"] for row in said["skipped"]} <= {"UA-14-001"}


@pytest.mark.parametrize("checker", CHECKERS)
def test_checkers_find_nothing_in_the_shipped_sheet(checker: str, shipped_outputs: Path) -> None:
    done = run_checker(checker, shipped_outputs / "ml-interview-cheatsheet.pdf")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("product", ["flashcards", "selftest"])
def test_checkers_find_nothing_in_many_pages(product: str, shipped_outputs: Path, tmp_path: Path) -> None:
    """Some rules wake only where lines come back on many pages, which those of the sample bank do not."""
    bank = select(read_source(ROOT / "source")[0], Selection(("evaluation-metrics",)))
    context = Context(TEMPLATES, DiskStore(shipped_outputs / CACHE), Lock())
    path = tmp_path / f"{product}.pdf"
    path.write_bytes(one_file(FORMATS[product].renderer()(bank, context)))
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) >= 3
    for checker in CHECKERS:
        done = run_checker(checker, path)
        assert done.returncode == 0, done.stdout + done.stderr


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
