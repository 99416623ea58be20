"""Print the sheet's figures of docs/performance.md: CPU and bytes against the naive sheet, and rebuilds."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from run import ROOT, best, cost

ROUNDS = 2
PAPERS: list[dict[str, Any]] = [
    {},
    {"size": 7.6},
    {"paper": "Letter"},
    {"paper": "Letter", "size": 7.6},
    {"landscape": True},
    {"depth": "key"},
    {"flow": True},
    {"depth": "lead", "flow": True},
    {"columns": 2, "size": 9.0},
]
BUILD, NAIVE = str(ROOT / "build.py"), str(ROOT / "bench/naive_sheet.py")

sys.path.insert(0, str(ROOT))

from deckpress.lock import Lock  # noqa: E402 - after the path is set
from deckpress.paper import Paper  # noqa: E402 - as above
from deckpress.read import read_source  # noqa: E402 - as above
from deckpress.render import Context  # noqa: E402 - as above
from deckpress.render.paper.cheatsheet import plan_sheet  # noqa: E402 - as above


class Kept(dict[str, bytes]):
    """A store in memory."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the data."""
        self[key] = data


def chosen_parts(source: Path) -> dict[str, list[int]]:
    """Question id to the places of the parts that our sheet shows of it."""
    bank = read_source(source)[0]
    topics, pages = plan_sheet(bank, Context(ROOT / "templates", Kept(), Lock()))
    seen: dict[str, list[str]] = {}
    for question in (q for page in pages for column in page.columns for q in column.questions):
        seen.setdefault(question.id, []).extend(part.html for part in question.parts)
    return {
        q.id: [place for place, part in enumerate(q.parts) if part.html in seen[q.id] and part.kind != "see"]
        for topic in topics
        for q in topic.questions
    }


def fills(source: Path) -> Iterator[str]:
    """One line for each paper: pages, questions a page, columns that are not full."""
    bank = read_source(source)[0]
    for paper in PAPERS:
        _, pages = plan_sheet(bank, Context(ROOT / "templates", Kept(), Lock(), Paper(**paper)))
        shares = [column.used / column.height for page in pages for column in page.columns]
        short = sorted(f"{100 * share:.0f} %" for share in shares if share < 0.95)
        count = sum(1 for _ in bank.questions())
        yield (
            f"{paper or 'default'}: {len(pages)} pages, {count / len(pages):.1f} questions a page,"
            f" under 95 %: {len(short)} of {len(shares)} columns {', '.join(short)}"
        )


def edit(source: Path) -> None:
    """Change one answer."""
    path = min((source / "questions").glob("*.md"))
    text = path.read_text(encoding="utf-8")
    lead = text.split("```\n", 2)[1].strip().split("\n")[0]
    path.write_text(
        text.replace(lead, lead.replace(" the ", " one ", 1) + " Mind this.", 1), encoding="utf-8"
    )


def main() -> None:
    """Run everything; about a quarter of an hour."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        source = Path(shutil.copytree(ROOT / "source", place / "source"))
        chosen = place / "chosen.json"
        chosen.write_text(json.dumps(chosen_parts(source)))
        everything = place / "everything.json"
        everything.write_text("{}")
        names = ("ours", "same parts", "all parts", "after one edit")
        rows: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for number in range(ROUNDS):
            out = place / f"out{number}"
            rows["ours"].append(cost(BUILD, "cheatsheet", "-q", "-s", str(source), "-o", str(out)))
            for parts, file in (("same parts", chosen), ("all parts", everything)):
                target = place / f"{parts}.pdf"
                rows[parts].append(cost(NAIVE, str(source), str(file), str(target)))
            size = next(out.glob("*.pdf")).stat().st_size
            edited = Path(shutil.copytree(source, place / f"edited{number}"))
            edit(edited)
            rows["after one edit"].append(cost(BUILD, "cheatsheet", "-q", "-s", str(edited), "-o", str(out)))
        cpu = {name: best(costs)[0] for name, costs in rows.items()}
        sizes = {parts: (place / f"{parts}.pdf").stat().st_size for parts in ("same parts", "all parts")}
    print(f"{os.cpu_count()} cores, best of {ROUNDS}, the shipped bank")
    print(
        f"sheet, cold: {cpu['ours']:.1f} s CPU, {size / 1e6:.2f} MB (wanted: 0.45 of the CPU, 0.2 of the bytes)"
    )
    for parts, theirs in sizes.items():
        print(
            f"naive, {parts}: {cpu[parts]:.1f} s, {theirs / 1e6:.2f} MB;"
            f" ratios {cpu['ours'] / cpu[parts]:.2f}, {size / theirs:.2f}"
        )
    again = cpu["after one edit"]
    print(f"after one edit: {again:.1f} s, {again / cpu['ours']:.2f} of the first build (wanted <= 0.6)")
    for line in fills(ROOT / "source"):
        print(line)


if __name__ == "__main__":
    main()
