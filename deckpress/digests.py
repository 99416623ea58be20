"""Digests: SHA-256 of large files and what their readers found, remembered while their state does not move.

The key is device, inode, size, time of modification and time of change, in nanoseconds. The last cannot be
set by a program, so that a file of the same size and a copied modification time is read again. A file that
changed within the last moments is not remembered, since it could change again within one tick of the clock.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Digests", "Facts", "digests"]

_LARGE: Final = 1 << 14  # bytes: below, a file is read faster than looked up is worth
_SETTLED: Final = 2_000_000_000  # nanoseconds
_TELLS_CHANGES: Final = os.name == "posix"  # elsewhere the time of change is that of creation

_State = tuple[int, ...]
Facts = list[str | int | bool]
"""What a reader found in a file, as values for JSON."""


@dataclass(slots=True)
class _Row:
    digest: str
    facts: Facts | None = None


class Digests:
    """SHA-256 in hexadecimal of files, and what their readers found in them, by their state."""

    def __init__(self) -> None:
        self._known: dict[_State, _Row] = {}
        self._seen: dict[_State, _Row] = {}
        self._kept = b""

    def of(self, path: Path, data: bytes | None = None) -> str:
        """The digest of a file; `data` is its content, where somebody just read it. Raises OSError."""
        before = _state(path)
        if row := self._row(before):
            return row.digest
        content = path.read_bytes() if data is None else data
        digest = hashlib.sha256(content).hexdigest()
        if before and before == _state(path) and _settled(before):
            self._known[before] = self._seen[before] = _Row(digest)
        return digest

    def facts(self, path: Path) -> Facts | None:
        """What a reader kept of the file as it is now; None also where it is gone."""
        row = self._row(_state(path))
        return row.facts if row else None

    def keep(self, path: Path, digest: str, facts: Facts) -> None:
        """Keep what a reader found in the content of that digest."""
        row = self._row(_state(path))
        if row and row.digest == digest:
            row.facts = facts

    def load(self, kept: bytes | None) -> None:
        """Remember what `dump` gave an earlier run."""
        if kept:
            self._kept = kept
            self._known |= {tuple(state): _Row(digest, facts) for state, digest, facts in json.loads(kept)}

    def dump(self) -> bytes | None:
        """What a later run is to load: files asked for in this one; None where that is what was loaded."""
        rows = [
            (state, row.digest, row.facts)
            for state, row in sorted(self._seen.items(), key=lambda item: item[0])
        ]
        data = json.dumps(rows).encode()
        return None if data == self._kept or not (rows or self._kept) else data

    def _row(self, state: _State | None) -> _Row | None:
        row = self._known.get(state) if state else None
        if state and row:
            self._seen[state] = row
        return row


def _state(path: Path) -> _State | None:
    """What tells a change of a large regular file; None of others."""
    try:
        found = path.lstat()
    except OSError:  # not there, as what an import has not written yet; reading it says so
        return None
    if not _TELLS_CHANGES or not stat.S_ISREG(found.st_mode) or found.st_size < _LARGE:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _settled(state: _State) -> bool:
    return max(state[3:]) < time.time_ns() - _SETTLED


digests: Final = Digests()
"""Those of this run."""
