"""What a sheet shows of a bank and what it leaves out: whole lists, by worth."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, need, shipped_bank
from plans import planned
from poppler import tool
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.content.plain import list_items
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.pipeline import CACHE
from deckpress.problems import Problem, Severity
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.paper import cheatsheet
from deckpress.render.paper.pages import PageView

WORDS = [
    "gradient",
    "kernel",
    "margin",
    "sample",
    "prior",
    "loss",
    "batch",
    "tensor",
    "cluster",
    "feature",
    "label",
    "weight",
    "norm",
    "of",
    "in",
    "on",
]


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return shipped_bank()


@pytest.fixture(scope="module")
def disk(shipped_outputs: Path) -> DiskStore:
    """What the build of the shipped sheet measured and drew."""
    return DiskStore(shipped_outputs / CACHE)


def test_lists_are_whole_and_what_is_left_out_is_counted(shipped: Bank, disk: DiskStore) -> None:
    pages = planned(shipped, disk)
    written = {q.id: sum(1 for _ in list_items(q.body("Key points"))) for q in shipped.questions()}
    shown = {
        q.id: part.count
        for page in pages
        for column in page.columns
        for q in column.questions
        for part in q.parts
        if part.kind == "points"
    }
    assert 0 < len(shown) < len(written)
    assert all(written[name] == count > 1 for name, count in shown.items())
    said = {g.topic.id: g.more for page in pages for c in page.columns for g in c.groups if g.more}
    for topic in shipped.topics:
        lacking = sum(written[q.id] - shown.get(q.id, 0) for q in topic.questions)
        assert said.get(topic.id, 0) == lacking
        ends = [g.more for page in pages for c in page.columns for g in c.groups if g.topic.id == topic.id]
        assert not any(ends[:-1])


def test_the_worthiest_lists_are_kept(shipped: Bank, disk: DiskStore) -> None:
    kept, left = Counter[int](), Counter[int]()
    for question in (q for page in planned(shipped, disk) for c in page.columns for q in c.questions):
        whole = any(part.kind == "points" for part in question.parts)
        (kept if whole else left)[question.level] += 1
    shares = [kept[level] / (kept[level] + left[level]) for level in (1, 2, 3)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] >= 2 * shares[2], shares  # how many fit at all depends on the words of the bank
    assert shares[0] >= 0.5, shares


def levels_left(bank: Bank, pages: list[PageView]) -> list[int]:
    """Levels of what is not shown."""
    shown = {q.id for page in pages for column in page.columns for q in column.questions}
    return sorted({q.level for q in bank.questions() if q.id not in shown})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A bank without terms, references or a syllabus: 240 questions of 8 topics, their texts of any length."""
    folder = tmp_path_factory.mktemp("made")
    source = write_bank(folder)
    for path in (source / "questions").iterdir():
        path.unlink()
    dice = random.Random(4)
    for topic in range(1, 9):
        text = f"# Topic {topic}\n"
        for place in range(30):
            words = [" ".join(dice.choices(WORDS, k=dice.randint(4, 30))) for _ in range(5)]
            text += f"\n## What is the {words[0]}?\n\n```yaml\nid: made-{topic}-{place}\n"
            text += f"level: {dice.randint(1, 3)}\n```\n\n{words[1]}.\n\n### Key points\n\n"
            text += "".join(f"- {point}.\n" for point in words[2:])
        (source / f"questions/{topic:02}-made-{topic}.md").write_text(text, "utf-8")
    return read_source(source)[0]


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("name", ["shipped", "made", "half"])
def test_pages_asked_for_are_filled_with_the_best(
    name: str, count: int, request: pytest.FixtureRequest, disk: DiskStore
) -> None:
    bank: Bank = request.getfixturevalue("shipped" if name == "half" else name)
    if name == "half":
        bank = replace(bank, topics=bank.topics[4:10])
    told: list[Problem] = []
    pages = planned(bank, disk, told, pages=count, heads="prompt" if name == "half" else "auto")
    assert len(pages) == count
    assert all(len(list(page.columns)) == 3 for page in pages)
    assert min(column.used / column.height for page in pages for column in page.columns) >= 0.95
    levels = sorted({q.level for page in pages for c in page.columns for q in c.questions})
    left = levels_left(bank, pages)
    advice = [row.message for row in told if row.code == "P011" and row.severity is Severity.ADVICE]
    assert [f"{count} page" in message for message in advice] == [True] * bool(left)
    assert max(levels) <= min(left, default=3)
    assert left or (name, count) == ("half", 4)


def test_more_pages_than_a_bank_fills(sample: Bank, store: Memory) -> None:
    told: list[Problem] = []
    pages = planned(sample, store, told, pages=9)
    assert {q.id for page in pages for c in page.columns for q in c.questions} == {
        q.id for q in sample.questions()
    }
    assert [row.code for row in told if row.code == "P011"] == []


def test_a_leaf_is_one_leaf(shipped: Bank, disk: DiskStore, tmp_path: Path) -> None:
    need("pdftotext")
    path = tmp_path / "leaf.pdf"
    path.write_bytes(cheatsheet.render(shipped, Context(TEMPLATES, disk, Lock(), Paper(pages=1))))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = {str(n.Dest) for page in pdf.pages for n in page.get("/Annots", []) if "/Dest" in n}
    assert links <= names
    assert re.search(r"\d+ more questions in the handout", tool("pdftotext", "-raw", str(path), "-"))
