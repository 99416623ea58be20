"""`build.py all` against an earlier commit on that commit's own bank: from nothing, and after one edit.

    python bench/all.py [ROUNDS] [COMMIT] [--jobs N]         2 rounds against e90c8af where they are missing

Both alternate in one run, each in a folder of its own, all of it temporary. Wall time means something on an idle
machine only. "First" is what the process that was started spent itself: nothing can be quicker than that.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds of the clock, of all its processes, of the first; MB of the largest."""

    wall: float
    cpu: float
    first: float
    memory: float


def build(program: Path, source: Path, output: Path, *more: str) -> Cost:
    """Build everything once."""
    command = [sys.executable, str(program / "build.py"), "all", "-q", "-s", str(source), "-o", str(output)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=program
    )
    first = 0.0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        first = spent(process.pid) or first
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    wall = time.perf_counter() - started
    return Cost(wall, usage.ru_utime + usage.ru_stime, first, usage.ru_maxrss / 1024)


def spent(pid: int) -> float:
    """The seconds that a process has spent itself so far, by Linux; else 0."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def edit(source: Path, number: int) -> None:
    """Another word in one answer."""
    path = sorted((source / "questions").glob("*.md"))[3]
    text = path.read_text(encoding="utf-8")
    head, fence, rest = text.partition("```\n")
    path.write_text(
        f"{head}{fence}{rest.replace(' the ', f' the number {number} of the ', 1)}", encoding="utf-8"
    )


def rounds(
    count: int, programs: dict[str, Path], bank: Path, place: Path, more: list[str]
) -> dict[str, list[Cost]]:
    """All rounds: costs by program and kind of build."""
    costs: dict[str, list[Cost]] = {}
    for number in range(count):
        for name, program in programs.items():
            source = copytree(bank, place / f"{name}-source-{number}")
            output = place / f"{name}-output-{number}"
            options = more if name == "now" else []
            costs.setdefault(f"{name}, from nothing", []).append(build(program, source, output, *options))
            edit(source, number)
            costs.setdefault(f"{name}, one edit", []).append(build(program, source, output, *options))
    return costs


def best(costs: list[Cost]) -> Cost:
    """The least of each figure."""
    return Cost(*(min(row) for row in zip(*((c.wall, c.cpu, c.first, c.memory) for c in costs), strict=True)))


def main() -> None:
    """Print the figures; two rounds take two minutes on an idle machine of two cores."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int, default=2)
    parser.add_argument("commit", nargs="?", default="e90c8af")
    parser.add_argument("--jobs", default="0")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        then = place / "then"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(then), given.commit], check=True)
        try:
            programs = {"then": then, "now": ROOT}
            costs = rounds(given.rounds, programs, then / "source", place, ["--jobs", given.jobs])
        finally:
            subprocess.run([*git, "remove", "--force", str(then)], check=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load}, best of {given.rounds}, bank and program of {given.commit}")
    for kind, wanted in (("from nothing", 0.6), ("one edit", 0.45)):
        ours, theirs = best(costs[f"now, {kind}"]), best(costs[f"then, {kind}"])
        for who, cost in (("then", theirs), ("now", ours)):
            print(
                f"{kind}, {who}: {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, of it the first process"
                f" {cost.first:.1f}; largest process {cost.memory:.0f} MB"
            )
        print(
            f"{kind}: {ours.wall / theirs.wall:.2f} of its time (wanted <= {wanted}),"
            f" {ours.cpu / theirs.cpu:.2f} of its CPU (wanted <= 1),"
            f" first process {ours.first / theirs.cpu:.2f} of its CPU"
        )


if __name__ == "__main__":
    main()
