"""Phrases in another language and readings above words, in every product and at their place."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from browser import Browser
from conftest import TEMPLATES, Memory, need, one_file
from engine import collection, import_deck
from shells import axe_script
from small_bank import SETTINGS

from deckpress.bank import Bank
from deckpress.content.plain import plain_text, word_count
from deckpress.lock import Lock
from deckpress.problems import Problem
from deckpress.read import read_bank, read_source
from deckpress.render import Context
from deckpress.render.deck import deck
from deckpress.render.handout import handout
from deckpress.render.paper import cheatsheet

PHRASE = '<span lang="ja" dir="ltr">'
RUBY = "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>"


def _source(folder: Path, lead: str, prompt: str = "What is it?", language: str = "en") -> Path:
    (source := folder / "source").mkdir()
    (source / "questions").mkdir()
    settings = SETTINGS.replace("[deck]", f'language = "{language}"\n[deck]', 1)
    (source / "bank.toml").write_text(settings, encoding="utf-8")
    block = "```yaml\nid: first\n```"
    (source / "questions/01-first.md").write_text(f"# First\n\n## {prompt}\n\n{block}\n\n{lead}\n", "utf-8")
    return source


def _page(bank: Bank, store: Memory) -> str:
    return one_file(handout.render(bank, Context(TEMPLATES, store, Lock()))).decode()


def _problems(folder: Path, lead: str) -> list[Problem]:
    return read_source(_source(folder, lead))[1]


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("Say [こんにちは]{lang=ja} now.", f"Say {PHRASE}こんにちは</span> now."),
        ('Say [a *b*]{lang="zh-Hant"}.', 'Say <span lang="zh-Hant" dir="ltr">a <em>b</em></span>.'),
        ("Say [שלום `x`]{lang=he}!", 'Say <span lang="he" dir="rtl">שלום <code>x</code></span>!'),
        ("[uz]{lang=uz-Arab}", '<span lang="uz-Arab" dir="rtl">uz</span>'),
        (
            "**[x [y](https://a.example)]{lang=de}**",
            '<strong><span lang="de" dir="ltr">x <a href="https://a.example">y</a></span></strong>',
        ),
        ("It is {漢字|かんじ}.", f"It is {RUBY}."),
        (
            "It is {漢字｜かん｜じ}.",
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><ruby>字<rp>(</rp><rt>じ</rt>",
        ),
        ("[{漢字|かんじ}です]{lang=ja}", f"{PHRASE}{RUBY}です</span>"),
        ("| a |\n|---|\n| {漢字\\|かんじ} |", f"<td>{RUBY}</td>"),
        ("`[x]{lang=ja}` and `{漢字|かんじ}`", "<code>[x]{lang=ja}</code> and <code>{漢字|かんじ}</code>"),
        ("\\[x]\\{lang=ja} \\{漢字|かんじ}", "[x]{lang=ja} {漢字|かんじ}"),
        ("The set {x|y} and {a} and [b]{c}.", "The set {x|y} and {a} and [b]{c}."),
    ],
)
def test_what_is_made_of_them(written: str, html: str, tmp_path: Path, store: Memory) -> None:
    source = _source(tmp_path, written)
    assert [row.code for row in read_source(source)[1] if row.code.startswith("S04")] == []
    assert html in _page(read_bank(source), store)


def test_math_and_code_blocks_are_left_alone(tmp_path: Path, store: Memory) -> None:
    lead = "So $\\{x|y\\}$ it is.\n\n```\n[x]{lang=ja} {漢字|かんじ}\n```"
    bank = read_bank(_source(tmp_path, lead))
    assert "[x]{lang=ja} {漢字|かんじ}</code>" in _page(bank, store)


@pytest.mark.parametrize(
    ("lead", "column", "length", "message", "hint"),
    [
        ("Say [x]{lang=jp} now.", 14, 2, "'jp' is no tag of a language", "did you mean 'ja'?"),
        ("Say [x]{lang=Japanese}.", 14, 8, "'Japanese' is no tag of a language", "did you mean 'ja'?"),
        ("Say [x]{lang=pt_BR}.", 14, 5, "'pt_BR' is no tag of a language", "did you mean 'pt-BR'?"),
        ("Say [x]{lang=}.", 14, 1, "'' is no tag of a language", "write a tag such as"),
        ("Say [x] {lang=ja}.", 9, 9, "a space parts {lang=ja} from its phrase", "[phrase]{lang=ja}"),
        ("Say x{lang=ja}.", 6, 9, "no phrase in brackets stands before {lang=ja}", "[phrase]{lang=ja}"),
        (
            "Say [x]{lang=ja now.",
            8,
            8,
            "the mark of a language is never closed: {lang=ja",
            "[phrase]{lang=ja}",
        ),
        ("Say [x]{lang: ja} now.", 8, 10, "the mark of a language is not well formed", "[phrase]{lang=ja}"),
        ("It is {漢字|かんじ now.", 7, 7, "the reading is never closed", "{漢字|かんじ}"),
        ("It is {漢字|} now.", 7, 5, "the reading is empty", "{漢字|かんじ}"),
        ("It is {漢字|か|ん|じ}.", 7, 10, "2 characters have 3 readings", "one reading for all"),
    ],
)
def test_faults_are_told_at_their_place(  # noqa: PLR0917 - a case's parts
    lead: str, column: int, length: int, message: str, hint: str, tmp_path: Path
) -> None:
    (found,) = (row for row in _problems(tmp_path, lead) if row.code == "S048")
    assert (found.span.line, found.span.column, found.span.end_column) == (9, column, column + length)
    assert message in found.message
    assert hint in found.hint


def test_a_reading_that_a_table_cuts_in_two(tmp_path: Path) -> None:
    found = [
        row
        for row in _problems(tmp_path, "| a | b |\n|---|---|\n| {漢字|かんじ} | c |")
        if row.code == "S048"
    ]
    assert [(row.span.line, row.span.column) for row in found] == [(11, 3)]
    assert r"\|" in found[0].hint


def test_prompts_lists_and_clozes_have_them_too(tmp_path: Path, store: Memory) -> None:
    lead = "It is so.\n\n### Cloze\n\n- The {{c1::{漢字|かんじ}}} says [{{c2::はい}}]{lang=ja}.\n"
    source = _source(tmp_path, lead, prompt="What is [日本]{lang=ja} with {漢字|かんじ}?")
    bank = read_bank(source)
    (question,) = bank.questions()
    assert plain_text(question.prompt) == "What is 日本 with 漢字?"
    assert word_count(question.prompt) == 5
    page = _page(bank, store)
    assert f"What is {PHRASE}日本</span> with {RUBY}?" in page
    with collection(tmp_path / "anki") as col:
        import_deck(col, one_file(deck.render(bank, Context(TEMPLATES, store, Lock()))), tmp_path)
        fronts = [col.get_card(card).question() for card in col.find_cards("")]
        backs = [col.get_card(card).answer() for card in col.find_cards("")]
    assert any(f"{PHRASE}日本</span> with {RUBY}" in front for front in fronts)
    assert any(RUBY in back and "[...]" not in back for back in backs)
    assert sum("[...]" in front for front in fronts) == 2


def test_the_handout_finds_words_with_and_without_their_readings(
    tmp_path: Path, store: Memory, browser: Browser
) -> None:

    body = "It is [{漢字|かんじ}です]{lang=ja} and [שלום]{lang=he}.\n\n## What else?\n\n```yaml\nid: second\n```\n\nNothing."
    page = tmp_path / "page.html"
    page.write_text(_page(read_bank(_source(tmp_path, body)), store), encoding="utf-8")
    shown = browser.page(width=600, height=600)
    shown.open(page.as_uri())
    shown.run(axe_script() + ";0")
    assert shown.run("axe.run().then((found) => found.violations.map((rule) => rule.id))") == []
    for word, wanted in (("漢字です", ["first"]), ("かんじ", ["first"]), ("nothing", ["second"])):
        found = shown.run(
            f"_words.value = '{word}'; _words.dispatchEvent(new Event('input')); "
            "new Promise((done) => setTimeout(() => done("
            "[...document.querySelectorAll('article:not([hidden])')].map((a) => a.id)), 400))"
        )
        assert found == wanted, word


def test_paper_sets_readings_above_their_words(tmp_path: Path, store: Memory) -> None:
    need("pdftotext", "fc-list")
    bank = read_bank(_source(tmp_path, "日本の{漢字|かんじ}と[日本]{lang=ja}です。", language="ja"))
    paper = tmp_path / "sheet.pdf"
    paper.write_bytes(one_file(cheatsheet.render(bank, Context(TEMPLATES, store, Lock()))))
    done = subprocess.run(["pdftotext", "-bbox", paper, "-"], capture_output=True, check=True)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<', done.stdout.decode())
    reading = next(row for row in words if row[2] == "かんじ")
    word = next(row for row in words if "漢字" in row[2] and row[2] != "First")
    assert float(reading[0]) < float(word[0])
    assert float(reading[1]) - float(reading[0]) < 0.7 * (float(word[1]) - float(word[0]))
