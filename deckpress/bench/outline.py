"""Outline: where each question of a file begins and ends, also of those that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from deckpress.bank import Question
from deckpress.read.document import split_document
from deckpress.read.files import Folder
from deckpress.read.memory import Memory, content_of, kept

__all__ = ["Place", "outline"]

_ID: Final = re.compile(r"^\s*id\s*:\s*['\"]?([a-z0-9-]+)", re.M)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file that is meant as a question."""

    line: int
    end: int
    """Its last line."""
    heading: str = ""
    id: str = ""
    """What looks like its id; may be empty."""


def outline(root: Path, path: str, questions: Sequence[Question], memory: Memory) -> list[Place]:
    """The places of a file, in order; `questions` are those of it that could be read."""
    if path.endswith(".md"):
        key = content_of(root / path, f"outline of {path}")
        return kept(memory, key, [], lambda: _of_markdown(root, path))
    lines = sorted({question.span.line for question in questions})
    ids = {question.span.line: question.id for question in questions}
    return [Place(line, after - 1, id=ids[line]) for line, after in pairwise([*lines, 1 << 30])]


def _of_markdown(root: Path, path: str) -> list[Place]:
    folder = Folder(root)
    text = folder.text_of(path)
    if text is None:
        return []
    places = []
    for part in split_document(folder, path, text).questions:
        found = _ID.search(part.text)
        end = part.first + len(part.lines) - 1
        places.append(Place(part.span.line, end, part.heading, found[1] if found else ""))
    return places
