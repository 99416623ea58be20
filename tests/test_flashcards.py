"""Flash cards: a front and its back lie behind each other, whatever the paper, grid and flip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, need

from deckpress.bank import Bank
from deckpress.content.plain import plain_text
from deckpress.lock import Lock
from deckpress.paper import Flip, Paper
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.paper.card_grid import grid_for
from deckpress.render.paper.flashcards import render
from deckpress.render.paper.frame import MM

WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<')
FLIPS: tuple[tuple[str, Flip], ...] = (("2x4", "long"), ("2x4", "short"), ("3x4", "long"), ("2x3", "short"))
PAPERS = [Paper(paper=paper, cards=cards, flip=flip) for paper in ("A4", "Letter") for cards, flip in FLIPS]


def made(bank: Bank, store: Memory, folder: Path, paper: Paper) -> Path:
    path = folder / "cards.pdf"
    path.write_bytes(render(bank, Context(TEMPLATES, store, Lock(), paper)))
    return path


def corners(pdf: pikepdf.Pdf, side: str) -> dict[str, tuple[int, float, float]]:
    """Question id to page, left and top of that side, in points from the upper left."""
    pages: dict[Any, int] = {leaf.objgen: number for number, leaf in enumerate(pdf.pages)}
    height = float(pdf.pages[0].MediaBox[3])
    found: dict[str, tuple[int, float, float]] = {}
    for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        if str(name).startswith(f"{side}-"):
            page, _, left, top, *_ = target
            found[str(name)[len(side) + 1 :]] = pages[page.objgen], float(left), height - float(top)
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.paper}-{p.cards}-{p.flip}")
def test_fronts_and_backs_lie_behind_each_other(
    paper: Paper, sample: Bank, store: Memory, tmp_path: Path
) -> None:
    grid = grid_for(paper)
    with pikepdf.open(made(sample, store, tmp_path, paper)) as pdf:
        fronts, backs = corners(pdf, "front"), corners(pdf, "back")
        assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([grid.width, grid.height])
        assert len(pdf.pages) % 2 == 0
    assert fronts.keys() == backs.keys() == {question.id for question in sample.questions()}
    for name, (page, left, top) in fronts.items():
        behind, back_left, back_top = backs[name]
        assert behind == page + 1
        if paper.flip == "long":
            back_left = grid.width - back_left - grid.card[0]
        else:
            back_top = grid.height - back_top - grid.card[1]
        assert abs(left - back_left) < 0.5 * MM
        assert abs(top - back_top) < 0.5 * MM


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: f"{p.paper}-{p.cards}-{p.flip}")
def test_the_grid_by_itself(paper: Paper) -> None:
    grid = grid_for(paper)
    left, top = grid.origin
    assert min(left, top) >= 8 * MM
    fronts = {(box.left, box.top) for box in map(grid.front, range(grid.count))}
    backs = {(box.left, box.top) for box in (grid.back(place, paper.flip) for place in range(grid.count))}
    assert len(fronts) == grid.count
    assert fronts == backs
    ticks = list(grid.ticks())
    assert len(ticks) == 2 * (grid.columns + grid.rows + 2)
    assert all(min(tick.width, tick.height) >= 0.2 * MM for tick in ticks)
    assert all(tick.left >= 0 and tick.left + tick.width <= grid.width for tick in ticks)
    assert all(tick.top >= 0 and tick.top + tick.height <= grid.height for tick in ticks)
    cards = [grid.front(place) for place in range(grid.count)]
    for tick in ticks:
        assert not any(
            tick.left + tick.width > card.left
            and tick.left < card.left + card.width
            and tick.top + tick.height > card.top
            and tick.top < card.top + card.height
            for card in cards
        )


def test_a4_cards_are_95_by_66_mm() -> None:
    grid = grid_for(Paper())
    assert [side / MM for side in grid.card] == pytest.approx([95, 66], abs=0.001)


def test_every_word_stands_inside_a_card_or_in_the_margin(
    sample: Bank, store: Memory, tmp_path: Path
) -> None:
    need("pdftotext")
    from poppler import tool

    path = made(sample, store, tmp_path, Paper())
    grid = grid_for(Paper())
    cards = [grid.front(place) for place in range(grid.count)]
    words = [
        (*map(float, found[:4]), found[4])
        for found in WORD.findall(tool("pdftotext", "-bbox", str(path), "-"))
    ]
    inside = 0
    for left, top, right, below, text in words:
        if top >= grid.origin[1] + grid.rows * grid.card[1]:
            continue
        inside += 1
        assert any(
            card.left + 10 <= left
            and right <= card.left + card.width - 10
            and card.top + 8 <= top
            and below <= card.top + card.height - 6
            for card in cards
        ), text
    assert inside > 50


def test_prompt_lead_id_and_number_are_there(sample: Bank, store: Memory, tmp_path: Path) -> None:
    need("pdftotext")
    from poppler import squeezed, tool

    text = squeezed(tool("pdftotext", "-raw", str(made(sample, store, tmp_path, Paper())), "-"))
    for topic in sample.topics:
        for number, question in enumerate(topic.questions, 1):
            assert text.count(squeezed(question.id)) >= 2
            assert squeezed(f"{topic.number}.{number} {topic.title}") in text
            for part in (question.prompt, question.lead):
                for run in plain_text(part, math="\n").split("\n"):
                    assert squeezed(run) in text


def test_long_prompts_are_set_smaller(bank_folder: Path, store: Memory, tmp_path: Path) -> None:
    need("pdftohtml")
    from poppler import tool

    path = bank_folder / "questions" / "02-metrics.md"
    text = path.read_text()
    heading = next(line for line in text.split("\n") if line.startswith("## "))
    path.write_text(
        text.replace(heading, "## " + "Why is a question that goes on and on hard to read " * 6 + "?")
    )
    bank, _ = read_source(bank_folder)
    pdf = made(bank, store, tmp_path, Paper(cards="3x4"))
    sizes = re.findall(r'size="(\d+)"', tool("pdftohtml", "-xml", "-stdout", "-zoom", "2", str(pdf)))
    assert 30 in map(int, sizes)
    assert {17, 20, 23} & set(map(int, sizes))
