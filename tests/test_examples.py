"""The banks in examples/: each builds without a word said, is imported by the engine, and its page is accessible."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import Browser
from conftest import ROOT, TEMPLATES
from engine import collection, counts, import_deck
from poppler import tool
from shells import axe_script

from deckpress.bank import Bank
from deckpress.content.plain import plain_text
from deckpress.pipeline import Project, build, check
from deckpress.problems import Problem, Severity

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/bank.toml"))


@dataclass(frozen=True)
class Example:
    """A bank of examples/ with its products."""

    bank: Bank
    products: dict[str, Path]
    problems: list[Problem]


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.name)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Example:
    output = tmp_path_factory.mktemp(request.param.name)
    project = Project(request.param, output, TEMPLATES)
    bank, problems = check(project, locked=True)
    built = build(project, ["deck", "cheatsheet", "handout"], warn=problems)
    return Example(bank, {row.name: row.path for row in built}, problems)


def test_there_are_examples_and_they_are_named() -> None:
    page = (ROOT / "examples" / "README.md").read_text()
    assert EXAMPLES
    for path in EXAMPLES:
        assert f"({path.name})" in page


def test_an_example_builds_without_a_warning(example: Example) -> None:
    found = [p for p in example.problems if p.severity is not Severity.ADVICE]
    assert found == [], "after a change of templates, 'make lock' writes the locks of the examples too"
    assert set(example.products) == {"deck", "cheatsheet", "handout"}


def test_the_engine_imports_every_question(example: Example, tmp_path: Path) -> None:
    with collection(tmp_path) as col:
        log = import_deck(col, example.products["deck"].read_bytes(), tmp_path)
        questions = list(example.bank.questions())
        notes = sum(bool(q.lead or not q.labels) + len(q.clozes) + bool(q.labels) for q in questions)
        assert counts(log) == {"new": notes}
        for question in example.bank.questions():
            kind = "Question" if question.lead else "Cloze"
            (note,) = col.find_notes(f"Id:{question.id} note:*{kind}")
            cards = col.get_note(note).cards()
            assert cards
            for card in cards:
                assert "<article" in card.question(), question.id
        assert col.media.check().missing == []


def test_paper_is_read_in_the_order_of_the_questions(example: Example) -> None:
    raw = tool("pdftotext", "-raw", str(example.products["cheatsheet"]), "-")
    text = re.sub(r"[\u202a-\u202e]", "", raw)  # poppler's marks of direction
    at = 0
    for topic in example.bank.topics:
        for question in topic.questions:
            word = re.split(r"\W", question.term or plain_text(question.prompt))[0]
            at = text.find(word, at)
            assert at >= 0, f"{word} of {question.id}"
            at += len(word)


def test_the_page_is_accessible(example: Example, browser: Browser) -> None:
    tab = browser.page()
    tab.open(example.products["handout"].as_uri())
    tab.run("document.styleSheets[0].insertRule('article { content-visibility: visible !important; }'), 0")
    tab.run(axe_script() + ";0")
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        tab.emulate(prefers_color_scheme=scheme)
        run = f"axe.run({rules}).then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])))"
        assert json.loads(tab.run(run)) == []
    settings = example.bank.settings
    assert tab.run("document.documentElement.lang") == settings.language
    assert (tab.run("getComputedStyle(document.body).direction") == "rtl") is settings.rtl
    tab.close()


def test_the_sky_is_what_its_script_draws() -> None:
    from tools.sky import files

    for name, data in files():
        assert (ROOT / "examples/sky" / name).read_bytes() == data, f"run python tools/sky.py: {name}"


def test_the_sky_lives_on_pictures() -> None:
    bank = check(Project(ROOT / "examples/sky", ROOT / "output", TEMPLATES))[0]
    questions = list(bank.questions())
    assert len(questions) >= 12
    assert sum(question.labels is not None for question in questions) >= 3
    assert len(bank.sounds) >= 2
    assert {type(figure).__name__ for figure in bank.figures.values()} == {"Drawing", "Picture"}
