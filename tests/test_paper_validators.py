"""Paper that validators accept: two checkers of PDF/UA find nothing in any printed product."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, one_file

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.render import FORMATS, Context
from deckpress.render.pdf import open_press

CHECKERS = {"pdfua": ("check",), "outloud": ("--no-info", "--fail-on", "warning")}
PRINTED = ("cheatsheet", "flashcards", "selftest")


def _run(checker: str, path: Path) -> subprocess.CompletedProcess[str]:
    if find_spec(checker) is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{checker} is not installed")
    program = Path(sys.executable).with_name(checker)
    command = [str(program), *CHECKERS[checker], str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("product", PRINTED)
def test_checkers_find_nothing(product: str, paper: str, sample: Bank, store: Memory, tmp_path: Path) -> None:
    wanted = replace(sample.settings.paper, paper=paper)
    path = tmp_path / "printed.pdf"
    path.write_bytes(one_file(FORMATS[product].renderer()(sample, Context(TEMPLATES, store, Lock(), wanted))))
    for checker in CHECKERS:
        done = _run(checker, path)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", CHECKERS)
def test_checkers_find_nothing_in_the_shipped_sheet(checker: str, shipped_outputs: Path) -> None:
    done = _run(checker, shipped_outputs / "ml-interview-cheatsheet.pdf")
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
    assert _run(checker, path).returncode != 0


def test_row_headings_stand_under_an_empty_corner(sample: Bank, store: Memory, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    html = (
        "<!DOCTYPE html><html lang=en><title>t</title><h1>A</h1><table><thead><tr><th></th><th>b</th></tr></thead>"
        "<tbody><tr><td>row</td><td>2</td></tr></tbody></table>"
    )
    from deckpress.content.print_voice import Plates
    from deckpress.render.printing import written

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
