"""Parts: texts are cut once, each piece knows its place, and nobody behind the reader asks the parser."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import ROOT

from deckpress.inside import flat, with_lines, within
from deckpress.markdown import Markdown
from deckpress.parts import (
    Code,
    Formula,
    Item,
    Line,
    Link,
    Listing,
    Marked,
    Math,
    Paragraph,
    See,
    Table,
    Text,
)
from deckpress.read.files import Folder
from deckpress.read.markdown import read_markdown
from deckpress.span import Span

PACKAGE = ROOT / "deckpress"
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCE = r"""Words **bold [one-two]** and `code`, so $x = 1$ \* done.
Then [text](https://a.org) &amp; more.

- first [a-b]
  goes on
- second

  > said $y$

| a | b |
|---|--:|
| 1 \| 2 | *c* [d-e] |

```math
a = b
```
"""


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _read(source: str, folder: Path) -> Markdown:
    return read_markdown(Folder(folder), source, Span("a.md", 7, 1))


def test_a_text_is_its_blocks(tmp_path: Path) -> None:
    text = _read(SOURCE, tmp_path)
    assert [type(block) for block in text.blocks] == [Paragraph, Listing, Table, Formula]
    assert sum(isinstance(block, Item) for block in within(text.blocks)) == 2
    first = next(text.lines()).parts
    assert [type(part) for part in first[:6]] == [Text, Marked, Text, Code, Text, Math]
    assert first[1] == Marked("strong", (Text("bold ", 8), See("one-two", 13)))
    assert isinstance(table := text.blocks[2], Table)
    assert [cell.align for cell in table.head] == ["", "right"]


def test_each_piece_stands_where_it_says(tmp_path: Path) -> None:
    """The characters at its place are its own, however the line was written."""
    text, rows, seen = _read(SOURCE, tmp_path), SOURCE.split("\n"), 0
    for line in text.lines():
        for part in flat(line.parts):
            if isinstance(part, See | Code | Math) or (isinstance(part, Text) and part.content.isalpha()):
                span = text.place_in(line, part, length=len(part.content))
                row = rows[span.line - 7]
                assert row[span.column - 1 : span.end_column - 1] == part.content
                seen += 1
    assert seen > 8
    link = next(part for line in text.lines() for part in flat(line.parts) if isinstance(part, Link))
    assert SOURCE.split("\n")[1][link.end - len(SOURCE.split("\n", maxsplit=1)[0]) - 1 :].startswith(
        "](https"
    )


def test_text_behind_an_escape_keeps_its_place(tmp_path: Path) -> None:
    line = next((text := _read(SOURCE, tmp_path)).lines())
    done = next(p for p in line.parts if isinstance(p, Text) and p.content.endswith("done."))
    span = text.place_in(line, done, done.content.index("done"), 4)
    assert SOURCE.split("\n", maxsplit=1)[0][span.column - 1 : span.end_column - 1] == "done"


def test_lines_may_be_changed_wherever_they_stand(tmp_path: Path) -> None:
    def upper(kinds: list[str], line: Line) -> Line:
        kinds.append(line.content)
        return line._replace(content=line.content.upper())

    text, told = _read(SOURCE, tmp_path), list[str]()
    changed = with_lines(text.blocks, partial(upper, told))
    lines = [block.content for block in within(changed) if isinstance(block, Line)]
    assert lines == [line.content.upper() for line in text.lines()]
    assert sorted(told) == sorted(line.content for line in text.lines())


@pytest.mark.parametrize("source", ["[a-b]. And [c-d]?", "[a-b]", "x [a-b] y", "**[a-b]**"])
def test_named_questions_are_pieces(source: str, tmp_path: Path) -> None:
    parts = flat(next(_read(source, tmp_path).lines()).parts)
    assert "".join(getattr(part, "content", "") for part in parts) == source.strip("*")
    assert all("[" not in part.content for part in parts if isinstance(part, Text))


_PARSER = re.compile(r"\b(?:markdown_it|mdit_py_plugins)\b|\bread\.tokens\b|\bread\.fast_")


def test_only_the_reader_knows_the_parser() -> None:
    """Whoever is behind it walks parts; an importer has a parser of its own for other people's files."""
    found = {_name(path) for path in MODULES if _PARSER.search(path.read_text(encoding="utf-8"))}
    outside = {name for name in found if not name.startswith("deckpress.read.")}
    assert outside == {"deckpress.importing.commonmark"}
    assert "deckpress.read.parts" in found


_NO_TAG = re.compile(r"\(\?P?<(?:\w+>|[=!])")
"""A group's name or a look behind, whose sign is no tag's."""
_TAG = re.compile(r"<(?:[a-zA-Z/!]|\[\^>\]|\(\?:|\(/)")
OTHERS_MARKUP = {
    "content.math": "MathML as its library writes it",
    "content.symbols": "MathML as its library writes it",
    "content.linear": "MathML as its library writes it",
    "render.handout.formulas": "MathML as its library writes it",
    "render.handout.math_font": "MathML as its library writes it",
    "content.figures": "drawings of authors",
    "render.paper.voice": "drawings of authors",
}
OWN_MARKUP = {"content.prepared", "render.paper.gathering", "render.paper.proof", "render.paper.ties"}
"""What still looks for tags in HTML that we made ourselves: fewer is better, and none may come."""


def _patterns(path: Path) -> Iterator[str]:
    """Every regular expression that a module compiles or uses, as far as it is written there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re."):
            pieces = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
            yield "".join(piece for piece in pieces if isinstance(piece, str))


def test_no_product_looks_for_tags_in_what_we_made() -> None:
    """Products take parts apart, not HTML."""
    found = {
        _name(path).removeprefix("deckpress.")
        for folder in ("content", "render")
        for path in (PACKAGE / folder).rglob("*.py")
        if any(_TAG.search(_NO_TAG.sub("", pattern)) for pattern in _patterns(path))
    }
    assert found == OTHERS_MARKUP.keys() | OWN_MARKUP
