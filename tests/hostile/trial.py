"""Try cases: build each as a user would, and say what became of it; as a program, under limits."""

from __future__ import annotations

import gc
import json
import signal
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from scanner import scan

from deckpress.pipeline import Project, build
from deckpress.problems import DeckpressError, Problem, Severity, SourceError
from deckpress.report import REPORTS
from hostile.case import Case

__all__ = ["SECONDS", "Outcome", "judge", "main", "try_case"]

SECONDS = 5
"""Of the processor's time for one case, however busy the machine is."""
MEMORY = 600 << 20
"""Bytes of addresses, those of the libraries among them."""
PRODUCTS = ["deck", "handout"]
TEMPLATES = Path(__file__).parent.parent.parent / "templates"
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(slots=True)
class Outcome:
    """What became of a case."""

    codes: list[tuple[str, str]] = field(default_factory=list)
    """Code and path of each error."""
    message: str = ""
    """The message where the build failed without a place."""
    active: list[str] = field(default_factory=list)
    """What could run in a product, or would upset a terminal in a report."""
    unseen: list[str] = field(default_factory=list)
    """Words that a product does not show."""
    built: bool = False


class _Words(HTMLParser):
    """The text that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its signature
        self.hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - its signature
        self.hidden = False

    def handle_data(self, data: str) -> None:
        self.words += [] if self.hidden else [data]


def try_case(case: Case, folder: Path, output: Path) -> Outcome:
    """Write the bank, build it, scan what was built and look for what must be seen."""
    folder.mkdir()
    case.write(folder)
    outcome = Outcome()
    warnings: list[Problem] = []
    try:
        rows = build(Project(folder, output, TEMPLATES), PRODUCTS, warn=warnings)
    except SourceError as error:
        errors = [p for p in error.problems if p.severity is Severity.ERROR]
        outcome.codes = sorted({(p.code, p.span.path) for p in errors})
        outcome.active = _reported(error.problems, folder)
    except DeckpressError as error:
        outcome.message = str(error)
    else:
        outcome.built = True
        outcome.active = _reported(warnings, folder)
        for data in (path.read_bytes() for row in rows for path in row.paths):
            outcome.active += scan(data)
            text = " ".join(_words(data).split()).translate(_STRAIGHT)
            outcome.unseen += [words for words in case.shown if words not in text]
    return outcome


def _reported(problems: Sequence[Problem], folder: Path) -> list[str]:
    """Characters that must not reach a terminal, and lines that a CI would obey."""
    found = []
    for name, report in REPORTS.items():
        text = report(problems, folder, False)
        found += sorted({f"{name} prints U+{ord(c):04X}" for c in text if _moves(c)})
        if name == "github" and any(
            not line.startswith(("::error ", "::warning ", "::notice ")) for line in text.split("\n")
        ):
            found += [] if not text else ["a line of its own"]
        if "TOP SECRET" in text or "root:" in text:
            found.append(f"{name} shows a secret")
    return found


def _moves(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _words(data: bytes) -> str:
    html = data.decode("utf-8") if data[:2] != b"PK" else _fields(data)
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.words)


def _fields(data: bytes) -> str:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    rows = [row for (row,) in database.execute("select flds from notes")]
    rows += [escape(str(deck["name"])) for deck in _json(database, "decks")]
    rows += [str(deck["desc"]) for deck in _json(database, "decks")]
    rows += [
        side
        for model in _json(database, "models")
        for card in model["tmpls"]
        for side in card.values()
        if isinstance(side, str)
    ]
    database.close()
    return "\n".join(rows)


def _json(database: sqlite3.Connection, column: str) -> list[dict[str, Any]]:
    return list(json.loads(database.execute(f"select {column} from col").fetchone()[0]).values())


def judge(case: Case, outcome: Outcome) -> list[str]:
    """What is wrong with an outcome; nothing where it is as the case wants it."""
    faults = [f"active: {text}" for text in outcome.active]
    faults += [f"not shown: {words}" for words in outcome.unseen]
    codes = {code for code, path in outcome.codes if not case.path or path == case.path}
    if outcome.message:
        faults.append(f"failed without a place: {outcome.message[:300]}")
    elif outcome.built and case.refused and not case.either:
        faults.append("it was built")
    elif not outcome.built and not codes & case.refused:
        faults.append(f"refused by {outcome.codes[:9]}")
    return faults


def main() -> None:
    """Try the cases named on standard input, one line of JSON after each; the clock kills a slow one."""
    import resource

    from hostile.cases import CASES

    gc.disable()  # as the command line does
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as place:
        for number, name in enumerate(sys.stdin.read().split("\n")):
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            outcome = try_case(CASES[name], Path(place, f"source{number}"), Path(place, "output"))
            signal.setitimer(signal.ITIMER_PROF, 0)
            gc.collect()
            sys.stdout.write(f"{json.dumps(asdict(outcome))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
