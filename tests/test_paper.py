"""Options of paper: what they change, who may say them, and the bars that the shipped bank holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from conftest import TEMPLATES, Memory, need, shipped_bank
from plans import fills, kinds, last_pages, planned, questions_a_page
from poppler import squeezed, tool

from deckpress.bank import Bank, Figure
from deckpress.cache import DiskStore
from deckpress.cli import cli
from deckpress.content.plain import plain_text
from deckpress.lock import Lock
from deckpress.paper import PAPER_KEYS, Paper
from deckpress.pipeline import CACHE, Project, build
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context
from deckpress.render.paper import cheatsheet, selftest
from deckpress.render.paper.folios import folios
from deckpress.render.paper.frame import frame_for
from deckpress.render.paper.index_pages import IndexRow, _runs

ENDING = ("cases-and-system-design", "communication-and-ethics")


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return shipped_bank()


@pytest.fixture
def memory(store: Memory) -> Memory:
    """What all tests measure and draw, once."""
    return store


@pytest.fixture(scope="module")
def disk(shipped_outputs: Path) -> DiskStore:
    """What the build of the shipped sheet measured and drew."""
    return DiskStore(shipped_outputs / CACHE)


def test_what_is_kept_knows_the_figures(sample: Bank) -> None:
    """A changed figure with an old cache once ended in a page that was too full."""
    kept = Memory()
    figure = sample.figures["ridge.svg"]
    assert isinstance(figure, Figure)
    taller = replace(figure, svg=re.sub(r'(viewBox="0 0 \d+) \d+', r"\1 420", figure.svg), height=420.0)
    edited = replace(sample, figures={**sample.figures, "ridge.svg": taller})
    render = FORMATS["cheatsheet"].renderer()
    before = render(sample, Context(TEMPLATES, kept, Lock()))
    after = render(edited, Context(TEMPLATES, kept, Lock()))
    assert after != before
    assert after == render(edited, Context(TEMPLATES, Memory(), Lock()))


def test_the_default_sheet_holds_its_bars(shipped: Bank, disk: DiskStore) -> None:
    pages = planned(shipped, disk)
    assert sum(1 for _ in shipped.questions()) / len(pages) >= 10.5
    assert max(fills(pages)) <= 1.001
    shown = [
        any(p.kind in ("figure", "table") for c in page.columns for q in c.questions for p in q.parts)
        for page in pages
    ]
    assert sum(shown) >= len(pages) / 2
    assert [q.id for page in pages for c in page.columns for q in c.questions if not q.begun] == [
        q.id for q in shipped.questions()
    ]


def test_columns_are_full_to_the_foot(shipped: Bank, disk: DiskStore) -> None:
    pages = planned(shipped, disk)  # other papers and sizes are measured by bench/sheet.py
    last = last_pages(pages)
    for number, page in enumerate(pages):
        for column in page.columns:
            assert column.used / column.height >= (0.85 if number in last else 0.95)
            assert all(q.parts and q.parts[0].rank == 0 for q in column.questions)
    assert sum(fill >= 0.95 for fill in fills(pages)) >= 0.93 * len(fills(pages))


@pytest.mark.parametrize("heads", ["prompt", "term"])
def test_leads_that_flow_are_dense(heads: str, shipped: Bank, disk: DiskStore) -> None:
    pages = planned(shipped, disk, depth="lead", flow=True, heads=heads)
    assert questions_a_page(pages) >= 24
    assert min(fills(pages)) >= 0.85  # there are no parts to choose from: columns are as full as it happens
    assert kinds(pages) <= {"lead", "formula"}
    opened = [topic.id for page in pages for topic in page.opened]
    assert opened == [topic.id for topic in shipped.topics if topic.questions]
    for page in pages:
        for column in page.columns:
            assert all(group.questions for group in column.groups)


def test_depth_is_a_ceiling(sample: Bank, memory: Memory) -> None:
    assert "points" not in kinds(planned(sample, memory, depth="lead"))
    assert "pitfalls" not in kinds(planned(sample, memory, depth="key"))
    assert {"lead", "points", "pitfalls"} <= kinds(planned(sample, memory, depth="full", pages_per_topic="1"))


def test_pages_per_topic(sample: Bank, memory: Memory) -> None:
    assert len(planned(sample, memory)) < len(sample.topics)
    alone = planned(sample, memory, pages_per_topic="1")
    assert [len(page.topics) for page in alone] == [1] * len(sample.topics)


def test_short_topics_stand_on_the_last_page_of_a_longer_one(shipped: Bank, disk: DiskStore) -> None:
    topics = tuple(topic for topic in shipped.topics if topic.id in ENDING)
    pages = planned(replace(shipped, topics=topics), disk)
    long, *short = ENDING
    opened = {topic.id: number for number, page in enumerate(pages) for topic in page.opened}
    assert [topic.id for topic in pages[-1].topics] == [long, *short]
    assert opened[long] == len(pages) - 2
    assert {opened[name] for name in short} == {len(pages) - 1}
    assert [band.head for band in pages[-1].bands] == ["continued", "topic"]


@pytest.mark.parametrize(
    "paper",
    [
        {"landscape": True},
        {"columns": 2, "size": 9.0},
        {"columns": 4, "size": 6.5, "paper": "Letter"},
        {"flow": True, "index": False},
        {"flow": False},  # with what the store kept of the one before
    ],
    ids=str,
)
def test_every_setting_makes_a_sound_sheet(
    paper: dict[str, Any], sample: Bank, memory: Memory, tmp_path: Path
) -> None:
    need("pdftotext", "qpdf")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(cheatsheet.render(sample, Context(TEMPLATES, memory, Lock(), Paper(**paper))))
    frame = frame_for(Paper(**paper))
    with pikepdf.open(path) as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx(
            [frame.width, frame.height]
        )
        with pdf.open_outline() as outline:
            assert ("Index" in [item.title for item in outline.root]) == paper.get("index", True)
    assert frame.columns == paper.get("columns", 4 if paper.get("landscape") else 3)
    assert "No syntax" in tool("qpdf", "--check", str(path))
    text = squeezed(tool("pdftotext", "-raw", str(path), "-"))
    for question in sample.questions():
        for part in (question.prompt, question.lead):
            assert all(squeezed(run) in text for run in plain_text(part, math="\n").split("\n"))


def test_see_references_and_index_name_the_right_pages(shipped: Bank, disk: DiskStore) -> None:
    pages = planned(shipped, disk)
    numbers = folios(pages)
    seen = 0
    for page in pages:
        for question in (q for c in page.columns for q in c.questions):
            for part in (p for p in question.parts if p.kind == "see"):
                assert "<b>00</b>" not in part.html
                for name, number in re.findall(r'href="#q-([a-z0-9-]+)">[^<]*<b>(\d+)</b>', part.html):
                    seen += 1
                    assert numbers[name] == int(number)
    assert seen > 10
    places = {1: ("a", False), 2: ("b", False), 4: ("c", False), 5: ("d", False), 6: ("e", False)}
    assert list(_runs(places)) == [("1", "a", False), ("2", "b", False), ("4–6", "c", False)]
    assert list(_runs(places | {5: ("d", True)}))[2:] == [
        ("4", "c", False),
        ("5", "d", True),
        ("6", "e", False),
    ]
    assert IndexRow("", "x" * 100, ()).lines(170) > IndexRow("", "x", ()).lines(170) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("columns = 5", "a number from 2 to 4"),
        ("columns = 2.5", "a number from 2 to 4"),
        ("size = 12", "a number from 6.5 to 9"),
        ("flow = 1", "write flow = true"),
        ("columns = true", "a number from 2 to 4"),
        ('depth = "deep"', "lead, key, full"),
        ("pages_per_topic = 2", "in quotes"),
    ],
)
def test_wrong_settings_are_named(line: str, said: str, bank_folder: Path) -> None:
    settings = bank_folder / "bank.toml"
    text = re.sub(r"\n\[paper\][^\[]*", "\n", settings.read_text())
    settings.write_text(f"{text}\n[paper]\n{line}\n")
    (problem,) = [p for p in read_source(bank_folder)[1] if p.code == "S052"]
    assert said in problem.hint
    assert problem.span.line == len(settings.read_text().splitlines())


def test_settings_and_options_reach_the_sheet(bank_folder: Path, tmp_path: Path) -> None:
    settings = bank_folder / "bank.toml"
    text = re.sub(r"\n\[paper\][^\[]*", "\n", settings.read_text())
    settings.write_text(f'{text}\n[paper]\npaper = "Letter"\ncolumns = 2\nsize = 8\nindex = false\n')
    paper = read_bank(bank_folder).settings.paper
    assert (paper.paper, paper.columns, paper.size, paper.index) == ("Letter", 2, 8, False)
    sizes = []
    for changes in ((), (("paper", "A4"),), (("landscape", True),)):
        project = Project(bank_folder, tmp_path / "out", TEMPLATES, paper=changes)
        (built,) = build(project, ["cheatsheet"], warn=[])
        assert built.written
        with pikepdf.open(built.path) as pdf:
            sizes.append([round(float(side)) for side in pdf.pages[0].MediaBox[2:]])
    assert sizes == [[612, 792], [595, 842], [792, 612]]


def test_options_are_those_of_the_product() -> None:
    def flags(name: str) -> set[str]:
        return {flag for parameter in cli.commands[name].params for flag in parameter.opts}

    wanted = {f"--{key.replace('_', '-')}" for key in PAPER_KEYS}
    assert flags("cheatsheet") & wanted == wanted - {"--cards", "--flip"}
    assert flags("flashcards") & wanted == {"--paper", "--cards", "--flip"}
    assert flags("deck") & wanted == set()
    done = CliRunner().invoke(cli, ["cheatsheet", "--size", "12"])
    assert done.exit_code == 2
    assert "6.5<=x<=9" in done.output


def test_self_test_asks_everything_and_answers_at_the_end(
    sample: Bank, memory: Memory, tmp_path: Path
) -> None:
    need("pdftotext")
    path = tmp_path / "selftest.pdf"
    path.write_bytes(selftest.render(sample, Context(TEMPLATES, memory, Lock())))
    pages = tool("pdftotext", "-raw", str(path), "-").split("\f")
    with pikepdf.open(path) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = {str(n.Dest) for page in pdf.pages for n in page.get("/Annots", []) if "/Dest" in n}
    ids = [question.id for question in sample.questions()]
    assert {f"{kind}-{name}" for kind in "qa" for name in ids} <= links <= names
    at = next(number for number, page in enumerate(pages) if re.search(r"^Answers$", page, re.MULTILINE))
    asked, answered = squeezed("".join(pages[:at])), squeezed("".join(pages[at:]))
    for question in sample.questions():
        for run in filter(None, map(squeezed, plain_text(question.prompt, math="\n").split("\n"))):
            assert run in asked
            assert run in answered
        for run in filter(None, map(squeezed, plain_text(question.lead, math="\n").split("\n"))):
            assert run in answered
            assert len(run) < 20 or run not in asked
    told = {int(number) for number in re.findall(r"answer: p\. (\d+)", "".join(pages[:at]))}
    assert told
    assert min(told) >= at + 1
