"""What a sheet shows of a bank and what it leaves out: whole lists, by worth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from plans import planned

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.content.plain import list_items
from deckpress.pipeline import CACHE
from deckpress.read import read_source


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return read_source(ROOT / "source")[0]


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
    assert shares[0] >= 0.7
