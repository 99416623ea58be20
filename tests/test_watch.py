"""watch builds again at each change, tells problems and goes on; Ctrl-C ends it quietly."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import run

from deckpress.watching import changes

_WAIT = 60.0


class Running:
    """A command that runs beside the test, and the lines it says."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        command = [sys.executable, "-u", str(ROOT / "build.py"), *arguments]
        self.process = subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True)
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.put(line)

    def hear(self, words: str) -> str:
        """Wait until a line with these words comes."""
        said = ""
        while words not in said:
            try:
                said += self.lines.get(timeout=_WAIT)
            except queue.Empty:
                pytest.fail(f"{words!r} was not said, but: {said}")
        return said


@contextmanager
def running(*arguments: str, cwd: Path) -> Iterator[Running]:
    command = Running(*arguments, cwd=cwd)
    try:
        yield command
    finally:
        command.process.kill()
        command.process.wait()
        if command.process.stderr:
            command.process.stderr.close()


def test_it_builds_at_each_change_and_survives_mistakes(bank_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "sample-handout.html"
    path = bank_folder / "questions" / "02-metrics.md"
    good = path.read_text()
    with running("watch", "handout", "-s", "source", "-o", "out", cwd=tmp_path) as command:
        assert "watching source" in command.hear("built in")
        assert page.is_file()
        path.write_text(good.replace("Lowering", "Reducing"))
        command.hear("built in")
        assert "Reducing" in page.read_text()
        path.write_text(good.replace("TP / (TP + FP)", "\\foo"))
        assert "error[M401]" in command.hear("1 error")
        assert "Reducing" in page.read_text()
        path.write_text(good)
        command.hear("built in")
        assert "Lowering" in page.read_text()
        command.process.send_signal(signal.SIGINT)
        assert command.process.wait(_WAIT) == 0


def test_an_unknown_product_is_told(tmp_path: Path) -> None:
    done = run("watch", "handuot", cwd=tmp_path)
    assert (done.returncode, "did you mean 'handout'?" in done.stderr) == (2, True)


def test_what_editors_leave_beside_and_what_builds_write_is_not_told(tmp_path: Path) -> None:
    source, output = tmp_path / "bank", tmp_path / "bank" / "output"
    output.mkdir(parents=True)
    found: list[set[Path]] = []
    ready = threading.Event()

    def listen() -> None:
        for batch in changes([source], leave_out=[output]):
            found.append(batch)
            ready.set()
            if any(path.name == "last.md" for path in batch):
                return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert ready.wait(_WAIT)
    for name in (".hidden", "a.md~", "4913", ".a.md.swp", "#a.md#", "output/x.html", "b.tmp"):
        (source / name).write_text("x")
    (source / "quietly.md").write_text("x")
    (source / "quietly.md").replace(source / "last.md")
    thread.join(_WAIT)
    names = {path.name for batch in found for path in batch}
    assert {"last.md"} <= names <= {"quietly.md", "last.md"}
