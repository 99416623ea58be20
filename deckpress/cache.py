"""The store on disk: what was costly to make, by hash; checked when read, free to delete."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.scratch import SCRATCH

__all__ = ["DiskStore"]

_LARGE: Final = 1 << 16  # bytes that are read again rather than held


@dataclass(slots=True)
class DiskStore:
    """Keeps data in a folder; a damaged or unwritable folder costs time, never a result.

    An entry is written in the scratch folder first, so that a killed build leaves nothing beside the others.
    """

    folder: Path
    _memory: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        """The data kept under a key, or None where there is none or it is damaged."""
        if key in self._memory:
            return self._memory[key]
        try:
            raw = self._path(key).read_bytes()
        except OSError:
            return None
        digest, _, data = raw.partition(b"\n")
        if digest.decode("latin-1") != hashlib.sha256(data).hexdigest():
            return None
        self._remember(key, data)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep the data; a folder that cannot be written is no error."""
        self._remember(key, data)
        path = self._path(key)
        temporary = self._scratch() / f"{os.getpid()}-{path.name}"
        try:
            for folder in (path.parent, temporary.parent):
                folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _scratch(self) -> Path:
        """The folder of this run, also in a process that works beside it; else one of our own."""
        home, run = self.folder.absolute() / SCRATCH, Path(tempfile.tempdir or "")
        return run if run.parent == home else home / f"{os.getpid()}"

    def _remember(self, key: str, data: bytes) -> None:
        if len(data) <= _LARGE:
            self._memory[key] = data

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / name[:2] / name[2:]
