"""The desk: the state of a running bench, brought up to date whenever a file changes."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from deckpress.bench.parts import Workshop
from deckpress.bench.snapshot import Snapshot, take_snapshot
from deckpress.cache import DiskStore
from deckpress.judging import Project, judge
from deckpress.pipeline import CACHE
from deckpress.problems import has_errors
from deckpress.read.memory import Memory
from deckpress.watching import changes

__all__ = ["Desk"]

_SHOWN: Final = 0.25  # seconds that checking waits for what changed to be asked for
_FIRST: Final = 1.0  # the same at the start, where the browser may have to be opened
_TICK: Final = 0.02  # seconds that the clock of files may be behind
_BEAT: Final = 20.0  # seconds between signs of life


@dataclass(slots=True)
class Desk:
    """Snapshots one after the other, and the browsers that are told of them."""

    project: Project
    now: Snapshot = field(init=False)
    workshop: Workshop = field(init=False)
    looks: int = 0
    """Grows with each change of a template or a setting."""
    fault: str = ""
    """What went wrong in the last update, though nothing should."""
    _begun: float = field(init=False)
    _memory: Memory = field(default_factory=Memory)
    _listeners: set[asyncio.Queue[str]] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _asked: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._begun = time.time()
        self.workshop = Workshop(self.project.templates, DiskStore(self.project.output / CACHE))
        self.now = take_snapshot(self.project, self._memory)

    def watch(self, stop: threading.Event, ready: Callable[[], None]) -> None:
        """Follow the files until `stop` is set; to be run in a thread of its own."""
        folders = (self.project.source, self.project.templates)
        first = True
        for changed in changes(folders, leave_out=(self.project.output,), stop=stop, ready=ready):
            if stop.is_set():
                return
            self.update(changed | self._missed() if first else changed)
            first = False

    def _missed(self) -> set[Path]:
        """Files that changed after reading began, and before changes were followed."""
        files = (path for path in self.project.source.resolve().rglob("*") if path.is_file())
        return {path for path in files if path.stat().st_mtime > self._begun - _TICK}

    def update(self, changed: set[Path]) -> None:
        """Take a new snapshot after a change of files, and tell of it; an empty set is the start."""
        try:
            if changed:
                self._renew(changed)
                self._tell()
            self._asked.wait(_SHOWN if changed else _FIRST)
            self._check()
            self.fault = ""
        except Exception as error:  # noqa: BLE001 - the bench goes on with what it had, and says so
            self.fault = f"{type(error).__name__}: {error}"
        self._tell()

    def _renew(self, changed: set[Path]) -> None:
        questions = self.project.source.resolve() / "questions"
        if any(path.parent != questions for path in changed):
            self._memory.forget()
            self.workshop.changed()
            self.looks += 1
        self._asked.clear()
        self.now = take_snapshot(self.project, self._memory, self.now)

    def asked(self) -> None:
        """Somebody has seen what changed: now there is time to check."""
        self._asked.set()

    def _check(self) -> None:
        found = list(self.now.problems)
        if self.now.found.topics or has_errors(found):
            found = judge(self.project, self.now.found, found)
        self.now = replace(self.now, problems=tuple(found), checked=True)

    def _tell(self) -> None:
        row = {"version": self.now.version, "checked": self.now.checked, "looks": self.looks}
        text = json.dumps(row)
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, text)

    def _put(self, text: str) -> None:
        for queue in self._listeners:
            queue.put_nowait(text)

    async def events(self) -> AsyncIterator[str]:
        """What happens from now on, as server-sent events."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield "retry: 500\n: here\n\n"
            while True:
                try:
                    yield f"data: {await asyncio.wait_for(queue.get(), _BEAT)}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(queue)
