"""Mutants: a seeded sample of small wrong changes of the package, and how many of them the tests notice.

    python bench/mutants.py                     seed 1, 100 mutants; prints the table of docs/mutants.md
    python bench/mutants.py --seed 2 --count 50 --wing read --seconds 20
    python bench/mutants.py --only read/files.py:31     the changes of one line, all of them
    python bench/mutants.py --map               record anew which tests run what

Everything happens in a copy of the repository. Tests run in a fork of a process that has the libraries already, only
those that reach the changed lines, the quickest first, until one fails or their seconds are used up.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from mutant_map import Block, plant, record
from mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "output" / ".cache" / "mutants"
WINGS = {
    "read": "read/", "content": "content/", "check": "check/", "deck": "render/deck/", "handout": "render/handout/",
    "paper": "render/paper/", "render": "render/", "importing": "importing/", "export": "export/", "bench": "bench/",
    "pipeline": "pipeline judging stamps project cache writing scratch fingerprints processes digests",
    "locking": "lock locking selection", "cli": "commands/ cli options terminal report",
    "tables": "bank settings keys sections paper media markdown pictures problems slugs span wording",
    "tools": "",
}  # fmt: skip
"""Each wing of the package: the folders, or modules, that belong to it; the first that fits."""
SHARES = {"read": 2, "paper": 2}
"""How often a wing is drawn from in each round; once where it is not named."""
LIBRARIES = ("weasyprint", "anki.collection", "genanki", "jinja2", "pygments", "click", "yaml", "markdown_it", "pikepdf",
             "PIL.Image", "ziamath", "fontTools.ttLib", "babel", "pytest", "email", "asyncio")  # fmt: skip
UNFIT = ("tests/test_repo.py::test_no", "tests/test_repo.py::test_mod", "tests/test_repo.py::test_imp",
         "tests/test_repo.py::test_only", "tests/test_release.py", "tests/test_docs_site.py")  # fmt: skip
"""Tests that read the code or pack it instead of running it."""
EQUIVALENT: dict[str, str] = {
    "read/fast_lines.py  not after.isspace() and (after.isalnum() or not before.isalnum()) -> (not after.isspace())": (
        "what is in doubt is left to the parser, which makes the same tokens"
    ),
}
"""Changes that change nothing, as `path  old -> new` without the line, each with the reason."""


def copied(name: str) -> Path:
    """A copy of what is committed or about to be, with the environment of this one."""
    home = HOME / name
    shutil.rmtree(home, ignore_errors=True)
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for line in subprocess.run(
        listed, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines():
        if (ROOT / line).is_file() and not (ROOT / line).is_symlink():
            (home / line).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / line, home / line)
    for link in (".venv", "node_modules"):
        if (ROOT / link).exists():
            (home / link).symlink_to((ROOT / link).resolve())
    return home


def in_child(home: Path, run: Any, seconds: float) -> int | None:
    """The code that a function ends with in a fork of this process, in a folder; none if it works too long.

    It may use so many seconds of CPU, and ten times as many of the clock: the machine may be busy.
    """
    child = os.fork()
    if not child:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        os.chdir(home)
        sys.path[0] = str(home)
        out = os.open("log.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        code = 99
        try:
            code = int(run())
        except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    end = time.monotonic() + 10 * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else None
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def recorded(files: list[str]) -> None:
    """Run every test once over a planted copy and keep the map."""
    home = copied("planted")
    texts = {
        p.relative_to(home / "deckpress").as_posix(): digest(p) for p in (home / "deckpress").rglob("*.py")
    }
    blocks = plant(home / "deckpress")
    in_child(home, lambda: record(files), 3600)
    data = json.loads((home / "map.json").read_text())
    rows = [asdict(block) for block in blocks]
    if files and (HOME / "map.json").is_file():  # some files only: the others stay as they were recorded
        old = json.loads((HOME / "map.json").read_text())
        for row in data["tests"].values():
            row["reached"] = [at + len(old["blocks"]) for at in row["reached"]]
        data = {
            "tests": old["tests"] | data["tests"],
            "fixtures": old["fixtures"] | data["fixtures"],
            "early": old["early"],
        }
        rows, texts = old["blocks"] + rows, old["texts"]
    (HOME / "map.json").write_text(json.dumps({"blocks": rows, "texts": texts, **data}), encoding="utf-8")


class Map:
    """Which tests may notice a change of a line, the quickest first."""

    def __init__(self) -> None:
        data = json.loads((HOME / "map.json").read_text())
        self.blocks = [Block(**row) for row in data["blocks"]]
        self.changed = {p for p, known in data["texts"].items() if digest(ROOT / "deckpress" / p) != known}
        self.tests, self.fixtures, self.early = data["tests"], data["fixtures"], set(data["early"])
        self.of_block: dict[tuple[int, int, str], set[str]] = defaultdict(set)
        self.of_module: dict[str, set[str]] = defaultdict(set)
        for name, row in self.tests.items():
            for at in row["reached"]:
                block = self.blocks[at]
                self.of_block[block.first, block.last, block.path].add(name)
                self.of_module[block.path].add(name)

    def tests_of(self, change: Mutation) -> list[str]:
        """Names of tests that reach the innermost block of a change, or its module where that runs once."""
        around = [
            (block.last - block.first, at)
            for at, block in enumerate(self.blocks)
            if block.path == change.path and block.first <= change.line <= block.last
        ]
        at = min(around)[1] if around else None
        wide = at is None or change.path in self.changed or self.blocks[at].kept or at in self.early
        found = self.of_module[change.path]
        if at is not None and not wide:
            block = self.blocks[at]
            found = self.of_block[block.first, block.last, block.path]
        if not found:  # a module that is newer than the map: what reaches its neighbours
            home = change.path.rpartition("/")[0]
            found = {n for p, names in self.of_module.items() if p.rpartition("/")[0] == home for n in names}
        return sorted((name for name in found if not name.startswith(UNFIT)), key=self.cost)

    def cost(self, name: str) -> float:
        row = self.tests[name]
        return float(row["seconds"] + sum(self.fixtures.get(f, 0) for f in row["fixtures"]))

    def within(self, names: list[str], seconds: float) -> list[str]:
        """The first of some tests whose seconds are not more than allowed: at least one, fixtures counted once."""
        spent, made, chosen = 0.0, set[str](), list[str]()
        for name in names:
            fixtures = set(self.tests[name]["fixtures"]) - made
            spent += self.tests[name]["seconds"] + sum(self.fixtures.get(f, 0) for f in fixtures)
            if chosen and spent > seconds:
                break
            made |= fixtures
            chosen.append(name)
        return chosen


def wing_of(path: str) -> str:
    for wing, places in WINGS.items():
        for place in places.split():
            if path.startswith(place) if place.endswith("/") else path == f"{place}.py":
                return wing
    return "tools"


def everything() -> Iterator[Mutation]:
    for path in sorted((ROOT / "deckpress").rglob("*.py")):
        if path.name != "harness.py":
            yield from mutations(
                path.relative_to(ROOT / "deckpress").as_posix(), path.read_text(encoding="utf-8")
            )


def key_of(change: Mutation) -> str:
    return f"{change.path}  {change.old} -> {change.new}"


def sample(seed: int, count: int, wings: list[str]) -> list[Mutation]:
    """A seeded sample, wing by wing; a change keeps its place in it while other lines change."""
    pools: dict[str, list[tuple[str, Mutation]]] = defaultdict(list)
    times: Counter[str] = Counter()
    for change in everything():
        times[key_of(change)] += 1
        name = f"{seed} {key_of(change)} {times[key_of(change)]}"
        if key_of(change) not in EQUIVALENT:
            pools[wing_of(change.path)].append((hashlib.sha256(name.encode()).hexdigest(), change))
    for pool in pools.values():
        pool.sort(key=lambda row: row[0], reverse=True)
    chosen: list[Mutation] = []
    while len(chosen) < count and any(pools[wing] for wing in wings):
        for wing in wings:
            for _ in range(SHARES.get(wing, 1)):
                chosen += [pools[wing].pop()[1]] if pools[wing] else []
    return chosen[:count]


def tried(home: Path, change: Mutation, known: Map, seconds: float) -> tuple[str, str]:
    """How a change fared, and the test that noticed it."""
    names = known.within(known.tests_of(change), seconds)
    if not names:
        return "no test", ""
    path = home / "deckpress" / change.path
    text = path.read_bytes()
    path.write_bytes(change.apply(text))
    for old in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        old.unlink()
    try:
        options = ["-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=line"]
        code = in_child(
            home, lambda: importlib.import_module("pytest").main([*options, *names]), 6 * seconds + 30
        )
    finally:
        path.write_bytes(text)
        for old in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            old.unlink()
    log = (home / "log.txt").read_text(errors="replace")
    failed = [line.split(" ")[1] for line in log.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if code == 0:
        return "survived", f"{len(names)} tests"
    return ("time" if code is None else "killed"), (failed or [""])[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20.0, help="of tests for each change, as recorded")
    parser.add_argument("--wing", action="append", choices=list(WINGS), default=[])
    parser.add_argument("--only", action="append", default=[], metavar="PATH:LINE")
    parser.add_argument("--map", action="store_true", help="record anew which tests run what")
    parser.add_argument("tests", nargs="*", help="with --map: these test files only")
    options = parser.parse_args()
    for library in LIBRARIES:
        importlib.import_module(library)
    if options.map or not (HOME / "map.json").is_file():
        recorded(options.tests)
    if options.map:
        return
    changes = sample(options.seed, options.count, options.wing or list(WINGS))
    if options.only:
        changes = [c for c in everything() if f"{c.path}:{c.line}" in options.only]
    home, known = copied("copy"), Map()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    try:
        for change in changes:
            start = time.monotonic()
            result, by = tried(home, change, known, options.seconds)
            table[wing_of(change.path)]["killed" if result in ("killed", "time") else "survived"] += 1
            print(f"{result:8} {time.monotonic() - start:5.1f}  {change}  [{by}]", flush=True)
    except KeyboardInterrupt:
        print("stopped: the table has what was tried so far")
    print("\n| wing | killed | survived |\n|---|--:|--:|")
    for wing in (wing for wing in WINGS if wing in table):
        print(f"| {wing} | {table[wing]['killed']} | {table[wing]['survived']} |")
    killed = sum(row["killed"] for row in table.values())
    count = sum(sum(row.values()) for row in table.values())
    print(f"| all | {killed} | {count - killed} |")


if __name__ == "__main__":
    main()
