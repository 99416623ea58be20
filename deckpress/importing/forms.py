"""Forms: which reader takes a file, by what the file holds."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from deckpress.importing.note import Notes, refuse

__all__ = ["read_notes"]

_SUFFIXES: Final = {
    ".csv": "tables",
    ".tsv": "tables",
    ".tab": "tables",
    ".txt": "tables",
    ".json": "objects",
    ".md": "dialects",
    ".markdown": "dialects",
    ".mkd": "dialects",
}
_FORMS: Final = "an .apkg, .colpkg, .csv, .tsv, .txt, .md or .json"


def read_notes(path: Path) -> Notes:
    """The notes of a file. Raises SourceError where it is of no known form, damaged or too large."""
    if path.is_dir():
        return _reader("folder")(path)
    if not path.is_file():
        refuse("I001", path, "there is no such file", f"name {_FORMS}")
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        refuse("I001", path, f"the file cannot be read: {error.strerror}", "look at its permissions")
    is_package = head[:2] == b"PK" or path.suffix.lower() in (".apkg", ".colpkg")
    form = "package" if is_package else _SUFFIXES.get(path.suffix.lower(), "")
    if not form:
        refuse(
            "I001", path, f"files that end in {path.suffix or 'nothing'!r} are not known", f"name {_FORMS}"
        )
    return _reader(form)(path)


def _reader(form: str) -> Callable[[Path], Notes]:
    read: Callable[[Path], Notes] = import_module(f"deckpress.importing.{form}").read
    return read
