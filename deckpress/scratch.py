"""Scratch: the temporary folder of a run, under the cache, removed at its end whatever that is.

Fontconfig, WeasyPrint and our own code make their temporary files here instead of in the system's
folder. A killed run cannot clean up; its lock is free then, and the next run sweeps what it left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["SCRATCH", "scratch"]

SCRATCH: Final = "scratch"
"""Name of the folder inside the cache."""
_LOCK: Final = ".lock"


@contextlib.contextmanager
def scratch(cache: Path) -> Iterator[None]:
    """Let every temporary file of this process be made under the cache while this lasts.

    Where the cache cannot be written the system's folder serves: writing the products will say so.
    """
    from filelock import FileLock  # noqa: PLC0415 - imported on use

    before, home = tempfile.tempdir, cache.absolute() / SCRATCH  # Fontconfig does not look for relative paths
    own = home / str(os.getpid())
    lock = FileLock(own.with_suffix(_LOCK))
    try:
        with contextlib.suppress(OSError):
            home.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=1)
            _sweep(home, own)
            own.mkdir(exist_ok=True)
            tempfile.tempdir = str(own)
        yield
    finally:
        with _undisturbed():
            tempfile.tempdir = before
            if lock.is_locked:  # else the folder is that of a run with our number in another container
                _remove(own)
                lock.release(force=True)
                for rest in (own.with_suffix(_LOCK).unlink, home.rmdir):
                    with contextlib.suppress(OSError):
                        rest()


def _sweep(home: Path, own: Path) -> None:
    """Remove what killed runs left: their locks are free."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - imported on use

    for name in sorted({path.name.removesuffix(_LOCK) for path in home.iterdir()} - {own.name}):
        lock = FileLock(home / f"{name}{_LOCK}")
        with contextlib.suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            _remove(home / name)
            lock.release()
            (home / f"{name}{_LOCK}").unlink()


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a second Ctrl-C wait until the first one has cleaned up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
