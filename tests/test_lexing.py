"""Our walk through Pygments' rules gives the tokens that Pygments' own gives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from pygments.lexers import get_lexer_by_name

from deckpress.content import lexing
from deckpress.content.lexing import quicken

_OTHERS = """
#include <a.h>
int main(void) { return 0; } // done
SELECT a, count(*) FROM t WHERE b = 'x' AND Kind > 3 -- a remark
<a href="x">b &amp; c</a> {"a": [1, 2.5e3, null]} fn main() { let x = 'a'; }
for i in $(ls); do echo "$i"; done  # ſtrange K İ ı é 語 \u2028
f"{x!r:>{width}} {{" rb'\\x00' def match(case): pass
"""


def _both(language: str) -> tuple[Any, Any]:
    own, quick = get_lexer_by_name(language, stripnl=False), get_lexer_by_name(language, stripnl=False)
    quicken(quick)
    assert quick.get_tokens_unprocessed != own.get_tokens_unprocessed
    return own, quick


def _texts() -> list[str]:
    source = random.Random(1)
    python = "\n".join(path.read_text() for path in sorted(Path("deckpress/check").glob("*.py"))[:4])
    lines = python.split("\n")
    source.shuffle(lines)
    return ["", "\n", _OTHERS, python, "\n".join(lines), "".join(source.sample(python + _OTHERS, 2000))]


@pytest.mark.parametrize(
    "language", ["python", "pycon", "c", "rust", "sql", "html", "bash", "json", "r", "javascript", "yaml"]
)
def test_tokens_are_those_of_pygments(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexing, "_OFTEN", 0)  # tables from the first token on
    own = get_lexer_by_name(language, stripnl=False)
    quick = get_lexer_by_name(language, stripnl=False)
    quicken(quick)
    for text in _texts():
        assert list(quick.get_tokens(text)) == list(own.get_tokens(text))


def test_a_table_leaves_out_what_cannot_match() -> None:
    _, quick = _both("python")
    rules = quick._tokens["root"]
    table = lexing._table(rules)
    assert 0 < len(table["("]) < 5
    assert len(rules) > 40
    for text in ("(", "x", " ", "#", '"', "9", "\n", "s", "K"):
        first = next(rule for rule in rules if rule[0](text, 0))
        assert first in table[text]
