"""Cards as the apps show them: the engine's HTML in Chromium, formulas set by the real MathJax."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, Page
from conftest import shipped_bank
from engine import collection, import_deck
from shells import axe_script, need_mathjax, shell_page, show

from deckpress.bank import Bank
from deckpress.inside import flat, within
from deckpress.parts import Formula, Line, Math
from deckpress.render.deck.voice import DeckVoice

WIDTHS = (320, 375, 768, 1200)
CONTRASTS = """(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
      if (colour[3] > 0) throw new Error("a half-transparent ground");
    }
    throw new Error("no ground");
  };
  const worst = {};
  const walker = document.createTreeWalker(document.getElementById("qa"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest("style, mjx-assistive-mml") || !e.checkVisibility()) continue;
    const pair = [channels(getComputedStyle(e).color), ground(e)].map(luminance);
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    const small = "header, footer, pre, code, figcaption, caption, .related, .source, .also";
    const kind = e.closest(small) ? "rest" : "body";
    if (!(kind in worst) || ratio < worst[kind][0]) worst[kind] = [ratio, node.data.trim().slice(0, 50)];
  }
  return worst;
})()"""
BROKEN = """e => {
  const boxes = [...e.getClientRects()];
  return Math.max(...boxes.map(b => b.top)) >= Math.min(...boxes.map(b => b.bottom));
}"""
SPILLED = """[...document.querySelectorAll(".one")].filter(c => c.scrollWidth > c.clientWidth)
  .map(c => c.querySelector(".id").textContent)"""
RAW = r"""(() => {
  const found = [];
  const walker = document.createTreeWalker(document.getElementById("qa"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());)
    if (/\\[()\[\]a-zA-Z]/.test(node.data) && !node.parentElement.closest("code, style"))
      found.push(node.data);
  return found;
})()"""


@pytest.fixture(scope="module")
def folder(shipped_outputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the media of the shipped deck and, in cards.json, the fronts and backs of its
    question cards and of one cloze card each."""
    place = tmp_path_factory.mktemp("cards")
    chosen: dict[tuple[str, str], tuple[str, str]] = {}
    with collection(place) as col:
        import_deck(col, (shipped_outputs / "ml-interview.apkg").read_bytes(), place)
        for card_id in col.find_cards("", order="c.due, c.ord"):
            card = col.get_card(card_id)
            note = card.note()
            key = (note["Id"], "cloze" if "Text" in note else "question")
            if key not in chosen:
                chosen[key] = card.question(), card.answer()
    (place / "cards.json").write_text(json.dumps(list(chosen.values())))
    return place


def _open(browser: Browser, folder: Path, *, mathjax: bool = True) -> Page:
    place = folder / "shell.html"
    place.write_text(shell_page(folder / "collection.media", need_mathjax() if mathjax else None, "android"))
    page = browser.page(width=375)
    page.open(place.as_uri())
    return page


