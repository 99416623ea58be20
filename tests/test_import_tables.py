"""Imports of tables and JSON: delimiters, headers and markup found, and each export brought in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import SAMPLE, TEMPLATES
from test_export import placeless, product, write

from deckpress.bank import Bank, Question
from deckpress.cli import cli
from deckpress.importing.run import Request, run
from deckpress.pipeline import Project, check
from deckpress.problems import Severity, SourceError
from deckpress.read import read_bank
from deckpress.render import Context


def bring(folder: Path, name: str, data: bytes | str) -> Bank:
    """The bank made of one file, which has no error."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    result = CliRunner().invoke(cli, ["import", str(path), "-o", str(folder / "bank")])
    assert result.exit_code == 0, (result.output, result.exception)
    return bank_of(folder / "bank")


def bank_of(folder: Path) -> Bank:
    bank, problems = check(Project(folder, folder.parent / "output", TEMPLATES))
    assert [f"{p.span} {p.code} {p.message}" for p in problems if p.severity is Severity.ERROR] == []
    return bank


def told(bank: Bank) -> list[tuple[str, str]]:
    return [(q.prompt.source, q.lead.source.strip()) for q in bank.questions()]


PAIRS = [("der Hund", "the dog"), ("die Katze; klein", "the cat, small")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "der Hund,the dog\ndie Katze; klein,\"the cat, small\"\n"),
        ("b.csv", "Front;Back\r\nder Hund;the dog\r\n\"die Katze; klein\";the cat, small\r\n"),
        ("c.tsv", "Wort\tBedeutung\nder Hund\tthe dog\n\ndie Katze; klein\tthe cat, small\n"),
        ("d.txt", "der Hund\tthe dog\ndie Katze; klein\tthe cat, small\n"),
        ("e.csv", "Meaning|Word\nthe dog|der Hund\nthe cat, small|die Katze; klein\n"),
        ("f.csv", "Question,Answer\nder Hund,the dog\ndie Katze; klein,\"the cat, small\"\n".encode("utf-16")),
        ("g.csv", b"\xef\xbb\xbfTerm,Definition\nder Hund,the dog\ndie Katze; klein,\"the cat, small\"\n"),
    ],
)  # fmt: skip
def test_forms_are_found_by_themselves(name: str, data: bytes | str, tmp_path: Path) -> None:
    assert told(bring(tmp_path, name, data)) == PAIRS


def test_ankis_text(tmp_path: Path) -> None:
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
        'g<1\tBasic\tLanguages::German\tder <b>Hund</b>\tdog &amp; ""hound""\tanimals nouns::de\n'
        'g2\tCloze\tLanguages::French\t"{{c1::le chien}}\n<br>aboie"\t\tanimals\n'
    )
    bank = bring(tmp_path, "notes.txt", text)
    assert [topic.title for topic in bank.topics] == ["German", "French"]
    first, second = bank.questions()
    assert (first.origin, second.origin) == ("g<1", "g2 {#1}")
    assert first.prompt.source == "der **Hund**"
    assert first.tags == ("animals", "nouns-de")
    assert second.clozes[0].text.source == "{{c1::le chien}}<br>aboie"


def test_plain_text_stays_text(tmp_path: Path) -> None:
    bank = bring(tmp_path, "x.csv", "a * b,<- not *this* $5\n# head,1. item\n[x](y),`code` &amp;\n")
    assert told(bank)[0] == ("a * b", r"<- not \*this\* \$5")
    assert told(bank)[1] == (r"\# head", r"1\. item")
    from deckpress.content.plain import plain_text

    leads = [plain_text(q.lead) for q in bank.questions()]
    assert leads == ["<- not *this* $5", "1. item", "`code` &amp;"]


