"""The table [words] of bank.toml: words of the products that the bank says in its own way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from deckpress.read.files import Folder
from deckpress.read.nearest import nearest
from deckpress.settings import OwnWord
from deckpress.span import Span
from deckpress.wording import PLACEHOLDER, known_words, locale_of

__all__ = ["read_own_words"]

_LONGEST: Final = 300


def read_own_words(
    folder: Folder, tables: dict[str, Any], place: Callable[[str, str], Span]
) -> dict[str, OwnWord]:
    """The table, taken out of `tables`: English word to the bank's; `place` finds a key of a table."""
    given = tables.pop("words", {})
    if not isinstance(given, dict):
        folder.report("S052", place("", "words"), f"words are {given!r}", "make it a table: [words]")
        return {}
    return dict(_words(folder, given, lambda key: place("words", key)))


def _words(
    folder: Folder, given: dict[str, Any], place: Callable[[str], Span]
) -> Iterator[tuple[str, OwnWord]]:
    for english, value in given.items():
        if english not in known_words():
            hint = nearest(english, known_words()) or "a key is what the products say in English"
            folder.report("S051", place(english), f"no product says {english!r}", hint)
        elif fault := _find_fault(folder, english, value):
            folder.report("S052", place(english), f"{english!r} is {value!r}", fault)
        else:
            yield english, value


def _find_fault(folder: Folder, english: str, value: object) -> str:
    """What is expected of a value; '' where it is right."""
    if isinstance(value, dict) and known_words()[english]:
        categories = {*locale_of(folder.settings.language).plural_form.tags, "other"}
        if "other" not in value or not value.keys() <= categories:
            return f"expected a text for 'other' and any of {', '.join(sorted(categories - {'other'}))}"
        faults = (_fault_of(folder, english, text, "n") for text in value.values())
        return next(filter(None, faults), "")
    return _fault_of(folder, english, value)


def _fault_of(folder: Folder, english: str, text: object, free: str = "") -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
        return "expected a text" if not known_words()[english] else "expected a text, or {one = …, other = …}"
    if "\n" in text or folder.unseen.search(text):
        return "expected a text of one line without characters that cannot be seen"
    return _misplaced(set(PLACEHOLDER.findall(english)), PLACEHOLDER.findall(text), free)


def _misplaced(wanted: Collection[str], found: list[str], free: str) -> str:
    """Placeholders must be the same as in English; the number may be left out of a plural's forms."""
    missing = sorted({*wanted} - {*found, free})
    if missing or {*found} - {*wanted}:
        names = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
        return f"expected the placeholders of the English word: {names}"
    return ""
