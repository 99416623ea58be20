"""The table [math.macros] of bank.toml: commands of the bank's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from deckpress.read.files import Folder
from deckpress.read.math import COMMANDS, check_math
from deckpress.read.tex import COMMAND, MathError
from deckpress.settings import Macro
from deckpress.span import Span

__all__ = ["read_macros"]

_NAME: Final = re.compile(r"\\?([A-Za-z]+)")
_PARAMETER: Final = re.compile(r"#([1-9])")
_LIMIT: Final = 500
_LONGEST: Final = 500  # characters of a body: what a stranger's short formula can become is bounded
_SHAPE: Final = "write name = 'TeX', in single quotes; #1 to #9 stand for its arguments"
_ESCAPES: Final = str.maketrans({"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def read_macros(
    folder: Folder, tables: dict[str, Any], place: Callable[[str, str], Span]
) -> dict[str, Macro]:
    """The table, taken out of `tables`, with macros inside bodies written out; `place` finds a key."""
    math = tables.get("math")
    given = math.pop("macros", {}) if isinstance(math, dict) else {}
    if not isinstance(given, dict):
        hint = "write it as a table: [math.macros]"
        folder.report("S052", place("math", "macros"), f"'macros' is {given!r}", hint)
        return {}
    found: dict[str, Macro] = {}
    spans: dict[str, Span] = {}
    for key, value in list(given.items())[:_LIMIT]:
        name = key.removeprefix("\\")
        spans[name] = place("math.macros", key)
        try:
            found[name] = _macro(key, value)
        except MathError as error:
            found[name] = Macro("", sound=False)
            folder.report("M402", spans[name], error.message, error.hint)
    if len(given) > _LIMIT:
        message = f"there are more than {_LIMIT} macros"
        folder.report("M402", place("math.macros", ""), message, "write some of them out")
    return _whole(folder, found, spans)


def _macro(key: str, value: object) -> Macro:
    """One row of the table. Raises MathError, whose offset means nothing."""
    name = _NAME.fullmatch(key)
    if not name:
        raise MathError(0, f"the name {key!r} is none that TeX can read", "use letters only")
    if name[1] in (*COMMANDS, "ce", "pu"):
        raise MathError(0, f"the macro {key!r} hides a command of TeX", "give it another name")
    body, count = value if isinstance(value, list) and len(value) == 2 else (value, None)
    if not isinstance(body, str) or type(count) not in (int, type(None)):
        raise MathError(0, f"the macro {key!r} is {value!r}", _SHAPE)
    if _CONTROL.search(body):
        right = _CONTROL.sub("", body.translate(_ESCAPES))
        message = f"in the macro {key!r} TOML read a backslash as the start of an escape"
        raise MathError(0, message, f"write {key} = '{right}', in single quotes")
    used = {int(number) for number in _PARAMETER.findall(body)}
    wanted = max(used, default=0) if count is None else count
    if not 0 <= wanted <= 9:
        raise MathError(0, f"the macro {key!r} takes {wanted} arguments", "a macro takes up to 9")
    if not used <= set(range(1, wanted + 1)):
        message = f"the macro {key!r} uses #{max(used)} and takes {wanted} arguments"
        raise MathError(0, message, f"write {key} = ['{body}', {max(used)}], or leave out the number")
    if count is None and len(used) < wanted:
        gap = min(set(range(1, wanted + 1)) - used)
        message = f"the macro {key!r} uses #{wanted} but not #{gap}"
        raise MathError(0, message, "number its arguments without a gap")
    return Macro(body, wanted)


def _whole(folder: Folder, found: dict[str, Macro], spans: Mapping[str, Span]) -> dict[str, Macro]:
    """The macros without macros in their bodies; what is wrong is reported and marked."""
    done: dict[str, Macro] = {}
    for name in _inner_first(folder, found, spans):
        macro = found[name]
        if not macro.sound or not all(done[inner].sound for inner in _used(macro, found)):
            done[name] = Macro("", sound=False)  # what is wrong was said where it is
            continue
        try:
            done[name] = _written_out(macro, done)
        except MathError as error:
            done[name] = Macro("", sound=False)
            folder.report("M402", spans[name], f"in the macro {name!r}: {error.message}", error.hint)
    return done


def _written_out(macro: Macro, known: Mapping[str, Macro]) -> Macro:
    """A macro without macros in its body. Raises MathError where it cannot be set."""
    from deckpress.read.expansion import expand  # noqa: PLC0415 - most banks have no macros

    body = expand(macro.body, known).text
    if len(body) > _LONGEST:
        raise MathError(0, f"written out it is longer than {_LONGEST} characters", "shorten it")
    check_math("x" + _PARAMETER.sub("x", body), {})
    return Macro(body, macro.arguments)


def _used(macro: Macro, found: Mapping[str, Macro]) -> set[str]:
    return {command[1] for command in COMMAND.finditer(macro.body) if command[1] in found}


def _inner_first(folder: Folder, found: dict[str, Macro], spans: Mapping[str, Span]) -> list[str]:
    """The names, those that others use first; what goes round in a circle is reported and marked."""
    graph = {name: sorted(_used(macro, found)) for name, macro in found.items()}
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            way = " → ".join(f"\\{name}" for name in circle)
            message = f"the macro {circle[0]!r} uses itself: {way}"
            folder.report("M402", spans[circle[0]], message, "write it without itself")
            graph |= {name: [] for name in circle}
            found |= dict.fromkeys(circle, Macro("", sound=False))
