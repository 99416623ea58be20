"""Directions of cards: who says which are made, what each shows, and what is said where one cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TEMPLATES, Memory
from engine import collection, import_deck

from deckpress.check import check_bank
from deckpress.content.typed import TYPED_LIMIT, typed_answer
from deckpress.export.markdown_form import render as export_markdown
from deckpress.lock import Lock
from deckpress.markdown import Markdown
from deckpress.read import read_bank, read_source
from deckpress.read.files import Folder
from deckpress.read.markdown import read_markdown
from deckpress.render import Context
from deckpress.render.deck.deck import render
from deckpress.span import Span

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-cards"\n'


def _bank(
    folder: Path, *, bank: str = "", topic: str = "", head: str = "", block: str = "", row: str = ""
) -> Path:
    """A bank of a Markdown topic with one question and a table with one row, each with its directions."""
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    text = (
        HEAD
        + (f"[deck]\ncards = {bank}\n" if bank else "")
        + (f"[topics.words]\ncards = {topic}\n" if topic else "")
    )
    (folder / "bank.toml").write_text(text)
    front = f"---\ncards: {head}\n---\n\n" if head else ""
    cards = f"cards: {block}\n" if block else ""
    question = f"## What is two?\n\n```yaml\nid: two\n{cards}```\n\nA *number*.\n"
    (folder / "questions/01-things.md").write_text(f"{front}# Things\n\n{question}")
    (folder / "questions/02-words.csv").write_text(f"id,prompt,answer,cards\nbread,el pan,the bread,{row}\n")
    return folder


def _cards(folder: Path) -> dict[str, tuple[str, ...]]:
    bank = read_bank(folder)
    return {q.id: bank.cards_of(topic, q) for topic in bank.topics for q in topic.questions}


@pytest.mark.parametrize(
    ("given", "two", "bread"),
    [
        ({}, "forward", "forward"),
        ({"bank": '["reverse", "Forward"]'}, "forward reverse", "forward reverse"),
        ({"bank": '["reverse"]', "topic": '["typed"]'}, "reverse", "typed"),
        ({"bank": '["reverse"]', "head": "typed"}, "typed", "reverse"),
        ({"head": "[reverse, forward]", "block": "[typed]"}, "typed", "forward"),
        ({"topic": '["reverse"]', "row": "typed; forward forward"}, "forward", "forward typed"),
        ({"row": '"Reverse,typed"'}, "forward", "reverse typed"),
    ],
)
def test_the_nearest_word_on_directions_holds(
    given: dict[str, str], two: str, bread: str, tmp_path: Path
) -> None:
    folder = _bank(tmp_path / "bank", **given)
    wanted = {"two": tuple(two.split()), "bread": tuple(bread.split())}
    assert _cards(folder) == wanted
    for name, data in export_markdown(read_bank(folder), Context(TEMPLATES, Memory(), Lock())).items():
        path = tmp_path / "again" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert _cards(tmp_path / "again") == wanted


@pytest.mark.parametrize(
    ("given", "code", "place", "said"),
    [
        ({"bank": "[]"}, "S052", "bank.toml:6:1", "one of forward, reverse, typed"),
        ({"bank": '["both"]'}, "S052", "bank.toml:6:1", "one of forward, reverse, typed"),
        ({"bank": '"reverse"'}, "S052", "bank.toml:6:1", 'write cards = ["reverse"]'),
        ({"topic": '["revers"]'}, "S052", "bank.toml:6:1", "forward, reverse, typed"),
        ({"topic": "[]"}, "S052", "bank.toml:6:1", "one or more of forward, reverse, typed"),
        ({"topic": "3"}, "S052", "bank.toml:6:1", "a list of"),
        ({"head": "[forward, revers]"}, "T801", "questions/01-things.md:2:18", "did you mean 'reverse'?"),
        ({"head": "[]"}, "S024", "questions/01-things.md:2:1", "one or more"),
        ({"block": "[both]"}, "T801", "questions/01-things.md:7:9", "forward, reverse, typed"),
        ({"row": "forward revers"}, "T801", "questions/02-words.csv:2:32", "did you mean 'reverse'?"),
    ],
)
def test_wrong_directions_are_told(
    given: dict[str, str], code: str, place: str, said: str, tmp_path: Path
) -> None:
    _, problems = read_source(_bank(tmp_path, **given))
    assert [(p.code, str(p.span)) for p in problems] == [(code, place)]
    assert said in problems[0].hint


def _markdown(source: str) -> Markdown:
    return read_markdown(Folder(Path("nowhere")), source, Span("x.md"))


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("the bread", "the bread"),
        ("**the** `bread` & *co.*", "the bread & co."),
        ("one line\nand more of it", "one line and more of it"),
        ("[a link](https://e.example/)", "a link"),
        ("x" * TYPED_LIMIT, "x" * TYPED_LIMIT),
        ("x" * (TYPED_LIMIT + 1), ""),
        ("$x^2$", ""),
        ("one\n\ntwo", ""),
        ("one<br>two", ""),
        ("- one", ""),
        ("![a picture](../figures/x.svg)", ""),
        ("see ![a picture](../figures/x.svg)", ""),
        ("", ""),
    ],
)
def test_one_short_line_can_be_typed(source: str, typed: str) -> None:
    assert typed_answer(_markdown(source)) == typed


def test_an_answer_that_cannot_be_typed_is_advice_at_its_place(tmp_path: Path) -> None:
    folder = _bank(tmp_path, bank='["typed"]')
    (folder / "questions/02-words.csv").write_text(
        'id,prompt,answer\nsquare,a,"it is $x^2$"\nbread,b,the bread\n'
    )
    found = [p for p in check_bank(read_bank(folder)) if p.code == "C008"]
    assert [(str(p.span), p.severity.value) for p in found] == [("questions/02-words.csv:2:11", "advice")]
    assert "holds a formula" in found[0].message


def test_the_engine_makes_the_cards_that_are_asked_for(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", bank='["forward", "reverse", "typed"]')
    rows = [
        "id,prompt,answer,note,cards",
        'all,el pan [sound:x.mp3],"the ""bread"" & <kbd>co</kbd> {{x}}",A *note*.,',
        "formula,a,$x^2$,,",
        "back,b,the back,,reverse",
        "long,c," + "word " * 40 + ",,typed",
    ]
    (folder / "questions/02-words.csv").write_text("\n".join(rows))
    data = render(read_bank(folder), Context(TEMPLATES, Memory(), Lock()))
    with collection(tmp_path / "anki") as col:
        import_deck(col, data, tmp_path)
        notes = {note["Id"]: note for note in map(col.get_note, col.find_notes("note:*Question"))}
        ords = {name: [card.ord for card in note.cards()] for name, note in notes.items()}
        assert ords == {"two": [0, 1, 2], "all": [0, 1, 2], "formula": [0, 1], "back": [1], "long": [0]}
        assert not col.get_empty_cards().notes
        forward, reverse, typed = notes["all"].cards()
        assert "the “bread”" in forward.answer()
        assert "the “bread”" in reverse.question()
        assert "el pan" not in reverse.question()
        assert "el pan" in reverse.answer()
        assert "A <em>note</em>." in reverse.answer()
        assert "the “bread”" not in typed.question()
        expected = notes["all"]["Type answer"]
        assert "typeBad" not in col.compare_answer(expected, 'the "bread" & co {{x}}')
        assert "typeBad" in col.compare_answer(expected, 'the "breed" & co {{x}}')
        assert all(not card.question_av_tags() and not card.answer_av_tags() for card in notes["all"].cards())
        assert "Which question" not in reverse.question()
