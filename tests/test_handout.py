"""The handout: what is in the file, and what a browser makes of it."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, Page, open_browser
from conftest import ROOT, SAMPLE, TEMPLATES, Memory, need
from shells import axe_script

from deckpress.bank import Bank
from deckpress.content import plain_text
from deckpress.content.page_math import page_math
from deckpress.content.page_voice import PageVoice
from deckpress.lock import Lock
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.handout import render
from deckpress.render.terms import index_terms
from deckpress.selection import Selection, select

MODULES = Path(os.environ.get("DECKPRESS_NODE_MODULES", ROOT / "node_modules"))


class Outline(HTMLParser):
    """What the tests ask of a page: its elements, and the text of its articles and headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.articles: dict[str, list[str]] = {}
        self.inside: list[str] = []
        self.article = ""
        self.math: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "wbr", "br", "hr"):
            self.inside.append(tag)
        if tag == "article":
            self.article = str(dict(attrs)["id"])
            self.articles[self.article] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag
        if tag == "article":
            self.article = ""

    def handle_data(self, data: str) -> None:
        if "math" in self.inside:
            if self.inside[-1] != "annotation":
                upright = "mathvariant" in self.elements[-1][1]
                self.math.append(("" if upright else self.inside[-1], data))
        elif self.article:
            self.articles[self.article].append(data)

    def values(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return select(read_bank(ROOT / "source"), Selection())


@pytest.fixture(scope="module")
def small(sample: Bank) -> Bank:
    """The sample bank without its draft."""
    return select(sample, Selection())


@pytest.fixture(scope="module")
def page(bank: Bank, store: Memory) -> str:
    return render(bank, Context(TEMPLATES, store, Lock())).decode()


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("handout") / "handout.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need("chromium")
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Page:
    """The shipped handout, opened once, wholly laid out; tests leave it as they found it."""
    opened = browser.page()
    opened.open(address)
    opened.run("document.styleSheets[0].insertRule('article { content-visibility: visible !important; }'), 0")
    return opened


@pytest.fixture(scope="module")
def still(browser: Browser, address: str) -> Page:
    """The shipped handout in a browser that runs no scripts."""
    opened = browser.page()
    opened.script(allowed=False)
    opened.open(address)
    return opened


# --- the file


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})).strip()


def test_every_prompt_and_lead_is_present(bank: Bank, outline: Outline) -> None:
    for question in bank.questions():
        text = words("".join(outline.articles[question.id]))
        for part in (question.prompt, question.lead):
            for line in plain_text(part, math="\0").split("\n"):
                for run in line.split("\0"):
                    assert "[" in run or words(run) in text, f"{question.id}: {run}"


def test_anchors_are_ids_and_every_inner_link_arrives(bank: Bank, outline: Outline) -> None:
    ids = outline.values("id")
    assert len(ids) == len(set(ids))
    assert {question.id for question in bank.questions()} <= set(ids)
    assert {f"topic_{topic.id}" for topic in bank.topics} <= set(ids)
    inner = {link[1:] for link in outline.values("href") if link.startswith("#")}
    assert inner <= set(ids)
    assert {question.id for question in bank.questions()} <= inner
    labels = [
        name for key in ("for", "aria-labelledby") for value in outline.values(key) for name in value.split()
    ]
    assert set(labels) <= set(ids)


