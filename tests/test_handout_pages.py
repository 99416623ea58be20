"""The handout as a page per topic: the same answers, each address in one place, all links arriving."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from browser import Browser, Page
from conftest import TEMPLATES, Memory, shipped_bank
from outline import Outline
from shells import axe_script
from test_handout_browser import nu_checker, violations

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.pipeline import Project, build, clean
from deckpress.problems import DeckpressError
from deckpress.render import Context
from deckpress.render.handout.handout import HOME, render
from deckpress.selection import Selection, select


@pytest.fixture(scope="module")
def bank() -> Bank:
    some = ("foundations", "evaluation-metrics", "coding-from-scratch")
    bank = select(shipped_bank(), Selection(only=some))
    return replace(bank, settings=replace(bank.settings, handout_pages="topic"))


@pytest.fixture(scope="module")
def pages(bank: Bank, store: Memory) -> Mapping[str, bytes]:
    made = render(bank, Context(TEMPLATES, store, Lock()))
    assert not isinstance(made, bytes)
    return made


@pytest.fixture(scope="module")
def outlines(pages: Mapping[str, bytes]) -> dict[str, Outline]:
    return {name: Outline(data.decode()) for name, data in pages.items()}


@pytest.fixture(scope="module")
def folder(pages: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    for name, data in pages.items():
        (place / name).write_bytes(data)
    return place


def test_each_topic_has_a_page_and_each_question_one_place(
    bank: Bank, outlines: Mapping[str, Outline]
) -> None:
    topics = [topic for topic in bank.topics if topic.questions]
    assert list(outlines) == [HOME, *(f"{topic.id}.html" for topic in topics)]
    for topic in topics:
        assert list(outlines[f"{topic.id}.html"].articles) == [question.id for question in topic.questions]
    assert not outlines[HOME].articles


def test_every_link_arrives_on_its_page(outlines: Mapping[str, Outline]) -> None:
    ids = {name: set(outline.values("id")) for name, outline in outlines.items()}
    for name, outline in outlines.items():
        for link in outline.values("href"):
            if "://" not in link:
                file, _, anchor = link.partition("#")
                assert (file or name) in ids, f"{name}: {link}"
                assert not anchor or anchor in ids[file or name], f"{name}: {link}"


def test_the_first_page_leads_to_every_question(bank: Bank, outlines: Mapping[str, Outline]) -> None:
    found = {link.partition("#")[2] for link in outlines[HOME].values("href")}
    assert {question.id for question in bank.questions()} <= found


def test_pages_are_whole_documents(outlines: Mapping[str, Outline], pages: Mapping[str, bytes]) -> None:
    titles = [re.findall(r"<title>(.*?)</title>", data.decode())[0] for data in pages.values()]
    assert len(set(titles)) == len(pages)
    for outline in outlines.values():
        levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_is_a_tenth_of_the_whole(pages: Mapping[str, bytes]) -> None:
    assert max(map(len, pages.values())) < 150_000


def test_no_request_no_message_and_no_violation(browser: Browser, folder: Path) -> None:
    tab = browser.page()
    for name in (HOME, "evaluation-metrics.html"):
        address = (folder / name).as_uri()
        tab.resize(320)
        tab.open(address)
        assert tab.requests() == [address]
        assert tab.messages() == []
        assert tab.run("document.documentElement.scrollWidth") == 320
        tab.run(axe_script() + ";0")
        assert violations(tab) == []


def search(tab: Page, words: str) -> int:
    """How many lines are shown for some words."""
    tab.run(f"""(() => {{ const field = document.getElementById("_words");
      field.value = "{words}"; field.dispatchEvent(new Event("input")); }})()""")
    tab.run("new Promise((done) => setTimeout(done, 300))")
    return int(tab.run("document.querySelectorAll('.prompts li:not([hidden])').length"))


def test_the_first_page_searches_prompts_and_a_topic_its_answers(browser: Browser, folder: Path) -> None:
    tab = browser.page()
    tab.open((folder / HOME).as_uri())
    assert 0 < search(tab, "roc") < 10
    assert tab.run("document.querySelectorAll('.topic:not([hidden])').length") < 4
    tab.open((folder / "evaluation-metrics.html").as_uri())
    shown = search(tab, "mann whitney")
    assert 0 <= shown < 13
    assert shown == tab.run("document.querySelectorAll('article:not([hidden])').length")
    assert tab.messages() == []


def test_the_checker_of_the_html_standard_finds_nothing(folder: Path, shipped_outputs: Path) -> None:
    nu_checker(shipped_outputs / "ml-interview-handout.html", *sorted(folder.iterdir()))


@pytest.fixture
def project(bank_folder: Path, tmp_path: Path) -> Project:
    settings = bank_folder / "bank.toml"
    text = settings.read_text()
    assert "[handout]" not in text
    settings.write_text(f'{text}\n[handout]\npages = "topic"\n')
    return Project(bank_folder, tmp_path / "out", TEMPLATES)


def test_a_build_writes_a_folder_and_sweeps_what_is_gone(project: Project) -> None:
    (first,) = build(project, ["handout"], warn=[])
    folder = project.output / "sample-handout"
    assert first.written
    assert first.path == folder / HOME
    assert {path.name for path in folder.iterdir()} == {path.name for path in first.paths}
    (again,) = build(project, ["handout"], warn=[])
    assert (again.written, again.paths, again.size) == (False, first.paths, first.size)
    (folder / "CNAME").write_text("kept")
    (folder / "mine.html").write_text("kept too")
    source = project.source / "questions" / "02-metrics.md"
    source.rename(source.with_name("02-measures.md"))
    (renamed,) = build(project, ["handout"], warn=[])
    assert {path.name for path in folder.iterdir()} == {path.name for path in renamed.paths} | {
        "CNAME",
        "mine.html",
    }
    assert "metrics.html" not in {path.name for path in folder.iterdir()}
    clean(project)
    assert {path.name for path in folder.iterdir()} == {"CNAME", "mine.html"}


def test_a_failing_source_leaves_the_old_pages(project: Project) -> None:
    list(build(project, ["handout"], warn=[]))
    before = {path: path.read_bytes() for path in (project.output / "sample-handout").iterdir()}
    source = project.source / "questions" / "02-metrics.md"
    source.write_text(source.read_text().replace("$TP / (TP + FP)$", "$\\foo$"))
    with pytest.raises(Exception, match="error"):
        list(build(project, ["handout"], warn=[]))
    assert {path: path.read_bytes() for path in (project.output / "sample-handout").iterdir()} == before


def test_a_topic_called_index_is_refused(project: Project) -> None:
    source = project.source / "questions" / "02-metrics.md"
    source.rename(source.with_name("02-index.md"))
    with pytest.raises(DeckpressError, match=r"index\.html, which is the first"):
        list(build(project, ["handout"], warn=[]))
