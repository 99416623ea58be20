"""The list of relations: TeX and character agree, and cards and pages break lines at the same ones."""

from __future__ import annotations

import pytest

from deckpress.content.linear import is_relation, parse_mathml
from deckpress.content.palette import LIGHT, NIGHT
from deckpress.content.signs import ARROWS, RELATIONS, SIGNS, Sign, has_relation
from deckpress.read.math import check_math
from deckpress.render.deck.voice import DeckVoice
from deckpress.render.handout.formulas import page_math

WAYS = [pytest.param(sign, tex, id=tex) for sign in SIGNS for tex in sign.tex]


@pytest.mark.parametrize(("sign", "tex"), WAYS)
def test_each_way_to_write_it_is_the_sign(sign: Sign, tex: str) -> None:
    check_math(f"a {tex} b", {})
    signs = [element for element in parse_mathml(f"a {tex} b", display=False).iter() if is_relation(element)]
    assert [(element.text or "").strip() for element in signs] == [sign.char]
    assert has_relation(f"a {tex} b")


@pytest.mark.parametrize(("sign", "tex"), WAYS)
def test_cards_and_pages_break_at_the_same(sign: Sign, tex: str) -> None:
    long = rf"f(x_1, x_2, x_3, x_4) {tex} g(y_1, y_2, y_3, y_4)"
    page = page_math(long, display=False)
    card = DeckVoice(LIGHT, NIGHT).math(long, display=False)
    assert ("<wbr>" in page, "<wbr>" in card) == (sign.breaks, sign.breaks)


@pytest.mark.parametrize("tex", [r"a + b", r"\text{in}", r"\infty", r"\left( a \right)", r"\leftroot", "a"])
def test_what_relates_nothing(tex: str) -> None:
    assert not has_relation(tex)


def test_arrows_are_relations() -> None:
    assert ARROWS <= RELATIONS
    assert len({sign.char for sign in SIGNS}) == len(SIGNS)
