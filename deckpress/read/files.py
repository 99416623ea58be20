"""Files of the source folder: regular, inside it, UTF-8, clean and not too large."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.bank import Span
from deckpress.problems import Problem, problem
from deckpress.read.memory import Memory
from deckpress.settings import Macro, Settings, runs_right_to_left

__all__ = ["UNSEEN", "Folder", "unseen_message"]

_LIMIT: Final = 1 << 20
_SAFE_PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
# C0 and C1 controls, zero-width, bidirectional, soft hyphen, tags, noncharacters, surrogates
_NEVER: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
UNSEEN: Final = re.compile(
    # a joiner is seen in what it joins: Arabic, Persian, the scripts of India, emoji
    f"(?<![\u0600-\u109f\u1780-\u17ff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]|[{_NEVER}]"
)
"""A character that cannot be seen."""
_MAYBE_UNSEEN: Final = re.compile(f"[\u200c\u200d{_NEVER}]")
"""What a text has that may hold such a character; six times as quick to look for."""
_UNSEEN_RTL: Final = re.compile(UNSEEN.pattern.replace("\u200e\u200f", ""))
"""The same without the two marks of direction, which hide nothing where text runs from right to left."""
_LANGUAGE: Final = re.compile(r"^\s*language\s*=\s*[\"']([\w-]+)", re.M)
_TOLD: Final = 20  # unseen characters of a file that are told one by one


@dataclass(slots=True)
class Folder:
    """A source folder and every problem found while reading it."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    macros: Mapping[str, Macro] | None = field(default_factory=dict)
    """Of bank.toml, by name; None where they cannot be read."""
    delimiters: tuple[str, ...] = ("dollar",)
    memory: Memory | None = None
    """What was read before, where the folder is read again and again."""
    settings: Settings = field(default=Settings("Untitled", "bank", "untitled"))
    """What bank.toml says, once it is read."""

    @property
    def unseen(self) -> re.Pattern[str]:
        """What texts of the bank may not hold: characters that cannot be seen."""
        return _UNSEEN_RTL if self.settings.rtl else UNSEEN

    def report(self, code: str, span: Span, message: str, hint: str = "", *related: tuple[Span, str]) -> None:
        """Keep a problem."""
        self.problems.append(problem(code, span, message, hint, related=related))

    def names(self, folder: str, suffix: str) -> list[str]:
        """Paths of the files of a sub-folder with that suffix, sorted."""
        place = self.root / folder
        if not place.is_dir() or place.is_symlink():
            return []
        return sorted(f"{folder}/{file.name}" for file in place.iterdir() if file.name.endswith(suffix))

    def exists(self, path: str) -> bool:
        """Whether anything stands at that path."""
        return os.path.lexists(self.root / path)

    def size_of(self, path: str) -> int:
        """How many bytes a regular file has; 0 for anything else."""
        try:
            found = (self.root / path).lstat()
        except OSError:
            return 0
        return found.st_size if stat.S_ISREG(found.st_mode) else 0

    def place_of(self, path: str, span: Span, limit: int = _LIMIT) -> Path | None:
        """Where a regular file inside the folder is, or None and a problem at `span`."""
        parts = [part for part in path.split("/") if part not in ("", ".")]
        if path.startswith("/") or not parts or not all(_SAFE_PART.fullmatch(part) for part in parts):
            self.report(
                "S005",
                span,
                f"the path {path!r} leaves the source or has odd characters",
                "use letters, digits, '-', '_' and '.' and stay inside the source folder",
            )
            return None
        place, mode, size = os.fspath(self.root), 0, 0
        for part in parts:  # strings and one look at each: a bank may have thousands of pictures
            place = f"{place}{os.sep}{part}"
            mode, size = _mode_and_size(place)
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                self.report(
                    "S005",
                    span,
                    f"{path} is missing or not a regular file",
                    "links and special files are not followed; put the file itself there",
                )
                return None
        if not stat.S_ISREG(mode) or size > limit:
            self.report(
                "S003", span, f"{path} is larger than {limit // 1024} KiB or no file", "split the file"
            )
            return None
        return Path(place)

    def bytes_of(self, path: str, span: Span | None = None, limit: int = _LIMIT) -> bytes | None:
        """The bytes of a regular file inside the folder, or None and a problem at `span`."""
        span = span or Span(path)
        place = self.place_of(path, span, limit)
        if place is None:
            return None
        try:
            return place.read_bytes()
        except OSError as error:
            self.report("S005", span, f"{path} cannot be read: {error.strerror}", "look at its permissions")
            return None

    def text_of(self, path: str, limit: int = _LIMIT) -> str | None:
        """The text of a file, or None and a problem where it is not clean UTF-8."""
        data = self.bytes_of(path, limit=limit)
        if data is None:
            return None
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8")
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
            what = "the file is in UTF-16" if wide else f"byte 0x{data[error.start]:02x} is not UTF-8"
            table = path.endswith((".csv", ".tsv"))
            hint = "save it as 'CSV UTF-8', as spreadsheets call it" if table else "save the file as UTF-8"
            self.report("S001", Span(path, line, column), what, hint)
            return None
        return self._clean(path, text)

    def _clean(self, path: str, text: str) -> str:
        """The text without mark and carriage returns, accents composed; what cannot be seen is reported."""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text)
        if not _MAYBE_UNSEEN.search(text):
            return text
        unseen = self.unseen if path != "bank.toml" else _unseen_of(text)
        for number, found in enumerate(unseen.finditer(text)):
            line, column = _position(text, found.start())
            message, hint = unseen_message(found[0]), "delete it"
            if number == _TOLD:
                rest = sum(1 for _ in unseen.finditer(text)) - number - 1
                hint += f", and {rest} more like it" if rest else ""
            self.report("S002", Span(path, line, column, line, column + 1), message, hint)
            if number == _TOLD:
                break
        return unseen.sub(" ", text)


def _mode_and_size(place: str) -> tuple[int, int]:
    """Of what stands there, be it a link; zeros where nothing does."""
    try:
        found = os.lstat(place)
    except OSError:
        return 0, 0
    return found.st_mode, found.st_size


def _unseen_of(settings: str) -> re.Pattern[str]:
    """What bank.toml may not hold, by the language that it names."""
    found = _LANGUAGE.search(settings)
    return _UNSEEN_RTL if found and runs_right_to_left(found[1]) else UNSEEN


def unseen_message(char: str) -> str:
    """What is said of a character that cannot be seen."""
    name = unicodedata.name(char, "a control character")
    return f"U+{ord(char):04X} ({name}) cannot be seen and is refused"


def _position(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
