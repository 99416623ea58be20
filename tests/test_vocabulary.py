"""Other people's banks: what they have is taken as it is, from a table of words to an answer that is a picture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory
from engine import collection, import_deck
from running import run
from sound_bank import tone

from deckpress.ids import find_ids
from deckpress.lock import Lock
from deckpress.pipeline import Project, check
from deckpress.problems import Problem
from deckpress.read import read_bank
from deckpress.render import FORMATS, Context
from deckpress.render.deck.deck import render
from deckpress.render.deck.notes import make_notes

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-words"\n'
WORDS = [
    "pan",
    "casa",
    "árbol",
    "mar",
    "sol",
    "luna",
    "río",
    "monte",
    "calle",
    "puente",
    "niño",
    "gato",
    "perro",
    "pez",
    "ave",
    "flor",
    "hoja",
    "raíz",
]
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100">'
    '<path d="M9 50H311" stroke="var(--ink)"/></svg>\n'
)


def _bank(folder: Path, text: str, name: str = "01-words.csv") -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(HEAD, encoding="utf-8")
    (folder / "questions" / name).write_text(text, encoding="utf-8")
    return folder


def _found(folder: Path) -> list[Problem]:
    problems = check(Project(folder, folder.parent / "out", TEMPLATES))[1]
    return [problem for problem in problems if problem.code != "L901"]


def _table(count: int) -> str:
    dice = random.Random(13)
    rows = ["Prompt,Answer,Tags,Note"]
    for number in range(count):
        first, second = dice.choices(WORDS, k=2)
        note = dice.choice(["", "", "", f"*{first}* & co.", '"He said ""no"", twice"'])
        rows.append(f"el {first} {number},the {second} {number},{dice.choice(['', 'a1', 'casa;a1'])},{note}")
    return "\r\n".join(rows)


def test_a_table_of_two_thousand_words_builds_with_no_setting(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", _table(2_000))
    assert [problem.code for problem in _found(folder)] == ["S026"]
    made, files = find_ids(folder)
    assert len({new.id for new in made}) == 2_000
    (folder / "questions/01-words.csv").write_bytes(files["questions/01-words.csv"])
    assert {problem.severity.value for problem in _found(folder)} <= {"advice"}
    bank = read_bank(folder)
    data = render(bank, Context(TEMPLATES, Memory(), Lock()))
    with collection(tmp_path / "anki") as col:
        import_deck(col, data, tmp_path)
        assert col.card_count() == col.note_count() == 2_000
        assert len(col.find_notes("tag:t::tag::casa")) > 400


def test_twenty_pairs_say_nothing(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "prompt;answer\n" + "".join(f"el {w};the {w}\n" for w in WORDS))

    given = ("-s", str(folder), "-o", str(tmp_path / "out"))
    assert run("ids", "-q", *given, cwd=ROOT).returncode == 0
    assert run("lock", "-q", *given, cwd=ROOT).returncode == 0
    done = run("check", "--strict", "-v", *given, cwd=ROOT)
    assert done.returncode == 0
    assert done.stderr.strip() == f"{len(WORDS)} questions, no problems"
    done = run("deck", *given, cwd=ROOT)
    assert done.returncode == 0
    assert "warning" not in done.stderr
    assert "advice" not in done.stderr


def test_community_answers_in_a_table(tmp_path: Path) -> None:
    dice = random.Random(4)
    rows = ["id,prompt,answer"]
    for number in range(160):
        parts = [" ".join(dice.choices(WORDS, k=dice.randint(20, 90))) + "." for _ in range(1 + number % 4)]
        answer = "\n\n".join(parts) + ("\n\n- one\n- two" if number % 3 else "")
        rows.append(f'q-{number},"What is ""it"", and why is it {number}?","{answer}"')
    folder = _bank(tmp_path / "bank", "\n".join(rows))
    found = _found(folder)
    assert {problem.severity.value for problem in found} == {"advice"}
    assert all(problem.span.column > 1 for problem in found)


@pytest.mark.parametrize("name", ["01-words.csv", "01-words.md"])
def test_an_answer_may_be_a_picture_alone(name: str, tmp_path: Path) -> None:
    picture = "![A straight line from left to right](../figures/line.svg)"
    text = f"id,prompt,answer\nline,A line,{picture}\n"
    if name.endswith("md"):
        text = f"# Words\n\n## A line\n\n```yaml\nid: line\n```\n\n{picture}\n"
    folder = _bank(tmp_path / "bank", text, name)
    (folder / "figures").mkdir()
    (folder / "figures/line.svg").write_text(PICTURE)
    assert _found(folder) == []
    bank = read_bank(folder)
    for product in ("deck", "handout", "cheatsheet"):
        made = FORMATS[product].renderer()(bank, Context(TEMPLATES, Memory(), Lock()))
        assert isinstance(made, bytes)
        assert product != "handout" or b"A straight line from left to right" in made


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("comida a1 país::méxico", ""),
        ("c++; c#, node.js", ""),
        ("a::", "T801"),
        ("<b>", "T801"),
    ],
)
def test_tags_are_free_where_the_bank_lists_none(tags: str, code: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", f'id,prompt,answer,tags\na,b,c,"{tags}"\n')
    assert [problem.code for problem in _found(folder)] == [code] * bool(code)
    (folder / "tags.yaml").write_text("food: Food\n")
    assert {problem.code for problem in _found(folder)} == {"T801"}


def test_a_tag_of_two_words_is_told_how_to_be_one(tmp_path: Path) -> None:
    text = "# T\n\n## A?\n\n```yaml\nid: a\ntags: [two words]\n```\n\nB.\n"
    (found,) = _found(_bank(tmp_path / "bank", text, "01-t.md"))
    assert (found.code, found.hint, str(found.span)) == ("T801", "write two-words", "questions/01-t.md:7:8")


def test_prompts_and_answers_have_languages_of_their_own(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "id,prompt,answer,cards\nbread,לחם **לבן**,das Brot,forward typed\n")
    (folder / "bank.toml").write_text(
        f'{HEAD}[topics.words]\nprompt_language = "he"\nanswer_language = "de"\n', encoding="utf-8"
    )
    bank = read_bank(folder)
    (question,) = bank.questions()
    for _ in range(2):  # what was read is not marked twice
        context = Context(TEMPLATES, Memory(), Lock())
        page = FORMATS["handout"].renderer()(bank, context)
        assert isinstance(page, bytes)
        assert page.decode().count('<span lang="he" dir="rtl">לחם <strong>לבן</strong></span>') >= 1
        assert '<p><span lang="de" dir="ltr">das Brot</span></p>' in page.decode()
    with collection(tmp_path / "anki") as col:
        import_deck(col, render(bank, Context(TEMPLATES, Memory(), Lock())), tmp_path)
        forward, typed = col.get_note(col.find_notes("")[0]).cards()
        assert '<h1><span lang="he" dir="rtl">לחם' in forward.question()
        assert typed.note()["Type answer"] == "das Brot"
    assert question.place("id").line == 2


@pytest.mark.parametrize(
    ("tag", "hint"),
    [("Spanish", "did you mean 'es'?"), ("jp", "did you mean 'ja'?"), ("zz", "write a tag"), ("", "a text")],
)
def test_a_language_that_nobody_speaks_is_told(tag: str, hint: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "id,prompt,answer\na,b,c\n")
    (folder / "bank.toml").write_text(f'{HEAD}[topics.words]\nprompt_language = "{tag}"\n')
    (found,) = _found(folder)
    assert (found.code, str(found.span)) == ("S052", "bank.toml:6:1")
    assert hint in found.hint


def test_a_bank_of_one_kind_and_level_shows_neither(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "id,prompt,answer,also\na,b,c,d\ne,f,g,\n")
    signs = ("●", "Zebra", "Level 1", 'id="_level"', 'id="_kind"')

    def page(tables: str) -> str:
        (folder / "bank.toml").write_text(HEAD + tables, encoding="utf-8")
        bank = read_bank(folder)
        data = FORMATS["handout"].renderer()(bank, Context(TEMPLATES, Memory(), Lock()))
        fields = [note.fields for note in make_notes(bank, TEMPLATES).notes]
        assert isinstance(data, bytes)
        return f"{data.decode()} {fields}"

    one = page('[kinds]\nword = "Zebra"\n[levels]\n1 = "Yak"\n')
    assert [sign for sign in signs if sign in one] == []
    assert '<p class="meta"><span class="also">also asked as: d</span></p>' in one
    two = page('[kinds]\nword = "Zebra"\nphrase = "Gnu"\n')
    assert [sign for sign in signs if sign not in two] == []


def test_words_are_heard(tmp_path: Path) -> None:
    sound = "![el pan spoken aloud](../audio/pan.wav)"
    rows = ["id,prompt,answer,cards"]
    rows.append(f"bread,the bread,el pan {sound},forward reverse typed")
    rows.append(f"heard,What is heard?,{sound},forward typed")
    folder = _bank(tmp_path / "bank", "\n".join(rows))
    (folder / "audio").mkdir()
    (folder / "audio/pan.wav").write_bytes(tone())
    assert [(p.code, str(p.span)) for p in _found(folder)] == [("C008", "questions/01-words.csv:3:22")]
    data = render(read_bank(folder), Context(TEMPLATES, Memory(), Lock()))
    with collection(tmp_path / "anki") as col:
        import_deck(col, data, tmp_path)
        notes = {note["Id"]: note for note in map(col.get_note, col.find_notes(""))}
        forward, reverse, typed = notes["bread"].cards()
        heard = [
            (len(card.question_av_tags()), len(card.answer_av_tags())) for card in (forward, reverse, typed)
        ]
        assert heard[0] == (0, 1)
        assert heard[1][0] == 1
        assert heard[2] == (0, 1)
        assert notes["bread"]["Type answer"] == "el pan"
        assert [card.ord for card in notes["heard"].cards()] == [0]
        assert list(col.media.check().missing) == []
