"""Tables that are large, wide, broken in every row, or hold what a spreadsheet would run."""

from __future__ import annotations

from hostile.case import QUESTIONS, Case

__all__ = ["CASES"]

_PATH = "questions/02-words.csv"
_HEAD = "id,prompt,answer\n"
_MOST = 4 << 20


def _table(
    name: str, text: str | bytes, *refused: str, shown: tuple[str, ...] = (), either: bool = False
) -> Case:
    risky = len(text) > 10_000
    return Case(name, {_PATH: text}, frozenset(refused), _PATH, shown, either, risky=risky)


def _rows(row: str, count: int = 40_000) -> str:
    return _HEAD + "".join(row.format(n=n) for n in range(count))


_TEXTS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "{{Prompt}}",
    "{{c1::x}}",
    "[sound:x.mp3]",
    "<<1>>",
)

CASES = (
    _table("more bytes than are read", _HEAD + "," * _MOST, "S003"),
    _table("a row of commas", _HEAD + "," * (_MOST - 100), "S064"),
    _table("a header of commas", "," * (_MOST - 100), "S064", "S062"),
    _table("a header of names", ",".join(f"promqt{n}" for n in range(200_000)), "S063", "S064"),
    _table("lines of commas", ",\n" * (_MOST // 2 - 100), "S003", "S062"),
    _table("blank lines", _HEAD + "\n" * (_MOST - 100), either=True),
    _table("a cell of quotes", _HEAD + '"' * (_MOST - 101), "S065", "S003", "S064"),
    _table("a quote in every row", _rows('a{n},"b,c\n'), "S065"),
    _table("odd quotes in every row", _rows('a{n},"""b"",c\n'), "S065"),
    _table("quotes and blanks", _HEAD + 'a,b,"c" ' + " " * 1_000_000 + "d\n", "S065", "S003"),
    _table("short rows", _rows("a{n}\n"), "S064"),
    _table("bad ids", _rows("A {n},b,c\n"), "C003"),
    _table("one id", _rows("a,b,c\n"), "S028"),
    _table("no ids", _rows(",b,c\n"), "S026"),
    _table("empty prompts", _rows("a{n},,c\n"), "C001"),
    _table("kinds that are none", _rows("a{n},b,c,zebra\n").replace("answer", "answer,kind"), "T801"),
    _table("unclosed formulas", _rows("a{n},b,$\\frac{{\n"), "M401"),
    _table("nested quotes in a cell", _HEAD + 'a,b,"' + ">" * 9000 + '\nx"\n', "S004"),
    _table("nested emphasis in a cell", _HEAD + "a,b," + "*a **b " * 2000 + "\n", either=True),
    _table("a long cell", _HEAD + "a,b," + "c" * 17_000 + "\n", "S003"),
    _table("a NUL", _HEAD + "a,b,c\0d\n", "S002"),
    _table("UTF-16", (_HEAD + "a,b,c\n").encode("utf-16"), "S001"),
    _table("a separator that is a quote", 'sep="\n' + _HEAD + "a,b,c\n", "S062"),
    _table("HTML", _HEAD + "a,b,<img src=x onerror=alert(1)>\n", "S043"),
    _table("a path in a picture", _HEAD + "a,b,![x](../../etc/passwd)\n", "F701", "S044", "F707"),
    _table("no questions", "", "S062"),
    _table(
        "what a spreadsheet would run",
        _HEAD + "".join(f'a{n},Is it shown {n}?,"It is {text} here"\n' for n, text in enumerate(_TEXTS)),
        shown=tuple(f"It is {text} here" for text in _TEXTS),
    ),
    Case("a topic twice", {"questions/01-topic.csv": _HEAD}, frozenset({"S006"}), QUESTIONS),
    Case("a spreadsheet", {"questions/02-words.xlsx": b"PK\3\4" + b"\0" * 100}, frozenset({"S006"})),
)
