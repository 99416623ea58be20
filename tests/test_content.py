"""Content: one parse, three voices, as golden HTML; figures and colours."""

from __future__ import annotations

import re

import pytest

from deckpress.bank import Bank
from deckpress.content import plain_text, to_html, word_count
from deckpress.content.deck_voice import DeckVoice
from deckpress.content.html import Setting
from deckpress.content.math import mathjax
from deckpress.content.page_voice import PageVoice
from deckpress.content.palette import LIGHT, NIGHT, accent, contrast, palette
from deckpress.content.typography import curl_quotes


@pytest.mark.parametrize("name", ["deck", "page"])
def test_voices(name: str, sample: Bank, golden: object) -> None:
    voice = DeckVoice(palette(0, 2), palette(0, 2, night=True)) if name == "deck" else PageVoice()
    prompts = {question.id: plain_text(question.prompt) for question in sample.questions()}
    setting = Setting(sample, voice, prompts)
    parts = [
        f"<!-- {question.id}: {part} -->\n{to_html(text, setting)}\n"
        for question in sample.questions()
        for part, text in (("lead", question.lead), *((s.name, s.body) for s in question.sections.values()))
    ]
    golden(f"voice-{name}.html", re.sub(r"(</(?:p|li|ul|pre|tr|figure|div)>)", r"\1\n", "\n".join(parts)))  # type: ignore[operator]


def test_cloze_math_cannot_end_the_cloze() -> None:
    assert "}}" not in mathjax("x_{a_{b}}^{{c}}", display=False)
    assert mathjax("a < b", display=False) == "\\(a &lt; b\\)"


def test_words_count_a_formula_once(sample: Bank) -> None:
    ridge = next(sample.questions())
    assert word_count(ridge.lead) == 16
    assert word_count("□ is 2.5% of it") == 5


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('"a" b', "“a” b"),
        ("it's", "it’s"),
        ("('x')", "(‘x’)"),
        ('say "yes."', "say “yes.”"),
        ("plain", "plain"),
    ],
)
def test_quotes(typed: str, set_: str) -> None:
    assert curl_quotes(typed) == set_


@pytest.mark.parametrize("count", [1, 2, 7, 14, 30])
def test_every_accent_is_legible(count: int) -> None:
    for index in range(count):
        assert contrast(accent(index, count), LIGHT["paper"]) >= 7
        assert contrast(accent(index, count, night=True), NIGHT["paper"]) >= 9
        for night in (False, True):
            colours = palette(index, count, night=night)
            for name in ("ink", "soft", "accent", "second", "third"):
                assert contrast(colours[name], colours["tint"]) >= 4.5, (name, index, night)
                assert contrast(colours[name], colours["paper"]) >= 4.5


def test_deck_figures_are_media_with_a_content_hash(sample: Bank) -> None:
    voice = DeckVoice(palette(0, 2), palette(0, 2, night=True))
    html = voice.figure(sample.figures["ridge.svg"], 'a "quoted" <alt> text', "Caption")
    names = re.findall(r'src="([^"]+)"', html)
    assert sorted(names) == sorted(voice.media)
    assert all(re.fullmatch(r"ridge-[0-9a-f]{12}\.svg", name) for name in names)
    assert "&quot;quoted&quot; &lt;alt&gt;" in html
    for data in voice.media.values():
        assert b"var(" not in data
        assert b"<title>" not in data
