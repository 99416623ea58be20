"""No line begins with a mark, or ends with an opening bracket, beside a formula: cards, page and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, Page
from conftest import TEMPLATES, Memory, one_file
from engine import collection, import_deck
from poppler import tool
from shells import need_mathjax, shell_page, show
from small_bank import SETTINGS

from deckpress.bank import Bank
from deckpress.content.html import to_html
from deckpress.content.palette import LIGHT
from deckpress.content.tails import joined, short_cell
from deckpress.content.typography import set_spaces
from deckpress.content.walk import Walk
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck import deck
from deckpress.render.deck.voice import DeckVoice
from deckpress.render.environment import make_environment, render_template
from deckpress.render.handout import handout
from deckpress.render.handout.voice import PageVoice
from deckpress.render.paper.frame import frame_for
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.printed import view_printed
from deckpress.render.paper.printing import open_job, written

TEXTS = {
    "fr": "soit ($a+b$), avec $x$ ; puis « $y$ » ou $5$ km : le $n$-ième de **$p_i$**, `f(x)`, [un lien](https://e.example), "
    "rang-$k$ ? $\\alpha_1+\\alpha_2+\\alpha_3=\\beta+\\gamma+\\delta+1$, $50$ % ou $\\sqrt{2}$ !",
    "en": "so ($a+b$), with $x$. And $5$ km; the $n$th of **$p_i$**, `f(x)`, [a link](https://e.example), "
    "top-$k$: $\\alpha_1+\\alpha_2+\\alpha_3=\\beta+\\gamma+\\delta+1$, $50$% or $\\sqrt{2}$.",
    "he": "כך ($a+b$), עם $x$. וגם $5$ km; הערך ה-$n$ של **$p_i$**, `f(x)`, [קישור](https://e.example), "
    "ב-Python ב-`g(x)` ב-$k$: $\\alpha_1+\\alpha_2+\\alpha_3=\\beta+\\gamma+\\delta+1$, $50$% או $\\sqrt{2}$.",
    "ja": "そこで（$a+b$）、$x$。長さ$5$cm、第$n$項の **$p_i$**、`f(x)`、[例](https://e.example)。"
    "式「$k$」は$\\alpha_1+\\alpha_2+\\alpha_3=\\beta+\\gamma+\\delta+1$、$50$％、または$\\sqrt{2}$である。",
}
CLOZE = {
    "fr": "Ces valeurs sont {{c1::$a+b$}} ; et $c$ ?",
    "en": "Some of the values are {{c1::$a+b$}}, and $c$.",
    "he": "חלק מן הערכים הם {{c1::$a+b$}}, וגם $c$.",
    "ja": "この値は{{c1::$a+b$}}、または$c$である。",
}
MARKS = ",.;:!?)%»、。」）％"
LOOSE = """((root, marks) => {
  const found = new Set();
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const block = node.parentElement.closest("p, li, h1, h3, .sentence");
    if (!block || node.parentElement.closest("math, mjx-container, code")) continue;
    const rtl = getComputedStyle(block).direction === "rtl", box = block.getBoundingClientRect();
    const style = getComputedStyle(block);
    const start = rtl ? box.right - parseFloat(style.paddingRight) : box.left + parseFloat(style.paddingLeft);
    for (let i = 0; i < node.data.length; i++) {
      if (!marks.includes(node.data[i])) continue;
      const range = document.createRange();
      range.setStart(node, i); range.setEnd(node, i + 1);
      const r = range.getBoundingClientRect();
      if (r.width && Math.abs((rtl ? r.right : r.left) - start) < 1.5) found.add(block.textContent.slice(0, 30) + "…" + node.data.slice(i, i + 3));
    }
  }
  return [...found];
})"""


def _bank(folder: Path, language: str) -> Bank:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(
        SETTINGS.replace("[deck]", f'language = "{language}"\n[deck]', 1), encoding="utf-8"
    )
    text = f"# T\n\n## {TEXTS[language]}\n\n```yaml\nid: first\n```\n\n{TEXTS[language]}\n\n### Cloze\n\n"
    (folder / "questions/01-t.md").write_text(f"{text}- {CLOZE[language]}\n", encoding="utf-8")
    return read_bank(folder)


def test_a_cell_of_a_few_letters_stays_whole() -> None:
    assert short_cell("重心") == '<span class="nb">重心</span>'
    assert short_cell("三本の中線の交点") == "三本の中線の交点"
    assert short_cell("a") == "a"


def test_a_hebrew_prefix_stays_with_its_name(banks: dict[str, Bank]) -> None:
    assert joined("קוד ב-Python כאן") == 'קוד <span class="nb">ב-Python</span> כאן'
    assert joined("בין-לאומי") == "בין-לאומי"
    (question,) = banks["he"].questions()
    html = to_html(question.lead, Walk(banks["he"], PageVoice(), {}))
    assert '<span class="nb">ב-<code>g(x)</code></span>' in html


def test_french_marks_keep_their_spaces(banks: dict[str, Bank]) -> None:
    assert set_spaces("« quoi » ? oui : non", "fr-CA") == "«\u00a0quoi\u00a0»\u00a0? oui\u00a0: non"
    assert set_spaces("« quoi » ?", "de") == "« quoi » ?"
    (question,) = banks["fr"].questions()
    assert "</math>\u00a0;</span>" in to_html(question.lead, Walk(banks["fr"], PageVoice(), {}))


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bank]:
    place = tmp_path_factory.mktemp("tails")
    return {language: _bank(place / language, language) for language in TEXTS}


def _loose(page: Page, root: str) -> dict[str, list[int]]:
    """Beginnings of texts with a line that a mark begins, by the widths of the window."""
    found: dict[str, list[int]] = {}
    script = f"{LOOSE}({root!r}, {MARKS!r})"
    for width in range(300, 420, 5):
        page.resize(width, 900)
        for text in page.run(script):
            found.setdefault(text, []).append(width)
    return found


@pytest.mark.parametrize("language", TEXTS)
def test_page(language: str, banks: dict[str, Bank], browser: Browser, tmp_path: Path, store: Memory) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(one_file(handout.render(banks[language], Context(TEMPLATES, store, Lock()))))
    page = browser.page(width=375)
    page.open(path.as_uri())
    assert _loose(page, "main") == {}
    page.run("document.querySelectorAll('.nb').forEach(e => e.classList.remove('nb'))")
    assert _loose(page, "main") != {}
    page.close()


@pytest.mark.parametrize("language", TEXTS)
def test_cards(
    language: str, banks: dict[str, Bank], browser: Browser, tmp_path: Path, store: Memory
) -> None:
    mathjax = need_mathjax()
    with collection(tmp_path) as col:
        import_deck(col, one_file(deck.render(banks[language], Context(TEMPLATES, store, Lock()))), tmp_path)
        cards = [col.get_card(card).answer() for card in col.find_cards("")]
    path = tmp_path / "card.html"
    path.write_text(shell_page(tmp_path / "collection.media", mathjax, "android"), encoding="utf-8")
    page = browser.page(width=375)
    page.open(path.as_uri())
    page.run(show(*cards))
    assert _loose(page, "#qa") == {}
    page.run("document.querySelectorAll('.nb').forEach(e => e.classList.remove('nb'))")
    assert _loose(page, "#qa") != {}
    page.close()


@pytest.mark.parametrize("language", TEXTS)
def test_paper(language: str, banks: dict[str, Bank], tmp_path: Path, store: Memory) -> None:
    bank, plates = banks[language], Plates(store)
    environment = make_environment(TEMPLATES, bank.settings)
    (topic,) = view_printed(bank, plates, 40)
    css = render_template(
        environment, "paper/cheatsheet.css.j2", bank=bank.settings, colours=LIGHT, frame=frame_for(Paper())
    )
    (lead, *_) = topic.questions[0].parts
    boxes = "".join(
        f'<div class="lead" style="width:{width}pt">{lead.html}</div>' for width in range(90, 200, 5)
    )
    rtl = ' dir="rtl"' if bank.settings.rtl else ""
    html = f'<html lang="{language}"{rtl}><title>T</title><body class="page">{boxes}'
    with open_job(plates, css, installed=language in ("he", "ja")) as press:
        document = press.lay_out(html)
        lines = [line for page in document.pages for line in _lines(page._page_box)]
        (tmp_path / "paper.pdf").write_bytes(written(press, document, plates))
    assert len(lines) > 50
    assert [line for line in lines if line[0] in MARKS] == []
    assert "α_1 + α_2 + α_3 = β + γ + δ + 1" in tool("pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-")


def _lines(box: Any) -> Iterator[str]:
    """The lines of a box in the order in which they are read."""
    if type(box).__name__ == "LineBox":
        yield "".join(getattr(child, "text", "") for child in box.descendants()).strip() or " "
    else:
        for child in getattr(box, "children", ()):
            yield from _lines(child)


def test_a_formula_of_capitals_may_break_earlier() -> None:
    formula = r"AC \cdot BD = AB \cdot CD + BC \cdot DA"
    assert "<wbr>" in DeckVoice({}, {}).math(formula, display=False)
    assert "<wbr>" not in DeckVoice({}, {}).math(formula.lower(), display=False)
