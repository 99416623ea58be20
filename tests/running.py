"""Commands that run beside a test."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT

__all__ = ["WAIT", "Running", "running"]

WAIT = 60.0


class Running:
    """A command that runs beside the test, and the lines it says."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        command = [sys.executable, "-u", str(ROOT / "build.py"), *arguments]
        self.process = subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True)
        self.lines: queue.Queue[str] = queue.Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.put(line)

    def hear(self, words: str) -> str:
        """Wait until a line with these words comes."""
        said = ""
        while words not in said:
            try:
                said += self.lines.get(timeout=WAIT)
            except queue.Empty:
                pytest.fail(f"{words!r} was not said, but: {said}")
        return said


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[Running]:
    command = Running(*arguments, cwd=cwd)
    try:
        yield command
    finally:
        command.process.terminate()
        try:
            command.process.wait(10)
        except subprocess.TimeoutExpired:
            command.process.kill()
            command.process.wait()
        command.listener.join(10)
        assert not command.listener.is_alive(), "something that it started lives on"
        if command.process.stderr:
            command.process.stderr.close()
