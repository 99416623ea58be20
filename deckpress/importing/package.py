"""Anki's packages, .apkg and .colpkg, old and new: a zip of a database, a list of media and media."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from deckpress.importing.collection import read_collection
from deckpress.importing.note import Notes, missing_library, refuse
from deckpress.importing.wire import WireError, read_fields

__all__ = ["media_names", "read"]

_PACKAGE: Final = 1 << 30  # bytes of the file
_ENTRIES: Final = 200_000
_COLLECTION: Final = 1 << 29  # bytes of the database, unpacked
_MEDIUM: Final = 1 << 26
_ALL_MEDIA: Final = 1 << 29
_LIST: Final = 1 << 25
_RATIO: Final = 250  # unpacked to packed; texts of a real deck come to 20
_FREE: Final = 1 << 22  # bytes of which the ratio is not asked
_COLLECTIONS: Final = ("collection.anki21b", "collection.anki21", "collection.anki2")
_NAMED: Final = re.compile(
    r"""\[sound:([^]]{1,400})\]|\bsrc\s*=\s*(?:"([^"]{1,400})"|'([^']{1,400})'|([^\s"'>]{1,400}))""", re.I
)


def read(path: Path) -> Notes:
    """The notes of a package with the media they name. Raises SourceError where it is damaged or large."""
    if path.stat().st_size > _PACKAGE:
        refuse(
            "I002", path, f"the package is larger than {_PACKAGE >> 20} MiB", "export fewer decks at a time"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _notes(path, archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        refuse("I003", path, f"the package is damaged: {error}", "export it again")


def media_names(text: str) -> Iterator[str]:
    """The names of media in a field: those of sounds, and those of elements with a source."""
    for found in _NAMED.finditer(text):
        name = found[1] or unquote(found[2] or found[3] or found[4])
        yield unescape(name).strip()


def _notes(path: Path, archive: zipfile.ZipFile) -> Notes:
    infos = archive.infolist()
    if len(infos) > _ENTRIES:
        refuse("I002", path, f"the package holds more than {_ENTRIES} files")
    names = [info.filename for info in infos]
    name = next((name for name in _COLLECTIONS if name in names), "")
    if not name:
        refuse("I003", path, "no collection in the package", "give an .apkg or .colpkg that Anki wrote")
    is_new = name.endswith("b")
    data = _unpacked(path, archive, name, _COLLECTION, packed=is_new)
    notes = read_collection(path, data)
    wanted = {name for note in notes.notes for text in note.fields.values() for name in media_names(text)}
    if "media" in names and wanted:
        listed = _media_list(path, _unpacked(path, archive, "media", _LIST, packed=is_new), is_new=is_new)
        _add_media(
            path, archive, notes, {listed[name]: name for name in wanted if name in listed}, is_new=is_new
        )
    notes.missing |= {name for name in wanted if name not in notes.media}
    return notes


def _media_list(path: Path, data: bytes, *, is_new: bool) -> dict[str, str]:
    """Name of a medium to the name of its file in the zip."""
    if not is_new:
        try:
            rows = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            refuse("I003", path, "the list of media is damaged", "export the package again")
        rows = rows if isinstance(rows, dict) else {}
        return {name: number for number, name in rows.items() if isinstance(name, str)}
    try:
        entries = [value for number, value in read_fields(data) if number == 1 and isinstance(value, bytes)]
        fields = [dict(read_fields(entry)) for entry in entries]
    except WireError as error:
        refuse("I003", path, f"the list of media is damaged: {error}", "export the package again")
    out = {}
    for at, row in enumerate(fields):
        name, legacy = row.get(1), row.get(255, at)
        if isinstance(name, bytes):
            out[name.decode("utf-8", "replace")] = str(legacy)
    return out


def _add_media(
    path: Path, archive: zipfile.ZipFile, notes: Notes, wanted: dict[str, str], *, is_new: bool
) -> None:
    there, total = set(archive.namelist()), 0
    for number, name in sorted(wanted.items()):
        if number not in there:
            continue
        data = _unpacked(path, archive, number, _MEDIUM, packed=is_new)
        total += len(data)
        if total > _ALL_MEDIA:
            refuse(
                "I002",
                path,
                f"the media are larger than {_ALL_MEDIA >> 20} MiB",
                "export fewer decks at a time",
            )
        notes.media[name] = data


def _unpacked(path: Path, archive: zipfile.ZipFile, name: str, limit: int, *, packed: bool) -> bytes:
    """A file of the zip; `packed`: it is compressed by zstd once more."""
    info = archive.getinfo(name)
    if info.file_size > limit:
        refuse("I002", path, f"{name} in the package is larger than {limit >> 20} MiB")
    _check_ratio(path, name, info.compress_size, info.file_size)
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if not packed:
        return data
    try:
        import zstandard  # noqa: PLC0415 - of the extra, imported on use
    except ModuleNotFoundError:
        raise missing_library("zstandard") from None
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(data))
    try:
        out: bytes = reader.read(limit + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        refuse("I003", path, f"{name} in the package is damaged: {error}", "export it again")
    if len(out) > limit:
        refuse("I002", path, f"{name} in the package is larger than {limit >> 20} MiB")
    _check_ratio(path, name, len(data), len(out))
    return out


def _check_ratio(path: Path, name: str, packed: int, size: int) -> None:
    if size > _FREE and size > _RATIO * max(packed, 1):
        refuse("I002", path, f"{name} in the package grows to {size >> 20} MiB from {packed} bytes")