def test_headings_step_down_one_level_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_policy_lets_in_this_style_and_these_scripts_only(page: str) -> None:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found
    policy = dict(rule.split(" ", 1) for rule in html.unescape(found[1]).split("; "))
    texts = {
        "style-src": re.findall(r"<style>(.*?)</style>", page, re.S),
        "script-src": re.findall(r"<script[^>]*>(.*?)</script>", page, re.S),
    }
    for name, contents in texts.items():
        hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in contents)
        assert policy.pop(name).split() == [f"'sha256-{value}'" for value in hashes]
    assert policy == {
        "default-src": "'none'",
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_active_and_nothing_is_fetched(page: str, outline: Outline) -> None:
    names = {name for _, attributes in outline.elements for name in attributes}
    fetching = {
        "style",
        "src",
        "srcset",
        "data",
        "poster",
        "action",
        "formaction",
        "background",
        "ping",
        "xlink:href",
    }
    assert not {name for name in names if name in fetching or name.startswith("on")}
    assert {tag for tag, attributes in outline.elements if "href" in attributes} == {"a", "link"}
    assert [a["rel"] for tag, a in outline.elements if tag == "link"] == ["license"]
    assert {link.split(":")[0] for link in outline.values("href") if not link.startswith("#")} <= {
        "http",
        "https",
        "mailto",
    }
    style = re.findall(r"<style>(.*?)</style>", page, re.S)[0]
    assert re.findall(r"url\((.{5})", style) == ["data:"]
    assert "@import" not in style


def test_the_search_script_is_small_and_can_be_left_out(small: Bank, context: Context) -> None:
    with_search = render(small, context).decode()
    script = re.findall(r"<script>(.*?)</script>", with_search, re.S)
    assert len(script) == 1
    assert len(script[0].encode()) <= 8000
    without = render(replace(small, settings=replace(small.settings, search=False)), context).decode()
    assert "<script>" not in without
    assert "<search" not in without


def test_linked_data_says_what_the_page_is(bank: Bank, page: str) -> None:
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[0])
    assert data["name"] == bank.settings.title
    assert data["license"] == bank.settings.licence_url
    assert [part["name"] for part in data["hasPart"]] == [topic.title for topic in bank.topics]


def test_the_same_bank_gives_the_same_bytes(tmp_path: Path, small: Bank, context: Context) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, ROOT / "build.py", "handout", "-q", "-s", SAMPLE, "-o", tmp_path / seed],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
        )
    first, second = ((tmp_path / seed / "sample-handout.html").read_bytes() for seed in ("1", "2"))
    assert first == second == render(small, context)


def test_golden(small: Bank, context: Context, golden: Any) -> None:
    text = re.sub(r"base64,[A-Za-z0-9+/=]+|sha256-[A-Za-z0-9+/=]+", "…", render(small, context).decode())
    golden("handout.html", text)


def test_the_math_font_has_every_character_of_the_formulas(page: str, outline: Outline) -> None:
    from fontTools.ttLib import TTFont

    data = re.findall(r"base64,([A-Za-z0-9+/=]+)", page)[0]
    has = set(map(chr, TTFont(io.BytesIO(base64.b64decode(data)))["cmap"].getBestCmap()))
    italic = {unicodedata.normalize("NFKC", c) for c in has if "ITALIC" in unicodedata.name(c, "")} | {"h"}
    for tag, text in outline.math:
        alone = tag == "mi" and len(text) == 1 and (text in "∂∇" or (text.isalpha() and ord(text) < 0x2000))
        missing = (
            set(unicodedata.normalize("NFKC", text) if alone else text.strip())
            - (italic if alone else has)
            - {"\u00a0"}
        )
        assert not missing, f"<{tag}>{text}"


def test_the_file_stays_small(bank: Bank, page: str) -> None:
    import gzip

    data = page.encode()
    count = sum(1 for _ in bank.questions())
    assert len(data) <= 1_500_000
    assert len(gzip.compress(data, 9, mtime=0)) <= 1_900 * count


# --- its parts


@pytest.mark.parametrize(
    ("tex", "pieces"),
    [
        (r"a = b", 1),
        (r"F_1 = 2PR/(P+R) = 0.73", 3),
        (r"p(y \mid x, \theta) \le \{a = b\}", 2),
        (r"\frac{a = b = c = d = e = f = g}{2}", 1),
    ],
)
def test_a_long_inline_formula_may_break_before_a_relation(tex: str, pieces: int) -> None:
    found = page_math(tex, display=False)
    assert found.count("<math>") == found.count("</math>") == pieces
    assert found.count("<wbr>") == pieces - 1
    assert page_math(tex, display=True).count("<math") == 1


@pytest.mark.parametrize(
    "tex",
    [
        r"\tfrac12 x",
        r"\begin{cases}1 & a\\ 0 & b\end{cases}",
        r"{\displaystyle\sum_i} x",
        r"\begin{aligned}a &= b\\ &= c\end{aligned}",
    ],
)
def test_style_attributes_stand_where_checkers_know_them(tex: str) -> None:
    for name, attributes in Outline(page_math(tex, display=True)).elements:
        assert name in ("mstyle", "mtable") or "displaystyle" not in attributes, name
        assert name == "mstyle" or "scriptlevel" not in attributes, name


