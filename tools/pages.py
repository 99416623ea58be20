"""Pictures of a PDF's pages, to be looked at.

    python tools/pages.py output/ml-interview-cheatsheet.pdf -o pictures --first 8 --last 9

Needs poppler-utils.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

__all__ = ["main"]


def main() -> None:
    """Write one PNG a page and print their paths."""
    parser = argparse.ArgumentParser(description="Take pictures of a PDF's pages.")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("pictures"), help="folder for the pictures")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int, default=0, help="0: to the end")
    parser.add_argument("--size", type=int, default=110, help="dots an inch")
    parser.add_argument("--gray", action="store_true", help="as a black printer shows it")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    stem = given.output / given.pdf.stem
    command = ["pdftoppm", "-png", "-r", str(given.size), "-f", str(given.first)]
    command += ["-l", str(given.last)] if given.last else []
    command += ["-gray"] if given.gray else []
    subprocess.run([*command, str(given.pdf), str(stem)], check=True)
    for path in sorted(given.output.glob(f"{given.pdf.stem}-*.png")):
        print(path)


if __name__ == "__main__":
    main()
