"""Text read without the parser is read as the parser reads it: same parts, same places, same problems."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from deckpress.bank import Span
from deckpress.inside import offset_of
from deckpress.parts import See, Text
from deckpress.read import markdown as reader
from deckpress.read.fast_blocks import common_blocks, common_line
from deckpress.read.files import Folder
from deckpress.read.foreign_marks import MARKS, PARAGRAPHS
from deckpress.read.topic import read_topics

_LINES = (
    """
a|word word|**bold** x|*it* a|`code` z|$x$ is|x $a_1$, **b *c* d**.|(a) `b`|1990 was|**a**|a **$x$** b|**`a`**.
*a* **b** *c*|“q” a|- a|- b c|- **b** $x$|1. a|2. b|  c|   d|||```|```python|$y$1|1$y$|a $x$b$|x * y|**a* b|a*b*c
*a **b***|- |-|+ a|* a|1) a|3. a|> a|# a|a: b|a  |a\\|**(a)** b|a**(b)**|a (**b**)|**a**b|Äé **ö** x|a **é**
a — **b** —|a\u00a0b|\u00a0a|a ! b|a![x|x < y|x <y|a && b|a &lt; b|a_b|~~a~~|---|===|**a\nb** c|[some-id] b|a [some-id].
[some-id](x)|[some-id]: x|a [x] b|- [x] a|- [some-id]|{{c1::a}}|語**「語」**語|$\\begin{cases} 1 \\end{cases}$|x^2^ a|:smile: a
a (@b)|see @doe2020|==a==|a ++b++ c|%%a%%|[one-a][two-b]|[one-a] (b.org)|(one)[https://b.org]|a. b|b. c|(a) b|(b) c
::: note|!!! note|TOC|| a || b ||-||https://a.org|`a b` c|` a ` c|$ a $ b|$\\foo$ a|$\\frac{1}$|a {#b} c|1) a|``` x=1|```math|```math aside|```python run|```text output|```mermaid|\t- a|🙂 a
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


def _plain(value: Any) -> Any:
    """Everything about blocks and parts, with places as what they mean."""
    if isinstance(value, Text | See):
        count = max(len(value.content), 1)
        return type(value).__name__, value.content, [offset_of(value, at) for at in range(count)]
    return [type(value).__name__, *map(_plain, value)] if isinstance(value, tuple) else value


_ITEMS = (
    """
{{c1::a}}|{{c2::b c}}|{{c1::**a**}}|{{c1::$x^{2}$}}|{{c1::`a`:: hint}}|{{c1::a::b}}|**{{c1::a}}**|**{{c1::a** b}}
|{{c1::*a*}}|{{c1::a *b}} c*|{{c1::a {{c2::b}} c}}|{{c1::a {b} }}|{{c1::$x}} a$|{{c1::a|{{c1::}}|}}|{{c1::a\nb}}
|{{c1::a::b::c}}|{{c1::(**a**)}}|{{c1::a}}b|a{{c1::b}}|{{c3::~a~}}|{{c1:: a }}|`{{c1::a}}`|{{c1::}}}|{{x}}|{{c1::a}}}
|::: a|:smile: b|a {b|*|{{c1::`a}}`|{{c1::https://a.org}}|{{c1::\\}}|$a$ {{c1::b}}|(see {{c1::*x*::y z}}).|{: .a}
""".strip("\n")
    .replace("\n|", "|")
    .split("|")
)


def _read(source: str, *, inline: bool, cloze: bool = False) -> tuple[Any, list[Any]]:
    folder = Folder(Path())
    text = reader.read_markdown(folder, source, Span("a.md", 7, 3), inline=inline, cloze=cloze)
    return _plain(text.blocks), folder.problems


def _parsed(source: str, *, inline: bool, cloze: bool = False) -> tuple[Any, list[Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "common_blocks", lambda *_, **__: None)
        patch.setattr(reader, "common_line", lambda *_, **__: None)
        return _read(source, inline=inline, cloze=cloze)


@pytest.mark.parametrize("seed", range(4))
def test_made_up_texts_are_read_as_the_parser_reads_them(seed: int) -> None:
    source = random.Random(seed)
    fast = 0
    for _ in range(500):
        text = "\n".join(source.choices(_LINES, k=source.randint(1, 6)))
        line = " ".join(source.choices(_LINES, k=source.randint(1, 3)))
        for written, inline in ((text, False), (line, True)):
            fast += (common_line if inline else common_blocks)(written, None) is not None
            assert _read(written, inline=inline) == _parsed(written, inline=inline), written
    assert fast > 100  # else nothing was compared


@pytest.mark.parametrize("seed", range(4))
def test_made_up_deletions_are_read_as_the_parser_reads_them(seed: int) -> None:
    source = random.Random(seed)
    fast = 0
    for number in range(150):
        words = (*_ITEMS[:5], "a", "**b**", "$x$") if number % 2 else (*_ITEMS, *_LINES)
        line = source.choice((" ", "", ", ")).join(source.choices(words, k=source.randint(1, 4)))
        for written in (line, f"- {line}", f"- {line}\n- a {line}"):
            fast += common_blocks(written, None, cloze=True) is not None
            read = _read(written, inline=False, cloze=True)
            assert read == _parsed(written, inline=False, cloze=True), written
    assert fast > 90  # else nothing was compared


def test_single_lines_are_read_as_the_parser_reads_them() -> None:
    marks = [mark.needle for mark in (*MARKS, *PARAGRAPHS)]
    lines = [*_LINES, *marks, *(f"{mark} a" for mark in marks), *(f"a {mark}b{mark}" for mark in marks)]
    for line in (
        *lines,
        "",
        "a\n",
        "\n\na",
        "a\n\n\n",
        "- a\n\n\nb",
        "- a\n\n- b",
        "- a\nb",
        "a\n1. b",
        "```\na",
    ):
        for inline in (False, True):
            assert _read(line, inline=inline) == _parsed(line, inline=inline), line


def test_most_of_the_bank_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is read without it is the same, as other tests say."""
    folder = Folder(Path("source"))
    read, fast = {"common_line": 0, "common_blocks": 0}, {"common_line": 0, "common_blocks": 0}

    def counted(name: str) -> None:
        tried = getattr(reader, name)

        def common(source: str, *rest: Any, **named: Any) -> Any:
            made = tried(source, *rest, **named)
            read[name] += len(source)
            fast[name] += len(source) if made is not None else 0
            return made

        monkeypatch.setattr(reader, name, common)

    for name in read:
        counted(name)
    read_topics(folder, folder.settings)
    assert not folder.problems
    for name, characters in read.items():
        assert fast[name] > 0.6 * characters > 0