def test_bad_tables_are_refused(tmp_path: Path) -> None:
    for name, data, message in (
        ("a.csv", b"Caf\xe9,x\n", "is not utf-8"),
        ("b.csv", b"\n\n", "no rows"),
        ("c.json", b"[1]", "neither CrowdAnki's nor ours"),
        ("d.json", b'{"__type__": "Deck", "name": 1, "notes": [3]}', "cannot be read"),
        ("e.json", b"[" * 100_000, "cannot be read"),
        ("f.docx", b"x", "not known"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError) as caught:
            run(Request((tmp_path / name,), tmp_path / "bank"), lambda items, _: items)
        assert message in caught.value.problems[0].message
        assert caught.value.problems[0].span.path.endswith(name)


def test_csv_comes_back(sample: Bank, context: Context, tmp_path: Path) -> None:
    bank = bring(tmp_path, "sample.csv", product("csv", sample, context))
    for old, new in zip(sample.questions(), bank.questions(), strict=True):
        assert kept(new) == kept(old)
    assert [topic.id for topic in bank.topics] == [topic.id for topic in sample.topics]


def kept(question: Question) -> Any:
    """What a row carries of a question; syllabus, references and figures stand in files of their own."""
    made = placeless(question)
    sections = {
        name: row["body"] for name, row in made["sections"].items() if name not in ("References", "In depth")
    }
    return {**made, "covers": [], "sections": sections}


def test_json_comes_back_as_the_same_bank(sample: Bank, context: Context, tmp_path: Path) -> None:
    data = product("json", sample, context)
    assert placeless(bring(tmp_path, "sample.json", data)) == placeless(sample)
    before = sorted(path.read_bytes() for path in (tmp_path / "bank").rglob("*.*"))
    again = CliRunner().invoke(cli, ["import", str(tmp_path / "sample.json"), "-o", str(tmp_path / "bank")])
    assert "0 files written" in again.output
    assert sorted(path.read_bytes() for path in (tmp_path / "bank").rglob("*.*")) == before


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("topics", 0, "id"), "../../x"),
        (("topics", 0, "title"), "x\n## y"),
        (("topics", 0, "number"), "1"),
        (("topics", 0, "questions", 0, "prompt"), "x\n\n## y"),
        (("topics", 0, "questions", 0, "id"), "x: y"),
        (("figures", "../../x.svg"), "<svg/>"),
        (("syllabus", "../x"), []),
        (("tags", "a\nb"), "x"),
        (("deckpress",), 99),
    ],
)
def test_a_hostile_document_is_refused(
    where: tuple[Any, ...], value: Any, sample: Bank, context: Context, tmp_path: Path
) -> None:
    made = json.loads(product("json", sample, context))
    place = made
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = value
    (tmp_path / "x.json").write_text(json.dumps(made))
    with pytest.raises(SourceError) as caught:
        run(Request((tmp_path / "x.json",), tmp_path / "bank"), lambda items, _: items)
    assert [p.code for p in caught.value.problems] == ["I003"]


def test_crowdanki_and_ankis_text_come_back(sample: Bank, context: Context, tmp_path: Path) -> None:
    write(tmp_path / "crowd", product("crowdanki", sample, context))
    (tmp_path / "text").mkdir()
    (tmp_path / "text/deck.txt").write_bytes(product("anki-text", sample, context))
    notes = sum(1 + len(q.clozes) for q in sample.questions())
    for place in ("crowd", "text/deck.txt"):
        bank = tmp_path / f"bank-{place[:4]}"
        assert CliRunner().invoke(cli, ["import", str(tmp_path / place), "-o", str(bank)]).exit_code == 0
        questions = {q.origin.partition(" {#")[0]: q for q in bank_of(bank).questions()}
        assert len(questions) == notes
        prompts = {q.prompt.source for q in questions.values()}
        assert "Why does ridge regression always have a unique solution?" in prompts
        assert any(q.clozes and "{{c1::precision}}" in q.clozes[0].text.source for q in questions.values())
        lead = next(q.lead.source for q in questions.values() if q.prompt.source.startswith("Why does ridge"))
        assert "$\\lambda I$" in lead
        assert "```math" in lead


def test_tsv_comes_back(sample: Bank, context: Context, tmp_path: Path) -> None:
    bank = bring(tmp_path, "sample.tsv", product("tsv", sample, context))
    assert [q.prompt.source for q in bank.questions()] == [
        q.prompt.source for q in read_bank(SAMPLE).questions()
    ]


def test_an_imported_bank_goes_out_and_comes_in_unchanged(context: Context, tmp_path: Path) -> None:
    text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:5\n"
    rows = "g1\tBasic\ta <b>front</b>\ta back<svg></svg>\tx y\ng2\tCloze\t{{c1::le chien}} aboie\tmore\tz\n"
    bank = bring(tmp_path, "notes.txt", text + rows)
    (tmp_path / "again.csv").write_bytes(product("csv", bank, context))
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "again.csv"), "-o", str(tmp_path / "bank")])
    assert "2 same" in result.output
    assert "0 files written" in result.output