@pytest.fixture(scope="module")
def backs(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page with all the backs, typeset and unfolded."""
    page = _open(browser, folder)
    page.run(show(*(back for _, back in json.loads((folder / "cards.json").read_text())), unfold=True))
    yield page
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_spills(backs: Page, width: int) -> None:
    backs.run(f"document.documentElement.className = {json.dumps('mobile android' if width < 600 else '')}")
    backs.resize(width)
    assert backs.run("document.querySelectorAll('.one').length") >= 300
    assert backs.run(SPILLED) == []
    assert backs.run("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [320, 375])
def test_punctuation_never_leaves_its_formula(backs: Page, width: int) -> None:
    backs.run("document.documentElement.className = 'mobile android'")
    backs.resize(width)
    assert backs.run("document.querySelectorAll('.nb').length") > 300
    assert backs.run(f"[...document.querySelectorAll('.nb')].filter({BROKEN}).map(e => e.textContent)") == []


def test_a_mark_that_left_would_be_seen(backs: Page) -> None:
    probe = (
        "<div id=w class=q style='width:17px'><span class=nb><i style='display:inline-block;width:15px'></i>,</span>"
        " <span class=loose><i style='display:inline-block;width:15px'></i>,</span></div>"
    )
    backs.run(f"document.body.insertAdjacentHTML('beforeend', {json.dumps(probe)})")
    try:
        broken = f"({BROKEN})(document.querySelector('#w .NAME'))"
        assert [backs.run(broken.replace("NAME", name)) for name in ("nb", "loose")] == [False, True]
    finally:
        backs.run("document.getElementById('w').remove()")


def test_a_spill_would_be_seen(backs: Page) -> None:
    backs.resize(320)
    backs.run(
        "document.querySelector('.q').insertAdjacentHTML('beforeend','<p id=wide style=width:400px>wide</p>')"
    )
    try:
        assert len(backs.run(SPILLED)) == 1
    finally:
        backs.run("document.getElementById('wide').remove()")


def test_wide_parts_scroll_by_themselves(backs: Page) -> None:
    backs.resize(320)
    for part in ("pre", ".table", ".wide"):
        wide = f"[...document.querySelectorAll({part!r})].filter(e => e.scrollWidth > e.clientWidth)"
        assert backs.run(f"{wide}.length") > 0
        assert set(backs.run(f"{wide}.map(e => getComputedStyle(e).overflowX)")) == {"auto"}


@pytest.mark.parametrize("night", [False, True], ids=["light", "night"])
def test_contrast(backs: Page, night: bool) -> None:
    backs.run(f"document.body.className = 'card card1{' nightMode night_mode' if night else ''}'")
    worst = backs.run(CONTRASTS)
    assert worst["body"][0] >= 7, worst
    assert worst["rest"][0] >= 4.5, worst


@pytest.mark.parametrize("night", [False, True], ids=["light", "night"])
def test_figures_fit_the_mode(backs: Page, night: bool) -> None:
    backs.run(f"document.body.className = 'card card1{' nightMode' if night else ''}'")
    images = backs.run(
        "[...document.querySelectorAll('.q img')].map(i => "
        "[i.src, i.complete && i.naturalWidth > 0, i.checkVisibility(), i.className, i.alt])"
    )
    assert len(images) >= 60
    assert [src for src, whole, *_ in images if not whole] == []
    assert {(shown, name) for _, _, shown, name, _ in images} == {(not night, "day"), (night, "night")}
    assert all(len(alt) >= 20 for *_, alt in images)


def test_formulas_are_typeset(backs: Page) -> None:
    assert backs.run("document.querySelectorAll('mjx-container').length") > 500
    assert backs.run("[...document.querySelectorAll('mjx-merror')].map(e => e.textContent)") == []
    assert backs.run(RAW) == []


def test_page_asks_for_nothing_and_is_silent(backs: Page, folder: Path) -> None:
    assert backs.messages() == []
    mathjax = need_mathjax().as_uri()
    known = (folder.as_uri(), mathjax)
    assert [url for url in backs.requests() if not url.startswith(known)] == []


def _formulas(bank: Bank) -> set[str]:
    """Every formula of the bank as the deck hands it to MathJax."""
    voice, found = DeckVoice({}, {}), set()
    texts = (text for question in bank.questions() for text in question.texts())
    for block in (block for text in texts for block in within(text.blocks)):
        if isinstance(block, Formula):
            found.add(voice.math(block.tex, display=True))
        for part in flat(block.parts) if isinstance(block, Line) else ():
            if isinstance(part, Math):
                found.add(voice.math(part.tex.strip(), display=False))
    marked = re.compile(r"\\[(\[](.*?)\\[)\]]", re.S)
    return {html.unescape(tex) for text in found for tex in marked.findall(text)}


def test_every_formula_of_the_bank_is_known_to_mathjax(browser: Browser, folder: Path) -> None:
    formulas = sorted(_formulas(shipped_bank()))
    assert len(formulas) > 500
    page = _open(browser, folder)
    check = """(async () => {
      await MathJax.startup.promise;
      return %s.filter(tex => /<merror|mathcolor="red"/.test(MathJax.tex2mml(tex)));
    })()"""
    wrong = ["\\frac{1}{", "\\nosuchcommand"]
    assert page.run(check % json.dumps([*wrong, "x"])) == wrong
    assert page.run(check % json.dumps(formulas)) == []
    page.close()


def test_more_is_folded_and_opens_without_a_script(browser: Browser, folder: Path) -> None:
    page = _open(browser, folder, mathjax=False)
    back = next(back for _, back in json.loads((folder / "cards.json").read_text()) if "<figure>" in back)
    page.run(show(back))
    page.script(allowed=False)
    shown = "document.querySelector('.more > div').checkVisibility({contentVisibilityAuto: true})"
    assert page.run(shown) is False
    assert page.run("document.querySelector('.figure img').checkVisibility()") is True
    place = page.run(
        "(e => { e.scrollIntoView(); const b = e.getBoundingClientRect();"
        "return [b.left + 9, b.top + 9, b.height]; })(document.querySelector('summary'))"
    )
    assert place[2] >= 40  # a finger's width
    for kind in ("mousePressed", "mouseReleased"):
        page.send("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)
    assert page.run(shown) is True
    page.close()


def test_axe_finds_nothing(browser: Browser, folder: Path) -> None:
    page = _open(browser, folder)
    cards = json.loads((folder / "cards.json").read_text())
    page.run(show(*(side for pair in cards[::50] for side in pair), unfold=True))
    page.run(axe_script() + ";0")
    app = ("html-has-lang", "landmark-one-main", "region")  # the app's page, not the card
    rules = {name: {"enabled": False} for name in app}
    script = f"axe.run(document, {{rules: {json.dumps(rules)}, resultTypes: ['violations']}}).then(f => "
    script += "f.violations.map(v => v.id + ' ' + v.nodes[0].html))"
    assert page.run(script) == []
    page.run("document.body.classList.add('nightMode')")
    assert page.run(script) == []
    page.close()


def test_front_gives_nothing_away(folder: Path) -> None:
    for front, back in json.loads((folder / "cards.json").read_text()):
        body = re.sub(r"<style>.*?</style>", "", front, flags=re.S)
        assert body.count("<article") == body.count("</article>") == 1
        assert "<details" not in body
        assert 'class="answer"' not in body
        assert re.search(r'<article class="q [^"]*" lang="en-GB">', body)
        assert len(re.findall(r"<h1\b", back)) == 1
        assert back.count('<hr id="answer">') == 1
