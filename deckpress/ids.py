"""Ids: a permanent, readable one for each question that has none, written where the reader missed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from deckpress.problems import Problem
from deckpress.read import read_source
from deckpress.read.cells import Cell
from deckpress.read.files import Folder
from deckpress.read.table import TABLE_LIMIT, columns_of, grid_of
from deckpress.read.words import ID_LIMIT

__all__ = ["NewId", "find_ids", "slug_of"]

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_END: Final = re.compile(r"[\r\n]|\Z")
_GIVEN: Final = re.compile(r"^\s*id:\s*['\"]?([a-z0-9-]+)", re.M)
_HEADING: Final = re.compile(r"##\s+(.*)")
_TEX: Final = re.compile(r"\\(?:text|mathrm|mathbf|mathcal|operatorname)?")


@dataclass(frozen=True, slots=True)
class NewId:
    """One id that a question is to get."""

    path: str
    line: int
    """Of the question's heading, or of its row's prompt."""
    id: str


def find_ids(root: Path) -> tuple[list[NewId], dict[str, bytes]]:
    """The ids that are missing, and the new content of each file; all else in a file stays as it is."""
    bank, problems = read_source(root)
    taken = {question.id for question in bank.questions()}
    made: list[NewId] = []
    files: dict[str, bytes] = {}
    wanted = [
        p for p in problems if p.code == "S026" or (p.code == "S020" and p.message.startswith("no yaml"))
    ]
    for path in sorted({p.span.path for p in wanted}):
        data = Folder(root).bytes_of(path, limit=TABLE_LIMIT)
        if data is None:
            continue
        text = data.decode("utf-8")
        if path.endswith(".md"):
            text, new = _named(path, text, [p for p in wanted if p.span.path == path], taken)
        else:
            text, new = _named_rows(path, text, taken)
        made += new
        files[path] = text.encode()
    return made, files


def slug_of(prompt: str, spare: str, taken: set[str]) -> str:
    """Lower-case ASCII words of the prompt joined by '-', unlike all that are taken; else `spare`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", _TEX.sub("", prompt)) if c.isascii())
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    while words and words[0][0].isdecimal():
        words.append(words.pop(0)) if any(w[0].isalpha() for w in words) else words.clear()
    slug = "-".join(words)
    if len(slug) > ID_LIMIT - 4:  # room for a number
        slug = slug[: ID_LIMIT - 3].rpartition("-")[0] or slug[: ID_LIMIT - 4]
    slug, number, name = slug or spare, 1, slug or spare
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    taken.add(name)
    return name


def _named(path: str, text: str, problems: Sequence[Problem], taken: set[str]) -> tuple[str, list[NewId]]:
    lines = [line for line in _LINES.findall(text) if line]
    end = next((line[len(line.rstrip("\r\n")) :] for line in lines if line[-1:] in "\r\n"), "\n")
    topic = re.sub(r"^[0-9]+-", "", PurePosixPath(path).stem)
    taken |= set(_GIVEN.findall(text))
    made: list[tuple[Problem, NewId]] = []
    for problem in sorted(problems, key=lambda p: p.span.line):
        heading = _heading(lines, problem.span.line)
        prompt = _HEADING.match(lines[heading - 1])
        name = slug_of(prompt[1] if prompt else "", f"{topic}-{len(made) + 1}", taken)
        made.append((problem, NewId(path, heading, name)))
    for problem, new in reversed(made):
        _insert(lines, problem, new, end)
    return "".join(lines), [new for _, new in made]


def _named_rows(path: str, text: str, taken: set[str]) -> tuple[str, list[NewId]]:
    """A table with an id in the cells that lack one, in a column that is made where there is none."""
    grid = grid_of(path, text)
    columns = columns_of(grid.rows[0])
    column, asked = columns.get("id", -1), columns["prompt"]
    if column >= 0:
        taken |= {row[column].text.strip() for row in grid.rows if len(row) > column}
    made: list[NewId] = []
    parts = [(_start(grid.rows[0]), f"id{grid.separator}")] if column < 0 else []
    for row in grid.rows[1:]:
        prompt = row[asked].text.strip() if asked < len(row) else ""
        name, lacks = "", column < 0 or column >= len(row) or not row[column].text.strip()
        if prompt and lacks:
            name = slug_of(prompt, f"{PurePosixPath(path).stem[3:]}-{len(made) + 1}", taken)
            made.append(NewId(path, row[asked].line, name))
        if column < 0 and any(cell.text for cell in row):
            parts.append((_start(row), f"{name}{grid.separator}"))
        elif name and column < len(row):
            parts.append((row[column].at, name))
        elif name:
            parts.append((_end(text, row[-1]), f"{grid.separator * (column - len(row) + 1)}{name}"))
    return _with(text, parts), made


def _start(row: Sequence[Cell]) -> int:
    """Offset of the first character of a row."""
    return row[0].at - row[0].column + 1


def _end(text: str, cell: Cell) -> int:
    """Offset behind a row, given its last cell."""
    found = _END.search(text, cell.end)
    return found.start() if found else len(text)


def _with(text: str, parts: Sequence[tuple[int, str]]) -> str:
    """The text with each part put in before its offset."""
    out, last = [], 0
    for at, part in parts:
        out += [text[last:at], part]
        last = at
    return "".join([*out, text[last:]])


def _heading(lines: Sequence[str], line: int) -> int:
    """The number of the question's heading at or above a line."""
    return next((n for n in range(min(line, len(lines)), 0, -1) if _HEADING.match(lines[n - 1])), 1)


def _insert(lines: list[str], problem: Problem, new: NewId, end: str) -> None:
    at = problem.span.line - 1
    if problem.code == "S020":
        if not lines[at].endswith(end):
            lines[at] += end
        after = [end] if at + 1 < len(lines) and lines[at + 1].strip() else []
        lines[at + 1 : at + 1] = [end, f"```yaml{end}", f"id: {new.id}{end}", f"```{end}", *after]
    elif at < len(lines) and re.match(r"\s*id\s*:", lines[at]):
        lines[at] = f"id: {new.id}{end}"
    else:
        lines.insert(at, f"id: {new.id}{end}")
