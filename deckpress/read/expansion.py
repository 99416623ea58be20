"""Formulas written out: macros of the bank, then chemistry, as TeX that all products read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from deckpress.read.chemistry import chemistry_tex
from deckpress.read.tex import COMMAND, Expanded, MathError, find_group
from deckpress.settings import Macro

__all__ = ["expand"]

_LIMIT: Final = 4_000
"""Characters of a formula that is written out."""
_DEPTH: Final = 20
_PARAMETER: Final = re.compile(r"#([1-9])")
_ARGUMENT: Final = re.compile(r"\s*(?:(?P<brace>\{)|(?P<one>\\[A-Za-z]+|\\.|#[1-9]|[^\s}]))", re.S)
_CHEMISTRY: Final = re.compile(r"\\ce(?![A-Za-z])\s*")

_OPEN_END: Final = re.compile(r"\\[A-Za-z]+$")

_Part = tuple[str, Sequence[int]]


def expand(tex: str, macros: Mapping[str, Macro]) -> Expanded:
    r"""A formula without macros and `\ce`; bodies of `macros` use no macros themselves. Raises MathError."""
    text, origins = tex, tuple(range(len(tex) + 1))
    if macros:
        text, at = _joined(_macros((text, origins), macros, 0))
        origins = (*at, len(tex))
    if "\\ce" in text:
        text, at = _joined(_chemistry((text, origins)), limit=8 * _LIMIT)  # its TeX is several times as long
        origins = (*at, len(tex))
    return Expanded(text, origins)


def _joined(parts: Iterator[_Part], limit: int = _LIMIT) -> _Part:
    texts: list[str] = []
    origins: list[int] = []
    for text, at in parts:
        if text[:1].isalpha() and texts and _OPEN_END.search(texts[-1]):
            texts.append(" ")  # what follows a command must not lengthen its name
            origins.append(at[0])
        texts += [text] if text else []
        origins += at
        if len(origins) > limit:
            message = f"with its macros written out the formula is longer than {limit} characters"
            raise MathError(at[0] if at else 0, message, "use fewer macros in one another", code="M402")
    return "".join(texts), origins


def _macros(part: _Part, macros: Mapping[str, Macro], depth: int) -> Iterator[_Part]:
    """The parts of a text with its macros written out, arguments first."""
    text, origins = part
    done = 0
    for found in COMMAND.finditer(text):
        macro = macros.get(found[1] or "")
        if macro is None or found.start() < done:
            continue
        start, here = found.start(), origins[found.start()]
        name = f"\\{found[1]}"
        if depth >= _DEPTH:
            message = f"{name} stands inside more than {_DEPTH} macros"
            raise MathError(here, message, "write some of them out", len(name), code="M402")
        yield text[done:start], origins[done:start]
        done = start + len(name)
        arguments: list[_Part] = []
        for number in range(1, macro.arguments + 1):
            first, last, done = _argument(text, done)
            if not done:
                message = f"{name} takes {_counted(macro.arguments)}, and number {number} is missing"
                hint = f"write {name}{'{…}' * macro.arguments}"
                raise MathError(here, message, hint, len(name), code="M402")
            inner = (text[first:last], origins[first:last])
            arguments.append(_joined(_macros(inner, macros, depth + 1)))
        yield from _body(macro, here, arguments)
    yield text[done:], origins[done : len(text)]


def _argument(text: str, at: int) -> tuple[int, int, int]:
    """Where the next argument begins and ends, and the index behind it; that is 0 where there is none."""
    found = _ARGUMENT.match(text, at)
    if not found:
        return 0, 0, 0
    if found["one"]:
        return found.start("one"), found.end(), found.end()
    end = find_group(text, found.start("brace"))
    return found.start("brace") + 1, end - 1, end


def _counted(number: int) -> str:
    return "an argument" if number == 1 else f"{number} arguments"


def _body(macro: Macro, here: int, arguments: Sequence[_Part]) -> Iterator[_Part]:
    """A body with its arguments; its own characters come from where the macro was called."""
    done = 0
    for found in _PARAMETER.finditer(macro.body):
        between = macro.body[done : found.start()]
        argument = arguments[int(found[1]) - 1]
        yield between, [here] * len(between)
        yield argument
        done = found.end()
    rest = macro.body[done:]
    yield rest, [here] * len(rest)


def _chemistry(part: _Part) -> Iterator[_Part]:
    r"""The parts of a text with each `\ce{…}` as TeX."""
    text, origins = part
    done = 0
    for found in _CHEMISTRY.finditer(text):
        if found.start() < done:
            continue
        here = origins[found.start()]
        end = find_group(text, found.end()) if text[found.end() : found.end() + 1] == "{" else 0
        if not end:
            said = "is never closed" if text[found.end() : found.end() + 1] == "{" else "has no braces"
            raise MathError(here, f"\\ce {said}", "write \\ce{H2O}", 3)
        try:
            tex = chemistry_tex(text[found.end() + 1 : end - 1])
        except MathError as error:
            at = origins[found.end() + 1 + error.offset]
            raise MathError(at, error.message, error.hint, error.length) from None
        yield text[done : found.start()], origins[done : found.start()]
        yield tex, [here] * len(tex)
        done = end
    yield text[done:], origins[done : len(text)]
