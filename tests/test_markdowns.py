"""Markdown that people write: set in every product, or a word about it at its place; never silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bounds import own_work
from conftest import TEMPLATES, Memory, one_file
from engine import collection, import_deck

from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.problems import Problem
from deckpress.read import read_source
from deckpress.read.foreign_marks import MARKS, PARAGRAPHS
from deckpress.read.inert import INERT
from deckpress.render import FORMATS, Context

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "markdown-tests"\n'


def _bank(folder: Path, answer: str, more: str = "") -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(HEAD, encoding="utf-8")
    text = f"# Topic\n\n## What is it?\n\n```yaml\nid: it\n```\n\n{answer}\n{more}"
    (folder / "questions/01-topic.md").write_text(text, encoding="utf-8")
    return folder


def _problems(folder: Path) -> list[Problem]:
    return read_source(folder)[1]


def _product(folder: Path, name: str) -> bytes:
    bank, problems = read_source(folder)
    assert [p.message for p in problems] == []
    return one_file(FORMATS[name].renderer()(bank, Context(TEMPLATES, Memory(), Lock(), Paper())))


def _answer(folder: Path, place: Path) -> str:
    with collection(place) as col:
        import_deck(col, _product(folder, "deck"), place)
        return str(col.get_note(col.find_notes("")[0])["Answer"])


SET = [
    ("Line two<br>line three", "Line two<br>line three"),
    ("H<sub>2</sub>O and x<sup>2</sup>", "H<sub>2</sub>O and x<sup>2</sup>"),
    ("Press <kbd>Ctrl</kbd>", "<kbd>Ctrl</kbd>"),
    ("<b>x</b> <i>y</i> <u>z</u> <s>s</s>", "<b>x</b> <i>y</i> <u>z</u> <s>s</s>"),
    ("<mark>*both*</mark>", "<mark><em>both</em></mark>"),
    ("<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
    ("<BR/>", "<br>"),
    ("Said[^1].\n\n[^1]: The note.", '<sup class="note">1</sup>'),
    ("Said[^1].\n\n[^1]: The note.", '<ol class="notes"><li><p>The note.</p></li></ol>'),
    ("Term\n: What it means", "<dl><dt>Term</dt><dd><p>What it means</p></dd></dl>"),
    ("- [ ] open\n- [x] done", "<li>☐ open</li><li>☑ done</li>"),
    ("1. one\n2. two\n   - nested", "<ol><li>one</li><li>two<ul><li>nested</li></ul></li></ol>"),
    ("~~gone~~", "<s>gone</s>"),
    ("&lt;b&gt;", "&lt;b&gt;"),
]


@pytest.mark.parametrize(("written", "shown"), SET)
def test_what_is_set_reaches_the_card(written: str, shown: str, tmp_path: Path) -> None:
    html = _answer(_bank(tmp_path / "bank", written), tmp_path / "col")
    flat = re.sub(r"\s*\n\s*", "", html).replace("<p>What it means</p>", "<p>What it means</p>")
    assert shown in flat.replace("<dd>What it means</dd>", "<dd><p>What it means</p></dd>")


def test_all_of_it_is_set_in_every_product(tmp_path: Path) -> None:
    latin = [written for written, _ in SET if written.isascii() and "[^1]" not in written]
    folder = _bank(tmp_path / "bank", "\n\n".join([*latin, "Said[^1].\n\n[^1]: The note."]))
    for name in ("handout", "cheatsheet"):
        assert _product(folder, name)
    page = _product(folder, "handout").decode()
    for wanted in ("<kbd>Ctrl</kbd>", "<sub>2</sub>", "☑ done", '<ol class="notes">', "<dt>Term</dt>"):
        assert wanted in page


@pytest.mark.parametrize("tag", INERT)
def test_every_inert_tag_is_read_and_must_be_closed(tag: str, tmp_path: Path) -> None:
    assert _problems(_bank(tmp_path / "good", f"<{tag}>x</{tag}> y")) == []
    for number, wrong in enumerate((f"<{tag}>x", f"x</{tag}>", f"<{tag}>*x</{tag}>*", f"*<{tag}>x*</{tag}>")):
        found = _problems(_bank(tmp_path / f"bad{number}", wrong))
        if "*" in wrong and not found:
            continue  # the star was text
        assert {p.code for p in found} == {"S043"}, wrong


@pytest.mark.parametrize(
    "written",
    ["<b class=x>y</b>", "<div>x</div>", "<a href=x>y</a>", "<script>x</script>", "<details>", "<img>"],
)
def test_everything_else_stays_an_error(written: str, tmp_path: Path) -> None:
    found = _problems(_bank(tmp_path / "bank", f"Then {written}"))
    assert {p.code for p in found} == {"S043"}
    assert (found[0].span.line, found[0].span.column) == (9, 6)


WARNED = [
    ("{++new++}", "an editor's mark"),
    ("==mark==", "a highlight"),
    ("++new++", "an insertion"),
    ("~sub~", "a subscript"),
    ("H~2~O", "a subscript"),
    ("said^[a note in the line]", "a footnote in its line"),
    ("x^2^ is", "a superscript"),
    ("[^9]", "a footnote without its text"),
    ("so it is ^block1", "the name of a block"),
    ("[[Other note]]", "a wiki link"),
    ("%%hidden%%", "a comment"),
    ("> [!NOTE] so", "a callout"),
    ("{{< figure >}}", "a template's tag"),
    ("{% raw %}", "a template's tag"),
    ("`x`{=html}", "the mark of raw output"),
    ("text {.red}", "attributes"),
    ("text {: .red}", "attributes"),
    ("text {width=50%}", "attributes"),
    ("[@knuth84]", "a citation"),
    ("[see @knuth84, p. 3]", "a citation"),
    ("@knuth84 says", "a citation"),
    (":smile: so", "an emoji by name"),
    ("[text][nowhere]", "a link without its address"),
    ("- [/] half done", "the state of a task"),
    ("so **it is", "stars that have no partner"),
    ("so `it is", "a backtick that has no partner"),
    ("+---+---+\n| a | b |\n+---+---+", "a grid table"),
    ("| a verse\n| goes on", "lines that begin with a bar"),
    ("%%\nhidden\n%%", "a comment"),
    ("::: warning", "a fenced division"),
    (": The caption", "a caption below its table"),
    ("[TOC]", "a table of contents"),
    ("[[toc]]", "a table of contents"),
    ("!!! note", "an admonition"),
    ("??? note", "an admonition"),
    ("(@) an example", "an example list"),
    ("*[HTML]: a language", "an abbreviation"),
    ("a) one\nb) two", "a list that is not numbered 1. 2. 3."),
    ("\\begin{align}\nx\n\\end{align}", "TeX outside a formula"),
]


@pytest.mark.parametrize(("written", "what"), WARNED)
def test_what_is_not_set_is_said_once_at_its_place(written: str, what: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", f"{written}\n\nThen more.")
    found = _problems(folder)
    assert [p.code for p in found] == ["S045"], [p.message for p in found]
    assert found[0].message.startswith(f"{what} of another Markdown: ")
    line = (folder / "questions/01-topic.md").read_text().split("\n")[found[0].span.line - 1]
    assert line[found[0].span.column - 1 :].startswith(found[0].message.split(": ", 1)[1])


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ("# Topic", "# Of $x$ and **y**", 1, 6),
        ("id: it", "id: it\nalso: [What, What **is** it]", 7, 14),
        ("id: it", "id: it\nterm: The `it`", 7, 7),
        ("It is.", '![A line that rises to the right](../figures/line.svg "So $x$ is")', 9, 59),
    ],
)
def test_marks_in_plain_text_are_said(
    before: str, after: str, line: int, column: int, tmp_path: Path
) -> None:
    folder = _bank(tmp_path / "bank", "It is.")
    (folder / "figures").mkdir()
    (folder / "figures/line.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    path = folder / "questions/01-topic.md"
    path.write_text(path.read_text().replace(before, after))
    found = _problems(folder)
    assert [(p.code, p.span.line, p.span.column) for p in found] == [("S045", line, column)], found
    assert "plain text" in found[0].message


def test_every_foreign_mark_is_tried() -> None:
    for mark in (*MARKS, *PARAGRAPHS):
        tried = [written for written, what in WARNED if what == mark.what and mark.needle in written]
        assert any(mark.pattern.search(written.removeprefix("> ").removeprefix("- ")) for written in tried), (
            mark
        )


@pytest.mark.parametrize(
    ("written", "column", "said"),
    [
        (r"the \alpha of it", 5, r"\alpha"),
        (r"a \textbf{bold} word", 3, r"\textbf"),
        (r"so \newpage it is", 4, r"\newpage"),
        ("It is {{c1::so}} here", 7, "outside ### Cloze"),
        ("[b]: https://example.org", 1, "the address of a link"),
        ("[^b]: a note", 1, "the text of a footnote"),
        ("-----  -----\n  a  b", 1, "a table of another Markdown"),
    ],
)
def test_other_marks_are_said_too(written: str, column: int, said: str, tmp_path: Path) -> None:
    found = _problems(_bank(tmp_path / "bank", written))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [("S045", 9, column)], found
    assert said in found[0].message


@pytest.mark.parametrize(
    "written",
    [
        "`==mark==`",
        r"\==mark==",
        "a == b and c == d",
        "about ~5 or ~6 of them",
        "12:30:45 and a:b:c",
        "x[1] and [2]",
        "50%% of 3",
        "C++ and C++ again",
        "{ x } and {1}",
        "2^10 = 1024",
        "`\\(x\\)`",
        "(x) and \\[x",
        "a[i][j] and f(x)[0][1]",
        "me@example.org and [me@example.org]",
        "ask @octocat, see #123 and octo/repo#12",
        "2**10 and a**b",
        "C:\\Users\\text and \\d+ and \\n",
        "2 ^10 and ^_^ and x^2",
        "A. Smith said\nso much",
        "12:30 :-) and a::b",
        "{ key=value } and {1=2}",
        "[a][b]\n\n[b]: https://example.org",
        "\\*\\* and \\`x and \\{.red}",
        "100 % and 5 %% of it",
        "5 | 6 or 7",
        "- [x] done\n- [ ] open",
    ],
)
def test_plain_text_is_no_foreign_mark(written: str, tmp_path: Path) -> None:
    assert _problems(_bank(tmp_path / "bank", written)) == []


@pytest.mark.parametrize("written", [r"so \(x\) is", r"so \[x^2\] is"])
def test_tex_between_brackets_is_said(written: str, tmp_path: Path) -> None:
    found = _problems(_bank(tmp_path / "bank", written))
    assert [(p.code, p.span.line, p.span.column) for p in found] == [("S045", 9, 4)]
    assert "$…$" in found[0].hint


def test_a_diagram_is_shown_as_code_with_a_word(tmp_path: Path) -> None:
    found = _problems(_bank(tmp_path / "bank", "Look.\n\n```mermaid\ngraph TD\n```"))
    assert [(p.code, p.span.line) for p in found] == [("S045", 11)]


@pytest.mark.parametrize("items", ["1. one\n2. two", "- one\n  - nested\n- two"])
def test_key_points_may_be_numbered_and_nested(items: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "It is.", f"\n### Key points\n\n{items}\n")
    assert _problems(folder) == []
    for name in ("deck", "handout", "cheatsheet"):
        assert _product(folder, name)


def test_a_cloze_list_has_bullets(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "It is.", "\n### Cloze\n\n1. It is {{c1::so}} here.\n")
    assert [p.code for p in _problems(folder)] == ["S032"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "See https://example.org/a_b_c.",
            'See <a href="https://example.org/a_b_c">https://example.org/a_b_c</a>.',
        ),
        ("(http://example.org/x_(y))", '(<a href="http://example.org/x_(y)">http://example.org/x_(y)</a>)'),
        ("*https://example.org*", '<em><a href="https://example.org">https://example.org</a></em>'),
        (
            "[https://example.org](https://example.com)",
            '<a href="https://example.com">https://example.org</a>',
        ),
        ("`https://example.org`", "<code>https://example.org</code>"),
        ("https://user@example.org and xhttps://a.org", "https://user@example.org and xhttps://a.org"),
    ],
)
def test_addresses_are_links(written: str, shown: str, tmp_path: Path) -> None:
    assert _answer(_bank(tmp_path / "bank", written), tmp_path / "col") == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "text", ["://" * 5000, "https://" * 2000, "https://a.b" + ")" * 8000, "https://a.b?" * 1300]
)
def test_hostile_addresses_end_in_good_time(text: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", text)
    with own_work():
        read_source(folder)
