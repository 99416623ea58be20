"""The tag tree of a printed product: whole, and one element per paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, need

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.render import Context
from deckpress.render.paper import cheatsheet


@pytest.fixture(scope="module")
def path(sample: Bank, store: Memory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("structure") / "sheet.pdf"
    place.write_bytes(cheatsheet.render(sample, Context(TEMPLATES, store, Lock())))
    return place


@pytest.fixture
def pdf(path: Path) -> Iterator[Any]:
    with pikepdf.open(path) as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    """Every structure element under a node, in reading order."""
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            assert kid.P.objgen == node.objgen
            yield kid
            yield from elements(kid)


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def test_every_piece_of_text_hangs_on_an_element_of_its_page(pdf: Any) -> None:
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(nums[::2], nums[1::2], strict=True))
    for number, page in enumerate(pdf.pages):
        marked = page.Contents.read_bytes().count(b"/MCID ")
        assert len(tree[number]) == marked > 0
        for mark, element in enumerate(tree[number]):
            assert mark in [kid for kid in _kids(element) if isinstance(kid, int)]
            assert element.Pg.objgen == page.objgen


def test_a_paragraph_of_several_lines_is_one_element(pdf: Any) -> None:
    paragraphs = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/P"]
    lines = [[kid for kid in _kids(paragraph) if isinstance(kid, int)] for paragraph in paragraphs]
    assert max(map(len, lines)) > 1
    assert all(sorted(marks) == marks for marks in lines)


def test_headings_come_before_their_answers(pdf: Any) -> None:
    kinds = [str(element.S) for element in elements(pdf.Root.StructTreeRoot)]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3")
    articles = [element for element in elements(pdf.Root.StructTreeRoot) if element.S == "/Art"]
    assert all(next(elements(article)).S == "/H3" for article in articles)


def test_qpdf_and_poppler_read_the_tree(path: Path) -> None:
    need("qpdf", "pdfinfo")
    from poppler import tool

    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(path))
    assert "H3 (block)" in tool("pdfinfo", "-struct", str(path))
