"""The handout: what a browser, axe-core and the Nu checker make of it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, Page
from conftest import ROOT, need, shipped_bank
from shells import axe_script

from deckpress.bank import Bank
from deckpress.selection import Selection, select

MODULES = Path(os.environ.get("DECKPRESS_NODE_MODULES", ROOT / "node_modules"))


@pytest.fixture(scope="module")
def bank() -> Bank:
    return select(shipped_bank(), Selection())


@pytest.fixture(scope="module")
def page(shipped_outputs: Path) -> str:
    return (shipped_outputs / "ml-interview-handout.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("handout") / "handout.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


def _laid_out(browser: Browser, address: str, *, width: int = 1280, script: bool = True) -> Page:
    """A tab that lays out every answer at once; one after the other, when each is asked for, takes far longer."""
    opened = browser.page(width=width)
    opened.script(allowed=script)
    opened.open(address)
    opened.run("document.styleSheets[0].insertRule('article { content-visibility: visible !important; }'), 0")
    return opened


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Page:
    """The shipped handout, opened once, wholly laid out; tests leave it as they found it."""
    return _laid_out(browser, address)


@pytest.fixture(scope="module")
def narrow(browser: Browser, address: str) -> Page:
    """The same in a small window: to cross a width that styles ask for takes Chromium seconds."""
    return _laid_out(browser, address, width=768)


@pytest.fixture(scope="module")
def still(browser: Browser, address: str) -> Page:
    """The shipped handout in a browser that runs no scripts."""
    return _laid_out(browser, address, script=False)


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
def test_nothing_is_wider_than_the_window(tab: Page, narrow: Page, address: str, width: int) -> None:
    opened = tab if width == 1280 else narrow
    opened.resize(width)
    assert opened.run("document.documentElement.scrollWidth") == width
    assert opened.requests() == [address]
    assert opened.messages() == []


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


def test_answers_fold_without_script_and_print(browser: Browser, address: str) -> None:
    opened = browser.page()
    opened.script(allowed=False)
    opened.open(address)
    assert opened.run(SHOWN)
    opened.run("document.getElementById('_folded').checked = true")
    assert not opened.run(SHOWN)
    opened.run("document.querySelector('.show input').checked = true")
    assert opened.run(SHOWN)
    opened.run("document.querySelector('.show input').checked = false")
    opened.emulate("print")
    assert opened.run(SHOWN)
    opened.close()


@pytest.mark.parametrize(("view", "wanted"), [("_formulas", ".formula"), ("_figures", "figure")])
def test_a_view_shows_every_formula_or_figure_under_its_prompt(still: Page, view: str, wanted: str) -> None:
    still.run(f"document.getElementById('{view}').checked = true")
    assert still.run(f"[...document.querySelectorAll('article {wanted}')].every((e) => e.checkVisibility())")
    shown = still.run("[...document.querySelectorAll('article')].filter((a) => a.checkVisibility()).length")
    assert shown == still.run(f"document.querySelectorAll('article:has({wanted})').length")
    assert not still.run("[...document.querySelectorAll('.answer > p')].some((e) => e.checkVisibility())")
    still.run("document.getElementById('_all').checked = true")


QUICK_JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss64m")
"""Half the time of a virtual machine that lives long."""


def nu_checker(*paths: Path) -> None:
    """The Nu HTML checker must find nothing in these files."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        missing("vnu-jar")
    need("java")
    found = subprocess.run(
        ["java", *QUICK_JAVA, "-jar", jar, "--also-check-svg", "--stdout", "--format", "gnu", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.stdout, found.returncode) == ("", 0)


def test_the_list_marks_the_topic_being_read(browser: Browser, address: str) -> None:
    opened = browser.page()
    opened.open(f"{address}#roc-curve-and-auc")
    opened.run("new Promise((done) => setTimeout(done, 500))")
    marked = "[...document.querySelectorAll('[aria-current]')].map((link) => link.hash)"
    assert opened.run(marked) == ["#topic_evaluation-metrics"]
    opened.run("scrollTo(0, document.getElementById('topic_foundations').offsetTop + 400)")
    opened.run("new Promise((done) => setTimeout(done, 500))")
    assert opened.run(marked) == ["#topic_foundations"]
    assert opened.messages() == []
    opened.close()


def test_aligned_formulas_meet_at_their_sign(browser: Browser, address: str) -> None:
    opened = browser.page()
    opened.open(f"{address}#recommender-metrics")
    ends = opened.run("""[...document.querySelectorAll("#recommender-metrics mtd.right")].map((cell) =>
      cell.lastElementChild.getBoundingClientRect().right)""")
    opened.close()
    assert len(ends) > 1
    assert max(ends) - min(ends) < 1


AXE = """axe.run(document, {preload: false, resultTypes: ["violations"], rules: RULES}).then((found) =>
  found.violations.map((v) => `${v.id}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`))"""
QUICK = '{"color-contrast": {enabled: false}, "link-in-text-block": {enabled: false}}'
COLOURS = '{}, runOnly: ["color-contrast", "link-in-text-block"]'
"""What the dark scheme changes is colours, and these rules read them."""
FEWER = """(() => {
const known = new Set();
const name = (e) => e.localName + "." + (e.getAttribute("class") ?? "");
const kind = (e) => e.closest("math, svg") ? name(e) : name(e.parentElement) + " > " + name(e);
const isNew = (article) => [article, ...article.querySelectorAll("*")].filter((e) => known.size < known.add(kind(e)).size).length;
const kept = new Set([...document.querySelectorAll(".topic")].map((t) => t.querySelector("article")));
kept.forEach(isNew);
document.querySelectorAll("article").forEach((a) => kept.has(a) || isNew(a) && kept.add(a) || a.remove());
document.querySelectorAll(".works li:nth-child(n+12), .index ul:nth-of-type(n+3)").forEach((e) => e.remove());
return [kept.size, known.size];
})()"""
"""Contrast makes the slow rules and is the same for all answers: one of each topic and each kind of element stays."""


def missing(package: str) -> None:
    """Skip without an npm package, but fail in CI."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"npm's {package} is not in {MODULES}")


def violations(tab: Page, rules: str = "{}") -> Any:
    return tab.run(AXE.replace("RULES", rules))


def test_axe_finds_nothing(narrow: Page) -> None:
    # The last test, at 320 px still: it takes most of the page away.
    narrow.resize(320)
    narrow.run(axe_script() + ";0")
    if os.environ.get("CI"):  # ten seconds for the whole page; elsewhere its kinds of parts do
        assert violations(narrow, QUICK) == []
    articles, kinds = narrow.run(FEWER)
    assert articles > 20
    assert kinds > 80
    assert violations(narrow) == []
    narrow.resize(1280)
    assert violations(narrow) == []
    narrow.emulate(prefers_color_scheme="dark")
    assert violations(narrow, COLOURS) == []
    narrow.emulate("print")
    assert violations(narrow) == []
