"""Letters of formulas: read from MathML, explained under the formula, on the page and on the card."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory, need, shipped_bank
from plans import planned
from poppler import squeezed, tool
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.check import check_bank
from deckpress.content.symbols import Explainer, Symbol, display_formulas, letters, notation_of, symbols_of
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.pipeline import CACHE
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout import handout
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.printed import view_printed

BLOCK = "id: square\nsymbols:\n  a: first number\n  '\\hat b': \"the second's estimate\"\n"


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return shipped_bank()


def written(folder: Path, block: str, notation: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    source = write_bank(folder)
    path = source / "questions/01-first.md"
    path.write_text(path.read_text("utf-8").replace("id: square\n", block), "utf-8")
    if notation:
        (source / "notation.yaml").write_text(notation, "utf-8")
    return source


def test_letters_are_those_that_stand_for_something() -> None:
    assert letters(r"\hat y_i=\arg\max_k \mathbb{E}[f(x)]+e^{\pi}") == ("y", "i", "k", "f", "x")
    assert Explainer((Symbol("e", "error"),)).symbols("e+f")[0] == [Symbol("e", "error")]
    assert letters(r"\text{size}=\mathrm{VIF}+\log n") == ("n",)


def test_words_of_plain_letters_are_one_symbol() -> None:
    explainer = Explainer((Symbol("TP", "true positives"),), (Symbol("P", "probability"),))
    assert explainer.missing(r"\frac{TP}{TP+F}\\TP") == ["F"]
    assert explainer.symbols("TP")[1] == []
    assert [s.tex for s in explainer.symbols("TP+P")[1]] == ["P"]


def test_a_question_explains_its_letters_before_the_bank(tmp_path: Path) -> None:
    bank, problems = read_source(written(tmp_path, BLOCK, "a: a letter\n\\beta: coefficients\n"))
    assert not problems
    question = next(bank.questions())
    assert symbols_of(question) == (Symbol("a", "first number"), Symbol(r"\hat b", "the second's estimate"))
    assert notation_of(bank) == (Symbol("a", "a letter"), Symbol(r"\beta", "coefficients"))
    own, others = Explainer(symbols_of(question), notation_of(bank)).symbols(r"a+b+\beta")
    assert ([s.meaning for s in own], [s.tex for s in others]) == (
        ["first number", "the second's estimate"],
        [r"\beta"],
    )


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("id: square\nsymbols:\n  \\nosuch: what\n", "M401"),
        ("id: square\nsymbols: [a]\n", "S024"),
        ("id: square\nsymbols:\n  a:\n", "S024"),
    ],
)
def test_wrong_symbols_are_told_at_their_line(block: str, code: str, tmp_path: Path) -> None:
    _, problems = read_source(written(tmp_path, block))
    assert [problem.code for problem in problems] == [code]
    assert problems[0].span.line == (11 if "[a]" in block else 12)


def test_a_letter_that_nothing_explains_is_named(tmp_path: Path) -> None:
    source = written(tmp_path, "id: square\n", "a: one\n")
    settings = source / "bank.toml"
    settings.write_text(settings.read_text() + '[check]\nstyle = "house"\n')
    bank, _ = read_source(source)
    found = [problem for problem in check_bank(bank) if problem.code == "A214"]
    assert [problem.message.split(" mean")[0] for problem in found] == [
        "no one says what b in its formulas",
        "no one says what f, x, α, β in its formulas",
    ]
    assert not [
        p for p in check_bank(read_source(written(tmp_path / "x", "id: square\n"))[0]) if p.code == "A214"
    ]


def test_the_bank_explains_every_letter(shipped: Bank) -> None:
    assert [problem.span for problem in check_bank(shipped) if problem.code == "A214"] == []


def test_pages_say_it_under_the_formula_and_cards_in_the_fold(tmp_path: Path, store: Memory) -> None:
    bank, _ = read_source(written(tmp_path, BLOCK, "x: a number\n"))
    page = handout.render(bank, Context(TEMPLATES, store, Lock(), Paper()))
    assert isinstance(page, bytes)
    lines = re.findall(r'<p class="where">(.*?)</p>', page.decode())
    assert len(lines) == 2
    assert lines[0].endswith(" the second’s estimate")
    assert lines[0].count("<math>") == 2
    assert lines[1].endswith(" a number")
    (note,) = [note for note in make_notes(bank, TEMPLATES).notes if note.name == "square"]
    (field,) = [text for text in note.fields if "first number" in text]
    assert field.startswith('<p class="where">') or '<p class="where">' in field.partition("first number")[0]
    assert "the second’s estimate" in field


def test_every_formula_of_the_sheet_is_explained_on_its_page(shipped: Bank, shipped_outputs: Path) -> None:
    need("pdftotext")
    path = shipped_outputs / "ml-interview-cheatsheet.pdf"
    texts = [squeezed(text) for text in tool("pdftotext", "-raw", str(path), "-").split("\f")]
    questions = {question.id: question for question in shipped.questions()}
    checked = 0
    for page, text in zip(planned(shipped, DiskStore(shipped_outputs / CACHE)), texts, strict=False):
        for shown in (q for column in page.columns for q in column.questions):
            count = sum(part.kind == "formula" for part in shown.parts)
            question = questions[shown.id]
            explainer = Explainer(symbols_of(question), notation_of(shipped))
            bodies = (question.lead, question.body("In depth"))
            formulas = [tex for body in bodies for tex in display_formulas(body)]
            if count == len(formulas):
                for symbol in (s for tex in formulas for row in explainer.symbols(tex) for s in row):
                    checked += 1
                    assert squeezed(symbol.meaning) in text, (question.id, symbol)
    assert checked > 300


def test_a_formula_beside_the_point_is_off_paper(tmp_path: Path) -> None:
    source = written(tmp_path, BLOCK, "x: a number\n")
    path = source / "questions/01-first.md"
    text = path.read_text("utf-8")
    seen = read_source(source)[0]
    path.write_text(text.replace("```math\n", "```math aside\n"), "utf-8")
    bank, problems = read_source(source)
    assert problems == read_source(source)[1]
    assert [p for p in problems if p.code == "S012"] == []
    kinds = [
        [
            [part.kind for q in topic.questions for part in q.parts]
            for topic in view_printed(one, Plates(Memory()), 21.0)
        ]
        for one in (seen, bank)
    ]
    assert "formula" in kinds[0][0]
    assert "formula" not in kinds[1][0]
    page, other = (handout.render(one, Context(TEMPLATES, Memory(), Lock(), Paper())) for one in (seen, bank))
    assert page == other
    assert make_notes(bank, TEMPLATES).notes == make_notes(seen, TEMPLATES).notes
