"""The tables [kinds] and [levels] of bank.toml: kinds and levels of a bank's own, with their titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from deckpress.read.files import Folder
from deckpress.read.quotes import quoted
from deckpress.read.words import ID, ID_LIMIT, slug_hint
from deckpress.settings import MOST_LEVELS
from deckpress.span import Span

__all__ = ["TITLE_LIMIT", "read_kinds", "read_levels"]

TITLE_LIMIT: Final = 60
_Place = Callable[[str, str], Span]


def read_kinds(folder: Folder, tables: dict[str, Any], place: _Place) -> dict[str, str]:
    """Code of each kind to its title, taken out of `tables`; empty where the bank has none of its own."""
    kinds = {}
    for code, title, span in _rows(folder, tables, "kinds", place):
        if ID.fullmatch(code) and len(code) <= ID_LIMIT:
            kinds[code] = title
        else:
            hint = f"{slug_hint(code)}use lower-case words joined by '-', and the title as value"
            folder.report("S052", span, f"the kind {code!r} is not well formed", hint)
    return kinds


def read_levels(folder: Folder, tables: dict[str, Any], place: _Place) -> tuple[str, ...]:
    """The titles of the levels from 1, taken out of `tables`; empty where the bank has none of its own."""
    rows = list(_rows(folder, tables, "levels", place))
    levels: dict[int, str] = {}
    for code, title, span in rows:
        if code.isascii() and code.isdecimal() and 1 <= int(code[:4]) <= MOST_LEVELS and code[0] != "0":
            levels[int(code)] = title
        else:
            hint = f"number them from 1 to {MOST_LEVELS} at most: 1 = {quoted(title)}"
            folder.report("S052", span, f"the level {code!r} is no number of a level", hint)
    wanted = range(1, len(levels) + 1)
    if gap := next((level for level in wanted if level not in levels), 0):
        span = next(span for code, _, span in rows if code == str(max(levels)))
        message = f"there is a level {max(levels)} and no level {gap}"
        folder.report("S052", span, message, "number them without gaps")
        return ()
    return tuple(levels[level] for level in wanted)


def _rows(
    folder: Folder, tables: dict[str, Any], name: str, place: _Place
) -> Iterator[tuple[str, str, Span]]:
    """Key, title and place of each row whose title is one."""
    given = tables.pop(name, None)
    if given is None:
        return
    if not isinstance(given, dict) or not given:
        hint = f"make it a table [{name}] with a line for each, or delete it"
        span = place(name, "") if given == {} else place("", name)
        folder.report("S052", span, f"{name} are {given!r}", hint)
        return
    for key, title in given.items():
        seen = isinstance(title, str) and title.strip() and not folder.unseen.search(title)
        if seen and "\n" not in title and len(title) <= TITLE_LIMIT:
            yield key, title.strip(), place(name, key)
        else:
            hint = f"expected its title: a text of one line, at most {TITLE_LIMIT} characters"
            folder.report("S052", place(name, key), f"{key!r} in [{name}] is {title!r}", hint)
