"""An author at the bench: makes a bank, looks, adds, errs, mends and restyles; every step is seen on the page."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, Page
from conftest import TEMPLATES
from running import run, running
from shells import axe_script

_WAIT = 20.0
_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


class Author:
    """A person with a bank, a browser and an editor."""

    def __init__(self, folder: Path, address: str, browser: Browser) -> None:
        self.folder, self.address, self.browser = folder, address, browser
        self.file = folder / "mine/source/questions/01-first-topic.md"
        self.style = folder / "looks/deck/style.css.j2"
        self.page = self.open()

    def open(self, **media: str) -> Page:
        page = self.browser.page(width=1400, height=950, **media)
        page.open(self.address)
        return page

    def sees(self, script: str, page: Page | None = None) -> Any:
        """Wait until a script gives something true, and give it."""
        until = time.monotonic() + _WAIT
        plain = f"(v => v && typeof v === 'object' ? true : v)({script})"  # an element cannot be handed over
        while not (value := (page or self.page).run(plain)):
            assert time.monotonic() < until, f"not seen: {script}; {(page or self.page).messages()}"
            time.sleep(0.02)
        return value

    def write(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))


_CARD = "document.getElementById('_card').contentDocument.getElementById('qa')"
_ARTICLE = "document.getElementById('_article').contentDocument.getElementById('place')"
_PROBLEMS = "document.getElementById('_problems').textContent"
_STALE = "document.getElementById('_question').classList.contains('stale')"


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Author]:
    folder = tmp_path_factory.mktemp("author")
    assert run("new", "mine", "--yes", cwd=folder).returncode == 0
    shutil.copytree(TEMPLATES, folder / "looks")
    command = (
        "serve",
        "--port",
        "0",
        "-s",
        "mine/source",
        "-o",
        "mine/output",
        "--templates",
        "looks",
        "--editor",
        "zed",
    )
    with running(*command, cwd=folder) as server:
        found = re.search(r"http://\S+/", server.hear("Ctrl-C ends it"))
        assert found
        yield Author(folder, found[0], browser)


def test_the_first_question_is_shown_on_card_page_and_sheet(author: Author) -> None:
    assert (
        author.sees(f"{_CARD}.querySelector('h1')?.textContent") == "What does the forgetting curve describe?"
    )
    assert "the share of what we can recall" in author.sees(f"{_ARTICLE}.textContent")
    assert author.page.run("location.hash") == "#forgetting-curve"
    author.sees("document.querySelector('#_sheet img')?.naturalWidth > 500")
    box = author.sees(
        "(b => b && [b.left, b.top, b.width, b.height].join())(document.querySelector('.outline')?.getBoundingClientRect())"
    )
    assert all(float(side) > 10 for side in box.split(","))
    assert author.page.run("document.querySelectorAll('.list a').length") == 3
    link = author.page.run("document.querySelector('#_place a').href")
    assert re.fullmatch(r"zed://file/.*/mine/source/questions/01-first-topic\.md:9:4", link)


def test_keys_walk_turn_and_search(author: Author) -> None:
    page = author.page
    page.press("j", 74)
    author.sees(f"{_CARD}.textContent.includes('recall differ from recognition')")
    page.press(" ", 32)
    author.sees(f"{_CARD}.textContent.includes('Recall produces the answer')")
    author.sees("document.getElementById('_turn').getAttribute('aria-pressed') === 'true'")
    page.press("n", 78)
    author.sees("document.getElementById('_card').contentDocument.body.classList.contains('nightMode')")
    page.run(
        "document.getElementById('_which').value = 1; document.getElementById('_which').dispatchEvent(new Event('change'))"
    )
    author.sees(f"{_CARD}.querySelector('.cloze')?.textContent === 'recall'")
    page.press(" ", 32)
    author.sees(f"{_CARD}.querySelector('.cloze')?.textContent === '[...]'")
    page.press("k", 75)
    author.sees(f"{_CARD}.textContent.includes('forgetting curve describe')")
    page.press("/", 191)
    assert page.run("document.activeElement.id") == "_find"
    page.run(
        "const f = document.getElementById('_find'); f.value = 'half'; f.dispatchEvent(new Event('input'))"
    )
    assert page.run("document.querySelectorAll('.list a').length") == 1
    page.press("Escape", 27)
    assert page.run("document.querySelectorAll('.list a').length") == 3


def test_keys_work_inside_the_card_too(author: Author) -> None:
    author.page.run("document.getElementById('_card').contentDocument.body.tabIndex = 0")
    author.page.run(
        "document.getElementById('_card').contentWindow.focus(); document.getElementById('_card').contentDocument.body.focus()"
    )
    before = author.page.run("document.getElementById('_turn').getAttribute('aria-pressed')")
    author.page.press(" ", 32)
    author.sees(f"document.getElementById('_turn').getAttribute('aria-pressed') !== '{before}'")
    author.page.press(" ", 32)
    author.page.run("document.activeElement.blur()")


def test_formulas_are_seen_without_a_network(author: Author) -> None:
    author.page.run(
        "location.hash = 'forgetting-curve'; document.getElementById('_turn').getAttribute('aria-pressed') === 'true' || document.getElementById('_turn').click()"
    )
    author.sees(f"{_CARD}.querySelector('mjx-container[display] math')")
    height = author.page.run(
        f"{_CARD}.querySelector('mjx-container[display] math').getBoundingClientRect().height"
    )
    assert height > 15
    author.sees("document.getElementById('_card').contentDocument.fonts.check('16px \"Bench Math\"')")
    assert "\\(" not in author.page.run(f"{_CARD}.textContent")


def test_a_saved_change_is_seen_and_place_is_kept(author: Author) -> None:
    author.page.run(f"{_CARD}.querySelector('details').open = true")
    author.page.run("document.getElementById('_card').contentDocument.scrollingElement.scrollTop = 60")
    author.page.run("document.getElementById('_article').contentDocument.scrollingElement.scrollTop = 40")
    author.write("Each successful recall makes", "Every good recall makes")
    author.sees(f"{_CARD}.textContent.includes('Every good recall')")
    author.sees(f"{_ARTICLE}.textContent.includes('Every good recall')")
    assert author.page.run(f"{_CARD}.querySelector('details').open")
    assert (
        author.page.run("document.getElementById('_card').contentDocument.scrollingElement.scrollTop") == 60
    )
    assert (
        author.page.run("document.getElementById('_article').contentDocument.scrollingElement.scrollTop")
        == 40
    )
    assert author.page.run("document.getElementById('_turn').getAttribute('aria-pressed')") == "true"
    author.sees("document.documentElement.dataset.sheet === document.documentElement.dataset.version")


def test_a_question_is_added_spoilt_and_mended(author: Author) -> None:
    added = run("add", "Why do pauses grow?", "-s", "mine/source", cwd=author.folder)
    assert added.returncode == 0, added.stderr
    author.sees("document.querySelectorAll('.list a').length === 4")
    author.page.run("location.hash = 'why-do-pauses-grow'")
    assert "C001" in author.sees(f"{_PROBLEMS}.includes('C001') && {_PROBLEMS}")
    author.file.write_text(author.file.read_text() + "\nEach recall raises the stability $S$.\n")
    author.sees(f"{_CARD}.textContent.includes('raises the stability')")
    author.sees(f"!{_STALE}")
    author.write("the stability $S$", "the stability $\\foo$")
    author.sees(f"{_STALE} && {_PROBLEMS}.includes('M401') && {_PROBLEMS}.includes('^^^^')")
    assert author.page.run(f"{_CARD}.textContent.includes('raises the stability')")
    author.sees("document.querySelector('.list a[aria-current] .error')")
    assert float(author.page.run("getComputedStyle(document.getElementById('_card')).opacity")) < 1
    author.write("the stability $\\foo$", "its stability $S$")
    author.sees(f"!{_STALE} && {_CARD}.textContent.includes('raises its stability')")
    author.sees(f"{_PROBLEMS} === 'None.'")


def test_a_restyled_card_is_seen(author: Author) -> None:
    before = author.page.run(f"getComputedStyle({_CARD}.querySelector('h1')).letterSpacing")
    author.style.write_text(author.style.read_text() + "\n.q h1 { letter-spacing: 7px !important; }\n")
    author.sees(f"getComputedStyle({_CARD}.querySelector('h1')).letterSpacing === '7px'")
    assert before != "7px"
    front = author.folder / "looks/deck/question.back.html"
    front.write_text(front.read_text().replace("<hr id", "<p class=mine>MINE</p><hr id"))
    author.sees(f"{_CARD}.querySelector('.mine')?.textContent === 'MINE'")
    front.write_text("[[ settings.nosuch ]]")
    assert "question.back" in author.sees("document.querySelector('.failed')?.textContent")
    shutil.copy(TEMPLATES / "deck/question.back.html", front)
    author.sees("!document.querySelector('.failed')")


def test_a_link_to_a_question_opens_it(author: Author) -> None:
    page = author.browser.page(width=420, height=900)
    page.open(author.address + "#half-forgotten")
    author.sees(f"{_CARD}.textContent.includes('After how many days')", page)
    author.sees(f"{_ARTICLE}.querySelector('a[href=\"#forgetting-curve\"]')", page)
    page.run(f"{_ARTICLE}.querySelector('a[href=\"#forgetting-curve\"]').click()")
    author.sees(f"{_CARD}.textContent.includes('forgetting curve describe')", page)
    assert page.run("document.documentElement.scrollWidth") <= 420
    page.close()


def test_a_card_runs_nothing_and_asks_nobody(author: Author) -> None:
    script = f"""new Promise(done => {{
      const box = {_CARD}; window.ran = 0;
      const page = box.ownerDocument;
      page.defaultView.parent.ran = 0;
      box.innerHTML = '<img src="x" onerror="parent.ran = 1"><script>parent.ran = 2<\\/script><img src="http://192.0.2.1/a.png">';
      const one = page.createElement('script'); one.textContent = 'parent.ran = 3'; page.body.append(one);
      setTimeout(() => done(window.ran), 300);
    }})"""
    page = author.open()
    author.sees(f"{_CARD}.querySelector('h1')", page)
    assert page.run(script) == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 420])
def test_the_page_is_accessible_and_asks_no_other_machine(scheme: str, width: int, author: Author) -> None:
    page = author.browser.page(width=width, height=900, prefers_color_scheme=scheme)
    author.write("its stability", "its stability $\\foo$")
    page.open(author.address + "#why-do-pauses-grow")
    author.sees(
        "document.querySelector('#_problems .problem') && document.querySelector('.outline, #_sheet_said')",
        page,
    )
    author.sees("document.documentElement.dataset.sheet", page)
    page.run(axe_script())
    found = page.run(
        f"axe.run(document, {_AXE}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))".replace(
            "'", '"'
        )
    )
    author.write("its stability $\\foo$", "its stability")
    assert found == []
    assert {url.split("/")[2] for url in page.requests() if "://" in url} == {author.address.split("/")[2]}
    assert page.messages() == []
    page.close()
