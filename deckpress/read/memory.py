"""Memory: what was read before, for a reader that reads one bank again and again."""

from __future__ import annotations

import stat
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from deckpress.problems import Problem

__all__ = ["Memory", "content_of", "kept"]

_MOST: Final = 32  # readings
_LIMIT: Final = 8 << 20  # bytes

_Value = TypeVar("_Value")


@dataclass(slots=True)
class Memory:
    """Values by all that they were read from, with the problems found on the way.

    What was not asked for in many readings is forgotten.
    """

    _known: dict[Hashable, tuple[int, Any, tuple[Problem, ...]]] = field(default_factory=dict)
    _reading: int = 0

    def turn(self) -> None:
        """Begin a reading."""
        self._reading += 1
        if self._reading % _MOST == 0:
            least = self._reading - _MOST
            self._known = {key: row for key, row in self._known.items() if row[0] > least}

    def forget(self) -> None:
        """Forget all: a file changed on which everything may depend."""
        self._known.clear()

    def get(self, key: Hashable) -> tuple[Any, tuple[Problem, ...]] | None:
        """What is known under a key."""
        found = self._known.get(key)
        if found is None:
            return None
        self._known[key] = (self._reading, *found[1:])
        return found[1:]

    def put(self, key: Hashable, value: object, problems: tuple[Problem, ...]) -> None:
        """Remember what was read under a key."""
        self._known[key] = (self._reading, value, problems)


def kept(
    memory: Memory | None, key: Hashable | None, problems: list[Problem], read: Callable[[], _Value]
) -> _Value:
    """What `read` gives, or gave before for this key; its problems are added to `problems` either way."""
    if memory is None or key is None:
        return read()
    if known := memory.get(key):
        problems.extend(known[1])
        value: _Value = known[0]
        return value
    start = len(problems)
    value = read()
    memory.put(key, value, tuple(problems[start:]))
    return value


def content_of(path: Path, name: str) -> Hashable | None:
    """A key for what a regular file holds; None where it cannot be told, so that it is read."""
    try:
        state = path.lstat()
        if stat.S_ISREG(state.st_mode) and state.st_size <= _LIMIT:
            return name, path.read_bytes()
    except OSError:
        pass
    return None
