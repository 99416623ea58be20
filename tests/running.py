"""Commands that a test runs, or that run beside it."""

from __future__ import annotations

import atexit
import io
import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

__all__ = ["WAIT", "Running", "run", "running", "start"]

WAIT = 60.0


class _Server:
    """A process that forks for each command; see forking.py."""

    def __init__(self) -> None:
        self.end, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, str(Path(__file__).with_name("forking.py")), str(other.fileno())]
        self.process = subprocess.Popen(
            command, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        other.close()
        atexit.register(self.close)

    def run(self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[int, str, str]:
        """Exit code, output and errors of a command."""
        request = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env)}).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
            socket.send_fds(self.end, [request], [out.fileno(), errors.fileno()])
            code = int(self.end.recv(64))
            said = []
            for file in (out, errors):
                file.seek(0)
                said.append(io.TextIOWrapper(io.BytesIO(file.read())).read())
        return code, said[0], said[1]

    def close(self) -> None:
        self.end.close()
        self.process.wait(WAIT)


_server = cache(_Server)


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run build.py from a folder, in a process forked for it; the environment has no colour settings of its own."""
    if not hasattr(os, "fork"):
        return start(*arguments, cwd=cwd, **environment)
    code, out, errors = _server().run(arguments, cwd, _environment() | environment)
    return subprocess.CompletedProcess(["build.py", *arguments], code, out, errors)


def start(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in a process that is started, as by a person: for what a start decides."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    env = _environment() | environment
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=env, check=False)


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH")}


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
