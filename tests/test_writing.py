"""Writing: the old file or the new one, never a torn one, and no litter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, TEMPLATES

from deckpress.cache import DiskStore
from deckpress.pipeline import Project, build, clean
from deckpress.problems import DeckpressError, SourceError
from deckpress.writing import locked_folder, write_files


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".cache")


def test_a_failing_source_leaves_the_old_outputs(bank_folder: Path, tmp_path: Path) -> None:
    project = Project(bank_folder, tmp_path / "out", TEMPLATES)
    list(build(project, ["deck", "handout"], warn=[]))
    before = {path.name: path.read_bytes() for path in project.output.glob("[!.]*")}
    path = bank_folder / "questions" / "02-metrics.md"
    path.write_text(path.read_text().replace("$TP / (TP + FP)$", "$\\foo$"))
    with pytest.raises(SourceError):
        list(build(project, ["deck", "handout"], warn=[]))
    assert {path.name: path.read_bytes() for path in project.output.glob("[!.]*")} == before


def test_a_failing_template_leaves_the_old_outputs(bank_folder: Path, tmp_path: Path) -> None:
    import shutil

    templates = Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))
    project = Project(bank_folder, tmp_path / "out", templates)
    list(build(project, ["deck", "handout"], warn=[]))
    before = {path.name: path.read_bytes() for path in project.output.glob("[!.]*")}
    page = templates / "handout/handout.html.j2"
    page.write_text(page.read_text().replace("{{ topic.title }}", "{{ topic.titel }}"))
    with pytest.raises(DeckpressError, match=r"handout\.html\.j2:\d+.*titel"):
        list(build(project, ["deck", "handout"], warn=[]))
    assert {path.name: path.read_bytes() for path in project.output.glob("[!.]*")} == before


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    calls = []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(DeckpressError, match="No space left"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"old", b"old"]
    assert _names(tmp_path) == ["a", "b"]


def test_a_folder_that_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with (
        pytest.raises(DeckpressError, match="cannot lock the folder"),
        locked_folder(tmp_path / "out", tmp_path),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_a_read_only_folder_is_told_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = tmp_path / "out"
    folder.mkdir(mode=0o555)
    code = (
        "import os,sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from deckpress.writing import write_files; from deckpress.problems import DeckpressError\n"
        "os.setuid(65534)\n"
        "try: write_files(Path(sys.argv[2]), {'a': b'x'})\n"
        "except DeckpressError as error: print(error)\n"
    )
    parents = [p for p in [tmp_path, *tmp_path.parents] if p != Path("/")]
    modes = {p: p.stat().st_mode for p in parents}
    for p in parents:
        p.chmod(modes[p] | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), str(folder)], capture_output=True, text=True, check=False
    )
    for p in parents:
        p.chmod(modes[p])
    assert "cannot write to" in done.stdout, done.stderr
    assert _names(folder) == []


def test_a_killed_build_leaves_no_torn_file_and_the_next_sweeps(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "import deckpress.writing as w; real = os.fsync; seen = []\n"
        "def fsync(handle):\n    real(handle); seen.append(1)\n"
        "    if len(seen) == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "os.fsync = fsync\n"
        "w.write_files(Path(sys.argv[2]), {'a': b'new' * 1000, 'b': b'new' * 1000})\n"
    )
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    done = subprocess.run([sys.executable, "-c", code, str(ROOT), str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"old", b"old"]
    assert len(_names(tmp_path)) == 4
    write_files(tmp_path, {"a": b"newer"})
    assert _names(tmp_path) == ["a", "b"]


def test_builds_at_the_same_time_wait_for_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "build.py", "deck", "-s", str(SAMPLE), "-o", str(tmp_path), "-q"]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    for process in running:
        assert process.stderr
        process.stderr.close()
    assert _names(tmp_path) == ["sample.apkg"]


def test_an_interrupted_build_ends_with_130(tmp_path: Path) -> None:
    command = [sys.executable, "build.py", "all", "-o", str(tmp_path / "out"), "-q"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_an_unchanged_bank_writes_nothing(bank_folder: Path, tmp_path: Path) -> None:
    project = Project(bank_folder, tmp_path / "out", TEMPLATES)
    first = list(build(project, ["deck", "handout"], warn=[]))
    assert all(row.written for row in first)
    times = {path: path.stat().st_mtime_ns for path in project.output.rglob("*")}
    warnings: list[object] = []
    second = list(build(project, ["deck", "handout"], warn=warnings))  # type: ignore[arg-type]
    assert not any(row.written for row in second)
    assert {path: path.stat().st_mtime_ns for path in project.output.rglob("*")} == times
    assert len(warnings) == 1
    first[0].path.write_bytes(b"damaged")
    assert [row.written for row in build(project, ["deck", "handout"], warn=[])] == [True, False]


def test_a_damaged_cache_is_rebuilt_not_believed(bank_folder: Path, tmp_path: Path) -> None:
    project = Project(bank_folder, tmp_path / "out", TEMPLATES)
    built = list(build(project, ["handout"], warn=[]))
    before = built[0].path.read_bytes()
    for path in (project.output / ".cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    built[0].path.unlink()
    list(build(project, ["handout"], warn=[]))
    assert built[0].path.read_bytes() == before


def test_the_store_forgets_what_was_changed(tmp_path: Path) -> None:
    DiskStore(tmp_path).put("key", b"data")
    assert DiskStore(tmp_path).get("key") == b"data"
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes() + b"!")
    assert DiskStore(tmp_path).get("key") is None


def test_clean_removes_what_builds_wrote(bank_folder: Path, tmp_path: Path) -> None:
    project = Project(bank_folder, tmp_path / "out", TEMPLATES)
    list(build(project, ["deck"], warn=[]))
    (project.output / "mine.txt").write_text("kept")
    clean(project)
    assert sorted(path.name for path in project.output.iterdir()) == ["mine.txt"]
