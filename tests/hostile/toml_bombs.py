"""TOML that nests, grows, repeats itself or holds what Python cannot take."""

from __future__ import annotations

from hostile.case import Case, settings

__all__ = ["CASES"]

_SOUND = settings()
_ADDED = {
    "arrays in arrays": "authors = " + "[" * 20_000,
    "closed arrays in arrays": "authors = " + "[" * 5000 + "]" * 5000,
    "tables in tables": "authors = " + "{a = " * 5000,
    "a key of many dots": "a" + ".a" * 20_000 + " = 1",
    "a table of many dots": "[a" + ".a" * 20_000 + "]",
    "a number without end": "question_type_id = " + "9" * 50_000,
    "a negative number": "question_type_id = -1",
    "a float": "question_type_id = 1e308",
    "infinity": "question_type_id = inf",
    "a date": "name = 2026-11-27",
    "a date that is none": "name = 2026-99-99",
    "a key twice": 'name = "x"',
    "a table twice": "[bank]",
    "an array of tables": "[[bank]]",
    "many wrong keys": "".join(f"k{n} = 1\n" for n in range(1_000)),
    "many wrong tables": "".join(f"[t{n}]\n" for n in range(1_000)),
    "many wrong selections": "[selections]\n" + "".join(f"k{n} = 1\n" for n in range(1_000)),
    "a wrong key without end": f"{'k' * 50_000} = 1",
    "a key of controls": '"\\u001b[31m\\u202e" = 1',
    "a selection of controls": '[selections]\n"\\u001b[31m" = ["x"]',
    "a list of numbers": "extra_cards = [1, [2], {a = 3}]",
    "not closed": 'name2 = "x',
}


def _whole(name: str, text: str, *refused: str) -> Case:
    return Case(name, {"bank.toml": text}, frozenset(refused), "bank.toml", risky=True)


CASES = (
    *(_whole(name, f"{_SOUND}{text}\n", "S003", "S050", "S051", "S052") for name, text in _ADDED.items()),
    _whole("larger than may be", f"{_SOUND}#{'x' * (1 << 20)}", "S003"),
    _whole("a title without end", settings(TITLE="x" * 900_000), "S003", "S052"),
    _whole("a slug without end", _SOUND.replace('"hostile"', f'"{"x" * 500}"'), "S052"),
    _whole("the title is a table", _SOUND.replace('title = "A hostile bank"', "title.x = 1"), "S052"),
    _whole("the bank is a list", "bank = [1]\n", "S050", "S051", "S052"),
    _whole("selections are a number", f"selections = 1\n{_SOUND}", "S051", "S052"),
)
