"""Notation: what letters of formulas mean, in one question or in the whole bank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckpress.read.files import Folder
from deckpress.read.math import check_math
from deckpress.read.tex import MathError
from deckpress.read.yaml_block import ANY, Entry, Value, read_entries
from deckpress.span import Span

__all__ = ["read_notation", "read_symbols"]

_FILE = "notation.yaml"


def read_symbols(folder: Folder, entry: Entry) -> tuple[str, ...]:
    """The meanings of a question's `symbols`, each as "TeX: meaning"; what is wrong is told and left out."""
    return tuple(f"{tex}: {meaning}" for tex, meaning in _meanings(folder, entry.values))


def read_notation(folder: Folder) -> dict[str, str]:
    """TeX of a letter to its meaning in the whole bank; an absent file is an empty list."""
    text = folder.text_of(_FILE) if folder.exists(_FILE) else None
    entries = read_entries(folder, text, Span(_FILE), ANY) or {} if text else {}
    values = (Value(f"{key}: {entry.text}", entry.span) for key, entry in entries.items())
    return dict(_meanings(folder, values))


def _meanings(folder: Folder, values: Iterable[Value]) -> Iterator[tuple[str, str]]:
    for value in values:
        tex, _, meaning = (part.strip() for part in value.text.partition(": "))
        if not tex or not meaning:
            hint = r"write '\hat f: the fitted model' under symbols"
            folder.report("S024", value.span, f"the symbol {value.text!r} has no meaning", hint)
            continue
        try:
            yield check_math(tex, folder.macros), " ".join(meaning.split())
        except MathError as error:
            folder.report(error.code, value.span, error.message, error.hint)
