"""bank.toml: the settings of a bank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Final

from deckpress.media import MEDIA_KEYS, Media
from deckpress.paper import PAPER_KEYS, Paper
from deckpress.read.checks import read_checks
from deckpress.read.files import Folder
from deckpress.read.macros import read_macros
from deckpress.read.nearest import near, nearest
from deckpress.read.own_words import read_own_words
from deckpress.read.quotes import quoted
from deckpress.read.setting_rows import SLUG, TABLES, field_of
from deckpress.read.setting_values import chosen, find_fault, mended, wanted_type
from deckpress.read.titles import read_kinds, read_levels
from deckpress.read.toml_faults import find_toml_fault
from deckpress.read.topic_settings import read_topic_settings
from deckpress.settings import NamedSelection, Settings
from deckpress.span import Span

__all__ = ["read_settings"]

_FILE: Final = "bank.toml"
_LIMIT: Final = 1 << 16
_DOTS: Final = 200  # of a line; a key of many costs time and memory by their square
_HEAD: Final = re.compile(r"\s*\[\s*([^\]]+?)\s*\]")
_KEY: Final = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))\s*=")
_DIGITS: Final = re.compile(r"[0-9_]{4000}")
_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_settings(folder: Folder) -> Settings:
    """The settings; where the file is missing or wrong, defaults and a problem."""
    blank = Settings("Untitled", "bank", "untitled")
    folder.macros = None
    read = _read(folder)
    if read is None:
        return blank
    text, tables = read
    own = _own_tables(folder, text, tables)
    folder.macros = own["macros"]
    values = dict(_values(folder, text, tables))
    folder.delimiters = values.get("delimiters", folder.delimiters)
    missing = [key for key in ("title", "slug", "namespace") if not values.get(key)]
    if len(missing) == 3 and not any(table.lower() == "bank" for table in tables):
        hint = "add [bank] with title, slug and namespace"
        folder.report("S052", Span(_FILE), "the table [bank] is missing", hint)
        return blank
    for key in missing:
        if not _was_told(folder, key):
            folder.report(
                "S052", _place(text, "bank", key), f"[bank] {key} is missing", f'add {key} = "…" under [bank]'
            )
    if missing:
        return blank
    paper, media = ({k: values.pop(k) for k in keys if k in values} for keys in (PAPER_KEYS, MEDIA_KEYS))
    return Settings(**values, **own, paper=Paper(**paper), media=Media(**media))


def _own_tables(folder: Folder, text: str, tables: dict[str, Any]) -> dict[str, Any]:
    """The tables whose keys are the author's, by their fields; they are taken out of `tables`."""
    place = partial(_place, text)
    folder.settings = replace(folder.settings, language=_language(tables))  # it decides what texts may hold
    rules, limits = read_checks(folder, tables, place)
    return {
        "selections": tuple(_selections(folder, text, tables)),
        "rules": rules,
        "limits": limits,
        "topics": read_topic_settings(folder, tables, place),
        "macros": read_macros(folder, tables, place),
        "words": read_own_words(folder, tables, place),
        "kinds": read_kinds(folder, tables, place),
        "levels": read_levels(folder, tables, place),
    }


def _language(tables: dict[str, Any]) -> str:
    bank = tables.get("bank")
    return str(bank.get("language", "")) if isinstance(bank, dict) else ""


def _read(folder: Folder) -> tuple[str, dict[str, Any]] | None:
    """The text of bank.toml and its tables; None, and a problem, where it cannot be read."""
    if not folder.exists(_FILE):
        folder.report(
            "S050", Span(_FILE), "the bank has no bank.toml", "add one with [bank] title, slug and namespace"
        )
        return None
    text = folder.text_of(_FILE, _LIMIT)
    if text is None:
        return None
    try:
        _check_dots(text)
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _report_syntax(folder, text, error)
        return None
    except RecursionError:
        folder.report("S050", Span(_FILE), "lists are nested too deeply", "write one 'key = value' a line")
        return None
    except ValueError:  # Python turns no number of thousands of digits into one
        line = next((n for n, row in enumerate(text.split("\n"), 1) if _DIGITS.search(row)), 1)
        folder.report("S050", Span(_FILE, line), "a number is too long to be read", "write a shorter one")
        return None
    return text, tables


def _selections(folder: Folder, text: str, tables: dict[str, Any]) -> Iterator[NamedSelection]:
    """The table [selections], whose keys are the author's; it is taken out of `tables`."""
    given = tables.pop("selections", {})
    if not isinstance(given, dict):
        folder.report(
            "S052",
            _place(text, "", "selections"),
            f"selections are {given!r}",
            "make it a table: [selections]",
        )
    for name, words in given.items() if isinstance(given, dict) else ():
        place = _place(text, "selections", name)
        if SLUG.fullmatch(name) and isinstance(words, list) and {type(w) for w in words} == {str}:
            yield NamedSelection(name, tuple(words), place)
        else:
            hint = 'write: name = ["topic", "tag", "kind", "level-1", "question-id"]'
            folder.report("S052", place, f"the selection {name!r} is {words!r}", hint)


