"""Report: problems as text with code frames, one line each, JSON, SARIF, or GitHub annotations."""

from __future__ import annotations

import json
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from deckpress import __version__
from deckpress.bank import Span
from deckpress.problems import Code, Problem, Severity, codes, printable

__all__ = ["REPORTS", "advice_lines", "frame_of", "summary"]

_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}
_ANNOTATION: Final = {Severity.ADVICE: "notice"}
"""What GitHub calls a severity, where it is not its name."""
_LEVEL: Final = {Severity.ADVICE: "note"}
"""What SARIF calls a severity, where it is not its name."""
_SARIF: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_WIDTH: Final = 100
_PATH: Final = 5000  # characters of a path
_LIMIT: Final = 2 << 20  # bytes of a file of which lines are shown
Report = Callable[[Sequence[Problem], Path, bool], str]
_Reader = Callable[[Path], Sequence[str]]


def summary(problems: Sequence[Problem]) -> str:
    """How many of each kind: '2 errors, 1 warning'."""
    counts = [(sum(p.severity is s for p in problems), s.value) for s in Severity if s is not Severity.ADVICE]
    return ", ".join(f"{n} {name}{'s' * (n != 1)}" for n, name in counts if n) or "no problems"


def advice_lines(problems: Sequence[Problem]) -> list[str]:
    """The advice in one line a rule: how often, or what it is about where it is one place."""
    advised = sorted((p for p in problems if p.severity is Severity.ADVICE), key=lambda p: p.code)
    counts = Counter(p.code for p in advised)
    lines = {
        p.code: f"advice[{p.code}]: {p.message}; {p.hint}"
        if counts[p.code] == 1
        else f"advice[{p.code}]: {counts[p.code]} places: {codes()[p.code].meaning}"
        for p in advised
    }
    return list(lines.values())


def as_text(problems: Sequence[Problem], root: Path, color: bool) -> str:  # noqa: FBT001 - a Report
    """Each problem with the line it is about, for people."""
    lines = cache(_lines)  # a file is read once, however much is wrong with it
    return "\n".join(_text(problem, root, color, lines) for problem in problems)


def as_concise(problems: Sequence[Problem], root: Path, color: bool) -> str:  # noqa: ARG001, FBT001 - a Report
    """Each problem in one line, for editors."""
    return "\n".join(f"{_place(root, p.span)}: {p.severity.value} {p.code} {p.message}" for p in problems)


def as_json(problems: Sequence[Problem], root: Path, color: bool) -> str:  # noqa: ARG001, FBT001 - a Report
    """A list of objects, for programs."""
    text = json.dumps([_object(problem, root) for problem in problems], indent=2, ensure_ascii=False)
    return _seen(text)


def as_github(problems: Sequence[Problem], root: Path, color: bool) -> str:  # noqa: ARG001, FBT001 - a Report
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    return "\n".join(_annotation(problem, root) for problem in problems)


def _seen(text: str) -> str:
    """JSON in which unseen characters, which a file's name may hold, are written as escapes."""
    from deckpress.read.files import UNSEEN  # noqa: PLC0415 - imported on use, with the whole reader

    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def as_sarif(problems: Sequence[Problem], root: Path, color: bool) -> str:  # noqa: ARG001, FBT001 - a Report
    """SARIF 2.1.0, which code scanning and many editors read."""
    rules = sorted({problem.code for problem in problems})
    driver = {"name": "deckpress", "version": __version__, "rules": [_rule(codes()[code]) for code in rules]}
    results = [_result(problem, root, rules) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    text = json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False)
    return _seen(text)


