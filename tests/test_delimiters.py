r"""TeX's own delimiters: `\(…\)` and `\[…\]` are read where a bank asks for them, else told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from bounds import own_work
from conftest import TEMPLATES, Memory, one_file

from deckpress.inside import flat, within
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.parts import Code, Deletion, Formula, Line, Math, See, Text
from deckpress.problems import Problem
from deckpress.read import read_source
from deckpress.render import FORMATS, Context

_HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "delimiter-tests"\n'
BOTH = '[math]\ndelimiters = ["dollar", "tex"]\n'
TEX = '[math]\ndelimiters = ["tex"]\n'


def _bank(folder: Path, answer: str, settings: str = BOTH, rest: str = "") -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(_HEAD + settings, encoding="utf-8")
    text = f"# Topic\n\n## What is it?\n\n```yaml\nid: it\n```\n\n{answer}\n{rest}"
    (folder / "questions/01-topic.md").write_text(text, encoding="utf-8")
    return folder


def _problems(folder: Path) -> list[Problem]:
    return read_source(folder)[1]


_KINDS: dict[type, str] = {Text: "text", See: "text", Math: "math_inline", Code: "code_inline"}


def _shown(folder: Path) -> list[tuple[str, str]]:
    """Kind and content of each text, formula and code of the answer, in order."""
    bank, problems = read_source(folder)
    assert [f"{p.span} {p.message}" for p in problems] == []
    found: list[tuple[str, str]] = []
    for block in within(bank.topics[0].questions[0].lead.blocks):
        if isinstance(block, Formula):
            found.append(("display", block.tex))
        elif isinstance(block, Line):
            pieces = [(type(part), getattr(part, "content", "").strip()) for part in flat(block.parts)]
            found += [(_KINDS[kind], content) for kind, content in pieces if content]
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"So \(x\) is.", [("text", "So"), ("math_inline", "x"), ("text", "is.")]),
        (r"So \( a_b * c * d \) is.", [("text", "So"), ("math_inline", "a_b * c * d"), ("text", "is.")]),
        ("\\[\nx\n+ y\n\\]", [("display", "x\n+ y")]),
        (r"\[ x \]", [("display", "x")]),
        ("So\n\\[ x \\]\nis.", [("text", "So"), ("display", "x"), ("text", "is.")]),
        (r"So \[x\], and \[y\].", [("text", "So"), ("display", "x,"), ("text", "and"), ("display", "y.")]),
        ("- \\[ x\n  + y \\]", [("display", "x\n+ y")]),
        ("> \\[ x \\]", [("display", "x")]),
        (r"**\[x\]**", [("math_inline", "x")]),
        ("| a |\n|---|\n| \\(x\\) |", [("text", "a"), ("math_inline", "x")]),
        (r"`\(x\)`", [("code_inline", r"\(x\)")]),
        (r"\\(x\\)", [("text", r"\(x\)")]),
        (r"\[no link](x) and \(words here", [("text", "[no link](x) and (words here")]),
        ("$y$ and \\(x\\)", [("math_inline", "y"), ("text", "and"), ("math_inline", "x")]),
    ],
)
def test_what_stands_between_them_is_a_formula(
    written: str, shown: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert _shown(_bank(tmp_path, written)) == shown


def test_never_in_a_fence(tmp_path: Path) -> None:
    folder = _bank(tmp_path, "Look.\n\n```text\n\\(x\\) \\[\n\\foo\n\\]\n```\n\n    \\[ \\foo \\]")
    assert _problems(folder) == []


def test_dollars_may_be_plain_text(tmp_path: Path) -> None:
    folder = _bank(tmp_path, r"It costs $5 or $6, \(x\).", TEX)
    assert _shown(folder) == [("text", "It costs $5 or $6,"), ("math_inline", "x"), ("text", ".")]


@pytest.mark.parametrize(
    ("written", "line", "column", "said"),
    [
        (r"So \(x \foo\) is.", 9, 8, r"\foo"),
        ("\\[\nx = \\foo\n\\]", 10, 5, r"\foo"),
        ("So\n\\[ x\n+ \\foo \\]\nis.", 11, 3, r"\foo"),
        (r"So \[x + \foo\] is.", 9, 10, r"\foo"),
        ("- a\n- \\[ x + \\foo \\]", 10, 10, r"\foo"),
        (r"Then \(x^{2} is.", 9, 6, "never closed"),
        (r"Then \[\alpha is.", 9, 6, "never closed"),
        ("Then\n\\[\n\\alpha is.", 10, 1, "never closed"),
        (r"So \( \) is.", 9, 6, "empty"),
        ("$$ x + \\foo $$", 9, 8, r"\foo"),
        ("- a\n\n  $$\n  \\foo\n  $$", 12, 3, r"\foo"),
        ("- a\n\n  ```math\n  x \\foo\n  ```", 12, 5, r"\foo"),
        ("> $$\n> x \\foo\n> $$", 10, 5, r"\foo"),
    ],
)
def test_faults_are_told_at_their_place(
    written: str, line: int, column: int, said: str, tmp_path: Path
) -> None:
    found = _problems(_bank(tmp_path, written))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [("M401", line, column)], found
    assert said in found[0].message


def test_without_the_setting_one_warning_tells_it(tmp_path: Path) -> None:
    found = _problems(_bank(tmp_path, "So \\(x\\) is.\n\nThen \\[y\\] and \\(z\\).", settings=""))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [("S045", 9, 4)]
    assert 'delimiters = ["dollar", "tex"]' in found[0].hint


def test_a_deletion_may_hide_such_a_formula(tmp_path: Path) -> None:
    rest = (
        "\n### Cloze\n\n- This is {{c1::\\(\\frac{a}{b^{c}}\\)}} and {{c2::\\(x\\)::which?}} of them all.\n"
    )
    folder = _bank(tmp_path, "It is.", rest=rest)
    assert _problems(folder) == []
    (cloze,) = read_source(folder)[0].topics[0].questions[0].clozes
    kinds = [type(part) for line in cloze.text.lines() for part in flat(line.parts)]
    assert kinds.count(Math) == 2
    assert kinds.count(Deletion) == 2


@pytest.mark.parametrize(
    "text", ["\\(" * 6000, "\\[\n" * 4000, "\\(x " * 3000, "\\[x\\] " * 2000, "\\(x\\)" * 2000]
)
def test_hostile_brackets_end_in_good_time(text: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path, text)
    with own_work():
        read_source(folder)


@pytest.mark.parametrize("name", ["deck", "handout", "cheatsheet"])
def test_every_product_shows_them(name: str, tmp_path: Path) -> None:
    bank, problems = read_source(_bank(tmp_path, "So \\(x\\) and \\[\\alpha^2\\] hold."))
    assert problems == []
    product = one_file(FORMATS[name].renderer()(bank, Context(TEMPLATES, Memory(), Lock(), Paper())))
    if name == "handout":
        page = product.decode()
        assert '<math display="block"' in page
        assert "hold.</p>" in page
