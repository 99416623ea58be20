"""Processes: work that takes seconds, done side by side on all cores; else one after the other."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from deckpress.problems import DeckpressError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["ALONE", "Crew", "cores", "end_with_parent", "shares_of"]

_Made = TypeVar("_Made")
_Thing = TypeVar("_Thing")
_LEAST: Final = 60_000
"""Characters of HTML that take as long as it takes another process to be ready for them."""


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), os.cpu_count() or 1)
    return os.cpu_count() or 1


class Crew:
    """This process and others that do part of its work: begun when first wanted, ended with the block.

    What is handed over must be picklable, and must not write into the store: what it made comes back. Both
    methods raise what the work raises, and DeckpressError where a process was ended from outside.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = max(jobs, 1)
        """Processes in all, this one among them."""
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            for process in list((self._pool._processes or {}).values()):  # noqa: SLF001 - there is no other way
                process.terminate()  # they hold nothing, and leave at once
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def beside(self, work: Callable[..., _Made], *row: Any) -> Callable[[], _Made]:
        """Begin work in another process; what returns its result, and waits for it."""
        future = self._begun(work, row)
        return partial(work, *row) if future is None else partial(_result, future)

    def share(
        self,
        work: Callable[..., _Made],
        rows: Sequence[tuple[Any, ...]],
        here: Callable[..., _Made] | None = None,
    ) -> list[_Made]:
        """What `work` makes of each row of arguments, in their order; `here` does it in this process."""
        if not rows:
            return []
        many, here = len(rows) > self.jobs, here or work
        if many:
            gc.freeze()  # what is here already is no rubbish of the work
        futures = [self._begun(_tidied, (work, *row)) if many else self._begun(work, row) for row in rows[1:]]
        made: dict[int, Callable[[], _Made]] = {0: _outcome(here, rows[0], many=many)}
        for place, future in reversed([*enumerate(futures, 1)]):
            if future is None or future.cancel():  # nobody has begun it
                made[place] = _outcome(here, rows[place], many=many)
            else:
                made[place] = partial(_result, future)
        return [made[place]() for place in range(len(rows))]

    def _begun(self, work: Callable[..., _Made], row: tuple[Any, ...]) -> Future[_Made] | None:
        """Work handed to another process, or None where there is none."""
        if self.jobs > 1 and self._pool is None:
            self._pool = _pool(self.jobs - 1)
            self.jobs = self.jobs if self._pool else 1
        try:
            with _plain_start():
                return self._pool.submit(work, *row) if self._pool else None
        except _broken():
            raise DeckpressError(_ENDED) from None


ALONE: Final = Crew()
"""No process but this one."""
_ENDED: Final = "a process that worked beside this one was ended; is there enough memory?"


def shares_of(things: Sequence[_Thing], sizes: Sequence[int], jobs: int) -> list[list[_Thing]]:
    """Things with their sizes in characters as shares of like size, as many as jobs or fewer.

    In each share they keep their order; where there is little to do, there is one.
    """
    count = max(min(jobs, len(things), sum(sizes) // _LEAST), 1)
    shares: list[list[int]] = [[] for _ in range(count)]
    taken = [0] * count
    for place in sorted(range(len(things)), key=lambda place: -sizes[place]):
        least = taken.index(min(taken))
        shares[least].append(place)
        taken[least] += sizes[place]
    return [[things[place] for place in sorted(share)] for share in shares if share]


def _outcome(work: Callable[..., _Made], row: tuple[Any, ...], *, many: bool) -> Callable[[], _Made]:
    """What returns the result of work that is done now, or raises what the work raised."""
    from concurrent.futures import Future  # noqa: PLC0415 - imported on use

    future: Future[_Made] = Future()
    try:
        future.set_result(_tidied(work, *row) if many else work(*row))
    except Exception as error:  # noqa: BLE001 - raised in its turn
        future.set_exception(error)
    return future.result


def _result(future: Future[_Made]) -> _Made:
    try:
        return future.result()
    except _broken():
        raise DeckpressError(_ENDED) from None


def _broken() -> type[Exception]:
    """What is raised where another process was ended."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - imported on use

    return BrokenProcessPool


def _tidied(work: Callable[..., _Made], *row: Any) -> _Made:
    """One of many pieces of work, whose rubbish the next one does not find."""
    try:
        return work(*row)
    finally:
        gc.collect()


@contextmanager
def _plain_start() -> Iterator[None]:
    """Let a process that starts import no command line, of which it needs nothing, and be started whole."""
    main = sys.modules["__main__"]
    before = {name: getattr(main, name, None) for name in ("__file__", "__spec__")}
    vars(main).update(dict.fromkeys(before))
    _hear_signals(heard=False)  # as the new process will begin: without its own way to take them
    try:
        yield
    finally:
        vars(main).update(before)
        _hear_signals(heard=True)


def _hear_signals(*, heard: bool) -> None:
    """Let Ctrl-C and SIGTERM wait, or come, where the system can do that."""
    if hasattr(signal, "pthread_sigmask"):
        how = signal.SIG_UNBLOCK if heard else signal.SIG_BLOCK
        signal.pthread_sigmask(how, {signal.SIGINT, signal.SIGTERM})


def _pool(count: int) -> ProcessPoolExecutor | None:
    """A pool of so many processes, or None where the system has none: no semaphores, as in some sandboxes."""
    import multiprocessing  # noqa: PLC0415 - imported on use
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as above

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
    _hear_signals(heard=True)
    tempfile.tempdir = temporary
    gc.disable()
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Leave when the process that started this one is gone, however it ended."""
    from multiprocessing import parent_process  # noqa: PLC0415 - imported on use

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
