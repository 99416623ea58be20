"""The package: genanki's notes written to a database in memory and zipped by us, same bytes each time."""

from __future__ import annotations

import io
import itertools
import json
import re
import sqlite3
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any, Final

import genanki

__all__ = ["TimedModel", "TimedNote", "pack"]

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_STOPPED: Final = re.compile(r"\{\{\^([^}]+)\}\}(.*?)\{\{/\1\}\}", re.S)
_TAG: Final = re.compile(r"\{\{[^{}]*\}\}")
_LOOSE: Final = (".svg", ".wav")  # media that a zip makes smaller
_FIRST_ID: Final = 1577836800000  # note and card numbers inside the file; Anki moves them if taken


class TimedNote(genanki.Note):  # type: ignore[misc]  # genanki is untyped
    """A note with its own modification time."""

    modified: int = 0
    ords: tuple[int, ...] = ()
    """Which cards a note of questions has."""

    def _front_back_cards(self) -> list[genanki.Card]:
        return [genanki.Card(number) for number in self.ords]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, ids: Iterator[int]) -> None:
        """Write the note with its time instead of the package's."""
        super().write_to_db(cursor, self.modified or timestamp, deck_id, ids)

    def _check_invalid_html_tags_in_fields(self) -> None:
        """The fields are ours and escaped; genanki's check is quadratic in their length."""


class TimedModel(genanki.Model):  # type: ignore[misc]  # genanki is untyped
    """A note type with its own modification time; its dicts are not changed by writing."""

    modified: int = 0
    fields: list[dict[str, Any]]
    templates: list[dict[str, Any]]

    @cached_property
    def _req(self) -> list[list[Any]]:
        """What genanki takes down of the templates for old clients, as if nothing stopped a card.

        It fills each front once a field and once more, so that here it gets their tags alone.
        """
        free = [
            {**row, "qfmt": "".join(_TAG.findall(_STOPPED.sub(r"\2", row["qfmt"])))} for row in self.templates
        ]
        found: list[list[Any]] = genanki.Model(self.model_id, "", self.fields, free)._req  # noqa: SLF001 - its own, of the same class
        return found

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """As genanki's, from copies of fields and templates."""
        fields, templates = self.fields, self.templates
        self.fields, self.templates = deepcopy(fields), deepcopy(templates)
        try:
            made: dict[str, Any] = super().to_json(self.modified or timestamp, deck_id)
        finally:
            self.fields, self.templates = fields, templates
        return made


def pack(decks: Sequence[genanki.Deck], media: Mapping[str, bytes], time: int) -> bytes:
    """The bytes of an .apkg; `time` (seconds) stands where no note or type has its own."""
    connection = sqlite3.connect(":memory:")
    try:
        genanki.Package(list(decks)).write_to_db(connection.cursor(), time, itertools.count(_FIRST_ID))
        connection.commit()
        collection = connection.serialize()
    finally:
        connection.close()
    names = sorted(media)
    index = json.dumps({str(number): name for number, name in enumerate(names)})
    files = [("collection.anki2", collection), ("media", index.encode())]
    files += [(str(number), media[name]) for number, name in enumerate(names)]
    return _zip(files, {str(number) for number, name in enumerate(names) if not name.endswith(_LOOSE)})


def _zip(files: Sequence[tuple[str, bytes]], packed: Collection[str]) -> bytes:
    """A zip; what is `packed` already is not packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if name in packed else zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, whatever made it: same bytes everywhere
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
