"""Bounds of a test's own work, however busy the machine is."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

CPU_SECONDS = 5.0
"""What a large hostile text may take; each of ours takes less than a tenth of it."""


class TooMuchWork(BaseException):
    """More CPU time than allowed; no code that catches errors catches it."""


@contextmanager
def own_work(seconds: float = CPU_SECONDS) -> Iterator[None]:
    """Fail what takes more seconds of CPU time than these."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooMuchWork(f"more than {seconds:g} s of CPU time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
