"""Stamps: which products are up to date, by a hash of everything that they are made from."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deckpress.bank import Span
from deckpress.cache import DiskStore
from deckpress.digests import digests
from deckpress.fingerprints import LIBRARIES, PROGRAM, fingerprint
from deckpress.problems import Problem, Severity
from deckpress.render.paper import installed

__all__ = ["Built", "Stamps"]

_BORROWED: Final = frozenset({"P001", "P007", "P008"})
"""Codes of what is said where the machine's fonts made a difference."""
_LIMIT: Final = 64 << 20  # bytes; far above the limits of the reader


@dataclass(frozen=True, slots=True)
class Built:
    """One product of a build."""

    name: str
    paths: tuple[Path, ...]
    """Its files, the one to open first."""
    size: int
    """Bytes of all."""
    questions: int
    seconds: float
    written: bool
    """False where all were already up to date."""

    @property
    def path(self) -> Path:
        """The file to open."""
        return self.paths[0]


class Stamps:
    """What was built from what, kept in the cache."""

    def __init__(self, output: Path, cache_folder: Path, inputs: Sequence[Path], options: str) -> None:
        self.output = output
        self.store = DiskStore(cache_folder)
        self.digests = fingerprint("digests", code=PROGRAM, libraries=LIBRARIES)
        digests.load(self.store.get(self.digests))
        self.made_from = _hash_of(inputs), options

    def fresh(self, names: Sequence[str]) -> tuple[list[Built], list[Problem]] | None:
        """The products as they stand, if every one of them is up to date."""
        raw = self.store.get(self._name(names))
        if raw is None:
            return None
        data = json.loads(raw)
        if data["fonts"] not in ("", installed.fingerprint()):
            return None
        built = []
        for row in data["built"]:
            paths = tuple(self.output / name for name in row["files"])
            if not all(path.is_file() for path in paths) or _hashes(paths) != list(row["files"].values()):
                return None
            size = sum(path.stat().st_size for path in paths)
            built.append(Built(row["name"], paths, size, row["questions"], 0.0, written=False))
        warnings = [
            Problem(w["code"], Severity(w["severity"]), Span(*w["span"]), w["message"], w["hint"])
            for w in data["warnings"]
        ]
        return built, warnings

    def keep(self, built: Sequence[Built], warnings: Sequence[Problem]) -> None:
        """Remember what was built from what."""
        rows = [
            {
                "name": b.name,
                "questions": b.questions,
                "files": dict(zip(self._names(b.paths), _hashes(b.paths), strict=True)),
            }
            for b in built
        ]
        kept = [
            {
                "code": w.code,
                "severity": w.severity.value,
                "message": w.message,
                "hint": w.hint,
                "span": [w.span.path, w.span.line, w.span.column, w.span.end_line, w.span.end_column],
            }
            for w in warnings
        ]
        fonts = installed.fingerprint() if any(w.code in _BORROWED for w in warnings) else ""
        data = json.dumps({"built": rows, "fonts": fonts, "warnings": kept})
        self.store.put(self._name([b.name for b in built]), data.encode())
        if (table := digests.dump()) is not None:
            self.store.put(self.digests, table)

    def _names(self, paths: Sequence[Path]) -> list[str]:
        return [path.relative_to(self.output).as_posix() for path in paths]

    def _name(self, names: Sequence[str]) -> str:
        return fingerprint("build", names, *self.made_from, code=PROGRAM, libraries=LIBRARIES)


def _hashes(paths: Sequence[Path]) -> list[str]:
    return [_hash(path).hex() for path in paths]


def _hash_of(folders: Sequence[Path]) -> str:
    """A hash of all files of the folders."""
    digest = hashlib.sha256()
    for root in folders:
        for name, path in _walk(root):
            digest.update(os.fsencode(name) + b"\0" + _content(path))
    return digest.hexdigest()


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    """All below a folder with its name there, in an order of its own."""
    for place, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        inner = os.path.relpath(place, root)
        for name in sorted((*folders, *files)):
            yield name if inner == "." else f"{inner}{os.sep}{name}", Path(place, name)


def _content(path: Path) -> bytes:
    """A hash of a file; of one that is larger than anything that is read, its size; else the kind."""
    try:
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode):
            return str(stat.S_IFMT(state.st_mode)).encode()
        return str(state.st_size).encode() if state.st_size > _LIMIT else bytes.fromhex(digests.of(path))
    except OSError as error:  # gone again, or not to be read: the reader says so
        return str(error.errno).encode()


def _hash(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()
