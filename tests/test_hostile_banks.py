"""Banks that a stranger might send end in good time, refused at their place or shown as text."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from hostile.cases import CASES
from hostile.trial import SECONDS, Outcome, judge, try_case

CALM = [name for name, case in CASES.items() if not case.risky]
RISKY = [name for name, case in CASES.items() if case.risky]
SHARES = 2
"""Processes among which the risky cases are shared out."""


def _start(names: list[str]) -> subprocess.Popen[str]:
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    run = subprocess.Popen(
        [sys.executable, "-m", "hostile.trial"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.stdin
    run.stdin.write("\n".join(names))
    run.stdin.close()
    run.stdin = None
    return run


def _outcomes(names: list[str]) -> dict[str, list[str]]:
    """What is wrong with each case; the one that ended its process is named, and the rest go on without it."""
    found: dict[str, list[str]] = {}
    while rest := [name for name in names if name not in found]:
        run = _start(rest)
        out, trouble = run.communicate(timeout=20 * SECONDS * len(rest))
        for name, line in zip(rest, out.splitlines(), strict=False):
            row = json.loads(line)
            row["codes"] = [(code, path) for code, path in row["codes"]]
            found[name] = judge(CASES[name], Outcome(**row))
        if guilty := next((name for name in rest if name not in found), None):
            why = f"more than {SECONDS} s" if run.returncode == -signal.SIGPROF else trouble[-2000:]
            found[guilty] = [f"ended its process with {run.returncode}: {why}"]
    return found


@pytest.fixture(scope="module", autouse=True)
def trials() -> Iterator[list[Future[dict[str, list[str]]]]]:
    """The risky cases, tried by processes with a clock and a limit of memory while the calm ones are."""
    with ThreadPoolExecutor(SHARES) as pool:
        yield [pool.submit(_outcomes, RISKY[start::SHARES]) for start in range(SHARES)]


@pytest.fixture(scope="module")
def tried(trials: list[Future[dict[str, list[str]]]]) -> dict[str, list[str]]:
    """What is wrong with each risky case."""
    return {name: faults for trial in trials for name, faults in trial.result().items()}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One output folder for all, whose cache serves each case."""
    return tmp_path_factory.mktemp("hostile") / "output"


@pytest.mark.parametrize("name", CALM)
def test_a_hostile_bank(name: str, tmp_path: Path, output: Path) -> None:
    assert judge(CASES[name], try_case(CASES[name], tmp_path / "source", output)) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="limits, alarms and pipes are of POSIX")
@pytest.mark.parametrize("name", RISKY)
def test_a_bank_that_may_hang_or_grow(name: str, tried: dict[str, list[str]]) -> None:
    assert tried[name] == []


def test_the_judge_tells_apart() -> None:
    refused, shown = CASES["html: script"], CASES["html: what looks like HTML"]
    assert judge(refused, Outcome(built=True)) == ["it was built"]
    assert judge(refused, Outcome(codes=[("C001", "questions/01-topic.md")]))
    assert judge(refused, Outcome(codes=[("S043", "bank.toml")]))
    assert judge(refused, Outcome(codes=[("S043", "questions/01-topic.md")])) == []
    assert judge(shown, Outcome(message="it failed"))
    assert judge(shown, Outcome(built=True, unseen=["x"], active=["<script>"])) == [
        "active: <script>",
        "not shown: x",
    ]