def _values(folder: Folder, text: str, tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    given: set[str] = set()
    told = False
    for table, content in tables.items():
        name = table.lower() if table.lower() in TABLES else near(table, TABLES)
        if not isinstance(content, dict):
            if not told:
                _loose_key(folder, text, table)
            told = True
            if home := _home(table.lower()):
                given.add(table.lower())
                yield from _read_key(folder, text, (home, home, table.lower()), content)
            continue
        if table.lower() not in TABLES:
            folder.report("S051", _place(text, table), f"unknown table [{table}]", nearest(table, TABLES))
            if not name or name in tables:
                continue
        for key, value in content.items():
            right = _known_key(folder, text, (table, name, key), value, {*content, *given})
            given.add(right)
            if right:
                yield from _read_key(folder, text, (table, name, right), value, key)


def _known_key(
    folder: Folder, text: str, where: tuple[str, str, str], value: object, given: Collection[str]
) -> str:
    """The key that is meant, whatever its capitals; a problem where it is another, '' where unclear."""
    table, name, key = where
    if key.lower() in TABLES[name]:
        return key.lower()
    close, home = near(key, TABLES[name]), _home(key.lower())
    hint = nearest(key, TABLES[name])
    if home:
        hint = f"it belongs under [{home}]"
    elif close and wanted_type(field_of(name, close)) is list and isinstance(value, str):
        hint = f"did you mean {close!r}? write {close} = [{quoted(value)}]"
    place = _place(text, table, key)
    folder.report("S051", place, f"unknown key {key!r} in [{table}]", hint)
    if close and wanted_type(field_of(name, close)) is not type(value):
        return ""  # one problem is enough
    return "" if home or close in given else close


def _loose_key(folder: Folder, text: str, key: str) -> None:
    """A key above every table."""
    home = _home(key.lower()) or _home(near(key, sum(TABLES.values(), ())))
    hint = f"put it under [{home}]" if home else nearest(key, TABLES)
    folder.report("S051", _place(text, "", key), f"the key {key!r} stands in no table", hint)


def _home(key: str) -> str:
    """The table that has a key."""
    return next((table for table, keys in TABLES.items() if key in keys), "")


def _read_key(
    folder: Folder, text: str, where: tuple[str, str, str], value: Any, written: str = ""
) -> Iterator[tuple[str, Any]]:
    """The field and the value of a key, or a problem with the value."""
    table, name, key = where
    field = field_of(name, key)
    value = chosen(field, value)
    if fault := find_fault(field, value, folder.unseen):
        hint = (mended(field, value) or fault).replace(f"write {field} ", f"write {key} ")
        folder.report("S052", _place(text, table, written or key), f"{key!r} is {value!r}", hint)
    else:
        yield field, tuple(value) if isinstance(value, list) else value


def _report_syntax(folder: Folder, text: str, error: tomllib.TOMLDecodeError) -> None:
    """A file that is no TOML: what its author did where that can be seen, else the parser's words."""
    if fault := find_toml_fault(text):
        line, column = fault.line + 1, fault.column + 1
        span = Span(_FILE, line, column, line, column + fault.length)
        folder.report("S050", span, fault.message, fault.hint)
        return
    found = _PLACE.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
    message = _PLACE.sub("", str(error)).strip()
    folder.report("S050", Span(_FILE, line, column), message, "quote texts; write one 'key = value' a line")


def _was_told(folder: Folder, key: str) -> bool:
    """Whether a problem of bank.toml already stands at what should have been that key."""
    words = (problem.message + problem.hint for problem in folder.problems if problem.span.path == _FILE)
    return any(repr(key) in word for word in words)


def _check_dots(text: str) -> None:
    """Raise TOMLDecodeError at a line with very many dots."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _DOTS:
            raise tomllib.TOMLDecodeError(f"A line with many dots (at line {number}, column 1)")


def _place(text: str, table: str, key: str = "") -> Span:
    """The line of a key in its table, or of the table, or of the file."""
    return _places(text).get((table if key else table.lower(), key), Span(_FILE))


@lru_cache(maxsize=2)
def _places(text: str) -> dict[tuple[str, str], Span]:
    """The first place of each key by its table, and of each table in lower case."""
    places: dict[tuple[str, str], Span] = {}
    current = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(line):
            current = head[1]
            places.setdefault((current.lower(), ""), Span(_FILE, number, head.start(1) + 1))
        elif found := _KEY.match(line):
            group = found.lastindex or 0
            places.setdefault((current, found[group]), Span(_FILE, number, found.start(group) + 1))
    return places
