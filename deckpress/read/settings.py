"""bank.toml: the settings of a bank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final

from deckpress.paper import PAPER_KEYS, Paper
from deckpress.read.files import Folder
from deckpress.read.yaml_block import nearest
from deckpress.settings import NamedSelection, Settings
from deckpress.span import Span

__all__ = ["SETTINGS_KEYS", "read_settings"]

_FILE: Final = "bank.toml"
SETTINGS_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "bank": (
        "title",
        "slug",
        "namespace",
        "version",
        "language",
        "description",
        "licence",
        "licence_url",
        "authors",
        "report_url",
        "home_url",
    ),
    "deck": ("name", "question_type_id", "cloze_type_id", "extra_cards"),
    "paper": tuple(PAPER_KEYS),
    "handout": ("search", "pages"),
    "check": ("coverage",),
    "selections": (),
}
_FIELDS: Final[dict[str, str]] = {"name": "deck_name"}
WANTED: Final[dict[str, type]] = {
    "authors": list,
    "extra_cards": list,
    "question_type_id": int,
    "cloze_type_id": int,
    "search": bool,
}
_NAMES: Final[dict[type, str]] = {list: "a list of texts", bool: "true or false"}
CHOICES: Final = {
    "coverage": ("error", "warning"),
    "pages": ("one", "topic"),
    "extra_cards": ("reverse", "type-in"),
}
SHAPES: Final = {
    "slug": re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"),
    "namespace": re.compile(r"\S{8,}"),
    "language": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "licence_url": re.compile(r"(https://\S+)?"),
    "report_url": re.compile(r"(https://\S+|mailto:\S+)?"),
    "home_url": re.compile(r"(https://\S+)?"),
}
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_settings(folder: Folder) -> Settings:
    """The settings; where the file is missing or wrong, defaults and a problem."""
    blank = Settings("Untitled", "bank", "untitled")
    if not folder.exists(_FILE):
        folder.report(
            "S050", Span(_FILE), "the bank has no bank.toml", "add one with [bank] title, slug and namespace"
        )
        return blank
    text = folder.text_of(_FILE)
    if text is None:
        return blank
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        folder.report(
            "S050",
            Span(_FILE, line, column),
            _PLACE.sub("", str(error)).strip(),
            "quote texts; write one 'key = value' a line",
        )
        return blank
    selections = tuple(_selections(folder, text, tables))
    values = dict(_values(folder, text, tables))
    for key in ("title", "slug", "namespace"):
        if not values.get(key):
            folder.report(
                "S052", _place(text, "bank", key), f"[bank] {key} is missing", f'add {key} = "…" under [bank]'
            )
            return blank
    paper = {key: values.pop(key) for key in PAPER_KEYS if key in values}
    return Settings(**values, paper=Paper(**paper), selections=selections)


def _selections(folder: Folder, text: str, tables: dict[str, Any]) -> Iterator[NamedSelection]:
    """The table [selections], whose keys are the author's; it is taken out of `tables`."""
    given = tables.pop("selections", {})
    for name, words in given.items() if isinstance(given, dict) else ():
        place = _place(text, "selections", name)
        if SHAPES["slug"].fullmatch(name) and isinstance(words, list) and {type(w) for w in words} == {str}:
            yield NamedSelection(name, tuple(words), place)
        else:
            hint = 'write: name = ["topic", "tag", "kind", "level-1", "question-id"]'
            folder.report("S052", place, f"the selection {name!r} is {words!r}", hint)


def _values(folder: Folder, text: str, tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for table, content in tables.items():
        if table not in SETTINGS_KEYS or not isinstance(content, dict):
            folder.report(
                "S051", _place(text, table), f"unknown table [{table}]", nearest(table, SETTINGS_KEYS)
            )
            continue
        for key, value in content.items():
            if key not in SETTINGS_KEYS[table]:
                folder.report(
                    "S051",
                    _place(text, table, key),
                    f"unknown key {key!r} in [{table}]",
                    nearest(key, SETTINGS_KEYS[table]),
                )
            elif fault := _fault(key, value):
                folder.report("S052", _place(text, table, key), f"{key!r} is {value!r}", fault)
            else:
                yield _FIELDS.get(key, str(key)), tuple(value) if isinstance(value, list) else value


def _fault(key: str, value: object) -> str:
    if key in PAPER_KEYS:
        default = getattr(Paper(), key)
        return "" if PAPER_KEYS[key].allows(value, default) else PAPER_KEYS[key].expected(default)
    wanted = WANTED.get(key, str)
    if type(value) is not wanted:
        return f"expected {_NAMES.get(wanted, wanted.__name__)}"
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return "expected a list of texts"
    if type(value) is int and not 1 << 30 <= value < 1 << 53:
        return "expected a permanent number of 10 to 16 digits, chosen once"
    if key in CHOICES and not {*(value if isinstance(value, list) else [value])} <= {*CHOICES[key]}:
        return f"expected one of {', '.join(CHOICES[key])}"
    if key in SHAPES and not SHAPES[key].fullmatch(str(value)):
        return {
            "slug": "expected lower-case words joined by '-'",
            "namespace": "expected at least 8 characters without spaces, chosen once",
            "language": "expected a language tag such as en-GB",
        }.get(key, "expected an https address")
    return ""


def _place(text: str, table: str, key: str = "") -> Span:
    """The line of a key in its table, or of the table, or of the file."""
    current = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = head[1]
            if current == table and not key:
                return Span(_FILE, number, line.index(table) + 1)
        elif key and current == table and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return Span(_FILE, number, line.index(key) + 1)
    return Span(_FILE)
