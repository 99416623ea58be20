"""Processes beside a build: they answer in order, change no byte, and end with it, however it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, Memory

from deckpress.bank import Span
from deckpress.problems import DeckpressError, SourceError, problem
from deckpress.processes import Crew, shares_of
from deckpress.render.paper.outlines import draw_ahead, draw_formula, kept_formula

_SMALL = """\
import sys
from deckpress import cli, pipeline, processes
from deckpress.render.paper import plates
pipeline._MANY = plates._MANY = processes._LEAST = 1
cli.main()
"""


def left(output: Path, temporary: Path) -> list[Path]:
    """Products and temporary files."""
    scratch = output / ".cache" / "scratch"
    return [*temporary.iterdir(), *output.glob("[!.]*"), *(scratch.rglob("*") if scratch.is_dir() else ())]


def _beside(output: Path, temporary: Path, jobs: int) -> subprocess.Popen[str]:
    temporary.mkdir(exist_ok=True)
    arguments = ["all", "-s", str(SAMPLE), "-o", str(output), "-q", "--jobs", str(jobs)]
    environment = os.environ | {"TMPDIR": str(temporary)}
    return subprocess.Popen(
        [sys.executable, "-c", _SMALL, *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_products_are_the_same_bytes_whatever_the_number_of_processes(tmp_path: Path) -> None:
    made = {}
    for jobs in (1, 3):
        process = _beside(tmp_path / f"{jobs}", tmp_path / "tmp", jobs)
        assert process.communicate()[1] == ""
        assert process.returncode == 0
        made[jobs] = {path.name: path.read_bytes() for path in (tmp_path / f"{jobs}").glob("[!.]*")}
        assert [path.name for path in left(tmp_path / f"{jobs}", tmp_path / "tmp")] == [*made[jobs]]
    assert len(made[1]) == 3
    assert made[1] == made[3]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"]
)
def test_an_interrupted_build_takes_its_processes_with_it(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    output, temporary = tmp_path / "out", tmp_path / "tmp"
    process = _beside(output, temporary, 2)
    place = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not place.exists():
        process.wait()
        pytest.skip("only Linux says what children a process has")
    children: list[str] = []
    while process.poll() is None and len(children) < 2:  # one of them keeps count of what is shared
        children = place.read_text().split()
    process.send_signal(number)
    said = process.communicate()[1]
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert left(output, temporary) == []
    ends = time.monotonic() + 60
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < ends


def _halve(number: int) -> int:
    if number % 2:
        raise SourceError([problem("P002", Span("x.md", number), "is odd", "double it")])
    return number // 2


def test_other_processes_answer_in_order_and_tell_what_went_wrong() -> None:
    with Crew(3) as crew:
        assert crew.share(_halve, [(2 * n,) for n in range(9)]) == [*range(9)]
        assert crew.share(_halve, []) == []
        waited = crew.beside(_halve, 10)
        assert crew.share(_halve, [(2,)]) == [1]
        assert waited() == 5
        with pytest.raises(SourceError) as told:
            crew.share(_halve, [(2,), (3,), (4,), (5,)])
        assert [p.span.line for p in told.value.problems] == [3]
    with Crew(2) as crew, pytest.raises(DeckpressError, match="was ended"):
        crew.share(os._exit, [(1,), (1,), (1,)], lambda _: None)
    assert multiprocessing.active_children() == []


def test_one_process_does_all_itself() -> None:
    with Crew(1) as crew:
        assert crew.share(_number, [(), ()]) == [os.getpid()] * 2
        assert crew.beside(_number)() == os.getpid()
    with Crew(2) as crew:
        assert crew.share(_number, [()]) == [os.getpid()]
        assert crew.beside(_number)() != os.getpid()


def _number() -> int:
    return os.getpid()


@pytest.mark.parametrize("sizes", [[9] * 4, [50, 1, 1, 1], [1], []])
def test_shares_are_alike_and_keep_the_order(sizes: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckpress.processes._LEAST", 10)
    shares = shares_of(range(len(sizes)), sizes, 2)
    assert sorted(n for share in shares for n in share) == [*range(len(sizes))]
    assert all(share == sorted(share) for share in shares)
    assert len(shares) == {36: 2, 53: 2, 1: 1, 0: 0}[sum(sizes)]
    loads = [sum(sizes[n] for n in share) for share in shares]
    assert max(loads, default=0) <= max(*sizes, 0, sum(sizes) / 2)


def test_a_formula_that_cannot_be_drawn_is_told_by_who_needs_it() -> None:
    store, good, bad = Memory(), ("x^2", True), (r"\frac{", False)
    with Crew(2) as crew:
        draw_ahead([good, bad], store, crew)
    assert kept_formula("x^2", store, display=True)
    assert not kept_formula(bad[0], store, display=False)
    with pytest.raises(DeckpressError, match="frac"):
        draw_formula(bad[0], store, display=False)
