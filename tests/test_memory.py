"""A reader with a memory, and renderers of one question, give what those of the whole bank give."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, TEMPLATES, shipped_bank

from deckpress.read import read_bank, read_source
from deckpress.read.memory import Memory as ReadersMemory
from deckpress.read.memory import kept
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.environment import make_environment, render_template
from deckpress.render.handout.article import render_article
from deckpress.render.handout.handout import render
from deckpress.selection import Selection, select
from deckpress.settings import Settings

_EDITS = ("", "\n", "$\\foo$", "x", "```", "## ", "id: ", "### In depth\n", "{{c1::x}}", "- ", "|", "]")


def test_what_is_remembered_is_what_would_be_read(bank_folder: Path) -> None:
    dice = random.Random(7)
    memory = ReadersMemory()
    for path in sorted((bank_folder / "questions").glob("*.md")) * 4:
        good = path.read_text()
        lines = good.split("\n")
        at = dice.randrange(len(lines))
        lines[at] = lines[at][: dice.randrange(len(lines[at]) + 1)] + dice.choice(_EDITS)
        for text in ("\n".join(lines), good):
            path.write_text(text)
            assert read_source(bank_folder, memory) == read_source(bank_folder)


def test_only_what_changed_is_read_again(bank_folder: Path) -> None:
    memory = ReadersMemory()
    before = read_source(bank_folder, memory)[0]
    path = bank_folder / "questions/02-metrics.md"
    path.write_text(path.read_text().replace("Lowering", "Reducing"))
    after = read_source(bank_folder, memory)[0]
    same = [a is b for a, b in zip(before.questions(), after.questions(), strict=True)]
    assert same.count(False) == 1
    assert before.topics[0].intro is after.topics[0].intro


def test_a_memory_does_not_grow_for_ever() -> None:
    memory = ReadersMemory()
    for number in range(200):
        memory.turn()
        kept(memory, ("each", number), [], lambda: 1)
        kept(memory, "always", [], lambda: 2)
    assert memory.get("always")
    assert memory.get(("each", 100)) is None


@pytest.mark.parametrize("pages", ["one", "topic"])
def test_an_article_is_that_of_the_handout(
    pages: str, bank_folder: Path, context: Context, shipped_outputs: Path
) -> None:
    (bank_folder / "bank.toml").write_text(
        (SAMPLE / "bank.toml").read_text() + f'[handout]\npages = "{pages}"\n'
    )
    for root in (bank_folder, ROOT / "source") if pages == "one" else (bank_folder,):
        shipped = root != bank_folder
        bank = select(shipped_bank() if shipped else read_bank(root), Selection())
        file = shipped_outputs / "ml-interview-handout.html"
        made = file.read_bytes() if shipped else render(bank, context)
        whole = "".join(data.decode() for data in ([made] if isinstance(made, bytes) else made.values()))
        for question in list(bank.questions())[::7] + list(bank.questions())[-1:]:
            article = render_article(bank, TEMPLATES, question.id)
            assert article.startswith(f'<article id="{question.id}"')
            assert article in whole
            assert whole.count(article) == 1


def test_notes_of_one_question_are_those_of_the_deck() -> None:
    for root, step in ((SAMPLE, 1), (ROOT / "source", 21)):
        bank = select(read_bank(root) if root == SAMPLE else shipped_bank(), Selection())
        whole = make_notes(bank, TEMPLATES)
        by_name = {note.name: note for note in whole.notes}
        for question in list(bank.questions())[::step]:
            part = make_notes(bank, TEMPLATES, only=question.id)
            assert {note.name: note for note in part.notes} == {
                name: note for name, note in by_name.items() if name.partition("/")[0] == question.id
            }
            assert part.types == whole.types
            assert part.media.items() <= whole.media.items()


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    settings = Settings("T", "t", "namespace")
    for text in ("one {{ x }}", "two {{ x }}"):
        (tmp_path / "a.html").write_text(text)
        assert render_template(make_environment(tmp_path, settings), "a.html", x="<") == text.replace(
            "{{ x }}", "&lt;"
        )
    plain = make_environment(tmp_path, settings, lambda value: f"[{value}]")
    assert render_template(plain, "a.html", x="y") == "two [y]"
    assert (
        render_template(make_environment(tmp_path, settings).overlay(autoescape=False), "a.html", x="<")
        == "two <"
    )