REPORTS: Final[dict[str, Report]] = {
    "text": as_text,
    "concise": as_concise,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""Every report by the name that --format takes."""


def _place(root: Path, span: Span) -> str:
    return printable(f"{root}/{span}", _PATH)


def _annotation(p: Problem, root: Path) -> str:
    kind = _ANNOTATION.get(p.severity, p.severity.value)
    path = _escape(printable(f"{root}/{p.span.path}", _PATH), ",:")
    place = f"file={path},line={p.span.line},col={p.span.column}"
    return f"::{kind} {place},title={p.code}::{_escape(f'{p.message}; {p.hint}' if p.hint else p.message)}"


def _escape(text: str, more: str = "") -> str:
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.code,
        "shortDescription": {"text": code.meaning},
        "fullDescription": {"text": code.why},
        "defaultConfiguration": {"level": _LEVEL.get(code.severity, code.severity.value)},
    }


def _result(problem: Problem, root: Path, rules: Sequence[str]) -> dict[str, object]:
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    row: dict[str, object] = {
        "ruleId": problem.code,
        "ruleIndex": rules.index(problem.code),
        "level": _LEVEL.get(problem.severity, problem.severity.value),
        "message": {"text": text},
        "locations": [_location(root, problem.span)],
    }
    if problem.related:
        row["relatedLocations"] = [
            _location(root, span) | {"message": {"text": note}} for span, note in problem.related
        ]
    return row


def _location(root: Path, span: Span) -> dict[str, object]:
    region = {"startLine": max(span.line, 1), "startColumn": max(span.column, 1)}
    if span.end_line:
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    uri = quote(f"{root.as_posix()}/{span.path}", errors="surrogateescape")
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def _object(problem: Problem, root: Path) -> dict[str, object]:
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": f"{root}/{span.path}",
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line or span.line,
        "end_column": span.end_column or span.column,
        "message": problem.message,
        "hint": problem.hint,
        "related": [
            {"path": f"{root}/{place.path}", "line": place.line, "column": place.column, "message": note}
            for place, note in problem.related
        ],
    }


def _text(problem: Problem, root: Path, color: bool, lines_of: _Reader) -> str:  # noqa: FBT001 - internal
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    label = paint(f"{problem.severity.value}[{problem.code}]", f"1;{_COLOURS[problem.severity]}")
    lines = [f"{_place(root, problem.span)}: {label} {paint(problem.message, '1')}"]
    shown = lines_of(root.resolve() / problem.span.path)
    lines += _frame(problem.span, shown, lambda text: paint(text, _COLOURS[problem.severity]))
    if problem.hint:
        lines.append(f"      = {problem.hint}")
    lines += [f"      - {_place(root, span)}: {printable(note)}" for span, note in problem.related]
    return "\n".join([*lines, ""])


def frame_of(problem: Problem, root: Path) -> list[str]:
    """The source line that a problem is about with a mark under the place, uncoloured; may be empty."""
    return list(_frame(problem.span, _lines(root.resolve() / problem.span.path), str))


def _lines(path: Path) -> Sequence[str]:
    """The lines of a file; none where it is no regular file of usual size, or cannot be read."""
    try:
        if path.resolve() != path:
            return []  # a link: what it leads to is not the author's, and is not shown
        state = path.lstat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LIMIT:
            return []
        return path.read_bytes().decode("utf-8", "replace").splitlines()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return []


def _frame(span: Span, lines: Sequence[str], paint: Callable[[str], str]) -> Iterable[str]:
    """The source line with a mark under the place; nothing where the line cannot be shown."""
    if not 0 < span.line <= len(lines):
        return []
    text = lines[span.line - 1]
    start = max(0, span.column - _WIDTH * 2 // 3)
    shown = printable(text[start : start + _WIDTH].replace("\t", " "), _WIDTH * 8)
    before = printable(text[start : span.column - 1].replace("\t", " "), _WIDTH * 8)
    length = span.end_column - span.column if span.end_line == span.line else 1
    mark = " " * len(before) + "^" * max(1, min(length, len(shown) - len(before)))
    return [f"{span.line:5} | {'…' if start else ''}{shown}", f"      | {' ' if start else ''}{paint(mark)}"]
