"""Notes: what every reader of another tool's file hands over, before it becomes questions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

from deckpress.problems import EngineError, SourceError, problem
from deckpress.span import Span

__all__ = [
    "Markup",
    "Note",
    "NoteType",
    "Notes",
    "hash_of",
    "missing_library",
    "origin_maker",
    "refuse",
    "text_of_file",
]

_TEXT: Final = 1 << 26  # bytes of a file of text
Markup = Literal["html", "markdown", "text"]
"""What the fields of a note are written in."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type, or a table's columns."""

    name: str
    fields: tuple[str, ...]
    cards: tuple[tuple[str, str], ...] = ()
    """Front and back of each card template, where the file has them."""
    is_cloze: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as its file has it."""

    origin: str
    """What names it in its file for ever: Anki's guid, else what is nearest to one."""
    kind: NoteType
    fields: Mapping[str, str]
    tags: tuple[str, ...] = ()
    deck: str = ""
    """Levels joined by '::'."""
    markup: Markup = "html"
    cards: tuple[int, ...] = ()
    """Which cards of its type it has, by their place; empty where the file does not say."""
    question: Mapping[str, Any] | None = None
    """A question of our own format, as in an exported document."""


@dataclass(slots=True)
class Notes:
    """All notes of a file, and the media that they name."""

    path: Path
    notes: list[Note] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    """Names of media that the notes show and the file has not, or not in a form that can be taken."""
    dropped: list[tuple[str, str]] = field(default_factory=list)
    """Origin of a note that could not be read, and why."""
    document: Mapping[str, Any] | None = None
    """A whole bank of our own, as `export json` writes it."""


def refuse(code: str, path: Path, message: str, hint: str = "") -> NoReturn:
    """Raise SourceError with one problem that names the file."""
    raise SourceError([problem(code, Span(path.as_posix()), message, hint)])


def hash_of(text: str | bytes) -> str:
    """A short hash of a text without the blank lines around it, or of bytes."""
    data = text.strip("\n").encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()[:16]


def origin_maker(path: Path) -> Callable[[str], str]:
    """A function that names a note without a guid by its file and its prompt; equal prompts get numbers."""
    counts: Counter[str] = Counter()

    def name(prompt: str) -> str:
        base = f"{path.stem}/{hash_of(' '.join(prompt.split()))[:12]}"
        counts[base] += 1
        return base if counts[base] == 1 else f"{base}-{counts[base]}"

    return name


def text_of_file(path: Path, limit: int = _TEXT) -> str:
    """The text of a file in UTF-8, or in the encoding that its mark names. Raises SourceError."""
    if path.stat().st_size > limit:
        refuse("I002", path, f"the file is larger than {limit >> 20} MiB", "split it")
    data = path.read_bytes()
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        refuse(
            "I003",
            path,
            f"byte 0x{data[error.start]:02x} at {error.start} is not {encoding}",
            "save it as UTF-8",
        )


def missing_library(name: str) -> EngineError:
    """What to raise where a library of the extra is not installed."""
    return EngineError(f"the library {name} is missing; run: pip install deckpress[import]")
