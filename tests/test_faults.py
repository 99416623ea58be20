"""Faults: killed, interrupted and starved builds lose nothing and leave nothing."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE

from deckpress.cache import DiskStore
from deckpress.render.paper.fonts import sealed_fonts
from deckpress.scratch import scratch

COMMAND = [sys.executable, str(ROOT / "build.py")]
_UNIX_CALLS = {
    "O_DIRECTORY",
    "O_NOFOLLOW",
    "SIGHUP",
    "SIGKILL",
    "fchmod",
    "fork",
    "geteuid",
    "getuid",
    "killpg",
    "setsid",
}
_UNIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}

_WITHOUT = """\
import sys
from importlib import metadata

class Hidden:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "weasyprint":
            raise ModuleNotFoundError("No module named 'weasyprint'", name="weasyprint")

def version(name, real=metadata.version):
    if name == "weasyprint":
        raise metadata.PackageNotFoundError(name)
    return real(name)

sys.meta_path.insert(0, Hidden)
metadata.version = version
"""


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
            names += [node.attr] if isinstance(node, ast.Attribute) and node.attr in _UNIX_CALLS else []
            found += [
                f"{path.name}: {name}"
                for name in names
                if name in _UNIX_CALLS or name.partition(".")[0] in _UNIX_ONLY
            ]
    assert found == []


def test_leftovers_are_swept_also_where_nothing_is_written(tmp_path: Path) -> None:
    output, temporary = tmp_path / "out", tmp_path / "tmp"
    _start(output, temporary, "deck").communicate(timeout=60)
    (output / ".sample.apkg.4242.deckpress-tmp").write_text("half")
    (output / ".cache" / "scratch" / "4242").mkdir(parents=True)
    _start(output, temporary, "deck").communicate(timeout=60)
    assert [path.name for path in output.iterdir() if path.name != ".cache"] == ["sample.apkg"]
    assert not (output / ".cache" / "scratch").exists()


def test_a_run_with_the_same_number_elsewhere_keeps_its_scratch(tmp_path: Path) -> None:
    code = "import sys; from filelock import FileLock; l = FileLock(sys.argv[1]); l.acquire(); print(flush=True); input()"
    home = tmp_path / "scratch"
    (home / str(os.getpid())).mkdir(parents=True)
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(home / f"{os.getpid()}.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    other.stdout.readline()
    with scratch(tmp_path):
        pass
    assert (home / str(os.getpid())).is_dir()
    other.communicate("\n", timeout=60)


def test_an_interruption_while_scratch_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.iterdir

    def interrupted(folder: Path) -> Iterator[Path]:
        signal.raise_signal(signal.SIGINT)
        return real(folder)

    monkeypatch.setattr(Path, "iterdir", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch(tmp_path / "cache"):
        pytest.fail("the interruption was lost")
    monkeypatch.undo()
    assert list((tmp_path / "cache").rglob("*")) == []


def test_fonts_stay_sealed_where_the_output_is_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with scratch(Path("out") / ".cache"), sealed_fonts():
        config = Path(os.environ["FONTCONFIG_FILE"])
        assert config.is_absolute()
        assert config.is_relative_to(tmp_path / "out")
    assert not (tmp_path / "out" / ".cache" / "scratch").exists()


def test_what_the_system_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            "bash",
            "-c",
            'ulimit -f 5; exec "$@"',
            "bash",
            *COMMAND,
            "cheatsheet",
            "-s",
            str(SAMPLE),
            "-o",
            str(tmp_path / "out"),
            "-q",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "error: the system refused: File too large\n"


def test_without_weasyprint_the_deck_and_the_handout_are_built(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_WITHOUT)
    for product, code in (("deck", 0), ("handout", 0), ("cheatsheet", 4)):
        done = subprocess.run(
            [*COMMAND, product, "-s", str(SAMPLE), "-o", str(tmp_path / "out"), "-q"],
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
    assert "pip install weasyprint" in done.stderr
    assert done.stderr.count("\n") == 1


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