def test_code_keeps_its_text_and_only_coloured_elements() -> None:
    from deckpress.content.code import highlight_code

    source = 'for x in range(3):  # three\n    print("a" "b", x < 1)\n'
    found = PageVoice().code(highlight_code(source, "python"), output=False)
    assert html.unescape(re.sub(r"<[^>]*>", "", found)) == source.rstrip("\n")
    assert set(re.findall(r"</?(\w+)", found)) == {"pre", "code", "b", "u", "i"}
    assert "<i># three</i>" in found


def test_headings_of_a_table_have_words() -> None:
    table = (
        '<thead><tr><th scope="col"></th><th scope="col">mean</th></tr></thead><tbody>'
        "<tr><td>train</td><td>1</td></tr><tr><td><math><mi>k</mi></math></td><td>2</td></tr></tbody>"
    )
    found = PageVoice().table(table, "")
    assert '<tr><td></td><th scope="col">mean</th>' in found
    assert '<th scope="row">train</th>' in found
    assert (
        '<th scope="row"><span class="name">k</span><math aria-hidden="true"><mi>k</mi></math></th>' in found
    )


def test_the_index_names_tags_and_terms(small: Bank, bank: Bank) -> None:
    entries = {term.label: term.questions for _, terms in index_terms(bank) for term in terms}
    ids = {question.id for question in bank.questions()}
    used = {tag for question in bank.questions() for tag in question.tags}
    assert {bank.tags[tag] for tag in used} <= entries.keys()
    assert all(places and set(places) <= ids for places in entries.values())
    assert "Confusion matrix" in entries
    assert "Matrix" not in entries
    assert [letter for letter, _ in index_terms(small)] == sorted(
        {letter for letter, _ in index_terms(small)}
    )


# --- in a browser


def test_opens_without_script_request_or_message(still: Page, address: str) -> None:
    assert still.requests() == [address]
    assert still.messages() == []
    assert still.run("document.getElementById('_search').hidden")
    assert still.run("[...document.querySelectorAll('.answer')].every((e) => e.checkVisibility())")


def test_the_keyboard_reaches_links_with_a_visible_focus(tab: Page) -> None:
    seen = []
    for _ in range(14):
        tab.press("Tab", 9)
        seen.append(
            tab.run("""(() => { const e = document.activeElement, box = e.getBoundingClientRect();
          const style = getComputedStyle(e);
          return [e.id || e.className || e.hash, style.outlineStyle != "none" && parseFloat(style.outlineWidth) > 1
            && box.right > 0 && box.bottom > 0]; })()""")
        )
    assert ["skip", True] in seen
    assert ["_words", True] in seen
    assert any(str(name).startswith("#topic_") for name, _ in seen)
    assert all(visible for _, visible in seen), seen


def test_an_address_with_an_anchor_lands_on_its_question(browser: Browser, address: str, bank: Bank) -> None:
    opened = browser.page()
    opened.open(f"{address}#{list(bank.questions())[-1].id}")
    assert 0 <= opened.run("document.querySelector('article:target').getBoundingClientRect().top") < 60
    opened.close()


@pytest.mark.parametrize("width", [1280, 768, 320])
def test_nothing_is_wider_than_the_window(tab: Page, address: str, width: int) -> None:
    tab.resize(width)
    assert tab.run("document.documentElement.scrollWidth") == width
    assert tab.requests() == [address]
    assert tab.messages() == []


def test_search_shows_what_has_every_word_and_a_link_ends_it(tab: Page) -> None:
    tab.run("""(() => { const field = document.getElementById("_words");
      field.value = "ROC  auc"; field.dispatchEvent(new Event("input")); })()""")
    tab.run("new Promise((done) => setTimeout(done, 300))")
    texts = tab.run(
        "[...document.querySelectorAll('article:not([hidden])')].map((a) => a.textContent.toLowerCase())"
    )
    total = tab.run("document.querySelectorAll('article').length")
    assert 0 < len(texts) < total
    assert all("roc" in text and "auc" in text for text in texts)
    assert tab.run("document.getElementById('_found').textContent") == f"{len(texts)} of {total} questions"
    assert tab.run(
        "document.querySelectorAll('.topic:not([hidden])').length < document.querySelectorAll('.topic').length"
    )
    tab.run(
        "location.hash = document.querySelector('article[hidden]').id; new Promise((d) => setTimeout(d, 300))"
    )
    assert tab.run("document.querySelectorAll('article:not([hidden])').length") == total
    assert tab.run("document.querySelector('article:target').getBoundingClientRect().top < innerHeight")


