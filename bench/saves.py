"""Print the figures of docs/bench.md: from a save to what is seen in the browser, the start, memory after many saves."""

from __future__ import annotations

import gc
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import open_browser  # noqa: E402 - after the path is set
from run import AS_USED  # noqa: E402 - as above

from deckpress.read import read_source  # noqa: E402 - as above

if TYPE_CHECKING:
    from browser import Page

SAVES, MANY = 30, 500
QUESTION = "roc-curve-and-auc"
FILE = "questions/09-evaluation-metrics.md"

# Written down in the page itself, at the first frame that shows it: nothing waits for the driver.
WATCH = """(mark => {
  const text = (frame, id) => document.getElementById(frame).contentDocument.getElementById(id).textContent;
  const seen = window.seen = {};
  const now = () => performance.timeOrigin + performance.now();
  const look = () => {
    if (!seen.parts && text("_card", "qa").includes(mark) && text("_article", "place").includes(mark)) seen.parts = now();
    const root = document.documentElement.dataset;
    if (seen.parts && root.sheet === root.version) seen.sheet = now();
    if (!seen.sheet) requestAnimationFrame(look);
  };
  look();
})"""


def first_point(text: str) -> str:
    """The first key point of the question as it stands in its file: whatever the bank says there today."""
    asked = text[text.index(f"id: {QUESTION}") :]
    return asked[asked.index("\n- ") :].split("\n")[1]


def save(page: Page, path: Path, good: str, number: int, wait: str = "sheet") -> tuple[float, float]:
    """Seconds from a save to card and page, and to the sheet where that is waited for."""
    mark = f"This was save {number}"
    page.run(f"{WATCH}('{mark}')")
    started = time.time()
    point = first_point(good)
    path.write_text(good.replace(point, f"{point} {mark}."))
    while not page.run(f"window.seen.{wait} || 0"):
        time.sleep(0.02)
    return page.run("window.seen.parts") / 1000 - started, page.run("window.seen.sheet || 0") / 1000 - started


def memory(process: int) -> float:
    """Resident MB of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def cpu(process: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """A running bench, its address and the seconds to its first page."""
    started = time.perf_counter()
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0", "-s", str(folder / "source")]
    command += ["-o", str(folder / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=AS_USED)
    assert process.stderr
    address = process.stderr.readline().split()[0]
    for path in ("", "state", f"question?id={QUESTION}"):
        with urllib.request.urlopen(address + path, timeout=60) as answer:  # noqa: S310 - our own server
            answer.read()
    return process, address, time.perf_counter() - started


def plain_read(folder: Path) -> float:
    """Seconds of a plain read of the bank in this process, the middle of five, as a build reads it."""
    gc.disable()
    times = []
    for _ in range(5):
        started = time.perf_counter()
        read_source(folder / "source")
        times.append(time.perf_counter() - started)
    gc.enable()
    return statistics.median(times)


def line(what: str, times: list[float], read: float, wanted: str) -> None:
    """Print the middle and the 95th percentile of some times."""
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    print(
        f"{what}: median {1000 * middle:.0f} ms ({middle / read:.2f} of a plain read), "
        f"95 % {1000 * late:.0f} ms; wanted {wanted}"
    )


def main() -> None:
    """Measure; with --memory also 500 saves."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(ROOT / "source", folder / "source")
        path = folder / "source" / FILE
        good = path.read_text()
        read = plain_read(folder)
        print(f"load {os.getloadavg()[0]:.1f}; a plain read of the bank: {1000 * read:.0f} ms")
        process, address, seconds = start(folder)
        try:
            with open_browser() as browser:
                page = browser.page(width=1400, height=950)
                page.open(f"{address}#{QUESTION}")
                page.run("document.getElementById('_turn').click()")
                for number in range(3):
                    save(page, path, good, number)
                spent = cpu(process.pid)
                rows = [save(page, path, good, number) for number in range(10, 10 + SAVES)]
                print(
                    f"CPU of the server: {1000 * (cpu(process.pid) - spent) / SAVES:.0f} ms a save, checking included"
                )
                line("card and page", [row[0] for row in rows], read, "<= 150, 300")
                line("sheet", [row[1] for row in rows], read, "<= 900")
                if "--memory" in sys.argv:
                    before = memory(process.pid)
                    for number in range(100, 100 + MANY):
                        save(page, path, good, number, wait="parts")
                    print(f"memory: {memory(process.pid) - before:+.1f} MB after {MANY} saves; wanted <= 20")
        finally:
            process.terminate()
            process.wait()
        process, _, again = start(folder)
        spent = cpu(process.pid)
        process.terminate()
        process.wait()
        print(
            f"start to first page: {seconds:.2f} s, again {again:.2f} s ({spent:.2f} s of CPU); wanted <= 1.5"
        )


if __name__ == "__main__":
    main()
