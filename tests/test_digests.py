"""Digests: what is remembered of large files ends with any change of them, and content decides."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest
from conftest import TEMPLATES
from picture_bank import picture, write_bank

from deckpress.digests import Digests, digests
from deckpress.judging import Project, read
from deckpress.pipeline import build

if os.name != "posix":
    pytest.skip("elsewhere nothing is remembered", allow_module_level=True)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is old enough to be remembered."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10_000_000_000)


def shown(folder: Path) -> Path:
    """A bank that shows one photograph, p.jpg, of 640 x 480 pixels."""
    return write_bank(folder, {"p.jpg": picture("jpeg")})


def _remembering(path: Path) -> Digests:
    one = Digests()
    one.of(path)
    again = Digests()
    again.load(one.dump())
    return again


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("settled")
def test_a_file_is_read_once_while_its_state_stays(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"a" * 20_000)
    found = _remembering(path)
    assert found.of(path, b"what was not read") == _sha(path)


@pytest.mark.usefixtures("settled")
def test_a_change_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"a" * 20_000)
    found, state = _remembering(path), path.stat()
    path.write_bytes(b"b" * 20_000)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (state.st_mtime_ns, state.st_size)
    assert found.of(path) == _sha(path)
    other = tmp_path / "other"
    other.write_bytes(b"c" * 20_000)
    shutil.copystat(path, other)
    other.replace(path)
    assert found.of(path) == _sha(path)


def test_what_changed_a_moment_ago_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"a" * 20_000)
    assert _remembering(path).of(path, b"read anew") == hashlib.sha256(b"read anew").hexdigest()


@pytest.mark.usefixtures("settled")
def test_small_files_are_always_read(tmp_path: Path) -> None:
    path = tmp_path / "small"
    path.write_bytes(b"a" * 16_383)
    assert _remembering(path).of(path, b"read anew") == hashlib.sha256(b"read anew").hexdigest()
    path.write_bytes(b"a" * 16_384)
    assert _remembering(path).of(path, b"read anew") == _sha(path)


@pytest.mark.usefixtures("settled")
def test_links_are_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"a" * 20_000)
    (tmp_path / "link").symlink_to("large")
    assert _remembering(tmp_path / "link").facts(tmp_path / "link") is None


@pytest.mark.usefixtures("settled")
def test_a_known_picture_reads_as_an_unknown_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = shown(tmp_path / "source")
    assert (source / "figures/p.jpg").stat().st_size > 16_384
    project = Project(source, tmp_path / "out", TEMPLATES)
    monkeypatch.setattr(digests, "_known", {})
    first = read(project)
    assert digests.facts(source / "figures/p.jpg")
    assert read(project) == first
    monkeypatch.setattr(digests, "_known", {})
    assert read(project) == first


@pytest.mark.usefixtures("settled")
def test_a_build_remembers_and_a_changed_picture_is_in_the_next(tmp_path: Path) -> None:
    source = shown(tmp_path / "source")
    project = Project(source, tmp_path / "out", TEMPLATES)
    path = source / "figures/p.jpg"
    (row,) = build(project, ["deck"], warn=[])
    first, state = row.path.read_bytes(), path.stat()
    assert digests.facts(path)
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at] = data[at] % 128 + 1  # another picture of as many bytes
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    (row,) = build(project, ["deck"], warn=[])
    assert row.path.read_bytes() != first