def test_filters_narrow_by_topic_level_and_kind(tab: Page) -> None:
    tab.run("""for (const [name, value] of [["_level", "2"], ["_kind", "comparison"]]) {
      const select = document.getElementById(name); select.value = value;
      select.dispatchEvent(new Event("change")); }""")
    rows = tab.run(
        "[...document.querySelectorAll('article:not([hidden])')].map((a) => a.dataset.level + a.dataset.kind)"
    )
    assert set(rows) == {"2comparison"}
    tab.run("document.getElementById('_clear').click()")
    options = "[...document.getElementById('_topic').options].map((o) => o.value)"
    assert tab.run(options) == ["", *tab.run("[...document.querySelectorAll('.topic')].map((t) => t.id)")]
    assert tab.run("document.querySelectorAll('[hidden]:is(article, li, section)').length") == 0


SHOWN = "document.querySelectorAll('article')[0].querySelector('.answer').checkVisibility()"


def test_answers_fold_without_script_and_print(still: Page) -> None:
    assert still.run(SHOWN)
    still.run("document.getElementById('_folded').checked = true")
    assert not still.run(SHOWN)
    still.run("document.querySelector('.show input').checked = true")
    assert still.run(SHOWN)
    still.run("document.querySelector('.show input').checked = false")
    still.emulate("print")
    assert still.run(SHOWN)
    still.emulate()
    still.run("document.getElementById('_all').checked = true")


@pytest.mark.parametrize(("view", "wanted"), [("_formulas", ".formula"), ("_figures", "figure")])
def test_a_view_shows_every_formula_or_figure_under_its_prompt(still: Page, view: str, wanted: str) -> None:
    still.run(f"document.getElementById('{view}').checked = true")
    assert still.run(f"[...document.querySelectorAll('article {wanted}')].every((e) => e.checkVisibility())")
    shown = still.run("[...document.querySelectorAll('article')].filter((a) => a.checkVisibility()).length")
    assert shown == still.run(f"document.querySelectorAll('article:has({wanted})').length")
    assert not still.run("[...document.querySelectorAll('.answer > p')].some((e) => e.checkVisibility())")
    still.run("document.getElementById('_all').checked = true")


def test_the_checker_of_the_html_standard_finds_nothing(address: str) -> None:
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        missing("vnu-jar")
    need("java")
    path = address.removeprefix("file://")
    found = subprocess.run(
        ["java", "-jar", jar, "--also-check-svg", "--stdout", "--format", "gnu", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.stdout, found.returncode) == ("", 0)


AXE = """axe.run(document, {preload: false, resultTypes: ["violations"], rules: RULES}).then((found) =>
  found.violations.map((v) => `${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`))"""
QUICK = '{"color-contrast": {enabled: false}, "link-in-text-block": {enabled: false}}'
FEWER = """
const kept = new Set([...document.querySelectorAll(".topic")].flatMap((t) => [...t.querySelectorAll("article")].slice(0, 2)));
for (const part of ["table", "figure", ".output", ".formula", "h4 + ul"])
  [...document.querySelectorAll(`article:has(${part})`)].slice(0, 2).forEach((a) => kept.add(a));
document.querySelectorAll("article").forEach((a) => kept.has(a) || a.remove());
document.querySelectorAll(".works li:nth-child(n+12), .index ul:nth-of-type(n+3)").forEach((e) => e.remove());
kept.size;
"""
"""Contrast makes the slow rules and is the same for all answers: two of each topic and each kind of part stay."""


def missing(package: str) -> None:
    """Skip without an npm package, but fail in CI."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"npm's {package} is not in {MODULES}")


def violations(tab: Page, rules: str = "{}") -> Any:
    return tab.run(AXE.replace("RULES", rules))


def test_axe_finds_nothing(tab: Page) -> None:
    # The last test, at 320 px still: it takes most of the page away.
    tab.resize(320)
    tab.run(axe_script() + ";0")
    if os.environ.get("CI"):  # ten seconds for the whole page; elsewhere its kinds of parts do
        assert violations(tab, QUICK) == []
    assert tab.run(FEWER) > 20
    assert violations(tab) == []
    tab.resize(1280)
    assert violations(tab) == []
    tab.emulate(prefers_color_scheme="dark")
    assert violations(tab) == []
    tab.emulate("print")
    assert violations(tab) == []
