"""Banks in other scripts: they build, run the right way, and paper has their characters."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory, need, one_file
from engine import collection, import_deck
from fontTools.ttLib import TTFont
from small_bank import SETTINGS

from deckpress.bank import Bank
from deckpress.check import check_bank
from deckpress.content.html import to_html
from deckpress.content.plain import word_count
from deckpress.content.walk import Walk
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import Severity, problem
from deckpress.read import read_source
from deckpress.read.cloze import find_doubtful_hint
from deckpress.read.files import UNSEEN, Folder
from deckpress.read.markdown import read_markdown
from deckpress.render import Context
from deckpress.render.deck import deck
from deckpress.render.handout import handout
from deckpress.render.handout.voice import PageVoice
from deckpress.render.paper import cheatsheet, flashcards
from deckpress.render.paper.card_grid import grid_for
from deckpress.render.paper.fonts import FACES, face_bytes, without_kana
from deckpress.render.paper.installed import fingerprint
from deckpress.settings import Settings
from deckpress.span import Span
from deckpress.stamps import Built, Stamps

TEXTS = {
    "he": ("מה זה אלגוריתם", "סדרה של צעדים $x^2$ שפותרת בעיה עם Python 🍞."),
    "ar": ("ما هي الخوارزمية", "سلسلة من الخطوات لحل مسألة."),
    "ja": ("機械学習とは何か", "データから規則を学ぶ方法です。"),
    "zh": ("什么是算法", "解决问题的一系列步骤。"),
    "ru": ("Что такое алгоритм", "Последовательность шагов."),
    "el": ("Τι είναι αλγόριθμος", "Μια σειρά βημάτων."),
    "hi": ("कलन विधि क्या है", "समस्या हल करने के चरण।"),
    "th": ("อัลกอริทึมคืออะไร", "ลำดับขั้นตอนในการแก้ปัญหา"),
}


def _bank(folder: Path, language: str, fonts: str = "") -> Path:
    prompt, lead = TEXTS[language]
    for name in ("questions", "figures", "syllabus"):
        (folder / name).mkdir()
    settings = SETTINGS.replace("[deck]", f'language = "{language}"\n[deck]', 1)
    (folder / "bank.toml").write_text(settings + fonts, encoding="utf-8")
    block = "```yaml\nid: first\nlevel: 1\n```"
    (folder / "questions/01-first.md").write_text(
        f"# {prompt}\n\n## {prompt}\n\n{block}\n\n{lead}\n", "utf-8"
    )
    return folder


@pytest.mark.parametrize("language", TEXTS)
def test_a_bank_in_a_script(language: str, tmp_path: Path, store: Memory) -> None:
    need("pdftotext", "fc-list")
    (source := tmp_path / "source").mkdir()
    bank, problems = read_source(_bank(source, language))[:2]
    found = [*problems, *check_bank(bank)]
    assert [row for row in found if row.severity is Severity.ERROR] == []
    context = Context(TEMPLATES, store, Lock())
    page = one_file(handout.render(bank, context)).decode()
    rtl = language in ("he", "ar")
    assert f'<html lang="{language}"' + (' dir="rtl">' if rtl else ">") in page
    with collection(tmp_path / "anki") as col:
        import_deck(col, one_file(deck.render(bank, context)), tmp_path)
        (card,) = col.find_cards("")
        shown = col.get_card(card).question()
        assert TEXTS[language][0] in shown
        assert ('dir="rtl"' in shown) is rtl


@pytest.mark.parametrize("language", ["he", "ja", "hi"])
def test_paper_has_the_characters(language: str, tmp_path: Path, store: Memory) -> None:
    need("pdftotext", "fc-list")
    (source := tmp_path / "source").mkdir()
    bank = read_source(_bank(source, language))[0]
    context = Context(TEMPLATES, store, Lock())
    paper = tmp_path / "sheet.pdf"
    paper.write_bytes(cheatsheet.render(bank, context))
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout.decode()
    kept = set(re.findall(r"\w", TEXTS[language][0]))
    assert kept <= set(text)
    codes = {row.code for row in context.problems}
    assert codes == {"P007"}


def test_named_families_come_first_and_kana_from_no_symbols(tmp_path: Path, store: Memory) -> None:
    need("pdffonts", "fc-list")
    (source := tmp_path / "source").mkdir()
    fonts = '[fonts]\nfamilies = ["Noto Serif CJK JP", "No Such Font"]\n'
    bank, problems = read_source(_bank(source, "ja", fonts))[:2]
    assert problems == []
    context = Context(TEMPLATES, store, Lock())
    paper = tmp_path / "cards.pdf"
    paper.write_bytes(flashcards.render(bank, context))
    shown = subprocess.run(["pdffonts", paper], capture_output=True, check=True).stdout.decode()
    assert "Noto-Serif-CJK-JP" in shown
    symbols = TTFont(BytesIO(without_kana(face_bytes(FACES[-1])))).getBestCmap()
    assert (ord("の") in symbols, ord("∈") in symbols) == (False, True)
    assert sorted(row.code for row in context.problems) == ["P007", "P008"]


def test_cards_that_run_from_right_to_left_stay_inside_their_cuts(tmp_path: Path, store: Memory) -> None:
    need("pdftotext", "fc-list")
    (source := tmp_path / "source").mkdir()
    paper, grid = tmp_path / "cards.pdf", grid_for(Paper())
    paper.write_bytes(
        flashcards.render(read_source(_bank(source, "he"))[0], Context(TEMPLATES, store, Lock()))
    )
    boxes = [grid.front(0), grid.back(0, "long")]
    shown = subprocess.run(
        ["pdftotext", "-bbox", paper, "-"], capture_output=True, check=True
    ).stdout.decode()
    for box, page, dots in zip(boxes, shown.split("<page ")[1:], (True, False), strict=True):
        words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)<', page)
        inside = [row for row in words if float(row[1]) < box.top + box.height]
        assert "first" in {row[3] for row in inside}
        assert any("●" in row[3] for row in inside) is dots
        for left, _, right, word in inside:
            assert box.left + 10 < float(left) < float(right) < box.left + box.width - 10, word


def test_a_family_is_a_plain_name(tmp_path: Path) -> None:
    (source := tmp_path / "source").mkdir()
    problems = read_source(_bank(source, "ja", '[fonts]\nfamilies = ["x\\"} body{"]\n'))[1]
    assert [row.code for row in problems] == ["S052"]


def test_products_with_installed_fonts_are_stale_where_fonts_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("fc-list")
    product = Built("flashcards", (tmp_path / "x.pdf",), 1, 1, 0.0, written=True)
    product.path.write_bytes(b"x")
    stamps = Stamps(tmp_path, tmp_path / ".cache", (), "")
    for codes, fresh in (([], True), (["P007"], False)):
        stamps.keep([product], [problem(code, Span("bank.toml"), "said", "mend it") for code in codes])
        assert stamps.fresh(["flashcards"]) is not None
        empty = tmp_path / "fonts.conf"
        empty.write_text("<fontconfig></fontconfig>")
        with monkeypatch.context() as fewer:
            fewer.setenv("FONTCONFIG_FILE", str(empty))
            fingerprint.cache_clear()
            assert (stamps.fresh(["flashcards"]) is not None) is fresh
        fingerprint.cache_clear()


def test_words_are_characters_where_a_script_has_no_spaces() -> None:
    assert word_count("機械学習 is fun") == 4
    assert word_count("三つの角") == 2
    assert word_count("三つの内角") == 3
    assert word_count("todo el mundo") == 3


def test_joiners_are_read_where_they_join_and_overrides_are_not() -> None:
    for good in ("👩\u200d🔬", "می\u200cخواهم", "क्\u200dष", "❤\ufe0f\u200d🔥"):
        assert not UNSEEN.search(good)
    for bad in ("a\u200db", "a\u202eb", "ש\u2067b", "a\u200fb"):
        assert UNSEEN.search(bad)


def test_a_script_tag_can_say_that_a_language_runs_left_to_right() -> None:
    assert Settings("t", "s", "n", language="he").rtl
    assert not Settings("t", "s", "n", language="az-Latn").rtl
    assert not Settings("t", "s", "n").rtl


def test_stars_between_letters_and_marks_make_emphasis_where_no_spaces_stand(tmp_path: Path) -> None:
    text = "第**$n$**項の**「底辺」**を*（仮に）*使う。2*3*4、語**語 **語"
    parsed = read_markdown(Folder(tmp_path), text, Span("x.md"))
    html = to_html(parsed, Walk(Bank(Settings("t", "s", "n"), ()), PageVoice(), {}))
    assert re.sub("<math.*?/math>", "M", html) == (
        "<p>第<strong>M</strong>項の<strong>「底辺」</strong>を<em>（仮に）</em>使う。2<em>3</em>4、語**語 **語</p>"
    )


def test_a_hint_in_another_script_is_no_part_of_a_name() -> None:
    assert find_doubtful_hint("{{c1::三平方の定理::名前}} {{c2::столица::город}}") is None
    assert find_doubtful_hint("{{c1::std::vector}}") is not None


def test_pages_from_right_to_left_lead_on_to_the_left(store: Memory) -> None:
    bank = read_source(ROOT / "examples/hebrew")[0]
    several = replace(bank, settings=replace(bank.settings, handout_pages="topic"))
    pages = handout.render(several, Context(TEMPLATES, store, Lock()))
    assert isinstance(pages, Mapping)
    assert re.search(r'rel="next"[^>]*>2 [^<]+ ←</a>', pages["data.html"].decode())
    assert re.search(r'rel="prev"[^>]*>→ 1 ', pages["inference.html"].decode())
