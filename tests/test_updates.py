"""Updates: what a new release does to a reader's cards, reviews and own changes, by the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache

import media_cases  # noqa: F401 - adds its cases to the table
import pytest
import reader_cases  # noqa: F401 - as above
import table_cases  # noqa: F401 - as above
from conftest import ROOT, SAMPLE
from engine import study
from publishing import FIRST, Import, Publisher, open_reader
from update_cases import CASES

DOC = ROOT / "docs" / "updating.md"
_HEAD = (
    "| what happens | new | updated | unchanged | duplicates | reviews lost | the reader then has |\n"
    "|---|--:|--:|--:|--:|--:|---|"
)
_Outcome = Callable[[str], tuple[Import, int, int]]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> _Outcome:
    """Run a case once: what the import said, how many cards lost something, how many notes are double."""
    start = tmp_path_factory.mktemp("first")
    bank = Publisher(SAMPLE)
    first = bank.release(FIRST)
    with open_reader(start) as reader:
        reader.take(first)
        study(reader.col, 12)

    @cache
    def run(name: str) -> tuple[Import, int, int]:
        place = tmp_path_factory.mktemp(name)
        shutil.copytree(start, place / "reader")
        with open_reader(place / "reader") as reader:
            reader.remember()
            assert sum(bool(logs) for logs, _ in reader.before.values()) == len(reader.before) == 10
            found = CASES[name].steps(bank.copy(place), reader)
            return found, len(reader.lost()), reader.duplicates()

    return run


@pytest.mark.parametrize("name", list(CASES))
def test_update(name: str, outcome: _Outcome) -> None:
    found, lost, duplicates = outcome(name)
    assert lost == 0
    assert duplicates == 0
    assert found.updated == CASES[name].updated
    assert found.new == CASES[name].new


def test_documentation_says_what_happened(outcome: _Outcome, request: pytest.FixtureRequest) -> None:
    parts: dict[bool, list[str]] = {False: [], True: []}
    for name, row in CASES.items():
        found, lost, duplicates = outcome(name)
        cells = (
            row.change,
            len(found.new),
            len(found.updated),
            found.unchanged,
            duplicates,
            lost,
            row.result,
        )
        line = f"| {' | '.join(map(str, cells))} |"
        parts[row.change.startswith("the reader")].append(line)
    text = DOC.read_text()
    for mine, title in ((False, "releases"), (True, "readers")):
        head, start, rest = text.partition(f"<!-- {title} -->\n")
        _, end, tail = rest.partition(f"<!-- end of {title} -->\n")
        assert start
        assert end
        text = head + start + "\n".join([_HEAD, *parts[mine]]) + "\n" + end + tail
    if request.config.getoption("--accept"):
        DOC.write_text(text)
    assert text == DOC.read_text(), "run pytest --accept and read the diff of docs/updating.md"
