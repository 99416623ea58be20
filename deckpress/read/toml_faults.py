"""What an author did where bank.toml cannot be read: the line that is wrong and how to write it."""

from __future__ import annotations

import re
from typing import Final

from deckpress.read.quotes import CURLY, quoted
from deckpress.read.yaml_faults import Fault

__all__ = ["find_toml_fault"]

_KEY: Final = re.compile(r"""\s*(["']?)([A-Za-z][\w.-]*)\1""")
_LONG: Final = 2000
_LITERAL: Final = re.compile(r"(true|false|[+-]?\d[\d_]*(\.\d+)?|\d{4}-\d\d-\d\d.*|[\[{\"'].*)")


def find_toml_fault(text: str) -> Fault | None:
    """The first fault that can be named in the words of an author; None where there is none."""
    seen: dict[str, int] = {}
    table, within, opened = "", False, Fault(0, 0, 0, "", "")
    for number, line in enumerate(text.split("\n")):
        bare = line.strip()
        if within and re.match(r"[\w-]+\s*=|\[[a-z]+\]$", bare):
            return opened
        if within or not bare or bare.startswith("#") or len(bare) > _LONG:
            within = within and not re.search(r"\]\s*(#.*)?$", bare)
            continue
        if bare.startswith("["):
            table = bare
            if fault := _table(number, line, seen):
                return fault
            continue
        if fault := _key_line(number, line) or _twice(number, line, table, seen):
            return fault
        value = bare.partition("=")[2].strip()
        within = value.startswith("[") and not re.search(r"\]\s*(#.*)?$", value)
        if within:
            fixed = f"write {bare.partition('=')[0].strip()} = {value.rstrip(',')}]"
            opened = Fault(number, line.index(value), len(value), "the list is never closed with ']'", fixed)
    return opened if within else None


def _table(number: int, line: str, seen: dict[str, int]) -> Fault | None:
    at, bare = len(line) - len(line.lstrip()), line.strip()
    if not re.match(r"\[\[?[^\]]*\]", bare):
        fixed = bare.split("#")[0].strip() + "]"
        return Fault(number, at, len(bare), "the name of a table is never closed", f"write {fixed}")
    if bare in seen:
        message = f"the table {bare} stands twice"
        return Fault(number, at, len(bare), message, f"join it with line {seen[bare] + 1}")
    seen[bare] = number
    return None


def _twice(number: int, line: str, table: str, seen: dict[str, int]) -> Fault | None:
    found = _KEY.match(line)
    name = f"{table}{found[2]}" if found else ""
    if found and name in seen:
        message = f"the key {found[2]!r} stands twice"
        return Fault(number, found.start(2), len(found[2]), message, f"keep it or line {seen[name] + 1}")
    seen[name] = number
    return None


def _key_line(number: int, line: str) -> Fault | None:
    found = _KEY.match(line)
    if not found:
        at = len(line) - len(line.lstrip())
        hint = (
            "comments start with '#'" if line.strip()[:2] in ("//", "--", "/*", ";") else "write key = value"
        )
        return Fault(number, at, len(line.strip()), "this line is no key with a value", hint)
    key, rest = found[2], line[found.end() :]
    mark = re.match(r"\s*(:=|=>|==|=|:|\uff1a|\uff1d)?\s*", rest)
    sign = (mark and mark[1]) or ""
    at = found.end() + (mark.end() if mark else 0)
    value = line[at:].strip()
    if sign != "=":
        place = found.end() + rest.index(sign) if sign else found.end()
        said = f"{sign!r} in place of '='" if sign else f"no '=' after {key!r}"
        return Fault(number, place, len(sign) or 1, said, f"write {key} = {_right(value)}")
    return _value(number, at, key, value)


def _value(number: int, at: int, key: str, value: str) -> Fault | None:
    length = max(len(value), 1)
    if not value or value.startswith("#"):
        return Fault(number, at, length, f"{key!r} has no value", f'write {key} = "…"')
    curled = next((i for i, char in enumerate(value) if char in CURLY), -1)
    if curled >= 0 and (curled == 0 or value[0] == "["):
        message = "curly quotes around a value; use straight ones"
        return Fault(number, at + curled, length - curled, message, f"write {key} = {_right(value)}")
    if value[0] in "\"'":
        return _quotes(number, at, key, value)
    if value[0] == "[" and value.rstrip().endswith("]"):
        return _list(number, at, key, value)
    word = value.split("#", maxsplit=1)[0].strip()
    if not _LITERAL.fullmatch(word):
        asks = word.lower() in ("true", "false", "yes", "no", "on", "off") and key not in ("title", "name")
        right = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(word.lower(), word.lower())
        message = f"{word} is not a value" if asks else "a text without quotes"
        return Fault(number, at, len(word), message, f"write {key} = {right if asks else quoted(word)}")
    return None


def _quotes(number: int, at: int, key: str, value: str) -> Fault | None:
    mark = value[0]
    if value.startswith(mark * 3):
        return None
    inside = re.match(r'"(?:[^"\\]|\\.)*"' if mark == '"' else r"'[^']*'", value)
    if not inside:
        text = value[1:].rstrip(CURLY + "\"'")
        hint = f"write {key} = {quoted(text)}"
        return Fault(number, at, len(value), f"the quote {mark} is never closed", hint)
    bad = re.search(r'\\(?![\\"bfnrtuUe])', inside[0]) if mark == '"' else None
    if bad:
        message = "a backslash in double quotes"
        return Fault(number, at + bad.start(), 1, message, f"write {key} = '{inside[0][1:-1]}'")
    rest = value[inside.end() :].strip()
    if rest and not rest.startswith("#"):
        message = "text stands behind the closing quote"
        hint = f'write one text in quotes, or several as {key} = ["…", "…"]'
        return Fault(number, at + inside.end(), len(rest), message, hint)
    return None


def _list(number: int, at: int, key: str, value: str) -> Fault | None:
    shape = r"""\[\s*(("[^"]*"|'[^']*'|[\w.+-]+)\s*(,\s*|(?=\])))*\]"""
    words = [word.strip() for word in value[1:-1].split(",") if word.strip()]
    plain = [word for word in words if word[0] not in "\"'[{" and not _LITERAL.fullmatch(word)]
    if "[" in value[1:] or "{" in value:
        return None  # lists of lists have no place here, and are told by their key
    if not re.fullmatch(shape, value) and not plain:
        texts = re.findall(r"\"[^\"]*\"|'[^']*'", value)
        hint = f"write {key} = [{', '.join(texts)}]"
        return Fault(number, at, len(value), "a comma is missing in the list", hint)
    if plain:
        fixed = ", ".join(word if word[0] in "\"'" else quoted(word) for word in words)
        place = at + value.index(plain[0])
        return Fault(number, place, len(plain[0]), "a text without quotes", f"write {key} = [{fixed}]")
    return None


def _right(value: str) -> str:
    """A value as TOML wants it."""
    if value[:1] == "[":
        words = [word.strip().strip(CURLY + "\"'") for word in value.strip("[]").split(",")]
        return f"[{', '.join(quoted(word) for word in words if word)}]"
    plain = value.split(" #", maxsplit=1)[0].strip().strip(CURLY)
    return plain if _LITERAL.fullmatch(plain) else quoted(plain)
