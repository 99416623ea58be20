"""Macros of bank.toml: written out alike for every product; each fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, one_file

from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.parts import Math
from deckpress.problems import Problem
from deckpress.read import read_source
from deckpress.read.expansion import expand
from deckpress.read.math import check_math
from deckpress.read.tex import MathError
from deckpress.render import FORMATS, Context
from deckpress.settings import Macro

_HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "macro-tests"\n[math.macros]\n'
_FIRST = _HEAD.count("\n") + 1
_MACROS = {
    "R": Macro(r"\mathbb{R}"),
    "norm": Macro(r"\lVert #1 \rVert", 1),
    "inner": Macro(r"\langle #1, #2 \rangle", 2),
    "twice": Macro("#1#1", 1),
    "pick": Macro("#2", 2),
    "half": Macro(r"\frac12"),
    "T": Macro(r"^\top"),
}


def _problems(folder: Path, macros: str, answer: str = "It is.") -> list[Problem]:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(_HEAD + macros, encoding="utf-8")
    text = f"# Topic\n\n## What is it?\n\n```yaml\nid: it\n```\n\n{answer}\n"
    (folder / "questions/01-topic.md").write_text(text, encoding="utf-8")
    return read_source(folder)[1]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        (r"x \in \R", r"x \in \mathbb{R}"),
        (r"\R^n", r"\mathbb{R}^n"),
        (r"\norm{x}", r"\lVert x \rVert"),
        (r"\norm x", r"\lVert x \rVert"),
        (r"\norm\alpha", r"\lVert \alpha \rVert"),
        (r"\norm{\norm{\R}}", r"\lVert \lVert \mathbb{R} \rVert \rVert"),
        (r"\inner{a}{\inner b c}", r"\langle a, \langle b, c \rangle \rangle"),
        (r"\norm{\frac{a}{b}}", r"\lVert \frac{a}{b} \rVert"),
        (r"\norm{\{a\}}", r"\lVert \{a\} \rVert"),
        (r"\half x", r"\frac12 x"),
        (r"A\T B", r"A^\top B"),
        (r"A\T{}B", r"A^\top{}B"),
        (r"\pick{\norm}{y}", None),
        (r"\pick{a}{y}z", "yz"),
        (r"\Rx", r"\Rx"),
        (r"\text{R}", r"\text{R}"),
    ],
)
def test_a_formula_is_written_out(written: str, whole: str | None) -> None:
    if whole is None:
        with pytest.raises(MathError):
            expand(written, _MACROS)
    else:
        assert expand(written, _MACROS).text == whole


def test_letters_do_not_join_a_command() -> None:
    macros = {"p": Macro(r"\pi#1", 1), "a": Macro(r"\alpha")}
    assert expand(r"\p x", macros).text == r"\pi x"
    assert expand(r"\a{}x", macros).text == r"\alpha{}x"
    assert expand(r"\a x", macros).text == r"\alpha x"
    assert expand(r"\twice{\a}x", {**macros, "twice": Macro("#1#1", 1)}).text == r"\alpha\alpha x"


@pytest.mark.parametrize(
    ("tex", "offset", "length"),
    [
        (r"a + \norm", 4, 5),
        (r"\inner{a}", 0, 6),
        (r"x\norm{a", 1, 5),
        (r"\R \foo", 3, 4),
        (r"\norm{\foo}", 6, 4),
    ],
)
def test_a_fault_is_told_where_it_was_written(tex: str, offset: int, length: int) -> None:
    with pytest.raises(MathError) as raised:
        check_math(tex, _MACROS)
    assert (raised.value.offset, raised.value.length) == (offset, length)
    assert raised.value.code == ("M401" if "foo" in tex else "M402")


def test_writing_out_is_bounded() -> None:
    nested = "x"
    for _ in range(14):
        nested = rf"\twice{{{nested}}}"
    with pytest.raises(MathError) as raised:
        expand(nested, _MACROS)
    assert raised.value.code == "M402"
    deep = r"\norm{" * 21 + "x" + "}" * 21
    with pytest.raises(MathError, match="more than 20"):
        expand(deep, _MACROS)
    assert expand(deep[len(r"\norm{") : -1], _MACROS)
    assert expand(r"\norm{" * 5 + "x" + "}" * 5, _MACROS)


@pytest.mark.parametrize(
    ("macros", "row", "said", "hint"),
    [
        (r"a = '\a'", 0, r"uses itself: \a → \a", "without itself"),
        ("x = 'x'\na = '\\b'\nb = '\\c'\nc = '\\a'", 1, "uses itself", "without itself"),
        (r"frac = 'x'", 0, "hides a command", "another name"),
        (r"ce = 'x'", 0, "hides a command", "another name"),
        ("a1 = 'x'", 0, "TeX can read", "letters"),
        ("a = '#2'", 0, "not #1", "without a gap"),
        ("a = ['#2 #1', 1]", 0, "#2 and takes 1", "2]"),
        ("a = ['#1', 10]", 0, "takes 10", "up to 9"),
        ("a = 3", 0, "is 3", "#1 to #9"),
        ("a = ['x']", 0, "is ['x']", "#1 to #9"),
        ('a = "\\beta"', 0, "escape", r"write a = '\beta'"),
        ("a = '\\nonsense'", 0, r"\nonsense", "plain commands"),
        ("a = '{x'", 0, "in the macro 'a'", ""),
        ("a = '\\frac{#1}'", 0, "in the macro 'a'", ""),
    ],
)
def test_a_wrong_definition_is_told_once(macros: str, row: int, said: str, hint: str, tmp_path: Path) -> None:
    found = _problems(tmp_path, macros, r"Then $\a x$ and $\b$." if "b =" in macros else r"It is $x$.")
    assert [(p.code, str(p.span)) for p in found] == [("M402", f"bank.toml:{_FIRST + row}:1")], found
    assert said in found[0].message
    assert hint in found[0].hint


def test_a_macro_is_not_long(tmp_path: Path) -> None:
    halves = f"half = '{'x' * 250}'\nwhole = '\\half\\half'\n"
    assert _problems(tmp_path / "good", halves, r"So $\whole$.") == []
    found = _problems(tmp_path / "bad", f"{halves}more = 'x\\whole'\n", r"So $\more$.")
    assert [(p.code, str(p.span)) for p in found] == [("M402", f"bank.toml:{_FIRST + 2}:1")]


def test_a_formula_written_out_is_not_long() -> None:
    macros = {"half": Macro("x" * 500)}
    assert len(expand(r"\half" * 8, macros).text) == 4000
    with pytest.raises(MathError) as raised:
        expand(r"\half" * 8 + "+", macros)
    assert raised.value.code == "M402"


def test_a_backslash_in_double_quotes_says_how_to_write_it(tmp_path: Path) -> None:
    found = _problems(tmp_path, 'R = "\\mathbb{R}"', r"Then $\R$ and $\foo$.")
    assert [(p.code, str(p.span)) for p in found] == [("S050", f"bank.toml:{_FIRST}:6")]
    assert found[0].hint == r"write R = '\mathbb{R}'"


def test_macros_may_use_macros_in_any_order(tmp_path: Path) -> None:
    macros = "a = '\\norm{\\R}'\nnorm = ['\\lVert #1 \\rVert', 1]\n'\\R' = '\\mathbb{R}'"
    assert _problems(tmp_path, macros, r"So $\a$.") == []
    line = next(read_source(tmp_path)[0].topics[0].questions[0].lead.lines())
    assert next(part.tex for part in line.parts if isinstance(part, Math)) == r"\lVert \mathbb{R} \rVert"


@pytest.mark.parametrize("name", ["deck", "handout"])
def test_every_product_shows_it_written_out(name: str, tmp_path: Path) -> None:
    assert _problems(tmp_path, "R = '\\mathbb{R}'", "So $\\R$.\n\n```math\n\\R^n\n```") == []
    bank, _ = read_source(tmp_path)
    product = one_file(FORMATS[name].renderer()(bank, Context(TEMPLATES, Memory(), Lock(), Paper())))
    assert product
    if name == "handout":
        assert "ℝ" in product.decode()
        assert "\\R" not in product.decode()
