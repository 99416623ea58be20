r"""Chemistry: what `\ce` reads is set by every engine, and what it does not read is told at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import Browser
from conftest import Memory
from shells import need_mathjax, shell_page

from deckpress.content.linear import tex_line
from deckpress.read.math import check_math
from deckpress.read.tex import MathError
from deckpress.render.paper.outlines import draw_formula

READ = {
    "H2O": "H₂O",
    "2H2 + O2 -> 2H2O": "2H₂ + O₂ ⟶ 2H₂O",
    "SO4^2-": "SO₄²⁻",
    "SO4^{2-}": "SO₄²⁻",
    "Fe^3+": "Fe³⁺",
    "Fe^{II}Fe^{III}2O4": "Fe^IIFe₂^IIIO₄",
    "NH4+": "NH₄⁺",
    "OH-": "OH⁻",
    "[AgCl2]-": "[AgCl₂]⁻",
    "[Fe(CN)6]^4-": "[Fe(CN)₆]⁴⁻",
    "Na+(aq) + Cl-(aq) -> NaCl(s)": "Na⁺(aq) + Cl⁻(aq) ⟶ NaCl(s)",
    "H2O (l)": "H₂O(l)",
    "A <- B": "A ⟵ B",
    "A <-> B": "A ↔ B",
    "N2O4<=>2NO2": "N₂O₄ ⇌ 2NO₂",
    "A ->[H2O] B": "A ⟶ [H₂O] B",
    r"A ->[\Delta][cat. H2SO4] B": "A ⟶ [Δ] [cat. H₂SO₄] B",
    "N2 + 3H2 <=>[Fe][400 °C] 2NH3": "N₂ + 3H₂ ⇌ [Fe] [400 °C] 2NH₃",
    "1/2 O2": "1/2O₂",
    "(1/2)O2": "1/2O₂",
    "0.5 O2": "0.5O₂",
    "n H2O": "nH₂O",
    "C_nH_{2n+2}": "C_nH_(2n + 2)",
    "^{227}_{90}Th": "²²⁷₉₀Th",
    "^227_90Th+": "²²⁷₉₀Th⁺",
    "^{14}_6C -> ^{14}_7N + e-": "¹⁴₆C ⟶ ¹⁴₇N + e⁻",
    "CH3-CH3": "CH₃ − CH₃",
    "CH2=CH2": "CH₂ = CH₂",
    "HC#CH": "HC ≡ CH",
    "CuSO4*5H2O": "CuSO₄⋅5H₂O",
    "CuSO4.5H2O": "CuSO₄⋅5H₂O",
    "SO4^2- + Ba^2+ -> BaSO4 v": "SO₄²⁻ + Ba²⁺ ⟶ BaSO₄↓",
    "Zn + 2H+ -> Zn^2+ + H2 ^": "Zn + 2H⁺ ⟶ Zn²⁺ + H₂↑",
    "Al2(SO4)3": "Al₂(SO₄)₃",
    "Na+_{(aq)}": "Na_((aq))⁺",
    r"A ->[\text{in water}][{at night}] B": "A ⟶ [in water] [at night] B",
    "N2 + 3H2 ⇌ 2NH3": "N₂ + 3H₂ ⇌ 2NH₃",
    "A → B": "A ⟶ B",
    "CuSO4·5H2O": "CuSO₄⋅5H₂O",
    "SO4^2−": "SO₄²⁻",
    "BaSO4 ↓": "BaSO₄↓",
}
"""Formula to its readable line."""

REFUSED = {
    r"H2O |\foo": (r"\foo", "write it as TeX"),
    "2H2|+O2": ("+", "a space on both sides"),
    "A |<=>> B": ("<", "the arrows are"),
    "A |-/> B": ("-", "the arrows are"),
    r"A|\bond{~}B": (r"\bond", "-, = or #"),
    r"|\pu{5 kJ}": (r"\pu", r"\mathrm{kJ}"),
    "H2O|)": (")", "open it"),
    "|(H2O": ("(", "close it"),
    "[H2O|)": (")", "open it"),
    "CO2|^": ("^", "a gas as ^ behind a space"),
    "|{text}": ("{", "->[text]"),
    "H2|_3": ("two subscripts", "join them"),
    "A ->|[B": ("[", "close it"),
    r"X^{|\foo}": (r"\foo", "write it as TeX"),
    "A |& B": ("&", "write it as TeX"),
}
"""Formula with a bar before what is wrong, to words of the message and of the hint."""


@pytest.mark.parametrize("source", READ)
def test_what_is_read_is_drawn_and_reads_well(source: str) -> None:
    tex = check_math(rf"\ce{{{source}}}", {})
    assert tex_line(tex) == READ[source]
    for display in (True, False):
        assert all(piece.path for piece in draw_formula(tex, Memory(), display=display))


def test_mathjax_knows_all_of_it(browser: Browser, tmp_path: Path) -> None:
    formulas = [check_math(rf"\ce{{{source}}}", {}) for source in READ]
    (tmp_path / "shell.html").write_text(shell_page(tmp_path, need_mathjax()))
    check = """(async () => {
      await MathJax.startup.promise;
      return %s.filter(tex => /<merror|mathcolor="red"/.test(MathJax.tex2mml(tex)));
    })()"""
    page = browser.page()
    page.open((tmp_path / "shell.html").as_uri())
    assert page.run(check % json.dumps([r"\nonsense", *formulas])) == [r"\nonsense"]


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_not_read_is_told_at_its_place(source: str) -> None:
    message, hint = REFUSED[source]
    with pytest.raises(MathError) as raised:
        check_math(rf"\ce{{{source.replace('|', '')}}}", {})
    assert raised.value.offset == len(r"\ce{") + source.index("|")
    assert message in raised.value.message
    assert hint in raised.value.hint


def test_a_formula_may_mix_chemistry_and_mathematics() -> None:
    tex = check_math(r"c(\ce{H3O+}) = 10^{-\mathrm{pH}}, \quad \frac{c(\ce{A-})}{c(\ce{HA})}", {})
    assert "\\ce" not in tex
    with pytest.raises(MathError) as raised:
        check_math(r"c(\ce{H3O+}) = \foo{\ce{A-}}", {})
    assert raised.value.offset == 15


def test_a_long_equation_is_read() -> None:
    assert len(check_math(r"\ce{" + "H2O + " * 300 + "H2O}", {})) > 4_000


@pytest.mark.parametrize("tex", [r"\ce H2O", r"\ce{H2O", r"\ce{}", r"\ce{ }", r"\ce"])
def test_braces_are_wanted(tex: str) -> None:
    with pytest.raises(MathError):
        check_math(tex, {})


def test_a_quantity_says_what_to_write() -> None:
    with pytest.raises(MathError) as raised:
        check_math(r"E = \pu{12.5 kJ}", {})
    assert raised.value.offset == 4
    assert raised.value.hint == r"write the unit upright: 12.5\,\mathrm{kJ}"
