"""Labels: places on a picture become cards without a script, marks with a key, and keep their reviews."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browser import Browser
from conftest import TEMPLATES, Memory, need, one_file
from engine import collection, import_deck, reviews, study
from picture_bank import encoded, photo, write_bank
from shells import shell_page, show

from deckpress.bank import Labels
from deckpress.lock import Lock
from deckpress.pipeline import Project, check, refresh
from deckpress.problems import Problem
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context
from deckpress.render.deck.notes import make_notes

ITEMS = """- a red corner: rect 5% 5% 25% 30%
- {#7} the "blue" end & more: ellipse 65% 50% 30% 40%
- the middle: polygon 40% 20%, 60% 20%,
  50% 60%
"""
HEAD = '![A field of colours with three regions](../figures/a.jpg "The field")'


def bank_of(
    folder: Path, items: str = ITEMS, *, lead: str = "", settings: str = "", head: str = HEAD
) -> Path:
    row = f"## Which parts has the field?\n\n```yaml\nid: field\n```\n\n{lead}\n\n### Labels\n\n{head}\n\n{items}"
    return write_bank(folder, {"a.jpg": encoded(photo(800, 600), "JPEG")}, row, settings=settings)


def labels_of(folder: Path) -> Labels:
    (question,) = read_bank(folder).questions()
    assert question.labels
    return question.labels


def found(folder: Path) -> list[Problem]:
    return [p for p in read_source(folder)[1] if p.code.startswith(("F7", "C0"))]


def test_labels_are_read(tmp_path: Path) -> None:
    labels = labels_of(bank_of(tmp_path / "b"))
    assert (labels.figure, labels.caption) == ("a.jpg", "The field")
    assert [(row.number, row.text, row.shape) for row in labels.labels] == [
        (1, "a red corner", "rect"),
        (7, 'the "blue" end & more', "ellipse"),
        (3, "the middle", "polygon"),
    ]
    assert labels.labels[1].box == (65, 50, 30, 40)
    assert labels.labels[2].points == ((40, 20), (60, 20), (50, 60))
    assert labels.labels[2].box == (40, 20, 20, 40)


@pytest.mark.parametrize(
    "item",
    ["- a: b: rect 1 1 9 9", "* a: RECT 1%, 1%, 9%, 9%", "- a: rect 1 1 9 9 {#4}", "- {#4} a : ellipse 0 0 100 100", "+ a: rect 1.5% 1% 9% 98.5%"],
)  # fmt: skip
def test_ways_to_write_a_label(item: str, tmp_path: Path) -> None:
    assert found(bank_of(tmp_path / "b", f"{item}\n")) == []


@pytest.mark.parametrize(
    ("items", "code", "line"),
    [
        ("- a: circle 10% 10% 5%\n", "F720", 1),
        ("- a: rect 10% 10% 5%\n", "F720", 1),
        ("- a: polygon 10% 10%, 20% 20%\n", "F720", 1),
        ("- rect 10% 10% 20% 20%\n", "F720", 1),
        ("- a: rect 90% 10% 10.1% 20%\n", "F721", 1),
        ("- a: rect -1% 10% 10% 20%\n", "F721", 1),
        ("- b: rect 50% 50% 10% 10%\n- a: rect 10% 10% 2.9% 20%\n", "F722", 2),
        ("- b: rect 10% 10% 10% 10%\n\n- a: rect 15% 15% 10% 10%\n", "F723", 3),
        ("- {#2} b: rect 10% 10% 9% 9%\n- a: rect 55% 15% 10% 10%\n", "F724", 2),
        ("- {#500} b: rect 10% 10% 9% 9%\n", "F724", 1),
    ],
)
def test_problems_stand_at_their_line(items: str, code: str, line: int, tmp_path: Path) -> None:
    folder = bank_of(tmp_path / "b", items)
    (problem,) = found(folder)
    first = (folder / "questions/01-pictures.md").read_text().split("\n").index(
        items.split("\n", maxsplit=1)[0]
    ) + 1
    assert (problem.code, problem.span.line) == (code, first + line - 1)


@pytest.mark.parametrize(
    "items",
    [
        "- a: rect 10% 10% 3% 20%\n",
        "- a: rect 10% 10% 10% 10%\n- b: rect 20% 10% 10% 10%\n",  # side by side
        "- a: ellipse 0% 0% 50% 50%\n- b: polygon 50% 36%, 50% 50%, 36% 50%\n",  # in the corner of its box
    ],
)
def test_what_is_no_problem(items: str, tmp_path: Path) -> None:
    assert found(bank_of(tmp_path / "b", items)) == []


@pytest.mark.parametrize("head", ["", "Some words.", f"{HEAD}\n\n{HEAD}"])
def test_labels_stand_on_one_picture(head: str, tmp_path: Path) -> None:
    assert "F720" in {p.code for p in read_source(bank_of(tmp_path / "b", head=head))[1]}


def deck(folder: Path, context: Context) -> bytes:
    return one_file(FORMATS["deck"].renderer()(read_bank(folder), context))


def test_each_label_is_a_card(tmp_path: Path, context: Context) -> None:
    data = deck(bank_of(tmp_path / "b"), context)
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        cards = [col.get_card(i) for i in col.find_cards("")]
        assert sorted(card.ord + 1 for card in cards) == [1, 3, 7]
        assert list(col.media.check().missing) == []
        for card in cards:
            front, back = card.question(), card.answer()
            assert front.count('class="mask"') == 1
            assert back.count('class="mask"') == 0
            names = {1: "a red corner", 3: "the middle", 7: "the “blue” end &amp; more"}
            shown = back.partition('class="cloze" ')[2].partition("</span></span>")[0]
            assert names[card.ord + 1] in shown
            assert names[card.ord + 1] not in front.partition("data-cloze=")[0]
            assert "<script" not in front + back


def test_no_lead_no_card_of_the_question(tmp_path: Path) -> None:
    alone = make_notes(read_bank(bank_of(tmp_path / "a")), TEMPLATES).notes
    both = make_notes(read_bank(bank_of(tmp_path / "b", lead="It has three.")), TEMPLATES).notes
    assert [note.name for note in alone] == ["field/labels"]
    assert [note.name for note in both] == ["field", "field/labels"]


def test_moving_and_renaming_a_label_keeps_its_reviews(tmp_path: Path) -> None:
    folder = bank_of(tmp_path / "b")
    context = Context(TEMPLATES, Memory(), Lock())
    project = Project(folder, tmp_path / "output", TEMPLATES)
    refresh(project, 1_700_000_000)

    def release() -> bytes:
        from deckpress.lock import read_lock

        lock = read_lock((folder / "deck.lock").read_text())[0]
        return deck(folder, Context(TEMPLATES, context.store, lock))

    with collection(tmp_path / "col") as col:
        import_deck(col, release(), tmp_path)
        study(col, 3)
        before = reviews(col)
        assert len(before) == 3
        page = folder / "questions/01-pictures.md"
        moved = ITEMS.split("\n")
        text = page.read_text().replace(ITEMS, "\n".join([
            "- {#3} the very middle: polygon 42% 22%, 62% 22%, 52% 62%", moved[1], "- {#1} a red corner: rect 6% 6% 25% 30%",
            "- {#4} something new: rect 80% 5% 10% 10%", "",
        ]))  # fmt: skip
        page.write_text(text)
        refresh(project, 1_700_000_100)
        log = import_deck(col, release(), tmp_path)
        assert (len(log.updated), len(log.new)) == (1, 0)
        assert reviews(col) == before
        assert sorted(col.get_card(i).ord + 1 for i in col.find_cards("")) == [1, 3, 4, 7]
        assert all(col.get_card(card).reps for card in before)
        (note,) = (col.get_note(i) for i in col.find_notes(""))
        assert "the very middle" in note["Text"]


def test_labels_that_change_numbers_are_told(tmp_path: Path) -> None:
    folder = bank_of(tmp_path / "b", "- a: rect 5% 5% 25% 30%\n- b: rect 50% 5% 25% 30%\n")
    project = Project(folder, tmp_path / "output", TEMPLATES)
    refresh(project, 1_700_000_000)
    page = folder / "questions/01-pictures.md"
    page.write_text(page.read_text().replace("- a: ", "- c: rect 5% 60% 20% 20%\n- a: "))
    told = [(p.code, p.message) for p in check(project, locked=True)[1] if p.code == "L904"]
    assert ("L904", "this label was number 1 and is now 2") in told
    page.write_text(
        page.read_text()
        .replace("- a: ", "- {#1} a: ")
        .replace("- b: ", "- {#2} b: ")
        .replace("- c: ", "- {#3} c: ")
    )
    assert [p.code for p in check(project, locked=True)[1] if p.code == "L904"] == []


def test_a_question_of_labels_that_is_gone_is_told(tmp_path: Path) -> None:
    folder = bank_of(tmp_path / "b")
    project = Project(folder, tmp_path / "output", TEMPLATES)
    refresh(project, 1_700_000_000)
    page = folder / "questions/01-pictures.md"
    page.write_text(page.read_text().replace("id: field", "id: meadow"))
    assert [p.message for p in check(project)[1] if p.code == "L903"] == [
        "the question 'field' was shipped and is gone"
    ]


def test_paper_has_marks_and_a_key_apart(tmp_path: Path, context: Context) -> None:
    need("pdftotext")
    bank = read_bank(bank_of(tmp_path / "b"))
    said = {}
    for product in ("cheatsheet", "flashcards", "selftest"):
        (tmp_path / "x.pdf").write_bytes(one_file(FORMATS[product].renderer()(bank, context)))
        run = subprocess.run(
            ["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
        )
        said[product] = run.stdout.split("\f")
    assert "a red corner" in said["cheatsheet"][0]
    for product in ("flashcards", "selftest"):
        assert "a red corner" not in said[product][0]
        assert any("a red corner" in page for page in said[product][1:])
        assert {"1", "3", "7"} <= set(said[product][0].split())


_OFF = """(() => {
  const box = [...document.querySelectorAll(".labels img")].find(i => i.checkVisibility()).getBoundingClientRect();
  const mask = document.querySelector(".labels .mask, .labels .cloze .ring").getBoundingClientRect();
  return [(mask.left - box.left) / box.width, (mask.top - box.top) / box.height, mask.width / box.width,
          mask.height / box.height, box.width, document.documentElement.scrollWidth - innerWidth];
})()"""
_SHELLS = (("android", 320), ("iphone", 375), ("desktop", 768))
_WANTED = {1: (5, 5, 25, 30), 3: (40, 20, 20, 40), 7: (65, 50, 30, 40)}


@pytest.mark.parametrize("language", ["en", "he"])
def test_masks_sit_on_their_labels(browser: Browser, language: str, tmp_path: Path, context: Context) -> None:
    folder = bank_of(tmp_path / "b")
    settings = (folder / "bank.toml").read_text()
    (folder / "bank.toml").write_text(f'{settings}language = "{language}"\n')
    with collection(tmp_path / "col") as col:
        import_deck(col, deck(folder, context), tmp_path)
        cards = [(c.ord + 1, c.question(), c.answer()) for c in map(col.get_card, col.find_cards(""))]
        media = Path(col.media.dir())
    for (shell, width), night in itertools.product(_SHELLS, (False, True)):
        (tmp_path / "x.html").write_text(shell_page(media, None, shell, night=night))
        page = browser.page(width=width, height=700)
        page.open((tmp_path / "x.html").as_uri())
        for number, *sides in cards:
            for html in sides:
                page.run(show(html))
                *shares, across, spilled = page.run(_OFF)
                assert across > 0.6 * min(width, 375)
                assert spilled <= 0
                off = (abs(100 * a - b) for a, b in zip(shares, _WANTED[number], strict=True))
                assert max(off) <= 1, (shell, number, shares)
        page.close()


@pytest.mark.parametrize(("settings", "hidden"), [("", 0), ('[media]\nlabels = "hide-all"\n', 2)])
def test_what_a_card_hides(
    browser: Browser, settings: str, hidden: int, tmp_path: Path, context: Context
) -> None:
    with collection(tmp_path / "col") as col:
        import_deck(col, deck(bank_of(tmp_path / "b", settings=settings), context), tmp_path)
        card = col.get_card(col.find_cards("")[0])
        fronts, media = card.question(), Path(col.media.dir())
    (tmp_path / "x.html").write_text(shell_page(media, None))
    page = browser.page(width=375, height=700)
    page.open((tmp_path / "x.html").as_uri())
    page.run(show(fronts))
    seen = "[...document.querySelectorAll('.labels .CLASS')].filter(e => e.checkVisibility()).length"
    assert page.run(seen.replace("CLASS", "mask")) == 1
    assert page.run(seen.replace("CLASS", "ring")) == hidden
    assert page.run(seen.replace("CLASS", "name")) == 0
    page.close()


def test_the_page_has_marks_and_a_key(browser: Browser, tmp_path: Path, context: Context) -> None:
    (tmp_path / "x.html").write_bytes(
        one_file(FORMATS["handout"].renderer()(read_bank(bank_of(tmp_path / "b")), context))
    )
    page = browser.page(width=375, height=700)
    page.open((tmp_path / "x.html").as_uri())
    key: Any = page.run("[...document.querySelectorAll('.key li')].map(e => e.textContent)")
    assert key == ["1 a red corner", "7 the “blue” end & more", "3 the middle"]
    picture, drawn = json.loads(
        page.run(
            "JSON.stringify(['.marked img', '.marked .marks'].map(s => document.querySelector(s).getBoundingClientRect()))"
        )
    )
    assert {side: round(value) for side, value in picture.items()} == {
        side: round(value) for side, value in drawn.items()
    }
    assert page.messages() == []
    page.close()
