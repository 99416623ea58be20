"""Entries: keys with their values and places, and lines so plain that they are read without YAML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from deckpress.bank import Span

__all__ = ["ANY", "PAIRED", "Entry", "Value", "plain_entries", "plain_table"]

PAIRED: Final = ("symbols",)
"""Keys whose value may be a mapping: each pair is read as one text, "name: value"."""

_TEXT: Final = r'[^"#:]'
"""What may stand anywhere in a value without quotes."""
_WORD: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_./() +-]*[A-Za-z0-9_./()+-])?"
_QUOTED: Final = r'"(?:[^"#\\]|\\")*"'
_ITEM: Final = rf"(?:{_WORD}|{_QUOTED})"
_VALUE: Final = rf"[A-Za-z0-9\\(]{_TEXT}*(?::(?=[\w/]){_TEXT}*)*(?<! )"
_PLAIN: Final = re.compile(
    rf"([A-Za-z][A-Za-z0-9_-]{{0,80}}):(?: (?:({_QUOTED}|{_VALUE})|\[({_ITEM}(?:, {_ITEM})*)\]))?"
)
"""A line that is a key with a plain value or a list of such in one line, whatever else YAML knows."""
_PAIR: Final = re.compile(rf"  ([A-Za-z\\](?:{_TEXT}{{0,80}}(?! ){_TEXT})?): ({_QUOTED}|{_VALUE})")
"""A line of a mapping inside one."""
_ITEMS: Final = re.compile(_ITEM)
_NAME: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,80}):")
_COMMENT: Final = re.compile(r"(?:#[ -~]*)?")


class _Any(Collection[str]):
    """A collection that holds every key."""

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


ANY: Final = _Any()
"""Legal keys where every key is legal."""


class Value(NamedTuple):
    """A scalar as written."""

    text: str
    span: Span


class Entry(NamedTuple):
    """A key with its one or more values."""

    key: str
    span: Span
    values: tuple[Value, ...]
    listed: bool = False
    """Whether the values were written as a list."""

    @property
    def text(self) -> str:
        """The first value, or nothing."""
        return self.values[0].text if self.values else ""


def plain_entries(text: str, origin: Span, legal: Collection[str]) -> dict[str, Entry] | None:
    """The entries of plain lines, which need no parser; None where there is anything else."""
    lines, at = _lines(text), 0
    entries: dict[str, Entry] = {}
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        found = _PLAIN.fullmatch(lines[at])
        if not found or found[1] in entries or found[1] not in legal:
            return None
        row, shift = origin.line + at, 1 if at else origin.column
        at += 1
        span = Span(origin.path, row, shift, row, shift + found.end(1))
        values: tuple[Value, ...]
        if found[2]:
            values = (_value(found[2], origin.path, row, shift + found.start(2)),)
        elif found[3]:
            places = _ITEMS.finditer(found[3])
            start = shift + found.start(3)
            values = tuple(_value(item[0], origin.path, row, start + item.start()) for item in places)
        else:
            pairs = _pairs(lines, at, origin) if found[1] in PAIRED else {}
            if not pairs:
                return None
            at += len(pairs)
            values = tuple(Value(f"{name}: {pair.text}", pair.span) for name, pair in pairs.items())
        entries[found[1]] = Entry(found[1], span, values, listed=not found[2])
    return entries


def _lines(text: str) -> list[str]:
    """The lines of a text, one that is no entry where YAML may see other characters than it has."""
    lines = text.split("\n")
    return lines if "".join(lines).isprintable() else ["?"]


def plain_table(
    text: str, origin: Span, legal: Collection[str]
) -> dict[str, tuple[Span, dict[str, Entry]]] | None:
    """Names with the entries of plain lines under each; None where there is anything else."""
    lines, at = _lines(text), 0
    rows: dict[str, tuple[Span, dict[str, Entry]]] = {}
    while at < len(lines):
        if _COMMENT.fullmatch(lines[at]):
            at += 1
            continue
        found = _NAME.fullmatch(lines[at])
        pairs = _pairs(lines, at + 1, origin) if found else {}
        if not found or not pairs or found[1] in rows or any(name not in legal for name in pairs):
            return None
        row, shift = origin.line + at, 1 if at else origin.column
        rows[found[1]] = Span(origin.path, row, shift, row, shift + found.end(1)), pairs
        at += 1 + len(pairs)
    return rows


def _pairs(lines: Sequence[str], at: int, origin: Span) -> dict[str, Entry]:
    """The entries of a mapping inside one, a line each; none where a key is repeated."""
    entries: dict[str, Entry] = {}
    for number in range(at, len(lines)):
        found = _PAIR.fullmatch(lines[number])
        if not found:
            break
        if found[1] in entries:
            return {}
        row = origin.line + number
        value = _value(found[2], origin.path, row, 1 + found.start(2))
        entries[found[1]] = Entry(found[1], Span(origin.path, row, 3, row, 1 + found.end(1)), (value,))
    return entries


def _value(written: str, path: str, row: int, column: int) -> Value:
    """A value in quotes or without, at its place."""
    text = written[1:-1].replace('\\"', '"') if written[0] == '"' else written
    return Value(text, Span(path, row, column, row, column + len(written)))
