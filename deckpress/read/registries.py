"""The bank's lists: tags.yaml, references.yaml and syllabus/*.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from deckpress.bank import Item, Reference, Span, Syllabus
from deckpress.read.addresses import WEB
from deckpress.read.files import Folder
from deckpress.read.words import ID
from deckpress.read.yaml_block import Entry, read_entries, read_table

__all__ = ["REFERENCE_KEYS", "SYLLABUS_COLUMNS", "read_references", "read_syllabi", "read_tags"]

REFERENCE_KEYS: Final = ("title", "authors", "year", "arxiv", "doi", "isbn", "url", "checked")
SYLLABUS_COLUMNS: Final = ("item", "paraphrase", "dropped")
_PATH: Final = "/:@!$&'()*+,;="
"""What may stand in a path as it is, besides letters, digits and -._~ (RFC 3986, section 3.3)."""
SHAPES: Final = {
    "year": (re.compile(r"1[5-9]\d\d|20\d\d"), "a year of four digits"),
    "arxiv": (re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}"), "an arXiv number, 1706.03762"),
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), "a DOI, 10.1145/2939672.2939785"),
    "isbn": (re.compile(r"[\d-]{9,16}[\dXx]"), "an ISBN with a right check digit"),
    "url": (re.compile(WEB), "a web address"),
    "checked": (re.compile(r"20\d\d-(?:0[1-9]|1[0-2])"), "a month, 2026-11"),
}


class _AnyKey:
    """A set of legal keys that holds every slug."""

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and bool(ID.fullmatch(key))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read_tags(folder: Folder) -> dict[str, str]:
    """Tag slug to label; an absent file is an empty list."""
    text = folder.text_of("tags.yaml") if folder.exists("tags.yaml") else None
    if not text:
        return {}
    entries = read_entries(folder, text, Span("tags.yaml"), _AnyKey()) or {}
    return {key: entry.text or key for key, entry in entries.items()}


def read_references(folder: Folder) -> dict[str, Reference]:
    """Key to reference; an absent file is an empty list."""
    path = "references.yaml"
    text = folder.text_of(path) if folder.exists(path) else None
    rows = read_table(folder, text, Span(path), REFERENCE_KEYS) if text else {}
    return {
        key: reference
        for key, (span, row) in rows.items()
        if (reference := _reference(folder, key, span, row))
    }


def _reference(folder: Folder, key: str, span: Span, row: dict[str, Entry]) -> Reference | None:
    if not ID.fullmatch(key):
        slug = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
        hint = f"did you mean {slug!r}? " if ID.fullmatch(slug) else ""
        folder.report("S060", span, f"the key {key!r} is not well formed", f"{hint}write surname-year")
        return None
    for name in ("title", "authors", "year"):
        if name not in row or not row[name].text:
            folder.report("S060", span, f"the reference {key!r} has no {name}", f"add '{name}: …'")
            return None
    for name, (shape, wanted) in SHAPES.items():
        entry = row.get(name)
        if entry and (not shape.fullmatch(entry.text) or (name == "isbn" and not _isbn(entry.text))):
            place = entry.values[0].span if entry.values else entry.span
            folder.report("R602", place, f"{name} is {entry.text!r}", f"expected {wanted}")
            return None
    texts = {name: entry.text for name, entry in row.items()}
    return Reference(
        key,
        texts["title"],
        texts["authors"],
        texts["year"],
        _address(texts),
        texts.get("isbn", ""),
        texts.get("checked", ""),
        span,
        row["checked"].span if "checked" in row else None,
    )


def _address(texts: dict[str, str]) -> str:
    if "doi" in texts:
        return f"https://doi.org/{quote(texts['doi'], safe=_PATH)}"
    if "arxiv" in texts:
        return f"https://arxiv.org/abs/{texts['arxiv']}"
    return texts.get("url", "")


def _isbn(text: str) -> bool:
    """Whether the check digit is right (ISO 2108)."""
    digits = [10 if char in "Xx" else int(char) for char in text if char != "-"]
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return len(digits) == 13 and 10 not in digits and sum(digits[::2], 3 * sum(digits[1::2])) % 10 == 0


def read_syllabi(folder: Folder) -> tuple[Syllabus, ...]:
    """Every syllabus; an item that occurs twice is reported."""
    seen: dict[str, Span] = {}
    return tuple(
        Syllabus(PurePosixPath(path).stem, tuple(_items(folder, path, seen)))
        for path in folder.names("syllabus", ".csv")
    )


def _items(folder: Folder, path: str, seen: dict[str, Span]) -> list[Item]:
    text = folder.text_of(path)
    if text is None:
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    items: list[Item] = []
    start = 1
    try:
        for row in reader:
            span, start = Span(path, start), reader.line_num + 1
            if span.line == 1 and tuple(row) == SYLLABUS_COLUMNS:
                continue
            if len(row) != len(SYLLABUS_COLUMNS) or not row[0]:
                folder.report(
                    "S061", span, f"a row of {len(row)} cells", f"expected {', '.join(SYLLABUS_COLUMNS)}"
                )
            elif row[0] in seen:
                folder.report(
                    "S061",
                    span,
                    f"the item {row[0]!r} is repeated",
                    "number it anew",
                    (seen[row[0]], "first listed here"),
                )
            else:
                seen[row[0]] = span
                items.append(Item(row[0], row[1], row[2].strip(), span))
    except csv.Error as error:
        folder.report(
            "S061",
            Span(path, reader.line_num),
            f"the table cannot be read: {error}",
            "quote cells that hold commas or quotes",
        )
    return items
