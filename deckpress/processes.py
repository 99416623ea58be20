"""Processes: work that takes seconds, done side by side on all cores; else one after the other."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final, TypeVar

from deckpress.problems import DeckpressError

__all__ = ["end_with_parent", "side_by_side"]

_WORTH: Final = 3
"""Pieces of work from which starting processes is worth its second."""

_Made = TypeVar("_Made")


def side_by_side(work: Callable[..., _Made], given: Sequence[tuple[Any, ...]]) -> list[_Made]:
    """What `work` makes of each row of arguments, in their order; all of it must be picklable.

    Raises what the work raises, and DeckpressError where a process was ended from outside.
    """
    count = min(os.cpu_count() or 1, len(given))
    pool = _pool(count) if count > 1 and len(given) >= _WORTH else None
    if pool is None:
        return [work(*row) for row in given]
    try:
        return [future.result() for future in [pool.submit(_work, work, row) for row in given]]
    except BrokenProcessPool:
        raise DeckpressError(
            "a process that worked beside this one was ended; is there enough memory?"
        ) from None
    except BaseException:
        for process in list((pool._processes or {}).values()):  # noqa: SLF001 - there is no other way
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _work(work: Callable[..., _Made], row: tuple[Any, ...]) -> _Made:
    """In the other process: one piece of work, whose rubbish the next one does not find."""
    try:
        return work(*row)
    finally:
        gc.collect()


def _pool(count: int) -> ProcessPoolExecutor | None:
    """A pool, or None where the system has none: no semaphores, as in some sandboxes."""
    try:
        return ProcessPoolExecutor(
            count,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(tempfile.tempdir,),
        )
    except (ImportError, NotImplementedError, OSError):
        return None


def _begin(temporary: str | None) -> None:
    """In the other process: end with the one that started it, and make temporary files where it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    tempfile.tempdir = temporary
    gc.disable()
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Leave when the process that started this one is gone, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
