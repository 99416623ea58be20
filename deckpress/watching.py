"""Watching: what changes under the folders of a project, told soon and without what editors leave beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Final

__all__ = ["changes"]

_QUIET: Final = 15  # ms without a further change after which what has changed is told
_MOST: Final = 400  # ms after which it is told anyway
_PAUSE: Final = 200  # ms after which it looks whether it shall stop
_BESIDE: Final = re.compile(r"\.|4913$|#.*#$|.*(?:~|\.sw[a-z]|\.tmp|\.bak|\.orig|___jb_tmp___|___jb_old___)$")
"""Names of files that editors make while they save, and of hidden ones."""


class _Asked:
    """An event that is first asked for when watching has begun, long before the first pause ends."""

    def __init__(self, event: Event, ready: Callable[[], None]) -> None:
        self.event = event
        self._ready = [ready]

    def is_set(self) -> bool:
        while self._ready:
            self._ready.pop()()
        return self.event.is_set()


def changes(
    folders: Sequence[Path],
    *,
    leave_out: Sequence[Path] = (),
    stop: Event | None = None,
    ready: Callable[[], None] = lambda: None,
) -> Iterator[set[Path]]:
    """The files that were changed, made or removed, each time some were, until `stop` is set or Ctrl-C comes.

    The first set is empty and says that from now on nothing is missed; `ready` is called a moment before.
    Files below `leave_out` are not told: what a build writes must not start the next one.
    """
    from watchfiles import watch  # noqa: PLC0415 - imported on use

    outside = [path.resolve() for path in leave_out]
    roots = [path.resolve() for path in folders]

    def wanted(_change: object, name: str) -> bool:
        path = Path(name)
        if any(path.is_relative_to(place) for place in outside):
            return False
        root = next((root for root in roots if path.is_relative_to(root)), path)
        return not any(_BESIDE.match(part) for part in path.relative_to(root).parts)

    found = watch(
        *roots,
        watch_filter=wanted,
        debounce=_MOST,
        step=_QUIET,
        rust_timeout=_PAUSE,
        yield_on_timeout=True,
        stop_event=_Asked(stop or Event(), ready),
        raise_interrupt=False,
    )
    begun = False
    for batch in found:
        if batch or not begun:
            yield {Path(name) for _, name in batch}
        begun = True
