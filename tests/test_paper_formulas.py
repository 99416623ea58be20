"""Alternatives on paper: formulas and figures are elements that say in words what they show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, one_file

from deckpress.bank import Bank
from deckpress.content.linear import tex_line
from deckpress.lock import Lock
from deckpress.read import read_bank
from deckpress.render import FORMATS, Context

FONT = "Sheet-Formulas"
LONG = r"\hat{y} = \beta_0 + \beta_1 x_1 + \beta_2 x_2 + \beta_3 x_3 + \beta_4 x_4 + \beta_5 x_5 + \beta_6 x_6 + \varepsilon"


@pytest.fixture(scope="module", params=["cheatsheet", "flashcards", "selftest"])
def pdf(
    request: pytest.FixtureRequest, sample: Bank, store: Memory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    place = tmp_path_factory.mktemp("formulas")
    with pikepdf.open(_printed(request.param, sample, store, place)) as opened:
        yield opened


def _printed(product: str, bank: Bank, store: Memory, folder: Path) -> Path:
    path = folder / f"{product}.pdf"
    path.write_bytes(one_file(FORMATS[product].renderer()(bank, Context(TEMPLATES, store, Lock()))))
    return path


def elements(node: Any) -> Iterator[Any]:
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from elements(kid)


def kids(node: Any) -> list[Any]:
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def marks(element: Any) -> list[int]:
    """The marked contents in an element, in the order in which they are read."""
    out: list[int] = []
    for kid in kids(element):
        if isinstance(kid, int):
            out.append(kid)
        elif kid.get("/Type") == "/StructElem" and kid.Pg.objgen == element.Pg.objgen:
            out += marks(kid)
    return out


def formula_marks(page: Any) -> set[int]:
    """The marked contents of a page that are set in the formula font."""
    fonts = {name for name, font in page.Resources.Font.items() if FONT in str(font.BaseFont)}
    found, mark, font = set(), None, ""
    for step in pikepdf.parse_content_stream(page):
        match str(step.operator):
            case "BDC":
                mark = int(step.operands[1].get("/MCID", -1))
            case "EMC":
                mark = None
            case "Tf":
                font = str(step.operands[0])
            case "TJ" if font in fonts and mark is not None:
                found.add(mark)
    return found


def test_every_formula_is_an_element_with_an_alternative(pdf: Any) -> None:
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    tree = dict(zip(nums[::2], nums[1::2], strict=True))
    shown = 0
    for number, page in enumerate(pdf.pages):
        formulas = formula_marks(page)
        shown += len(formulas)
        for mark, element in enumerate(tree[number]):
            assert (element.S == "/Formula") == (mark in formulas)
            if mark in formulas:
                assert str(element.Alt).strip()
    assert shown


def test_figures_have_alternatives(sample: Bank, store: Memory, tmp_path: Path) -> None:
    with pikepdf.open(_printed("cheatsheet", sample, store, tmp_path)) as pdf:
        figures = [element for element in elements(pdf.Root.StructTreeRoot) if element.S == "/Figure"]
        assert len(figures) >= 1
        assert all(len(str(figure.Alt).strip()) > 10 for figure in figures)


def test_alternatives_say_what_the_formulas_say(sample: Bank, store: Memory, tmp_path: Path) -> None:
    with pikepdf.open(_printed("cheatsheet", sample, store, tmp_path)) as pdf:
        said = {str(e.Alt) for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Formula"}
    assert {"λI", "λ > 0", "X⊤X + λI", "β̂ = (X⊤X + λI)⁻¹X⊤y"} <= said


def test_a_formula_of_several_lines_is_one_element(bank_folder: Path, store: Memory, tmp_path: Path) -> None:
    source = bank_folder / "questions" / "01-linear-models.md"
    text = source.read_text(encoding="utf-8")
    changed = text.replace(r"Adding $\lambda I$", f"In the model ${LONG}$ adding $\\lambda I$", 1)
    assert changed != text
    source.write_text(changed, encoding="utf-8")
    with pikepdf.open(_printed("cheatsheet", read_bank(bank_folder), store, tmp_path)) as pdf:
        (long,) = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.get("/Alt", "")) == tex_line(LONG)]
        assert len(tex_line(LONG)) > 60
        assert len(marks(long)) > 1


def test_what_is_read_is_in_the_order_of_the_tree(pdf: Any) -> None:
    paragraphs = [
        e for e in elements(pdf.Root.StructTreeRoot) if e.S in ("/P", "/H1", "/H2", "/H3", "/LBody")
    ]
    assert any(kid.S == "/Formula" for paragraph in paragraphs for kid in elements(paragraph))
    assert all(marks(paragraph) == sorted(marks(paragraph)) for paragraph in paragraphs)


def test_no_line_of_an_element_follows_what_it_holds(pdf: Any) -> None:
    for element in elements(pdf.Root.StructTreeRoot):
        rows = [kid for kid in kids(element) if isinstance(kid, int) or kid.get("/Type") == "/StructElem"]
        lines = [isinstance(kid, int) for kid in rows]
        assert lines == sorted(lines, reverse=True)


def test_no_heading_is_empty(pdf: Any) -> None:
    headings = [e for e in elements(pdf.Root.StructTreeRoot) if str(e.S) in {f"/H{n}" for n in range(1, 7)}]
    assert headings
    assert all(marks(heading) for heading in headings)
