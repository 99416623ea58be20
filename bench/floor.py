"""Packing alone, against the floor: the same rows by sqlite executemany and zip."""

from __future__ import annotations

import io
import sqlite3
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.lock import Lock  # noqa: E402 - after the path is set
from deckpress.read import read_bank  # noqa: E402 - as above
from deckpress.render import Context  # noqa: E402 - as above
from deckpress.render.deck import deck as deck_module  # noqa: E402 - as above
from deckpress.render.deck import package  # noqa: E402 - as above


class _Nothing:
    def get(self, key: str) -> bytes | None:  # noqa: ARG002 - a store that keeps nothing
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep nothing."""


def main(source: Path) -> None:
    """Print the CPU seconds of packing, of the floor, and their ratio: best of five, alternating."""
    calls: list[tuple[object, ...]] = []
    real = package.pack
    package.pack = lambda *arguments: calls.append(arguments) or real(*arguments)  # type: ignore[func-returns-value]
    data = deck_module.render(read_bank(source), Context(ROOT / "templates", _Nothing(), Lock()))
    package.pack = real
    rows = _rows(data)
    ours, floor = [], []
    for _ in range(5):
        start = time.process_time()
        real(*calls[0])  # type: ignore[arg-type]
        ours.append(time.process_time() - start)
        start = time.process_time()
        _floor(rows)
        floor.append(time.process_time() - start)
    print(f"packing {min(ours):.3f} s, floor {min(floor):.3f} s, ratio {min(ours) / min(floor):.2f}")


def _rows(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        rows = {name: connection.execute(f"select * from {name}").fetchall() for name in ("notes", "cards")}  # noqa: S608 - fixed names
        connection.close()
    return rows


def _floor(rows: dict[str, list[tuple[object, ...]]]) -> bytes:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    connection = sqlite3.connect(":memory:")
    connection.executescript(APKG_SCHEMA)
    connection.executescript(APKG_COL)
    for name, table in rows.items():
        marks = ",".join("?" * len(table[0]))
        connection.executemany(f"insert into {name} values ({marks})", table)  # noqa: S608 - fixed names
    connection.commit()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("collection.anki2", connection.serialize())
    connection.close()
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
