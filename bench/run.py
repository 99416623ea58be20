"""Print the figures of docs/performance.md: CPU seconds and peak memory of whole processes, alternating."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from synthetic import write_bank, write_table

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
AS_USED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of a user, whose Python keeps compiled modules; else ours would be compiled at each start."""


def cost(*arguments: str, code: int = 0) -> tuple[float, float]:
    """CPU seconds and peak resident MB of one process."""
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=AS_USED
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        sys.exit(f"{arguments} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(rows: list[tuple[float, float]]) -> tuple[float, float]:
    """The least CPU and the least memory of several rounds."""
    return min(row[0] for row in rows), min(row[1] for row in rows)


def print_table(build: str, place: Path) -> None:
    """Print what a table of 20,000 words costs, asked in two directions."""
    write_table(place / "words", 20_000)
    rows = [
        cost(build, "deck", "-q", "-s", str(place / "words"), "-o", str(place / f"words{i}"))
        for i in range(2)
    ]
    seconds, memory = best(rows)
    print(f"deck of a table of 20,000 words: {seconds:.1f} s CPU (wanted <= 12), {memory:.0f} MB (<= 500)")


def main() -> None:
    """Run everything; about three minutes."""
    build = str(ROOT / "build.py")
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, best of {ROUNDS}"
    )
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place, "small"), Path(place, "large")
        write_bank(small, 1_000)
        write_bank(large, 10_000)
        ours, naive, check = [], [], []
        for number in range(ROUNDS):
            out = str(Path(place, f"out{number}"))
            ours.append(cost(build, "deck", "-q", "-s", str(small), "-o", out))
            naive.append(cost(str(ROOT / "bench/naive.py"), str(small), f"{out}.apkg"))
            check.append(cost(build, "check", "-q", "-s", str(small)))
        (a, _), (b, _), (c, memory) = best(ours), best(naive), best(check)
        print(
            f"deck of 1,000: {a:.2f} s CPU; the 25-line script {b:.2f} s; ratio {a / b:.2f} (wanted <= 1.0)"
        )
        print(f"check of 1,000: {c:.2f} s CPU (wanted <= 0.45), {memory:.0f} MB (wanted <= 150)")
        again, _ = best([cost(build, "deck", "-q", "-s", str(small), "-o", out) for _ in range(3)])
        print(f"second build of an unchanged bank: {again:.2f} s CPU")
        start, _ = best([cost(build, "--help") for _ in range(3)])
        ten, _ = best(
            [
                cost(build, "deck", "-q", "-s", str(large), "-o", str(Path(place, f"large{i}")))
                for i in range(2)
            ]
        )
        growth = (ten - start) / (a - start) / 10
        print(
            f"deck of 10,000: {ten:.1f} s CPU; growth {growth:.2f} of linear, start-up {start:.2f} s apart (wanted <= 1.1)"
        )
        page, _ = best(
            [
                cost(build, "handout", "-q", "-s", str(small), "-o", str(Path(place, f"page{i}")))
                for i in range(3)
            ]
        )
        pages, room = cost(build, "handout", "-q", "-s", str(large), "-o", str(Path(place, "pages")))
        print(
            f"handout of 1,000: {page:.2f} s CPU; of 10,000: {pages:.1f} s, {room:.0f} MB; "
            f"growth {(pages - start) / (page - start) / 10:.2f} of linear"
        )
        print_table(build, Path(place))
        for size, folder in (("1,000", small), ("10,000", large)):
            done = subprocess.run(
                [sys.executable, str(ROOT / "bench/floor.py"), str(folder)],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"{size}: {done.stdout.strip()} (wanted <= 3)")


if __name__ == "__main__":
    main()
