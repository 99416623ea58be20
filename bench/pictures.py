"""A bank of many pictures: its deck against Pillow's own resizing of them, and a second build after one edit.

    python bench/pictures.py [COUNT]

Both resize photographs of 1,600 x 1,200 to 1,200 pixels and write WebP, in as many threads as there are cores.
Times are seconds of the processor, of all threads, so that the load of the machine matters little.
"""

from __future__ import annotations

import io
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - after the path is set

SIZE = (1600, 1200)
_BUILD = """
import gc, sys, time, resource
gc.disable()  # as the command line does
sys.path.insert(0, {root!r})
from pathlib import Path
from deckpress.pipeline import Project, build
start = time.process_time()
build(Project(Path({source!r}), Path({output!r}), Path({root!r}) / "templates"), ["deck"], warn=[])
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@cache
def _grain() -> Image.Image:
    return Image.effect_noise(SIZE, 22).convert("RGB")


def photograph(number: int) -> bytes:
    """A JPEG of its own, smooth with some grain, as large as a camera's."""
    small = Image.new("RGB", (80, 60))
    small.putdata(
        [
            (
                round(127 + 120 * math.sin((x + number) / 9) * math.cos(y / 7)),
                round(127 + 120 * math.sin((x * y + 3 * number) / 400)),
                round(127 + 120 * math.cos((x - y + number) / 13)),
            )
            for y in range(60)
            for x in range(80)
        ]
    )
    image = small.resize(SIZE, Image.Resampling.BICUBIC)
    grain = _grain()
    out = io.BytesIO()
    Image.blend(image, grain, 0.12).save(out, "JPEG", quality=85)
    return out.getvalue()


def write_bank(folder: Path, count: int) -> None:
    """A bank of as many questions as pictures."""
    for name in ("questions", "figures"):
        (folder / name).mkdir(parents=True)
    (folder / "bank.toml").write_text('[bank]\ntitle = "P"\nslug = "p"\nnamespace = "bench/pictures"\n')
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, data in enumerate(pool.map(photograph, range(count))):
            (folder / f"figures/p{number}.jpg").write_bytes(data)
    rows = (
        f"## What is seen in field number {number}?\n\n```yaml\nid: p{number}\n```\n\n"
        f"![A field of waves with grain, number {number}](../figures/p{number}.jpg)\n"
        for number in range(count)
    )
    (folder / "questions/01-p.md").write_text("# P\n\n" + "\n".join(rows))


def pillow(folder: Path) -> float:
    """Seconds of the processor that Pillow alone takes, in threads on all cores."""

    def one(path: Path) -> int:
        with Image.open(path) as image:
            image.thumbnail((1200, 1200), reducing_gap=2.0)
            out = io.BytesIO()
            image.save(out, "WEBP", quality=80, method=2)
            return out.tell()

    start = time.process_time()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        sum(pool.map(one, sorted((folder / "figures").iterdir())))
    return time.process_time() - start


def deck(folder: Path, output: Path) -> tuple[float, float]:
    """Seconds of the processor and megabytes of a build of the deck in a process of its own."""
    script = _BUILD.format(root=str(ROOT), source=str(folder), output=str(output))
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    seconds, memory = map(float, run.stdout.split())
    return seconds, memory


def main() -> None:
    """Print the ratio, the second build and the memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as place:
        source, output = Path(place, "source"), Path(place, "output")
        write_bank(source, count)
        alone = pillow(source)
        cold, memory = deck(source, output)
        (source / "figures/p7.jpg").write_bytes(photograph(count + 1))
        edited, _ = deck(source, output)
        again = pillow(source)
    alone = (alone + again) / 2
    print(
        f"{count} pictures: Pillow alone {alone:.1f} s, deck {cold:.1f} s ({cold / alone:.2f} x), {memory:.0f} MB"
    )
    print(f"after one edited picture {edited:.2f} s")
    print(f"this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
