"""Media: a safe, permanent name in figures/ or audio/ for each file that the notes name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.importing.escape import escape_text
from deckpress.importing.note import hash_of
from deckpress.importing.shelf import Shelf
from deckpress.importing.tally import Tally
from deckpress.media import Media
from deckpress.read.drawings import read_drawing
from deckpress.read.files import Folder
from deckpress.read.picture_parts import form_of
from deckpress.read.pictures import FORMS, read_picture
from deckpress.read.sounds import sound_form
from deckpress.span import Span

__all__ = ["MediaNames"]

_SOUNDS: Final = ("mp3", "ogg", "oga", "opus", "m4a", "wav", "flac", "aac", "3gp")
_PICTURES: Final = ("svg", "png", "jpg", "jpeg", "webp", "gif", "avif")


@dataclass(slots=True)
class MediaNames:
    """The media of one file, and the names that they get in the bank."""

    media: Mapping[str, bytes]
    taken: dict[str, bytes]
    """Path in the bank to content, of those that a note shows."""
    shelf: Shelf
    judged: dict[str, bool] = field(default_factory=dict)
    """Path to whether the reader takes it."""

    def picture(self, name: str, alt: str, source: str, tally: Tally) -> str:
        """The Markdown of a picture; '' where it cannot be shown, and its source is kept."""
        path = self._take(name, tally)
        if not path or not self._can_show(path):
            tally.lose(source, "a picture")
            return ""
        words = escape_text(" ".join(alt.split())).replace("]", "&#93;")
        return f"![{words or _words(path, 'Picture')}](../{path})"

    def _can_show(self, path: str) -> bool:
        """Whether the reader takes the file for a picture."""
        if path not in self.judged:
            self.judged[path] = _is_picture(path.partition("/")[2], self.taken[path])
        return self.judged[path]

    def sound(self, name: str, source: str, tally: Tally) -> str:
        """The Markdown of a sound; '' where it cannot be played, and its source is kept."""
        path = self._take(name, tally)
        if not path or not sound_form(self.taken[path]):
            tally.lose(source, "a sound")
            return ""
        return f"![{_words(path, 'Sound')}](../{path})"

    def _take(self, name: str, tally: Tally) -> str:
        """The path of a medium in the bank; '' where the file has none of that name or form."""
        data = self.media.get(name)
        if data is None:
            tally.change("a medium that the file lacks")
            return ""
        path = _path(name)
        if path and not self._is_free(path, data):
            stem, dot, suffix = path.rpartition(".")
            path = f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}"
        if path:
            self.taken[path] = data
            self.shelf.lock.files[path] = hash_of(data)
        else:
            tally.change("a medium of a form that is not known")
        return path

    def _is_free(self, path: str, data: bytes) -> bool:
        """Whether the path holds nothing, the same, or what an import put there."""
        if path in self.taken:
            return self.taken[path] == data
        place = self.shelf.root / path
        if not place.exists():
            return True
        there = hash_of(place.read_bytes()) if place.is_file() else ""
        return there in (hash_of(data), self.shelf.lock.files.get(path))


def _words(path: str, what: str) -> str:
    """What stands for words that nobody wrote: the name of the file."""
    stem = path.partition("/")[2].rpartition(".")[0]
    return f"{what}: {' '.join(re.findall(r'[^_-]+', stem))}"


def _is_picture(name: str, data: bytes) -> bool:
    """Whether our reader shows a file of that content."""
    folder = Folder(Path())
    if form_of(data) in FORMS:
        return read_picture(folder, name, data, Span(name), Media()) is not None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if not text.lstrip().startswith("<") or "var(--" in text:  # the palette's colours are our own
        return False
    return read_drawing(folder, name, text, Media()) is not None and not folder.problems


def _path(name: str) -> str:
    """The folder and a name of lower-case letters, digits and '-'; '' for a form that is not known."""
    stem, _, suffix = name.rpartition(".")
    suffix = suffix.lower()
    folder = "audio" if suffix in _SOUNDS else "figures" if suffix in _PICTURES else ""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = "-".join(words)[:60].strip("-") or f"medium-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"{folder}/{slug}.{suffix}" if folder else ""
