"""Shared fixtures: a small sample bank, and the outputs of the shipped bank, built once."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy, whose threads wait for each other

import gc
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, open_browser

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.pipeline import CACHE, Project, build
from deckpress.read import read_bank
from deckpress.render import Context, Product

ROOT = Path(__file__).parent.parent
SAMPLE = Path(__file__).parent / "sample"
TEMPLATES = ROOT / "templates"


class Memory:
    """A store that lives as long as a test run."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.data.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.data[key] = data


gc.set_threshold(50_000, 20, 100)  # as in a build, where nothing is collected, but for memory's sake


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files")


def need(*programs: str) -> None:
    """Skip without a program, but fail in CI."""
    for program in programs:
        if shutil.which(program) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{program} is missing, and CI must have it")
            pytest.skip(f"{program} is not installed")


def one_file(product: Product) -> bytes:
    """A product that is one file, as bytes."""
    assert isinstance(product, bytes)
    return product


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    need("chromium")
    with open_browser() as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[Browser]:
    """Chromium with an empty profile, whose tabs are closed after the last test of a file."""
    with chromium.profile():
        yield chromium


@cache
def shipped_bank() -> Bank:
    """The bank of source/, read once; whoever wants it otherwise replaces parts of it."""
    return read_bank(ROOT / "source")


@pytest.fixture(scope="session")
def sample() -> Bank:
    return read_bank(SAMPLE)


@pytest.fixture
def bank_folder(tmp_path: Path) -> Path:
    """A copy of the sample bank that a test may change."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "source"))


@pytest.fixture(scope="session")
def store() -> Memory:
    return Memory()


@pytest.fixture
def context(store: Memory) -> Context:
    return Context(TEMPLATES, store, Lock())


@pytest.fixture(scope="session")
def shipped_outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every usual product of source/: those of `make build` where they are up to date."""
    from deckpress.render import FORMATS

    output = tmp_path_factory.mktemp("shipped")
    if (ROOT / "output" / CACHE).is_dir():  # what a user's own build would reuse
        shutil.copytree(ROOT / "output", output, dirs_exist_ok=True)
    usual = [row.name for row in FORMATS.values() if not row.extra]
    list(build(Project(ROOT / "source", output, TEMPLATES), usual, warn=[]))
    return output


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Any:
    """Compare a text with a file of tests/golden; --accept rewrites it."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--accept"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"run pytest --accept and read the diff of {path}"

    return compare
