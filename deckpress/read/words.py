"""Words of a block: ids, and lists of words that were written as one text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from deckpress.read.files import Folder
from deckpress.read.yaml_block import Entry
from deckpress.slugs import SLUG

__all__ = ["ID", "ID_LIMIT", "read_id", "read_words", "slug_hint"]

ID: Final = re.compile(SLUG)
ID_LIMIT: Final = 60


def slug_hint(written: str) -> str:
    """The id that was meant, as words of a hint."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", written)
    plain = "".join(c for c in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", plain.lower())
    while words and words[0][0].isdecimal() and any(word[0].isalpha() for word in words):
        words.append(words.pop(0))
    slug = ""
    for word in words:
        slug = f"{slug}-{word}".strip("-") if len(slug) + len(word) < ID_LIMIT else slug
    return f"did you mean {slug!r}? " if ID.fullmatch(slug) else ""


def read_id(folder: Folder, entry: Entry) -> str:
    """The id that an entry gives; '' and a problem where it is not well formed."""
    if ID.fullmatch(entry.text) and len(entry.text) <= ID_LIMIT:
        return entry.text
    folder.report(
        "C003",
        entry.values[0].span,
        f"the id {entry.text!r} is not well formed",
        f"{slug_hint(entry.text)}use lower-case words joined by '-', at most {ID_LIMIT} characters",
    )
    return ""


def read_words(folder: Folder, entry: Entry) -> tuple[str, ...]:
    """The values of a list of single words; several in one text are told and taken apart."""
    words: list[str] = []
    for value in entry.values:
        parts = [word.strip() for word in re.split("[,;]", value.text) if word.strip()]
        if len(parts) < 2:
            words.append(value.text)
            continue
        hint = f"write {entry.key}: [{', '.join(parts)}]"
        folder.report("S024", value.span, f"{entry.key!r} takes a list, and this is one value", hint)
        words += parts
    return tuple(words)
