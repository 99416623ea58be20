"""What real authors brought: Markdown that people write, and what is said of ordinary mistakes, a row a test."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from conftest import ROOT

from deckpress.content.plain import plain_text
from deckpress.pipeline import Project, check
from deckpress.problems import Problem
from deckpress.read import read_source

_SETTINGS = '[bank]\ntitle = "Seas"\nslug = "seas"\nnamespace = "field-cases"\n'
_TOPIC = "questions/01-seas.md"
_SEA = "## Which sea is the deepest?\n\n```yaml\nid: deepest-sea\n```\n\nThe Philippine Sea.\n"
_RIVER = "## Which river is the longest?\n\n```yaml\nid: longest-river\n```\n\nThe Nile.\n"
_FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 100"><path d="M0 0H9" stroke="var(--ink)"/></svg>\n'
_QUIET = ("L901", "L902")


def _problems(folder: Path, text: str, settings: str = _SETTINGS, **files: str) -> list[Problem]:
    """What a bank of one topic is told; advice of style left out."""
    for name, content in {"bank.toml": settings, _TOPIC: text, "figures/map.svg": _FIGURE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode())
    found = check(Project(folder, folder / "output", ROOT / "templates"))[1]
    return [p for p in found if p.severity != "advice" and p.code not in _QUIET]


def _asked(question: str, *, before: str = _RIVER) -> str:
    return f"# Seas\n\n{before}\n{question}"


def _answer(text: str) -> str:
    return _asked(_SEA.replace("The Philippine Sea.", text))


SOUND = {
    "inert tags": "Line two<br>line three, H<sub>2</sub>O, <kbd>Ctrl</kbd>, <b>x</b>, <u>u</u>, <mark>m</mark>",
    "ruby": "<ruby>漢<rt>かん</rt></ruby>",
    "escaped tags": "Write &lt;b&gt; for bold.",
    "points with numbers and a nested list": "It is.\n\n### Key points\n\n1. One.\n   - Nested.\n2. Two.",
    "a footnote": "Said[^1].\n\n[^1]: By whom.",
    "a definition": "Term\n: What it means",
    "a task to do": "- [ ] todo\n- [x] done",
    "chemistry": r"It is $\ce{2H2 + O2 -> 2H2O}$.",
}


@pytest.mark.parametrize("name", SOUND)
def test_what_people_write_is_read_without_a_word(name: str, tmp_path: Path) -> None:
    assert _problems(tmp_path, _answer(SOUND[name])) == []


def test_a_macro_of_the_bank(tmp_path: Path) -> None:
    assert [p.code for p in _problems(tmp_path, _answer(r"It is $\R$."))] == ["M401"]
    settings = f"{_SETTINGS}[math.macros]\nR = '\\mathbb{{R}}'\n"
    assert _problems(tmp_path, _answer(r"It is $\R$."), settings) == []


def test_a_mark_and_the_line_ends_of_windows(tmp_path: Path) -> None:
    text = "\ufeff" + _answer("It is <div>.").replace("\n", "\r\n")
    assert [(p.code, p.span.line, p.span.column) for p in _problems(tmp_path, text)] == [("S043", 17, 7)]
    assert _problems(tmp_path, text.replace("<div>", "it")) == []


TOLD = {
    "another tag": ("So <div>it</div>.", "S043", 4),
    "a highlight": ("So ==it== is.", "S045", 4),
    "brackets of TeX": (r"So \(x\) is \[x\].", "S045", 4),
    "a diagram": ("```mermaid\ngraph TD\n```", "S045", 1),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_not_read_is_told_once(name: str, tmp_path: Path) -> None:
    text, code, column = TOLD[name]
    found = _problems(tmp_path, _answer(text))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [(code, 17, column)] or code == "S043"
    assert (found[0].code, found[0].span.line, found[0].span.column) == (code, 17, column)
    assert found[0].hint


_OPEN_CODE = _SEA.replace(
    "The Philippine Sea.", "It is.\n\n```python\nx = 1\n\n### Key points\n\n- One.\n- Two."
)
MISTAKES = {
    "no space after ##": (_SEA.replace("## ", "##"), "S014", 11, 1, "a space after ##", ""),
    "a question with ###": (_SEA.replace("## ", "### "), "S015", 11, 1, "", "##"),
    "a question with #": (_SEA.replace("## ", "# "), "S015", 11, 1, "", "##"),
    "a code fence never closed": (_OPEN_CODE, "S011", 19, 1, "never closed", ""),
    "a yaml fence never closed": (_SEA.replace("sea\n```", "sea"), "S011", 13, 1, "never closed", ""),
    "a tab after a colon": (
        _SEA.replace("id: ", "id:\t"),
        "S021",
        14,
        4,
        "a tab; use spaces",
        "id: deepest-sea",
    ),
    "a tab as indent": (
        _SEA.replace("id: ", "tags:\n\t- x\nid: "),
        "S021",
        15,
        1,
        "a tab; use spaces",
        "- x",
    ),
    "curly quotes": (_SEA.replace("sea\n```", "sea\nkind: “practice”\n```"), "S024", 15, 7, "curly", ""),
    "curly quotes in a list": (
        _SEA.replace("sea\n```", "sea\nsee: [“longest-river”]\n```"),
        "S024",
        15,
        7,
        "curly",
        "",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_was_made(name: str, tmp_path: Path) -> None:
    text, code, line, column, message, hint = MISTAKES[name]
    found = _problems(
        tmp_path, _asked(text) + "\n## What is a lake?\n\n```yaml\nid: lake\n```\n\nA sea inland.\n"
    )
    assert [(p.code, p.span.line, p.span.column) for p in found] == [(code, line, column)], found
    assert message in found[0].message
    assert hint in found[0].hint


def test_a_colon_in_a_value_is_told_with_the_quoted_value(tmp_path: Path) -> None:
    text = _asked(_SEA.replace("sea\n```", "sea\nterm: Seas: the deepest\n```"))
    (found,) = _problems(tmp_path, text)
    assert (found.code, found.span.line) == ("S021", 15)
    assert '"Seas: the deepest"' in found.hint


@pytest.mark.parametrize("heading", ["Key Points", "Keypoints", "KEY POINTS"])
def test_a_section_in_other_letters_is_the_section(heading: str, tmp_path: Path) -> None:
    text = _asked(f"{_SEA}\n### {heading}\n\n- One.\n- Two.\n")
    assert _problems(tmp_path, text) == []
    assert "Key points" in read_source(tmp_path)[0].topics[0].questions[1].sections


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ('[paper]\npaper = "leter"', "Letter"),
        ('[paper]\ncolumns = "3"', "columns = 3"),
        ('lang = "en"', "language"),
        ('author = ["A"]', "authors"),
        ("description = “A bank”", '"A bank"'),
    ],
)
def test_a_setting_nearly_right_is_told_with_the_right_one(row: str, hint: str, tmp_path: Path) -> None:
    (found,) = _problems(tmp_path, _asked(_SEA), f"{_SETTINGS}{row}\n")
    assert found.span.line == _SETTINGS.count("\n") + 1 + row.count("\n")
    assert hint in found.hint


def test_capitals_of_a_setting_do_not_matter(tmp_path: Path) -> None:
    assert _problems(tmp_path, _asked(_SEA), f'{_SETTINGS}[paper]\npaper = "letter"\n') == []


def test_decomposed_accents_are_composed(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", _answer("Der Öresund ist schön."))
    assert _problems(tmp_path, text) == []
    assert plain_text(read_source(tmp_path)[0].topics[0].questions[1].lead) == "Der Öresund ist schön."


@pytest.mark.parametrize("path", ["../figures/map.SVG", "figures/map.svg", "map.svg", "../figures/mpa.svg"])
def test_a_picture_not_found_is_told_once_with_the_nearest_file(path: str, tmp_path: Path) -> None:
    (found,) = _problems(tmp_path, _answer(f"It is.\n\n![map]({path})"))
    assert (found.code, found.span.line, found.span.column) == ("F701", 19, 8)
    assert "../figures/map.svg" in found.hint


@pytest.mark.parametrize(
    ("name", "right"), [("01-rivers.markdown", "01-rivers.md"), ("Rivers 1.md", "01-rivers.md")]
)
def test_a_file_with_another_name_is_one_problem(name: str, right: str, tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / name).write_text(_asked(_SEA), encoding="utf-8")
    (tmp_path / "bank.toml").write_text(_SETTINGS, encoding="utf-8")
    found = [p for p in read_source(tmp_path)[1] if p.severity != "advice"]
    assert [p.code for p in found] == ["S006"]
    assert right in found[0].hint
