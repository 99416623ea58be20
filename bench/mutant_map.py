"""A map from blocks of the package to the tests that run them, recorded once: a plugin of pytest, and what it plants.

`plant` writes into each function, branch and loop of a copy of the package a call that notes that it was reached; the
plugin reads the notes after each test. What a fixture reaches counts for each test that uses it. A process that a test
starts leaves its notes in a file.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NOTES = '''"""What was reached: planted by bench/mutant_map.py."""

import atexit
import os

REACHED = set()
seen = REACHED.add


def _leave():
    folder = os.environ.get("MUTANTS_NOTES")
    if folder and os.environ.get("MUTANTS_MAIN") != str(os.getpid()):
        with open(f"{folder}/{os.getpid()}.txt", "a") as file:
            file.write("\\n".join(map(str, sorted(REACHED))))


atexit.register(_leave)
'''
ALONE = ("harness.py", "_seen.py")  # files that run without the package
CALLED_ONCE = ("cache", "lru_cache", "cached_property")


@dataclass(frozen=True)
class Block:
    """Lines of a module that run together."""

    path: str
    first: int
    last: int
    kept: bool
    """Whether its result is kept, so that only the first test is seen to reach it."""


def plant(package: Path) -> list[Block]:
    """Plant notes in every module of a package; the number of a note is the place of its block in the list."""
    blocks: list[Block] = []
    (package / "_seen.py").write_text(NOTES, encoding="utf-8")
    for path in sorted(package.rglob("*.py")):
        if path.name not in ALONE:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            _plant(tree, path.relative_to(package).as_posix(), blocks, kept=False)
            body = tree.body
            at = sum(isinstance(n, ast.Expr) or getattr(n, "module", "") == "__future__" for n in body[:2])
            body.insert(at, ast.parse("from deckpress._seen import seen as _planted").body[0])
            path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    return blocks


def _plant(node: ast.AST, path: str, blocks: list[Block], *, kept: bool) -> None:
    for child in ast.iter_child_nodes(node):
        names = [ast.unparse(d).split("(")[0].split(".")[-1] for d in getattr(child, "decorator_list", [])]
        _plant(child, path, blocks, kept=kept or any(name in CALLED_ONCE for name in names))
    if isinstance(node, ast.Module | ast.ClassDef):
        return
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
            is_elif = isinstance(node, ast.If) and name == "orelse" and isinstance(body[0], ast.If)
            note = ast.parse(f"_planted({len(blocks)})").body[0]
            first = node.lineno if name == "body" and hasattr(node, "lineno") else body[0].lineno
            blocks.append(Block(path, first, body[-1].end_lineno or 0, kept))
            body.insert(0 if is_elif or not _is_text(body[0]) else 1, note)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Recorder:
    """The plugin: which blocks each test reaches, and its seconds with and without fixtures that are made once."""

    def __init__(self, notes: Path) -> None:
        from deckpress._seen import REACHED  # type: ignore[import-not-found] # only a planted copy has it

        self.reached: set[int] = REACHED
        self.notes = notes
        self.fixtures: dict[str, set[int]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.tests: dict[str, Any] = {}
        self.early: set[int] = set()

    def pytest_collection_finish(self) -> None:
        self.early = self._taken()

    def _taken(self) -> set[int]:
        found = set(self.reached)
        self.reached.clear()
        for path in self.notes.glob("*.txt"):
            found |= {int(word) for word in path.read_text().split()}
            path.unlink()
        return found

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        before, start = self._taken(), time.perf_counter()
        yield
        wide = fixturedef.scope != "function"
        if wide:
            self.seconds[fixturedef.argname] += time.perf_counter() - start
        found = self._taken()
        self.fixtures[fixturedef.argname] |= found if wide else set()
        self.reached |= before | found

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self._taken()
        start, before = time.perf_counter(), sum(self.seconds.values())
        yield
        made = sum(self.seconds.values()) - before
        names = [name for name in item.fixturenames if name in self.fixtures]
        reached = self._taken().union(*(self.fixtures[name] for name in names))
        own = time.perf_counter() - start - made
        self.tests[item.nodeid] = {"seconds": own, "fixtures": names, "reached": sorted(reached)}
        if len(self.tests) % 100 == 0:
            self.keep()

    def pytest_sessionfinish(self) -> None:
        self.keep()

    def keep(self) -> None:
        """Write what is known so far."""
        data = {"tests": self.tests, "fixtures": self.seconds, "early": sorted(self.early)}
        Path("map.json").write_text(json.dumps(data), encoding="utf-8")


def record(files: list[str]) -> int:
    """Run the tests of a planted copy, in its folder."""
    notes = Path("notes").resolve()
    notes.mkdir(exist_ok=True)
    os.environ.update(MUTANTS_NOTES=str(notes), MUTANTS_MAIN=str(os.getpid()))
    sys.path.insert(0, str(Path.cwd()))
    return pytest.main(["-q", "-p", "no:cacheprovider", *files], plugins=[Recorder(notes)])
