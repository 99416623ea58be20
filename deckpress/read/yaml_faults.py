"""What an author did where YAML cannot be read: the line that is wrong and how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from deckpress.read.nearest import near
from deckpress.read.quotes import CURLY, quoted, uncurled

__all__ = ["Fault", "find_silent_fault", "find_yaml_fault"]

_KEY: Final = re.compile(r"( *)(?:- +)?([\"']?)([A-Za-z][\w .-]*?)\2( *):(?: +|$)(.*)")
_NEAR_KEY: Final = re.compile(r"( *)([A-Za-z][\w-]*)(:|\uff1a| *=>? *| +)(?=\S)(.*)")
_LONG: Final = 2000
_STARTS: Final = "@`%&*!|>,]}?"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a line (from 0) and a column (from 0) with its length."""

    line: int
    column: int
    length: int
    message: str
    hint: str


def find_yaml_fault(text: str, legal: Collection[str]) -> Fault | None:
    """The first fault that can be named in the words of an author; None where there is none."""
    open_list = False
    lines = text.split("\n")
    for number, line in enumerate(lines):
        bare = line.strip()
        if not bare or bare.startswith("#") or len(bare) > _LONG:
            continue
        for judge in _JUDGES:
            if fault := judge(number, line, legal):
                return fault
        if not open_list and (fault := _deeper(lines, number) or _key_line(number, line, legal)):
            return fault
        value = _value(line)
        if value[:1] in ("[", "{") and not open_list:
            open_list = not _balanced(value)
            if open_list and (number + 1 == len(lines) or not _continues(lines, number + 1)):
                shut = "]" if value[0] == "[" else "}"
                at = line.index(value)
                fixed = value.split(" #")[0].rstrip().rstrip(",") + shut
                return Fault(
                    number, at, len(value), f"the list is never closed with {shut!r}", f"write {fixed}"
                )
        elif open_list and bare.rstrip(",").endswith(("]", "}")):
            open_list = False
    return None


def find_silent_fault(text: str) -> Fault | None:
    """What can be read, but surely not as it was meant: a tab, a value that is a comment."""
    for number, line in enumerate(text.split("\n")) if "\t" in text or "#" in text else ():
        if fault := _tab(number, line, ()) or _comment(number, line[:_LONG]):
            return fault
    return None


def _tab_at(line: str) -> int:
    """Where the first tab stands outside quotes and comments, or -1."""
    quote, before = "", " "
    for at, char in enumerate(line):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and not before.isalnum():
            quote = char
        elif char == "#" and before.isspace():
            return -1
        elif char == "\t":
            return at
        before = char
    return -1


def _comment(number: int, line: str) -> Fault | None:
    found = re.match(r"\s*(?:- +)?([A-Za-z][\w-]*): +(#[^\s#].*)", line)
    if not found:
        return None
    message = "'#' starts a comment, so there is no value; put the value in quotes"
    value = found[2].strip()
    return Fault(number, found.start(2), len(value), message, f"write {found[1]}: {quoted(value)}")


def _tab(number: int, line: str, legal: Collection[str]) -> Fault | None:  # noqa: ARG001 - one of several judges
    at = _tab_at(line) if "\t" in line and line.strip() else -1
    if at < 0:
        return None
    length = len(line[at:]) - len(line[at:].lstrip("\t"))
    fixed = line.replace("\t", "  " if not line[:at].strip() else " ")
    return Fault(number, at, length, "a tab; use spaces", f"write {re.sub(r':  +', ': ', fixed)}")


def _dash(number: int, line: str, legal: Collection[str]) -> Fault | None:  # noqa: ARG001 - as above
    found = re.fullmatch(r"( *)-([^\s-].*)", line)
    if not found:
        return None
    message = "no space after the dash"
    return Fault(number, len(found[1]), 1, message, f"write {found[1]}- {found[2]}")


def _odd_space(number: int, line: str, legal: Collection[str]) -> Fault | None:  # noqa: ARG001 - as above
    found = re.match(r"[ \w-]*:?([\u00a0\u2002-\u200a\u202f\u3000])", line)
    if not found or (":" not in found[0] and found[0].strip(" -\u00a0\u2002\u2003\u202f\u3000")):
        return None
    name = f"U+{ord(found[1]):04X}"
    return Fault(number, found.start(1), 1, f"a special space ({name}); use plain spaces", "type it anew")


def _curly(number: int, line: str, legal: Collection[str]) -> Fault | None:  # noqa: ARG001 - as above
    value = _value(line)
    if value[:1] not in CURLY or not value or not re.search(r": |:$", uncurled(value)):
        return None  # what can be read is told with its value
    message = "curly quotes around a value; use straight ones"
    return Fault(number, line.index(value), len(value), message, f"write {quoted(uncurled(value))}")


