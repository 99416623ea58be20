"""The products' own words: every language has all of them, no template says one past the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.plurals import get_plural
from conftest import ROOT, TEMPLATES, Memory, need, one_file
from jinja2 import Environment, nodes
from small_bank import write_bank

from deckpress import wording
from deckpress.bank import KINDS, Bank
from deckpress.lock import Lock
from deckpress.read import read_bank, read_source
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout import handout
from deckpress.render.paper import flashcards, selftest
from deckpress.sections import SECTIONS
from deckpress.wording import PLACEHOLDER, Words, known_words, languages, read_catalogue

FOR_AUTHORS = ("bench", "new")
"""Folders of templates that only authors see, who are spoken to in English."""
FILES = sorted(
    path for path in TEMPLATES.rglob("*") if path.is_file() and path.parent.name not in FOR_AUTHORS
)
NAMES = ("ISBN",)
"""Words of templates that are the same in every language."""
MARKS = ("not forward",)
"""What stands in a field that no card shows."""


def _environment(path: Path) -> Environment:
    if path.suffix != ".html":  # only templates of cards are no templates of ours alone
        return Environment(autoescape=True)
    return Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        autoescape=True,
    )


def _said() -> Iterator[str | tuple[str, str]]:
    """Every word that templates and modules look up."""
    for path in FILES:
        for call in _environment(path).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("_", "_n"):
                found = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
                if found:  # else a name of the table of sections, below
                    yield _key(found, call.node.name == "_n")
    for path in (ROOT / "deckpress").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(
                r"(self\.)?words(_of\(settings\))?\.(text|plural)", ast.unparse(node.func)
            ):
                found = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if found:
                    yield _key(found, ast.unparse(node.func).endswith("plural"))
    yield from (kind.replace("-", " ") for kind in KINDS)
    yield from wording.LEVEL_WORDS
    yield from (row.name for row in SECTIONS.values() if row.page == "headed" or row.card == "fold")


def _key(texts: Sequence[object], counts: bool) -> str | tuple[str, str]:
    return (str(texts[0]), str(texts[1])) if counts else str(texts[0])


def test_the_list_of_words_is_what_the_products_say() -> None:
    listed = [message.id for message in read_catalogue("") if message.id]
    assert sorted(map(str, listed)) == sorted(map(str, set(_said())))


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_is_complete(language: str) -> None:
    catalogue = read_catalogue(language)
    wanted, plural = read_catalogue(""), get_plural(language)
    assert [m.id for m in catalogue] == [m.id for m in wanted]
    assert [m.auto_comments for m in catalogue] == [m.auto_comments for m in wanted]
    assert (catalogue.num_plurals, catalogue.plural_expr) == (plural.num_plurals, plural.plural_expr)
    for message in catalogue:
        english = message.id if isinstance(message.id, str) else message.id[0]
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if not english:
            continue
        assert not message.fuzzy
        assert all(text.strip() == text and text for text in texts), english
        if not isinstance(message.id, str):
            assert len(texts) == plural.num_plurals
        for number, text in enumerate(texts):
            free = {"n"} if len(texts) > 1 and number < len(texts) - 1 else set()
            names = set(PLACEHOLDER.findall(english))
            assert names - free <= set(PLACEHOLDER.findall(text)) <= names, (english, text)


def test_the_wheel_holds_the_catalogues() -> None:
    from hatchling.builders.wheel import WheelBuilder

    files = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert {f"deckpress/locale/{name}" for name in ("messages.pot", "de.po", "he.po")} <= files


def test_the_five_languages_are_there() -> None:
    assert languages() == ("de", "es", "fr", "he", "ja")


ATTRIBUTES = re.compile(r'\s(?:aria-label|alt|title|placeholder|data-label|data-topics)="([^"]*)"')


def _literal_words(path: Path) -> list[str]:
    """Words of a template that a reader sees or hears and that no catalogue knows."""
    text = path.read_text(encoding="utf-8")
    if path.name.endswith(".css.j2"):
        values = re.findall(
            r"content:((?:[^;{}]|\{\{.*?\}\})*)", re.sub(r"\{[#%].*?[#%]\}", "", text, flags=re.S)
        )
        shown = [
            part for value in values for part in re.findall(r'"([^"]*)"', re.sub(r"\{\{.*?\}\}", "", value))
        ]
        return [part for part in shown if re.search(r"[^\W\d_]", re.sub(r"\\[0-9a-f]+", "", part))]
    if path.suffix == ".js":
        shown = re.findall(r"(?:textContent|ariaLabel|placeholder|title) = (.*)|new Option\((.*)", text)
        code = " ".join(map("".join, shown))
        literal = re.findall(r"[`\"]([^`\"\n]*)[`\"]", re.sub(r"\{\{.*?\}\}", "", code))
        return [part for part in literal if re.search("[A-Za-z]{2}", re.sub(r"\$\{.*?\}", "", part))]
    environment = _environment(path)
    left = "".join(value for _, kind, value in environment.lex(text) if kind == "data")
    for mark in MARKS:
        left = left.replace(mark, "")
    left = re.sub(r"\{\{[^{}]*\}\}", "", left)  # Anki's own fields
    left = re.sub(r"<(style|script)\b.*?</\1>", "", left, flags=re.S)
    heard = ATTRIBUTES.findall(left)
    seen = re.sub(r"&\w+;", " ", re.sub(r"<[^>]*>", " ", re.sub(r'"[^"]*"', '""', left)))
    words = re.findall(r"[^\W\d_]{2,}", " ".join([*heard, re.sub(r'[\w-]+=""', "", seen)]))
    return [word for word in words if word not in NAMES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_says_a_word_of_its_own(path: Path) -> None:
    assert _literal_words(path) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html.j2", "<p>{{ x }} minutes to read</p>"),
        ("a.html.j2", '<nav aria-label="Contents"></nav>'),
        ("a.html", "<summary>More</summary>{{Answer}}"),
        ("a.css.j2", 'a::after { content: "p. " target-counter(attr(href), page) }'),
        ("a.js", "found.textContent = `${count} of ${all} questions`;"),
    ],
)
def test_a_word_in_a_template_is_found(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert _literal_words(tmp_path / name)


def test_plurals_and_numbers_are_those_of_the_language() -> None:
    def counted(language: str, *numbers: int) -> list[str]:
        words = Words(language)
        return [words.plural("{n} question", "{n} questions", n) for n in numbers]

    assert counted("en-GB", 0, 1, 2, 1234) == ["0 questions", "1 question", "2 questions", "1,234 questions"]
    assert counted("de", 1, 1234) == ["1 Frage", "1.234 Fragen"]
    assert counted("fr", 0, 1, 2) == ["0 question", "1 question", "2 questions"]
    assert counted("he-IL", 1, 2, 3) == ["שאלה אחת", "שתי שאלות", "3 שאלות"]
    assert counted("es", 1_000_000) == ["1.000.000 de preguntas"]
    assert counted("ja", 1) == ["1問"]
    assert counted("pl", 5) == ["5 questions"]
    polish = {"{n} question": {"one": "{n} pytanie", "few": "{n} pytania", "other": "{n} pytań"}}
    found = [Words("pl", polish).plural("{n} question", "{n} questions", n) for n in (1, 3, 5)]
    assert found == ["1 pytanie", "3 pytania", "5 pytań"]


def _bank(folder: Path, language: str, own: str = "") -> Bank:
    (source := folder / "source").mkdir()
    write_bank(source)
    path = source / "bank.toml"
    text = path.read_text().replace("[deck]", f'language = "{language}"\n[deck]', 1)
    path.write_text(f"{text}\n{own}", encoding="utf-8")
    return read_bank(source)


def test_the_handout_speaks_the_language(tmp_path: Path, store: Memory) -> None:
    page = one_file(handout.render(_bank(tmp_path, "de"), Context(TEMPLATES, store, Lock()))).decode()
    for word in (
        "5 Fragen in 2 Themen",
        "Einstieg",
        "Minute",
        "alle Themen",
        "Antwort zeigen",
        "Fallstricke",
    ):
        assert word in page, word
    assert "`${count} von ${entries.length} Fragen`" in page
    assert '["coding","Programmieren"],["calculation","Rechnung"],["system-design"' in page
    assert not re.search(
        r"questions in|warm-up|every topic|Level|Contents|Show", re.sub(r"<script.*?</script>", "", page)
    )


def test_cards_and_paper_speak_the_language(tmp_path: Path, store: Memory) -> None:
    need("pdftotext")
    import subprocess

    bank = _bank(tmp_path, "fr")
    notes = make_notes(bank, TEMPLATES)
    templates = "".join(side for _, _, cards in notes.types.values() for card in cards for side in card[2:])
    assert "Réponse courte" in templates
    assert "Short answer" not in templates
    fields = "".join(field for note in notes.notes for field in note.fields)
    assert "Niveau 1 sur 3" in fields
    assert "programmation" in fields
    context = Context(TEMPLATES, store, Lock())
    for product, word in ((selftest, "réponse : p."), (flashcards, "feuille 1, rectos")):
        paper = tmp_path / "paper.pdf"
        paper.write_bytes(one_file(product.render(bank, context)))
        text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout.decode()
        assert word in text.replace("\xa0", " ")


def test_a_bank_says_a_word_in_its_own_way(tmp_path: Path, store: Memory) -> None:
    own = '[words]\n"warm-up" = "easy `$` </script> {{#Prompt}}"\n"Short answer" = "{{#Prompt}} [sound:x.mp3]"\n'
    own += '"{n} question" = { one = "a card", other = "{n} cards" }\n'
    own += '"{found} of {n} question" = "`${{found}}` <{n}>"\n"p. {page}" = "{page}: \\"p\\""\n'
    bank = _bank(tmp_path, "en", own)
    page = one_file(handout.render(bank, Context(TEMPLATES, store, Lock()))).decode()
    assert "5 cards in 2 topics" in page
    assert "easy `$` &lt;/script&gt; {{#Prompt}}" in page
    assert r"`\u0060\u0024{${count}}\u0060 \u003c${entries.length}>`" in page
    _, _, cards = make_notes(bank, TEMPLATES).types["Cloze"]
    assert "&#123;&#123;#Prompt}} &#91;sound:x.mp3]" in cards[0][3]


@pytest.mark.parametrize(
    ("line", "code", "column", "hint"),
    [
        ('"warm up" = "x"', "S051", 2, "did you mean 'warm-up'?"),
        ('"no such thing at all" = "x"', "S051", 2, "a key is what the products say in English"),
        ("core = 3", "S052", 1, "expected a text"),
        ('core = ""', "S052", 1, "expected a text"),
        ('core = { one = "x", other = "y" }', "S052", 1, "expected a text"),
        ('"p. {page}" = "page"', "S052", 2, "expected the placeholders of the English word: {page}"),
        ('core = "{n}"', "S052", 1, "expected the placeholders of the English word: none"),
        ('"{n} topic" = { one = "x" }', "S052", 2, "expected a text for 'other' and any of one"),
        (
            '"{n} topic" = { few = "x", other = "y {n}" }',
            "S052",
            2,
            "expected a text for 'other' and any of one",
        ),
        (
            '"{n} topic" = { one = "x {m}", other = "{n}" }',
            "S052",
            2,
            "expected the placeholders of the English word: {n}",
        ),
    ],
)
def test_a_wrong_word_is_told_at_its_line(
    line: str, code: str, column: int, hint: str, bank_folder: Path
) -> None:
    path = bank_folder / "bank.toml"
    before = path.read_text()
    path.write_text(f"{before}\n[words]\n{line}\n", encoding="utf-8")
    (found,) = read_source(bank_folder)[1]
    assert (found.code, found.span.line, found.span.column) == (code, before.count("\n") + 3, column)
    assert found.hint == hint


def test_known_words_tell_which_count() -> None:
    assert known_words()["{n} question"] is True
    assert known_words()["core"] is False
