"""Formulas as outlines and as lines of readable text; the press that sets them."""

from __future__ import annotations

import logging

import pytest
from conftest import Memory

from deckpress.content.linear import tex_text
from deckpress.problems import DeckpressError
from deckpress.render.paper.outlines import draw_formula
from deckpress.render.paper.pdf import open_press


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname", "a.png"])
def test_the_press_fetches_nothing(address: str) -> None:
    page = f'<html lang="en"><title>t</title><img src="{address}" alt="nothing"></html>'
    with pytest.raises(DeckpressError, match=r"not served|not content"), open_press({}, "") as press:
        press.write(press.lay_out(page))


def test_the_presss_complaints_are_errors() -> None:
    page = '<html lang="en"><title>t</title><a href="#nowhere">x</a></html>'
    with pytest.raises(DeckpressError, match="colour"), open_press({}, "p { colour: red }") as press:
        press.write(press.lay_out(page))


def test_a_missing_subsetter_costs_time_not_the_build() -> None:
    page = '<html lang="en"><title>t</title><p>x</p></html>'
    with open_press({}, "") as press:
        note = 'Using fontTools instead of HarfBuzz-Subset for font "Sheet Sans".'
        logging.getLogger("weasyprint").warning(note)
        assert press.write(press.lay_out(page)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\hat{x}=\frac{a+b}{n}", "x̂ = (a + b)/n"),
        (r"\sqrt{x}+\sqrt[3]{y+1}", "√x + ³√(y + 1)"),
        (r"\sum_{i=1}^{n} x_i^2", "∑_(i = 1)ⁿ x_i²"),
        (r"-\ln p", "−ln p"),
        (r"x \sim \mathcal{N}(0, 1)", "x ∼ N(0, 1)"),
        (r"\mathbf{w}^\top \mathbf{x}", "w⊤x"),
        (r"\max(0, z)", "max(0, z)"),
        (r"a_1, \dots, a_n", "a_1, …, a_n"),
        (r"\text{if } x > 0", "if x > 0"),
        (r"a\quad b", "a b"),
        (r"a\enspace b", "a b"),  # half an em
        (r"a\;b", "ab"),  # less only tunes the look
        (r"f(a;b)", "f(a; b)"),
        (r"\binom{n}{k}", "(n, k)"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"a=-b", "a = −b"),
        (r"a-b", "a − b"),
        (r"(\log x)", "(log x)"),
        (r"\log(x)", "log(x)"),
        (r"a\phantom{b}c", "ac"),
    ],
)
def test_readable_lines(tex: str, line: str) -> None:
    assert tex_text(tex) == line


def test_readable_lines_are_short() -> None:
    assert len(tex_text("+".join(f"x_{{{n}}}" for n in range(50)))) <= 60


def test_a_drawing_has_its_size_and_comes_back_from_the_store() -> None:
    store = Memory()
    (piece,) = draw_formula(r"\frac{a}{b}", store, display=True)
    assert 0.3 < piece.advance < 1.2
    assert 1.0 < piece.ascent < 1.8
    assert 0.4 < piece.depth < 1.2
    assert draw_formula(r"\frac{a}{b}", store, display=True) == (piece,)
    assert len(store.data) == 1


def test_a_long_formula_may_break_after_its_signs() -> None:
    pieces = draw_formula(r"a + b = c + d + e + f + g", Memory(), display=False)
    assert len(pieces) > 1
    assert all(piece.advance > 1.5 for piece in pieces)
