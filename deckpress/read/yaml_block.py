"""Flat YAML: a question's block and the bank's lists; every key and value is a string with its place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from deckpress.bank import Span
from deckpress.read.entries import ANY, Entry, Value, plain_entries, plain_table
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest

__all__ = ["ANY", "Entry", "Value", "nearest", "read_entries", "read_table"]

_LIMIT: Final = 8192
_TABLE_LIMIT: Final = 1 << 20


def read_entries(folder: Folder, text: str, origin: Span, legal: Collection[str]) -> dict[str, Entry] | None:
    """Read a flat mapping of legal keys and report everything else; None where it is no YAML at all."""
    if len(text) <= _LIMIT and (plain := plain_entries(text, origin, legal)):
        return plain
    from deckpress.read.yaml_tree import tree_entries  # noqa: PLC0415 - a bank of plain keys needs no YAML

    return tree_entries(folder, text, origin, legal, _LIMIT)


def read_table(
    folder: Folder, text: str, origin: Span, legal: Collection[str]
) -> dict[str, tuple[Span, dict[str, Entry]]]:
    """Read a mapping of names to flat mappings, as in references.yaml."""
    if len(text) <= _TABLE_LIMIT and (plain := plain_table(text, origin, legal)):
        return plain
    from deckpress.read.yaml_tree import tree_table  # noqa: PLC0415 - as above

    return tree_table(folder, text, origin, legal, _TABLE_LIMIT)
