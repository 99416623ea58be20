"""Run the code of the answers: a fresh isolated interpreter per question, no network, 10 seconds."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deckpress.bank import Bank, Question, Span
from deckpress.inside import within
from deckpress.parts import Fence
from deckpress.problems import Problem, problem

__all__ = ["Block", "executable_blocks", "run_blocks"]

SECONDS: Final = 10
_PATIENCE: Final = 3  # a busy machine may take so many times as long before the author is blamed
_NUMBER: Final = re.compile(r"[-+]?\d+\.?\d*(?:[eE][-+]?\d+)?")
_LAST: Final = re.compile(r'File "<block (\d+)>", line (\d+)')
_HARNESS: Final = Path(__file__).with_name("harness.py")


@dataclass(frozen=True, slots=True)
class Block:
    """A fence that is executed, or compared."""

    info: str
    source: str
    span: Span
    """The place of its first line of code."""


def executable_blocks(question: Question) -> list[Block]:
    """The executable blocks of a question, in order."""
    return [
        Block(
            fence.info,
            fence.content,
            Span(text.span.path, text.span.line + fence.row + 1),
        )
        for text in question.texts()
        for fence in within(text.blocks)
        if isinstance(fence, Fence) and fence.info in ("python run", "python test", "text output")
    ]


def run_blocks(bank: Bank) -> Iterator[tuple[Question, list[Problem]]]:
    """Each question that has code to run, with what went wrong; as many at once as there are cores."""
    pairs = [(question, executable_blocks(question)) for question in bank.questions()]
    work = [pair for pair in pairs if any(block.info.startswith("python") for block in pair[1])]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = pool.map(lambda pair: list(_run(pair[1])), work)
        yield from zip((question for question, _ in work), results, strict=True)


def _run(blocks: Sequence[Block]) -> Iterator[Problem]:
    code = [block.source for block in blocks if block.info != "text output"]
    spans = [block.span for block in blocks if block.info != "text output"]
    try:
        outputs, trace = _execute(code)
    except subprocess.TimeoutExpired:
        yield problem("K504", spans[0], f"the code ran longer than {SECONDS} seconds", "reduce the data")
        return
    if trace:
        yield _failure(spans, trace)
        return
    results, printed = iter(outputs), ""
    for block in blocks:
        if block.info == "python run":
            printed = next(results)
        elif block.info == "python test":
            next(results)
        elif not _same(printed, block.source):
            line, shown = _first_difference(printed, block.source)
            yield problem(
                "K503",
                Span(block.span.path, block.span.line + line),
                f"the code prints {shown!r} here",
                "correct the code or the output",
            )


def _execute(code: Sequence[str]) -> tuple[list[str], str]:
    """What each block printed, and the traceback of the one that failed."""
    with tempfile.TemporaryDirectory(prefix="deckpress-run-") as place:
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": place,
            "TMPDIR": place,
            "PYTHONHASHSEED": "0",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        done = subprocess.run(  # noqa: S603 - the one place where source is run, on explicit demand
            [sys.executable, "-I", "-B", "-W", "error", str(_HARNESS)],
            input=json.dumps(list(code)),
            capture_output=True,
            text=True,
            timeout=SECONDS * _PATIENCE,
            cwd=place,
            env=environment,
            check=False,
        )
    try:
        answer = json.loads(done.stdout.rsplit("\n", 1)[-1])
    except json.JSONDecodeError:
        return [], f"the interpreter stopped with status {done.returncode}: {done.stderr[-200:]}"
    return answer["outputs"], answer["trace"]


def _failure(spans: Sequence[Span], trace: str) -> Problem:
    places = _LAST.findall(trace)
    block, line = (int(places[-1][0]), int(places[-1][1])) if places else (0, 1)
    span = spans[block]
    return problem(
        "K501",
        Span(span.path, span.line + line - 1),
        trace.strip().rsplit("\n", 1)[-1],
        "mend the code; the place is the last line of the question that ran",
    )


def _same(printed: str, wanted: str) -> bool:
    """Equal but for the ends of lines and the last digits of numbers."""
    if printed.split() == wanted.split():
        return True
    if _NUMBER.sub("#", printed).split() != _NUMBER.sub("#", wanted).split():
        return False
    pairs = zip(_NUMBER.findall(printed), _NUMBER.findall(wanted), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-12) for a, b in pairs)


def _first_difference(printed: str, wanted: str) -> tuple[int, str]:
    got, expected = printed.splitlines(), wanted.splitlines()
    for index, line in enumerate(got):
        if index >= len(expected) or not _same(line, expected[index]):
            return min(index, max(len(expected) - 1, 0)), line
    return len(got), "nothing more"
