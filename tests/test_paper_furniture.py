"""Furniture on paper: lines that come back are artifacts, and text that stands once is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from test_paper_formulas import elements, marks
from test_paper_validators import CHECKERS, run_checker

from deckpress.render.paper.pdf import open_press
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.printing import written

if TYPE_CHECKING:
    from conftest import Memory

CSS = """
@page { size: 300pt 400pt; margin: 30pt; @bottom-left { content: "A book of many pages" }
  @bottom-right { content: counter(page) } }
section { break-before: page; height: 300pt; font: 10pt "Sheet Sans" }
"""
OFTEN = "this line stands at the head of every page"
ONCE = "this line stands at the head of one page only"


@pytest.fixture(scope="module")
def path(store: Memory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = "".join(
        f"<section><main>{ONCE if number == 4 else OFTEN} {number}</main>"
        f"<h1>Heading {word}</h1><p>Text of the page called {word}.</p></section>"
        for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven"], 1)
    )
    html = f"<!DOCTYPE html><html lang=en><title>A book</title><body>{pages}"
    place = tmp_path_factory.mktemp("furniture") / "book.pdf"
    with open_press({}, CSS) as press:
        place.write_bytes(written(press, press.lay_out(html), Plates(store)))
    return place


def painted(page: pikepdf.Page) -> tuple[list[int], int]:
    """Numbers of the marked contents of a page, and how many artifacts of its furniture it has."""
    steps = [step for step in pikepdf.parse_content_stream(page) if str(step.operator) == "BDC"]
    numbers = [int(step.operands[1].MCID) for step in steps if "/MCID" in step.operands[1]]
    artifacts = [step for step in steps if step.operands[1].get("/Type") == "/Pagination"]
    assert all(str(step.operands[0]) == "/Artifact" for step in artifacts)
    return numbers, len(artifacts)


def test_lines_that_come_back_are_artifacts(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        found = [painted(page) for page in pdf.pages]
        read = [marks(e) for e in elements(pdf.Root.StructTreeRoot) if e.S == "/P"]
    assert [artifacts for _, artifacts in found] == [3, 3, 3, 2, 3, 3, 3]  # head, foot and number
    assert all(numbers == list(range(len(numbers))) for numbers, _ in found)
    assert [len(numbers) for numbers, _ in found] == [2, 2, 2, 3, 2, 2, 2]
    assert len(read) == 8  # the line that stands once is a paragraph


@pytest.mark.parametrize(
    ("heads", "artifacts"),
    [
        ("X", 0),  # one page has nothing that comes back
        ("XX", 2),
        ("XX.", 0),  # a short document: on all pages or on none
        ("XXX", 3),
        ("XXXX.", 0),
        ("XX....", 0),  # from six pages on three are enough
        ("XXX...", 3),
    ],
)
def test_how_often_a_line_comes_back_to_be_furniture(heads: str, artifacts: int, store: Memory) -> None:
    pages = "".join(
        f"<section><main>{OFTEN if head == 'X' else f'unlike {word}'}</main><p>Text called {word}.</p></section>"
        for head, word in zip(heads, ["one", "two", "three", "four", "five", "six"], strict=False)
    )
    with open_press({}, "section { break-before: page; height: 300pt }") as press:
        data = written(
            press, press.lay_out(f"<!DOCTYPE html><html lang=en><title>A book</title>{pages}"), Plates(store)
        )
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == len(heads)
        assert sum(painted(page)[1] for page in pdf.pages) == artifacts


def test_every_mark_that_is_left_hangs_on_the_tree(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        nums: list[Any] = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        tree = dict(zip(nums[::2], nums[1::2], strict=True))
        reached = {element.objgen for element in elements(pdf.Root.StructTreeRoot)}
        for number, page in enumerate(pdf.pages):
            numbers, _ = painted(page)
            assert len(tree[number]) == len(numbers)
            for mark, element in enumerate(tree[number]):
                assert element.objgen in reached
                assert mark in marks(element)


@pytest.mark.parametrize("checker", CHECKERS)
def test_checkers_find_nothing_in_many_pages(checker: str, path: Path) -> None:
    done = run_checker(checker, path)
    assert done.returncode == 0, done.stdout + done.stderr
