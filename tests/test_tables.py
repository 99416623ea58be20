"""Topics as tables: what a row becomes, whatever program wrote the file, and where its faults are."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckpress.bank import Question
from deckpress.content.plain import plain_text
from deckpress.parts import Listing, Marked, Paragraph
from deckpress.read import read_bank, read_source
from deckpress.read.files import UNSEEN, Folder
from deckpress.read.markdown import read_cell, read_markdown
from deckpress.read.parts import blocks_of_tokens
from deckpress.read.plain_lines import is_plain, plain_tokens
from deckpress.report import as_text
from deckpress.span import Span

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-tables"\nlanguage = "es"\n'
PATH = "questions/01-la-casa.csv"
ROWS = '''id,prompt,answer,also,tags,level,note
house,la casa,the house,el hogar; la vivienda,home,1,
bread,"el pan, ""pan""",**bread**,,"home, food",2,"Also a *loaf*:

- one"
'''


def bank(folder: Path, text: str | bytes, name: str = PATH, settings: str = "") -> Path:
    (folder / "questions").mkdir(parents=True, exist_ok=True)
    (folder / "bank.toml").write_text(HEAD + settings, encoding="utf-8")
    (folder / "tags.yaml").write_text("home: Home\nfood: Food\n")
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def questions(folder: Path) -> list[Question]:
    return list(read_bank(folder).questions())


def test_rows_are_questions(tmp_path: Path) -> None:
    house, bread = questions(bank(tmp_path, ROWS))
    assert (house.id, house.level, house.tags) == ("house", 1, ("home",))
    assert house.also == ("el hogar", "la vivienda")
    assert plain_text(bread.prompt) == 'el pan, "pan"'
    assert isinstance(next(bread.lead.lines()).parts[1], Marked)
    note = bread.body("In depth")
    assert note
    assert [type(block) for block in note.blocks][:2] == [Paragraph, Listing]
    assert bread.tags == ("home", "food")
    assert house.body("In depth") is None


def test_a_table_has_a_title_and_stands_beside_markdown(tmp_path: Path) -> None:
    folder = bank(tmp_path, ROWS)
    (folder / "questions/02-other.md").write_text("# Other\n\n## What?\n\n```yaml\nid: x\n```\n\nThat.\n")
    assert [t.title for t in read_bank(folder).topics] == ["La casa", "Other"]
    more = '[topics.la-casa]\ntitle = "¡A casa!"\ndeck = "Casa"\norder = 9\nsummary = "S"\n'
    topic = read_bank(bank(tmp_path, ROWS, settings=more)).topics[1]
    assert (topic.title, topic.deck, topic.number, topic.summary) == ("¡A casa!", "Casa", 9, "S")


def _told(folder: Path) -> list[object]:
    """All that the questions of a bank say."""
    return [
        (q.id, q.prompt.source, q.lead.source, q.level, q.also, [s.body.source for s in q.sections.values()])
        for q in questions(folder)
    ]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("csv", lambda text: "\ufeff" + text),
        ("csv", lambda text: text.replace("\n", "\r\n")),
        ("csv", lambda text: "\ufeff" + text.replace("\n", "\r")),
        ("csv", lambda text: text.replace(",", ";").replace("hogar; la", 'hogar" "la')),
        ("csv", lambda text: text.replace(",", "\t")),
        ("csv", lambda text: "sep=,\n" + text),
        ("csv", lambda text: "\n\n" + text.replace("\nbread", "\n,,,,,\n\nbread") + "\n"),
        ("csv", lambda text: text.replace("id,prompt", "ID , Prompt").replace("la casa,", " la casa , ")),
        ("csv", lambda text: text.replace(',"el pan', ', "el pan').replace('",**', '" ,**')),
        ("csv", lambda text: text.rstrip("\n")),
        ("csv", lambda text: normalize("NFD", text)),
        ("tsv", lambda text: text.replace(",", "\t")),
        ("tsv", lambda text: text),
    ],
)  # fmt: skip
def test_a_table_is_read_alike_whatever_wrote_it(name: str, change: object, tmp_path: Path) -> None:
    plain = 'id,prompt,answer,level,also,note\nhouse,la casa,the house,1,árbol,\nbread,"el pan\n""pan""",**bread**,2,,x\n'
    wanted = _told(bank(tmp_path / "a", plain))
    assert len(wanted) == 2
    assert callable(change)
    made = change(plain)
    assert made != plain or name == "tsv"
    found = bank(tmp_path / "b", made, f"questions/01-la-casa.{name}")
    assert _told(found) == wanted


@pytest.mark.parametrize(
    ("text", "code", "place", "said"),
    [
        ("la casa,the house\n", "S062", "1:1", "no row names the columns"),
        ("", "S062", "1:1", "no row names the columns"),
        ("id,prompt\na,b\n", "S062", "1:1", "no column 'answer'"),
        ("id,prompt,answer,leval\na,b,c,1\n", "S063", "1:18", "'leval'|did you mean 'level'?"),
        ("id,front,answer\na,b,c\n", "S063", "1:4", "'front'|did you mean 'prompt'?"),
        ("id,prompt,answer,zzz\na,b,c,d\n", "S063", "1:18", "'zzz'"),
        ("id,prompt,answer,Prompt\na,b,c,d\n", "S063", "1:18", "'prompt' is repeated"),
        ("id,prompt,answer\na,b,c\nx,y, z, w\n", "S064", "3:9", "4 cells, the header names 3|quotes"),
        ("id,prompt,answer\na,b,c\nx,y\n", "S064", "3:1", "2 cells"),
        ('id,prompt,answer\nx,"y,z\nb,c,d\n', "S065", "2:3", "never closed|next comma"),
        ('id;prompt;answer\nx;"y;z\nb;"c";d\n', "S065", "2:3", "never closed|next semicolon"),
        ('id,prompt,answer\nx,"y" w,z\n', "S065", "2:6", "' ' after the closing quote|twice"),
        ("id,prompt,answer\na,b,c\nx,,z\n", "C001", "3:3", "the prompt is empty"),
        ("id,prompt,answer\nx,y,  \n", "C001", "2:5", "the answer is empty"),
        ("prompt,answer\na,b\nc,d\n", "S026", "2:1", "2 rows have no id|build.py ids"),
        ('prompt,answer,id\na,b,a\n"c, d",e,\n', "S026", "3:2", "the row has no id"),
        ("id,prompt,answer\nA b,x,y\n", "C003", "2:1", "'A b'|'a-b'"),
        ("id,prompt,answer\na,x,y\na,z,w\n", "S028", "3:1", "'a' is taken"),
        ("id,prompt,answer,level\na,x,y, 4\n", "T801", "2:8", "'level' is '4'"),
        ('id,prompt,answer,allow\na,x,y,"A201: long; Q1"\n', "W002", "2:20", "'Q1' has no code"),
        ("id,prompt,answer\na,x,y $\\frob$\n", "M401", "2:8", "frob"),
        ('id,prompt,answer\na,x,"y ""q"" $\\frob$"\n', "M401", "2:15", "frob"),
        ('id,prompt,answer\na,x,"y ""q""\n""z"" <div>"\n', "S043", "3:7", "<div>"),
        ('id,prompt,answer\na,x,"y\r\n\r\n  - ""z"" <div>"\n', "S043", "4:11", "<div>"),
        ("id,prompt,answer\na,x,y\u200bz\n", "S002", "2:6", "U+200B"),
        ("id,prompt,answer\na,b,c\n".encode("utf-16"), "S001", "1:1", "UTF-16|CSV UTF-8"),
        (b"id,prompt,answer\na,x,\xe1rbol\n", "S001", "2:5", "0xe1|UTF-8"),
        ("\ufeffid,prompt,answer\r\na,x,y $\\frob$\r\n", "M401", "2:8", "frob"),
        ("id,prompt,answer\na,x," + "word " * 4000 + "\n", "S003", "2:1", "longer than 16384"),
    ],
)  # fmt: skip
def test_faults_are_told_at_row_and_column(
    text: str | bytes, code: str, place: str, said: str, tmp_path: Path
) -> None:
    _, problems = read_source(bank(tmp_path, text))
    assert [(p.code, f"{p.span.line}:{p.span.column}") for p in problems] == [(code, place)], problems
    for part in said.split("|"):
        assert part in problems[0].message + problems[0].hint
    shown = as_text(problems, tmp_path, False)
    assert f"{PATH}:{place}: error[{code}]" in shown
    if isinstance(text, str) and text:
        line = text.replace("\u200b", "U+200B").lstrip("\ufeff").splitlines()[problems[0].span.line - 1]
        assert f" | {line[:60]}" in shown


def test_lists_of_texts_and_of_words_are_parted_by_what_they_hold(tmp_path: Path) -> None:
    head, row = (
        "id,prompt,answer,also,index,tags",
        'a,x y,z,"one, two; three",sum of squares;loss,"home, food"',
    )
    (question,) = questions(bank(tmp_path, f"{head}\n{row}\n"))
    assert question.also == ("one, two", "three")
    assert question.index == ("sum of squares", "loss")
    assert question.tags == ("home", "food")


def test_a_list_in_a_cell_points_at_its_value(tmp_path: Path) -> None:
    from deckpress.check import check_bank

    found = read_source(bank(tmp_path, "id,prompt,answer,tags\na,x y,z,home;  fod\n"))[0]
    assert [(p.code, str(p.span), p.hint) for p in check_bank(found)] == [
        ("T801", f"{PATH}:2:16", "did you mean 'food'?")
    ]


@pytest.mark.parametrize(
    ("name", "said", "right"),
    [
        ("01-la-casa.xlsx", "spreadsheet", "01-la-casa.csv"),
        ("Casa 3.ods", "spreadsheet", "03-casa.csv"),
        ("casa.CSV", "not NN-topic.csv", "02-casa.csv"),
        ("7 Casa.tab", "not NN-topic.tsv", "07-casa.tsv"),
    ],
)
def test_a_file_that_was_meant_as_a_table_is_told_its_name(
    name: str, said: str, right: str, tmp_path: Path
) -> None:
    folder = bank(tmp_path, ROWS, "questions/01-rooms.csv")
    (folder / "questions" / name).write_bytes(b"PK")
    (found,) = read_source(folder)[1]
    assert found.code == "S006"
    assert said in found.message
    assert found.hint.endswith(right)
    if "spreadsheet" in said:
        (folder / "questions" / right).write_text("id,prompt,answer\nx,a,b\n")
        assert read_source(folder)[1] == []


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ('[topics]\nla-casa = "Casa"\n', "S052", "7:1"),
        ("topics = 3\n", "S052", "6:1"),
        ('[topics.la-cassa]\ntitle = "Casa"\n', "S051", "6:2"),
        ('[topics.la-casa]\ntitel = "Casa"\n', "S051", "7:1"),
        ("[topics.la-casa]\ntitle = 3\n", "S052", "7:1"),
        ('[topics.la-casa]\norder = "3"\n', "S052", "7:1"),
        ("[topics.la-casa]\norder = -1\n", "S052", "7:1"),
        ('[topics.md]\ntitle = "Casa"\n', "S051", "7:1"),
    ],
)
def test_wrong_settings_of_a_topic_are_told(lines: str, code: str, place: str, tmp_path: Path) -> None:
    folder = bank(tmp_path, ROWS)
    (folder / "questions/02-md.md").write_text("# Other\n")
    text = HEAD + lines if lines.startswith("[") else HEAD.replace("[bank]", f"{lines}[bank]")
    (folder / "bank.toml").write_text(text, encoding="utf-8")
    (found,) = read_source(folder)[1]
    assert (found.code, f"{found.span.line}:{found.span.column}") == (
        code,
        place if lines[0] == "[" else "1:1",
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=40).map(str.strip))
def test_plain_text_becomes_what_the_parser_would_make(text: str) -> None:
    if is_plain(text) and not UNSEEN.search(text):
        folder = Folder(Path("nowhere"))
        parsed = read_markdown(folder, text, Span(PATH), inline=True)
        assert blocks_of_tokens(plain_tokens(text, inline=True)) == parsed.blocks
        assert folder.problems == []
        if text:
            whole = read_markdown(folder, f"x{text}", Span(PATH)).blocks
            assert read_cell(folder, f"x{text}", Span(PATH)).blocks == whole