_JUDGES: Final[tuple[Callable[[int, str, Collection[str]], Fault | None], ...]] = (
    _tab,
    _odd_space,
    _curly,
    _dash,
)


def _key_line(number: int, line: str, legal: Collection[str]) -> Fault | None:
    """A fault of one line: its colon, its quotes or the start of its value."""
    found = _KEY.fullmatch(line)
    if not found:
        return _no_colon(number, line, legal)
    value, at = found[5].strip(), found.start(5)
    if value[:1] in ('"', "'"):
        return _quotes(number, at, value)
    if value[:1] in ("[", "{", "") or not value:
        return None
    plain = re.split(r"\s#", value)[0].strip()
    if value[0] in _STARTS or value[:2] in ("- ", ": "):
        message = f"a value cannot start with {value[0]!r}; put the value in quotes"
        return Fault(number, at, len(value), message, f"write {found[3]}: {quoted(value)}")
    if re.search(r":(\s|$)", plain):
        message = "a value with a colon; put the value in quotes"
        return Fault(number, at, len(plain), message, f"write {found[3]}: {quoted(plain)}")
    return None


def _deeper(lines: list[str], number: int) -> Fault | None:
    """A key that is indented more than the line above lets it be."""
    found = _KEY.fullmatch(lines[number])
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    if not found or len(found[1]) <= len(above) - len(above.lstrip()) or above.lstrip().startswith("- "):
        return None
    before = _KEY.fullmatch(above)
    if before and before[5].strip() and not before[5].strip().startswith("#"):
        margin = len(above) - len(above.lstrip())
        message = f"{found[3]!r} is indented more than the key above it"
        return Fault(number, len(found[1]), len(found[3]), message, f"start it in column {margin + 1}")
    if not before and re.fullmatch(r"\s*[\w.-]+\s*", above):
        row = max(i for i in range(number) if lines[i].strip())
        word = above.strip()
        return Fault(row, len(above.rstrip()), 1, "no colon after the key", f"write {word}:")
    return None


def _no_colon(number: int, line: str, legal: Collection[str]) -> Fault | None:
    found = _NEAR_KEY.fullmatch(line)
    if not legal and line.strip() in legal:  # any word may be a key
        return Fault(number, len(line.rstrip()), 1, "no colon after the key", f"write {line.strip()}: …")
    if not found or not (near(found[2], legal) or (not legal and found[2] in legal)):
        return None
    mark, value, at = found[3], found[4].strip(), found.start(3)
    message = {
        ":": "no space after the colon",
        "\uff1a": "a full-width colon; use ':' and a space",
    }.get(mark, f"'{mark.strip()}' in place of a colon" if mark.strip() else "no colon after the key")
    return Fault(number, at, len(mark.strip()) or 1, message, f"write {found[2]}: {value}")


def _quotes(number: int, at: int, value: str) -> Fault | None:
    mark = value[0]
    inside = re.match(r'"(?:[^"\\]|\\.)*"' if mark == '"' else r"'(?:[^']|'')*'", value)
    rest = value[inside.end() :].strip() if inside else ""
    if inside and (not rest or rest.startswith("#")):
        bad = re.search(r"\\[^\\\"/abefnrtuvxLNPU0_ N]", inside[0]) if mark == '"' else None
        if bad:
            message = f"{bad[0]!r} means nothing in double quotes"
            return Fault(number, at + bad.start(), 2, message, "put the value in single quotes: '…'")
        return None
    if not inside:
        message = f"the quote {mark} is never closed"
        return Fault(number, at, len(value), message, f"write {quoted(value[1:])}")
    message = "text stands behind the closing quote"
    fixed = "'" + value.replace("'", "''") + "'" if '"' in value else quoted(value)
    return Fault(number, at + inside.end(), len(rest), message, f"quote the whole value: {fixed}")


def _value(line: str) -> str:
    """What stands behind the key or the bullet of a line."""
    found = _KEY.fullmatch(line)
    return (found[5] if found else re.sub(r"^ *- +", "", line)).strip()


def _balanced(value: str) -> bool:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", value).split(" #")[0]
    return bare.count("[") <= bare.count("]") and bare.count("{") <= bare.count("}")


def _continues(lines: list[str], start: int) -> bool:
    """Whether an open list is closed before the next key."""
    for line in lines[start:]:
        if _KEY.fullmatch(line):
            return False
        if line.rstrip().rstrip(",").endswith(("]", "}")):
            return True
    return False
