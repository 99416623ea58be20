"""Content: one parse, three voices, as golden HTML; figures and colours."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import ROOT, Memory

from deckpress.bank import Bank
from deckpress.content.code import code_runs
from deckpress.content.html import to_html
from deckpress.content.palette import LIGHT, NIGHT, accent, contrast, palette
from deckpress.content.paths import shorter_path
from deckpress.content.plain import plain_text, word_count
from deckpress.content.typography import curl_quotes
from deckpress.content.voice import Voice
from deckpress.content.walk import Walk
from deckpress.render.deck.formulas import mathjax
from deckpress.render.deck.voice import DeckVoice
from deckpress.render.handout.voice import PageVoice
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.voice import PrintVoice


@pytest.mark.parametrize("name", ["deck", "page", "print"])
def test_voices(name: str, sample: Bank, golden: object) -> None:
    voices: dict[str, Voice] = {
        "deck": DeckVoice(palette(0, 2), palette(0, 2, night=True)),
        "page": PageVoice(),
        "print": PrintVoice(Plates(Memory()), palette(0, 2), 20.0),
    }
    voice = voices[name]
    prompts = {question.id: plain_text(question.prompt) for question in sample.questions()}
    walk = Walk(sample, voice, prompts)
    parts = [
        f"<!-- {question.id}: {part} -->\n{to_html(text, walk)}\n"
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
    ("language", "typed", "set_"),
    [
        ("en-GB", '"a" b', "“a” b"),
        ("en", "it's", "it’s"),
        ("en", "('x')", "(‘x’)"),
        ("en", 'say "yes."', "say “yes.”"),
        ("en", "plain", "plain"),
        ("de", "Er sagt: \"Das 'Wort' geht's an.\"", "Er sagt: „Das ‚Wort‘ geht’s an.“"),
        ("de-CH", '"so"', "«so»"),
        ("de-AT", '"so"', "„so“"),
        ("fr", "\"l'eau\" et 'mot'", "«\u00a0l’eau\u00a0» et “mot”"),
        ("es", '¿"Qué"?', "¿«Qué»?"),
        ("it", "un po' d'acqua", "un po’ d’acqua"),
        ("he", 'צה"ל אמר "שלום" לפרופ\' ג\'ון', "צה״ל אמר ”שלום” לפרופ׳ ג׳ון"),
        ("ja", "\"x\" 'y'", "\"x\" 'y'"),
        ("xx", '"x" it\'s', '"x" it\'s'),
    ],
)
def test_quotes(language: str, typed: str, set_: str) -> None:
    assert curl_quotes(typed, language) == set_


@pytest.mark.parametrize("count", [1, 2, 7, 14, 22, 30])
def test_every_accent_is_legible(count: int) -> None:
    for index in range(count):
        assert contrast(accent(index, count), LIGHT["paper"]) >= 7
        assert contrast(accent(index, count, night=True), NIGHT["paper"]) >= 9
        for night in (False, True):
            colours = palette(index, count, night=night)
            assert contrast(colours["accent"], colours["tint"]) >= 7  # cloze items of cards
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


def test_code_on_paper_keeps_its_indentation(sample: Bank) -> None:
    source = "def f(x):\n    while x:\n        break\n    if x:  # seen\n        return None\n\nf(1)\n"
    voice = PrintVoice(Plates(Memory()), {}, 20.0)
    html = voice.code(code_runs(source, "python"), output=False)
    lines = re.findall(
        r'<span class="line" style="padding-left:([\d.]+)em">(.*?)</span>(?=<span class="line"|</code>)', html
    )
    texts = [unescape(re.sub(r"<[^>]*>", "", text)) for _, text in lines]
    assert [text.replace("\u200b", "") for text in texts] == [
        row.strip() for row in source.rstrip().split("\n")
    ]
    depths = [len(row) - len(row.lstrip()) for row in source.rstrip().split("\n")]
    assert [float(inset) for inset, _ in lines] == pytest.approx([1.2 + 0.3 * depth for depth in depths])


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M54 54L54 78", "M54 54l0 24"),
        ("M56.5 78L54 84L51.5 78Z", "M56.5 78l-2.5 6-2.5-6z"),
        ("M0 0L1 1 2 2M5 5L-1 -1ZL3 3", "M0 0l1 1 1 1M5 5l-6-6zl-2-2"),
        ("M.5 .25L0.5 0.75", "M.5 .25l0 .5"),
        ("M0 0H9", "M0 0H9"),
        ("M1 1l2 2", "M1 1l2 2"),
        ("", ""),
    ],
)
def test_paths_get_shorter_and_stay_the_same(path: str, short: str) -> None:
    assert shorter_path(path) == short


def test_a_shorter_path_goes_through_the_same_points() -> None:
    for figure in sorted((ROOT / "source" / "figures").glob("*.svg")):
        for path in re.findall(r'\sd="([MLZ0-9 .-]*)"', figure.read_text(encoding="utf-8")):
            assert corners(shorter_path(path)) == pytest.approx(corners(path), abs=1e-9)


def corners(path: str) -> list[float]:
    """Absolute coordinates of every corner of a path of M, L, l and Z."""
    here, start = (0.0, 0.0), (0.0, 0.0)
    out: list[float] = []
    for command, text in re.findall(r"([MLlZz])([^MLlZz]*)", path):
        here = start if command in "Zz" else here
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
        for place, (x, y) in enumerate(zip(numbers[::2], numbers[1::2], strict=True)):
            here = (here[0] + x, here[1] + y) if command == "l" else (x, y)
            start = here if command == "M" and place == 0 else start
            out += here
    return out
