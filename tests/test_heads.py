"""What stands above an answer on the sheet: its term, its prompt, or both; and where else terms are used."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, need
from poppler import squeezed, tool
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.listing import questions_text
from deckpress.lock import Lock
from deckpress.paper import Heads, Paper
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.handout import handout
from deckpress.render.index import index_entries
from deckpress.render.paper import cheatsheet
from deckpress.render.paper.short_names import short_names

TERMS = {"square": 'Sign of a "square"', "wide": "Long formulas <&>", "table": "Narrow tables"}
PROMPT = "What is wider than a column?"


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A bank whose first topic has terms and whose second has none."""
    source = write_bank(tmp_path_factory.mktemp("named"))
    path = source / "questions/01-first.md"
    text = path.read_text("utf-8")
    for name, term in TERMS.items():
        text = text.replace(f"id: {name}\n", f"id: {name}\nterm: '{term}'\n")
    path.write_text(text.replace("id: table\n", "id: table\nsee: [wide]\n"), "utf-8")
    bank, problems = read_source(source)
    assert not problems
    return bank


def sheet_text(bank: Bank, heads: Heads, store: Memory, folder: Path) -> str:
    need("pdftotext")
    path = folder / f"{heads}.pdf"
    path.write_bytes(
        cheatsheet.render(bank, Context(TEMPLATES, store, Lock(), Paper(heads=heads, index=False)))
    )
    return squeezed(tool("pdftotext", "-raw", str(path), "-"))


@pytest.mark.parametrize("heads", ["auto", "term", "prompt", "both"])
def test_heads(heads: Heads, named: Bank, store: Memory, tmp_path: Path) -> None:
    term = heads != "prompt"
    text = sheet_text(named, heads, store, tmp_path)
    assert (squeezed("Narrow tables") in text) is term
    assert (squeezed("Which table fits?") in text) is (heads in {"prompt", "both"})
    assert squeezed("How do you add two numbers?") in text  # it has no term
    with pikepdf.open(tmp_path / f"{heads}.pdf") as pdf, pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
    assert titles[1] == ("Long formulas <&>" if term else PROMPT)
    assert titles[3] == "How do you add two numbers?"


def test_a_topic_in_which_one_term_is_missing_keeps_its_prompts(
    named: Bank, store: Memory, tmp_path: Path
) -> None:
    first, *rest = named.topics
    questions = tuple(replace(q, term="" if q.id == "wide" else q.term) for q in first.questions)
    bank = replace(named, topics=(replace(first, questions=questions), *rest))
    assert squeezed("Why is") in sheet_text(bank, "auto", store, tmp_path)
    text = sheet_text(bank, "term", store, tmp_path)
    assert squeezed("Why is") not in text
    assert squeezed(PROMPT) in text


def test_terms_name_questions_in_references_index_and_lists(named: Bank, store: Memory) -> None:
    assert short_names(named)["wide"] == TERMS["wide"]
    assert short_names(named)["adding"] == "adding"
    labels = {entry.label: entry.questions for _, entries in index_entries(named) for entry in entries}
    assert {labels[term][0] for term in TERMS.values()} == set(TERMS)
    assert questions_text(named).splitlines()[1].endswith(TERMS["wide"])
    page = handout.render(named, Context(TEMPLATES, store, Lock(), Paper()))
    assert isinstance(page, bytes)
    text = page.decode()
    contents = re.search(r'<ol class="prompts">.*?</ol>', text, re.DOTALL)
    assert contents
    assert "Long formulas &lt;&amp;&gt;" in contents[0]
    assert "Sign of a “square”" in contents[0]
    assert PROMPT not in contents[0]
    assert re.search(rf"<h3>[^\n]*{re.escape(PROMPT)}</h3>", text)
