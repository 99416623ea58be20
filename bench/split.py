"""A large bank as one sheet and as a sheet for each topic: time, memory of the largest process, one edit.

    python bench/split.py [QUESTIONS] [--single]

Wall time means something on an idle machine only; seconds of the processor are of all processes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import write_bank

ROOT = Path(__file__).resolve().parent.parent


def sheet(folder: Path, split: str, output: Path) -> str:
    """Wall time, CPU and memory of a build."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, str(ROOT / "build.py"), "cheatsheet", "-q", "--split", split]
    subprocess.run([*command, "-s", str(folder), "-o", str(output)], check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{wall:.1f} s, {spent:.1f} s of CPU, largest process so far {after.ru_maxrss / 1024:.0f} MB"


def main() -> None:
    """Print the figures: split first, since memory is the most of any process until then."""
    count = int(next(filter(str.isdigit, sys.argv[1:]), "4000"))
    with tempfile.TemporaryDirectory() as place:
        source, output = Path(place, "source"), Path(place, "output")
        write_bank(source, count)  # topics of a hundred questions
        print("split:", sheet(source, "topic", output))
        path = source / "questions/01-topic-1.md"
        path.write_text(path.read_text().replace(" is not.", " is not yet.", 1))
        print("after one edit:", sheet(source, "topic", output))
        if "--single" in sys.argv:
            print("one file:", sheet(source, "one", Path(place, "single")))


if __name__ == "__main__":
    main()
