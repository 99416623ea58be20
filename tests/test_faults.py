"""Faults: killed, interrupted and starved builds lose nothing and leave nothing."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

from deckpress.cache import DiskStore

COMMAND = [sys.executable, str(ROOT / "build.py")]
_UNIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


def _start(output: Path, temporary: Path, product: str = "all") -> subprocess.Popen[str]:
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [*COMMAND, product, "-s", str(SAMPLE), "-o", str(output), "-q"],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_scratch(output: Path, process: subprocess.Popen[str]) -> bool:
    """Wait until the build has temporary files; False where it was over before."""
    home = output / ".cache" / "scratch"
    while process.poll() is None:
        if home.is_dir() and any(path.is_dir() and any(path.iterdir()) for path in home.iterdir()):
            return True
    return False


def _left(output: Path, temporary: Path) -> list[Path]:
    scratch = output / ".cache" / "scratch"
    return [*temporary.iterdir(), *output.glob("[!.]*"), *(scratch.rglob("*") if scratch.is_dir() else ())]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_an_interrupted_build_leaves_nothing(number: signal.Signals, code: int, tmp_path: Path) -> None:
    output, temporary = tmp_path / "out", tmp_path / "tmp"
    process = _start(output, temporary, "cheatsheet")
    assert _wait_for_scratch(output, process)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in errors
    assert _left(output, temporary) == []


def test_what_a_killed_build_leaves_is_swept_by_the_next(tmp_path: Path) -> None:
    output, temporary = tmp_path / "out", tmp_path / "tmp"
    process = _start(output, temporary, "cheatsheet")
    assert _wait_for_scratch(output, process)
    process.kill()
    process.communicate(timeout=60)
    assert list(temporary.iterdir()) == []
    assert _left(output, temporary)
    again = _start(output, temporary, "deck")
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert [path.name for path in _left(output, temporary)] == ["sample.apkg"]


def test_the_scratch_of_a_running_build_is_not_swept(tmp_path: Path) -> None:
    output, temporary = tmp_path / "out", tmp_path / "tmp"
    process = _start(output, temporary, "cheatsheet")
    assert _wait_for_scratch(output, process)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        other = _start(output, temporary, "deck")
        other.communicate(timeout=60)
        assert other.returncode == 0
        assert (output / ".cache" / "scratch" / str(process.pid)).is_dir()
    finally:
        os.kill(process.pid, signal.SIGCONT)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")


def test_an_entry_that_could_not_be_written_is_written_next_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    store = DiskStore(tmp_path / "cache")
    store.put("key", b"data")
    assert store.get("key") == b"data"
    (tmp_path / "cache").unlink()
    assert DiskStore(tmp_path / "cache").get("key") is None
    DiskStore(tmp_path / "cache").put("key", b"data")
    assert DiskStore(tmp_path / "cache").get("key") == b"data"


def test_nothing_is_imported_that_only_one_system_has() -> None:
    found = []
    for path in (ROOT / "deckpress").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.name}: {name}" for name in names if name.partition(".")[0] in _UNIX_ONLY]
    assert found == []


def test_without_pango_the_rest_is_built_and_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    done = subprocess.run(
        [*COMMAND, "all", "-s", str(SAMPLE), "-o", str(tmp_path / "out"), "-q"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, done.stderr
    assert "cheatsheet" in lines[0]
    assert "apt-get install libpango" in lines[0]
    assert sorted(path.name for path in (tmp_path / "out").glob("[!.]*")) == [
        "sample-handout.html",
        "sample.apkg",
    ]
