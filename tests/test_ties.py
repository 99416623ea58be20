"""Where a printed line must not break, and what see-references call questions."""

from __future__ import annotations

import pytest

from deckpress.bank import Bank
from deckpress.render.paper.short_names import short_names
from deckpress.render.paper.ties import tie_prompt, tie_symbols, tie_text, tie_where


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        ("<p>It takes 200 ms in all places</p>", "<p>It takes 200\u00a0ms in all\u00a0places</p>"),
        ("<p>from zero to 1.</p><p>Next</p>", "<p>from zero to\u00a01.</p><p>Next</p>"),
        ("a very long characterisation", "a very long characterisation"),
        ('<a href="#q-k-means when">k-means</a>', '<a href="#q-k-means when"><span class="whole">k-means</span></a>'),
        ("pre-set <code>x</code> here now", "pre-set<span> </span><code>x</code> here\u00a0now"),
        ("כך הוא <em>כן</em> או", "כך הוא<span> </span><em>כן</em>\u00a0או"),
        ("<p>外角の和に等しい。</p>", '<p>外角の和<span class="whole">に等しい。</span></p>'),
        ("（オイラー線）。", '（<span class="whole">オイラー線）。</span>'),
        ('<span class="math">x</span>である', '<span class="math">x</span><span class="whole">である</span>'),
    ],
)  # fmt: skip
def test_texts(html: str, tied: str) -> None:
    assert tie_text(html) == tied


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        ("Why?", "Why?"),
        (f"{'How would you do this ' * 2}with a list?", f"{'How would you do this ' * 2}with a\u00a0list?"),
        (f"{'How would you do this ' * 2}to a teenager's engagement?", None),
        ("What is k-means?", 'What is <span class="whole">k-means?</span>'),
    ],
)
def test_prompts(html: str, tied: str | None) -> None:
    assert tie_prompt(html) == (tied or html)


def test_short_names_are_written_as_the_bank_writes_them(sample: Bank) -> None:
    names = short_names(sample)
    assert names.keys() == {question.id for question in sample.questions()}
    assert names["ridge-unique-solution"] == "ridge unique solution"


def test_a_letter_stays_beside_what_it_means() -> None:
    letters = '<span class="math">x</span> an input · <span class="math">y</span> a target'
    tied = '<span class="math">x</span>\u00a0an input · <span class="math">y</span>\u00a0a target'
    assert tie_symbols(letters) == tied
    assert tie_where(f'<div><span>f</span> g</div><p class="where">{letters}</p>') == (
        f'<div><span>f</span> g</div><p class="where">{tied}</p>'
    )
    assert tie_where("<li><b>x</b> y</li>") == "<li><b>x</b> y</li>"
