"""Plain lines of YAML are read without it as they are read with it: same entries, same places."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from deckpress.bank import Span
from deckpress.read import yaml_block
from deckpress.read.entries import ANY, plain_entries, plain_table
from deckpress.read.files import Folder

_HERE = Span("a.md", 7, 3)
_VALUES = r"""a|a b|A-b (c)|1|2026-11|1.50|1e3|"a"|"a: b"|"a \"b\""|"a\\b"|"a # b"|'a'|[a, b]|["a?", b]|[a b, "c: d"]|[a,b]|[]|""
|- a|a: b|a # b|a#b|#a|a:b|a:|&a|*a|!a|>|||@a|`a`|%a|{a: b}|a {b}|a [b]|a, b|a & b|a 'b'|a "b"|"a"b|"a" |~|null|true|no|yes
|\alpha|\mathcal F|(a) b|(|?a|? a|-a|- |a -|a ;|é b|€ a|… b|a é|<a>|<<|=|a=b|a+b*c^2|“a”|‘a|語|🙂 a|🙂|a\|a  b|[a|["a, b"]|https://a.org/b|a::b|a:"b"|a:b: c|a:#b""".replace(
    "\n", ""
).split("|")
_KEYS = (
    "id",
    "tags",
    "symbols",
    "symbols",
    "a-b",
    "A_b",
    "id ",
    '"id"',
    "<<",
    "ID",
    "1",
    "id-",
    r"\x",
    "P_+",
    "a b",
)
_LINES = ("", " ", "# a", "  # a", "---", "...", "a", "  a", "- a", "\ta: b", "a: \tb", "\u00a0", "a:\u00a0b")


def _lines(source: random.Random, count: int) -> list[str]:
    """Lines that are plain as a rule."""
    out = []
    for _ in range(count):
        key, value = (
            source.choice(_KEYS[: source.choice((3, 99))]),
            source.choice(_VALUES[: source.choice((9, 999))]),
        )
        plain = f"{source.choice(('', '', '', '  ', '  ', ' '))}{key}:{' ' if value else ''}{value}"
        out.append(source.choice((plain,) * 20 + (f"{key}:", *_LINES)) if source.random() < 0.5 else plain)
    return out


def _with_yaml(read: Any, text: str) -> tuple[Any, list[Any]]:
    folder = Folder(Path())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_block, "plain_entries", lambda *_: None)
        patch.setattr(yaml_block, "plain_table", lambda *_: None)
        return read(folder, text, _HERE, ANY), folder.problems


@pytest.mark.parametrize("seed", range(3))
def test_made_up_blocks_are_read_as_yaml_reads_them(seed: int) -> None:
    source, fast = random.Random(seed), [0, 0]
    for _ in range(1500):
        lines = _lines(source, source.randint(1, 3))
        block, table = "\n".join(lines), "\n".join(("name:", *lines, "", "other:", "  a: b"))
        nested = "\n".join(("symbols:", *(line if line[:1] == " " else f"  {line}" for line in lines)))
        for text in (block, nested):
            if plain := plain_entries(text, _HERE, ANY):
                assert (plain, []) == _with_yaml(yaml_block.read_entries, text), text
                fast[0] += 1
        if rows := plain_table(table, _HERE, ANY):
            assert (rows, []) == _with_yaml(yaml_block.read_table, table), table
            fast[1] += 1
    assert fast[0] > 300  # else nothing was compared
    assert fast[1] > 30


@pytest.mark.parametrize("value", _VALUES)
def test_a_single_value_is_read_as_yaml_reads_it(value: str) -> None:
    for text in (
        f"id: {value}",
        f"symbols:\n  a: {value}",
        f"symbols:\n  {value}: a",
        f"id: {value}\ntags: a",
    ):
        if plain := plain_entries(text, _HERE, ANY):
            assert (plain, []) == _with_yaml(yaml_block.read_entries, text), text


def test_blocks_and_lists_of_the_bank_need_no_yaml() -> None:
    text = Path("source/references.yaml").read_text(encoding="utf-8")
    assert plain_table(text, Span("references.yaml"), ANY) is not None
    blocks = [
        part.split("\n```", 1)[0]
        for path in Path("source/questions").glob("*.md")
        for part in path.read_text(encoding="utf-8").split("\n```yaml\n")[1:]
    ]
    assert sum(plain_entries(block, _HERE, ANY) is not None for block in blocks) > 0.8 * len(blocks) > 0
