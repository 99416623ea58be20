"""Fixes: problems with one right answer, mended in the source; nothing else in a file is touched."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from deckpress.bank import Span
from deckpress.check.tidiness import KEY
from deckpress.problems import Edit, Problem
from deckpress.read.files import UNSEEN, Folder

__all__ = ["Mended", "as_diff", "mend", "with_edits"]

_MEANT: Final = re.compile(r"did you mean '([^']+)'\?")
_VALUE: Final = re.compile(r"'[\w-]+' is '([^']*)'")
_WORD: Final = re.compile(r"write (true|false)")
_WRITTEN: Final = re.compile(r"write ((?:- )?([\w-]+) ?[:=] ?\S.*)")
_KEY: Final = re.compile(r"(\s*)(?:- )?([\w-]+)")
_STRAIGHT: Final = re.compile(r"write (\"[^\"]*\")")
_INFO: Final = re.compile(r"write `{3,}(\S.*)")
_HEADING: Final = re.compile(r"[ \t]{0,3}(#{1,6})[ \t\u00a0\u2007\u202f\u3000]*(?=\S)")
_FENCE: Final = re.compile(r"(\s*[`~]{3,})\s*(\S.*?)\s*$")
_QUOTED: Final = re.compile(r"'([^']+)'")
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
_ROW_SPACE: Final = re.compile(r"\\\\\s*\[[^\]]*\]")
_Found = tuple[int, int, str]
"""First and last column, from 0, and what is to stand between them."""
_Fixer = Callable[[Problem, str], _Found | None]


@dataclass(frozen=True, slots=True)
class Mended:
    """Files as they are to be, and what that mends."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def with_edits(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems, those with one right answer with the edit that mends them."""
    texts: dict[str, list[str] | None] = {}
    out = []
    for problem in problems:
        path = problem.span.path
        if path not in texts:
            texts[path] = _lines(root, path)
        out.append(_with_edit(problem, texts[path]))
    return out


def mend(problems: Sequence[Problem], root: Path, *, unsafe: bool) -> Mended:
    """The files with the edits of these problems; where two overlap, the first is made."""
    wanted: dict[str, list[Problem]] = defaultdict(list)
    for problem in with_edits(problems, root):
        if problem.edit and (problem.edit.safe or unsafe):
            wanted[problem.span.path].append(problem)
    files: dict[str, bytes] = {}
    done: list[Problem] = []
    for path, rows in sorted(wanted.items()):
        lines = _lines(root, path) or []
        made = _apply(lines, rows)
        if made:
            bom = b"\xef\xbb\xbf" if _raw(root, path).startswith(b"\xef\xbb\xbf") else b""
            files[path] = bom + "\n".join(lines).encode()
            done += made
    return Mended(files, tuple(done))


def as_diff(mended: Mended, root: Path, place: str) -> str:
    """What would change in the source, which a person calls `place`, as a unified diff."""
    parts: list[str] = []
    for path, data in mended.files.items():
        name = f"{place}/{path}"
        old, new = (_LINES.findall(text.decode("utf-8", "replace")) for text in (_raw(root, path), data))
        parts += difflib.unified_diff(old, new, name, name)
    return "".join(
        part if part.endswith("\n") else f"{part}\n\\ No newline at end of file\n" for part in parts
    )


def _raw(root: Path, path: str) -> bytes:
    return Folder(root).bytes_of(path) or b""


def _lines(root: Path, path: str) -> list[str] | None:
    """The lines of a file with their carriage returns; None where places cannot be told in it."""
    folder = Folder(root)
    data = folder.bytes_of(path) if folder.exists(path) else None
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if re.search(r"\r(?!\n)", text) else text.split("\n")


def _with_edit(problem: Problem, lines: Sequence[str] | None) -> Problem:
    span, fixer = problem.span, _FIXERS.get(problem.code)
    if lines is None or not 0 < span.line <= len(lines):
        return problem
    if problem.code == "S017":
        return replace(problem, edit=_sorted(span, lines))
    if fixer is None:
        return problem
    line = lines[span.line - 1].rstrip("\r")
    if unicodedata.normalize("NFC", line) != line:  # columns are counted in the composed text
        return problem
    found = fixer(problem, line)
    if found is None or line[found[0] : found[1]] == found[2]:
        return problem
    place = Span(span.path, span.line, found[0] + 1, span.line, found[1] + 1)
    return replace(problem, edit=Edit(place, found[2], safe=problem.code not in _UNSAFE))


def _apply(lines: list[str], problems: Sequence[Problem]) -> list[Problem]:
    """Make the edits from the end of the file to its start; those that were made."""
    edits = [(problem.edit, problem) for problem in problems if problem.edit]
    made: list[Problem] = []
    before: Span | None = None
    for edit, problem in sorted(edits, key=lambda row: row[0].span, reverse=True):
        span = edit.span
        if before and (span.end_line, span.end_column) > (before.line, before.column):
            continue
        first, last = lines[span.line - 1], lines[span.end_line - 1]
        text = edit.text.replace("\n", "\r\n") if first.endswith("\r") else edit.text
        lines[span.line - 1 : span.end_line] = [first[: span.column - 1] + text + last[span.end_column - 1 :]]
        made.append(problem)
        before = span
    return made[::-1]


