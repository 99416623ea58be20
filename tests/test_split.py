"""A sheet for each topic: complete, in the colours of the whole, and laid out again only where it changed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import TEMPLATES
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import Severity
from deckpress.read import read_source
from deckpress.render import FORMATS, Context
from deckpress.render.paper import cheatsheet
from deckpress.render.paper.split import tell_size


class Counting(dict[str, bytes]):
    """A store that counts the sheets that are laid out."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data

    @property
    def sheets(self) -> int:
        return sum(data.startswith(b"%PDF") for data in self.values())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_bank(tmp_path)


def made(bank: Bank, store: Counting) -> dict[str, bytes]:
    product = cheatsheet.render(bank, Context(TEMPLATES, store, Lock(), Paper(split="topic")))
    assert isinstance(product, dict)
    return product


def test_one_file_for_each_topic_laid_out_again_only_after_its_edits(source: Path, tmp_path: Path) -> None:
    store = Counting()
    first = made(read_source(source)[0], store)
    assert list(first) == ["first.pdf", "second.pdf"]
    assert made(read_source(source)[0], store) == first
    assert store.sheets == 2
    path = source / "questions/02-second.md"
    path.write_text(path.read_text("utf-8").replace("Everyone who writes", "All who write"), "utf-8")
    second = made(read_source(source)[0], store)
    assert store.sheets == 3
    assert second["first.pdf"] == first["first.pdf"]
    assert second["second.pdf"] != first["second.pdf"]
    assert made(read_source(source)[0], Counting()) == second


def test_each_file_is_whole(source: Path, tmp_path: Path) -> None:
    bank, _ = read_source(source)
    files = made(bank, Counting())
    for topic in bank.topics:
        path = tmp_path / f"{topic.id}.pdf"
        path.write_bytes(files[f"{topic.id}.pdf"])
        with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
            assert [item.title for item in outline.root][:1] == [f"{topic.number} · {topic.title}"]
            assert len(outline.root[0].children) == len(topic.questions)
            links = {str(n.Dest) for page in pdf.pages for n in page.get("/Annots", []) if "/Dest" in n}
            assert links <= {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    names = FORMATS["cheatsheet"].files("small", files)
    assert list(names) == ["small-cheatsheet/first.pdf", "small-cheatsheet/second.pdf"]


def test_a_very_large_sheet_names_the_split(source: Path) -> None:
    bank, _ = read_source(source)
    topic = bank.topics[0]
    many = replace(topic, questions=topic.questions[:1] * 1501)
    assert list(tell_size(replace(bank, topics=(replace(many, questions=many.questions[:1500]),)))) == []
    (advice,) = tell_size(replace(bank, topics=(many,)))
    assert (advice.code, advice.severity) == ("P012", Severity.ADVICE)
    assert re.search("1501 questions", advice.message)
