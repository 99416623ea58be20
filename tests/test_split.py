"""A sheet for each topic: complete, in the colours of the whole, and laid out again only where it changed."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import TEMPLATES
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.pipeline import Project, build, clean
from deckpress.problems import Severity
from deckpress.read import read_source
from deckpress.render import FORMATS, Context
from deckpress.render.paper import cheatsheet
from deckpress.render.paper.split import tell_size
from deckpress.selection import Selection


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


def three_topics(source: Path) -> Path:
    """A bank of three small topics, a sheet for each."""
    (source / "questions").mkdir(parents=True)
    for number, name in enumerate(("acid", "base", "salt"), 1):
        text = f"# {name.title()}\n\n## What is {name}?\n\n```yaml\nid: {name}\n```\n\nIt is $x^{number}$.\n"
        (source / f"questions/0{number}-{name}.md").write_text(text, "utf-8")
    settings = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "t-2026-namespace"\n[paper]\nsplit = "topic"\nindex = false\n'
    (source / "bank.toml").write_text(settings)
    return source


def folder_of(project: Project) -> Path:
    (row,) = build(project, ["cheatsheet"], warn=[])
    return row.path.parent


def test_sheets_are_made_side_by_side_and_swept_with_their_topics(tmp_path: Path) -> None:
    source = three_topics(tmp_path / "source")
    project = Project(source, tmp_path / "out", TEMPLATES, jobs=2)
    folder = folder_of(project)
    (folder / "mine.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(first) == ["acid.pdf", "base.pdf", "mine.pdf", "salt.pdf"]
    subprocess.run(["qpdf", "--check", "--no-warn", folder / "acid.pdf"], check=True, capture_output=True)
    alone = folder_of(Project(source, tmp_path / "alone", TEMPLATES, jobs=1))
    assert all((alone / name).read_bytes() == data for name, data in first.items() if name != "mine.pdf")
    part = Project(source, tmp_path / "out", TEMPLATES, Selection(("acid",)))
    assert {path.name for path in folder_of(part).iterdir()} == set(first)
    (source / "questions/02-base.md").unlink()
    assert sorted(path.name for path in folder_of(project).iterdir()) == ["acid.pdf", "mine.pdf", "salt.pdf"]
    clean(project)
    assert [path.name for path in folder.iterdir()] == ["mine.pdf"]