def _sorted(span: Span, lines: Sequence[str]) -> Edit:
    """All keys of a file in order, each with the lines that belong to it."""
    plain = [line.rstrip("\r") for line in lines]
    starts = [number for number, line in enumerate(plain) if KEY.match(line)]
    blocks = ["\n".join(plain[a:b]).rstrip("\n") for a, b in pairwise([*starts, len(plain)])]
    apart = "\n\n" if any(not plain[start - 1] for start in starts[1:]) else "\n"
    end = max(number for number, line in enumerate(plain) if line)
    place = Span(span.path, starts[0] + 1, 1, end + 1, len(plain[end]) + 1)
    return Edit(place, apart.join(sorted(blocks, key=lambda block: block.partition(":")[0])), safe=True)


def _blank(_problem: Problem, _line: str) -> _Found | None:
    return 0, 0, "\n"


def _command(problem: Problem, line: str) -> _Found | None:
    """A sign of a formula as its command, with the space that ends a command before a letter."""
    sign, command = _QUOTED.findall(problem.message)[0], problem.hint.removeprefix("write ")
    at = problem.span.column - 1
    if not line.startswith(sign, at):
        return None
    end = at + len(sign)
    return at, end, f"{command} " if line[end : end + 1].isalpha() else command


def _unseen(problem: Problem, line: str) -> _Found | None:
    at = problem.span.column - 1
    return (at, at + 1, "") if UNSEEN.match(line, at) else None


def _heading(_problem: Problem, line: str) -> _Found | None:
    found = _HEADING.match(line)
    return (0, found.end(), f"{found[1]} ") if found else None


def _fence(problem: Problem, line: str) -> _Found | None:
    found, wanted = _FENCE.fullmatch(line), _INFO.search(problem.hint)
    return (found.end(1), len(line), wanted[1].strip("'\"")) if found and wanted else None


def _value(problem: Problem, line: str) -> _Found | None:
    if (straight := _STRAIGHT.fullmatch(problem.hint)) and "curly" in problem.message:
        inner = re.escape(straight[1][1:-1])
        curly = re.compile(rf"[“”„‟‘’‚«»‹›]{inner}[“”‟‘’«»‹›]").search(line, problem.span.column - 1)
        return (curly.start(), curly.end(), straight[1]) if curly else None
    word, old = _WORD.fullmatch(problem.hint), _VALUE.search(problem.message)
    return _in_place(problem, line, old[1], word[1]) if word and old else None


def _written(problem: Problem, line: str) -> _Found | None:
    """A line of YAML or TOML as the hint writes it: its key stays, and a comment behind it is not guessed."""
    told = _WRITTEN.fullmatch(problem.hint)
    have = _KEY.match(line)
    if not told or not have or "#" in line or "…" in told[1] or told[2] != have[2]:
        return _value(problem, line)
    return have.end(1), len(line.rstrip()), told[1]


def _row_end(_problem: Problem, line: str) -> _Found | None:
    found = _ROW_SPACE.search(line, max(_problem.span.column - 1, 0))
    known = "end the row with" in _problem.hint
    return (found.start(), found.end(), "\\\\") if found and known else None


def _meant(problem: Problem, line: str) -> _Found | None:
    """The nearest known word in the place of the one that is not known."""
    meant = _MEANT.search(problem.hint)
    for old in _QUOTED.findall(problem.message) if meant else ():
        found = _in_place(problem, line, old, meant[1] if meant else "")
        if found:
            return found
    return None


def _in_place(problem: Problem, line: str, old: str, new: str) -> _Found | None:
    """A word at the place of a problem, or the only one of its kind behind it."""
    at = problem.span.column - 1
    if not line.startswith(old, at):
        whole = rf"(?<![\w-]){re.escape(old)}(?![\w-])"
        later = list(re.finditer(whole, line[at:]))
        if len(later) != 1:
            return None
        at += later[0].start()
    return at, at + len(old), new


_FIXERS: Final[Mapping[str, _Fixer]] = {
    "S002": _unseen,
    "S012": _fence,
    "S014": _heading,
    "S016": _blank,
    "M403": _command,
    **dict.fromkeys(("S021", "S024", "S050", "S052"), _written),
    "M401": _row_end,
    **dict.fromkeys(("S022", "S030", "S051", "S063", "T801", "T806", "T807", "R603"), _meant),
}
"""Code to what mends it, given the problem and its line."""
_UNSAFE: Final = frozenset({"S022", "S030", "S051", "S063", "T801", "T806", "T807", "R603"})
"""Codes whose right answer is a guess: the nearest known word."""
