"""The tables [check.rules] and [check.limits] of bank.toml: which rules of style a bank wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from deckpress.problems import codes
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest
from deckpress.settings import LIMITS
from deckpress.span import Span

__all__ = ["SWITCHES", "read_checks"]

SWITCHES: Final = ("off", "advice", "error")
_LARGEST: Final = 100_000


def read_checks(
    folder: Folder, tables: dict[str, Any], place: Callable[[str, str], Span]
) -> tuple[dict[str, str], dict[str, int]]:
    """Both tables, taken out of `tables`; `place` finds a key of a table."""
    check = tables.get("check")
    rules = check.pop("rules", {}) if isinstance(check, dict) else {}
    limits = check.pop("limits", {}) if isinstance(check, dict) else {}
    return dict(_rules(folder, rules, place)), dict(_limits(folder, limits, place))


def _rules(folder: Folder, rules: Any, place: Callable[[str, str], Span]) -> Iterator[tuple[str, str]]:
    for name, value in _items(folder, "rules", rules, place):
        code, span = codes().get(name.upper()), place("check.rules", name)
        if code is None:
            known = [row.code for row in codes().values() if row.style]
            folder.report("S051", span, f"there is no rule {name!r}", nearest(name.upper(), known))
        elif not code.style:
            hint = "it keeps the products sound or safe and holds in every bank; mend what it names"
            folder.report("S052", span, f"the rule {code.code} cannot be switched", hint)
        elif not isinstance(value, str) or value.lower() not in SWITCHES:
            folder.report("S052", span, f"{name!r} is {value!r}", f"expected one of {', '.join(SWITCHES)}")
        else:
            yield code.code, value.lower()


def _limits(folder: Folder, limits: Any, place: Callable[[str, str], Span]) -> Iterator[tuple[str, int]]:
    for name, value in _items(folder, "limits", limits, place):
        span = place("check.limits", name)
        if name.lower() not in LIMITS:
            folder.report("S051", span, f"there is no limit {name!r}", nearest(name.lower(), LIMITS))
        elif type(value) is not int or not 0 < value <= _LARGEST:
            folder.report("S052", span, f"{name!r} is {value!r}", f"expected a whole number up to {_LARGEST}")
        else:
            yield name.lower(), value


def _items(
    folder: Folder, name: str, table: Any, place: Callable[[str, str], Span]
) -> Iterator[tuple[str, Any]]:
    if isinstance(table, dict):
        yield from table.items()
    else:
        folder.report(
            "S052", place("check", name), f"{name!r} is {table!r}", f"write it as a table: [check.{name}]"
        )
