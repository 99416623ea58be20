"""The common line without the parser: its parts where only words, emphasis, code and formulas are in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deckpress.parts import Break, Code, Deletion, Inline, Marked, Math, Text
from deckpress.read.cloze import find_deletions
from deckpress.read.foreign_marks import SUSPECT, SUSPECT_TEX
from deckpress.read.math import check_math
from deckpress.read.parts import named_text
from deckpress.read.tex import MathError
from deckpress.settings import Macro
from deckpress.slugs import NAMED

__all__ = ["Macros", "line_parts"]

Macros = Mapping[str, Macro] | None
"""What formulas may say beside TeX; None where they may say anything."""

_FORMULA: Final = re.compile(r"\$[^$\n]+\$")
_DELETION: Final = re.compile(r"\{\{c\d+::")
"""The beginning of a deletion, whose colons are no mark of another Markdown."""
_PARTS: Final = re.compile(rf"(\*+|(?<!`)`[^`\n]+`(?!`)|{_FORMULA.pattern}|\n)")
"""What a line is split at: stars, code, formulas and line ends."""
_MARK: Final = re.compile(r"[*`$\n]")
_RARE: Final = re.compile(r"[\\`_~{$*\n\[<&:]")
"""What `_ODD` begins with; one class is looked for several times as fast."""
_ODD: Final = re.compile(r"[\\`_~{$*\n]|\[(?![a-z][a-z0-9-]+\](?![(\[{]))|<[A-Za-z/!?]|&[A-Za-z#]|://")
"""What may mean more to the parser where it stands in text; [id] is a text to it."""


def line_parts(content: str, macros: Macros, *, cloze: bool = False) -> tuple[Inline, ...] | None:
    """The parts of a line, with their places, as the parser has them; None where the parser has to read it.

    With `cloze` also deletions that stand beside one another. It must read as well what something may be said
    about: marks of another Markdown, a formula at fault.
    """
    words = _FORMULA.sub("", content) if "$" in content else content
    words = _DELETION.sub("", words) if "{{" in words else words
    if SUSPECT.search(words) or SUSPECT_TEX.search(content):
        return None
    line = _Line(content, macros)
    read = _deletions(line) if cloze and "{{" in content else _piece(line, 0, len(content))
    line.flush()
    return tuple(line.parts) if read and not line.open else None


def _piece(line: _Line, at: int, end: int) -> bool:
    """Read a piece of a line, from and to an offset; False where the parser has to."""
    content = line.content[at:end]
    parts = _PARTS.split(content) if _MARK.search(content) else [content]  # words, and at odd places marks
    words = "\0".join(parts[::2])
    if _RARE.search(words) and _ODD.search(words):
        return False
    line.end = end
    for number, part in enumerate(parts):
        if number % 2:
            if not _READERS[part[0]](line, part, at):
                return False
        elif part:
            line.text(part, at)
        at += len(part)
    return True


def _deletions(line: _Line) -> bool:
    """Read a line with deletions, each of which holds its own emphasis."""
    content, at = line.content, 0
    found = find_deletions(content)
    if not len(found) == content.count("{{") == content.count("}}"):
        return False
    for deletion in found:
        if not _piece(line, at, deletion.start):
            return False
        line.begin("{")
        if not _piece(line, deletion.first, deletion.last):
            return False
        inner = line.end_of("{")
        if inner is None:
            return False
        line.parts.append(Deletion(deletion.number, deletion.hint.strip(), inner))
        at = deletion.end
    return _piece(line, at, len(content))


class _Line:
    """The parts of a line so far."""

    __slots__ = ("began", "content", "end", "macros", "open", "parts", "words")

    def __init__(self, content: str, macros: Macros) -> None:
        self.content = content
        self.macros = macros
        self.end = len(content)
        """Where the piece ends beyond which emphasis does not look."""
        self.parts: list[Inline] = []
        self.open: list[tuple[str, list[Inline]]] = []
        """The stars of each emphasis, or the brace of a deletion, not closed yet; with what is before."""
        self.words: str | None = None
        """Text that is no part yet; None where there is not even an empty one."""
        self.began = 0

    def text(self, words: str, at: int) -> None:
        """Keep some text; also an empty one, as the parser leaves beside two stars."""
        if self.words:
            self.words += words
        else:
            self.began = at if words or self.words is None else self.began
            self.words = words

    def flush(self) -> None:
        """Make a part of the text that is kept."""
        words = self.words
        if words is not None:
            if "[" in words and NAMED.search(words):
                named_text(self.parts, words, self.began)
            else:
                self.parts.append(Text(words, self.began))
            self.words = None

    def begin(self, mark: str) -> None:
        """Begin what holds other parts."""
        self.flush()
        self.open.append((mark, self.parts))
        self.parts = []

    def end_of(self, mark: str) -> tuple[Inline, ...] | None:
        """End it; what it holds, or None where something else was begun last."""
        self.flush()
        begun, outer = self.open.pop()
        inner, self.parts = tuple(self.parts), outer
        return inner if begun == mark else None


def _code(line: _Line, mark: str, at: int) -> bool:
    """A span of code in single backticks; the parser has those that spaces begin and end."""
    if mark[1] == " " and mark[-2] == " ":
        return False
    line.flush()
    line.parts.append(Code(mark[1:-1], at + 1))
    return True


def _formula(line: _Line, mark: str, at: int) -> bool:
    """A formula, where it is surely one."""
    before, after = line.content[at - 1 :][:1], line.content[at + len(mark) :][:1]
    if mark[1].isspace() or mark[-2].isspace() or mark[-2] in "\\`" or before.isdigit() or after.isdigit():
        return False
    try:
        tex = check_math(mark[1:-1], line.macros)
    except MathError:
        return False
    line.flush()
    line.parts.append(Math(tex, at + 1))
    return True


def _line_end(line: _Line, _mark: str, at: int) -> bool:
    """A line end without spaces around it."""
    if line.content[at - 1 : at].isspace() or line.content[at + 1 :][:1].isspace():
        return False
    line.flush()
    line.parts.append(_BREAK)
    return True


_BREAK: Final = Break()


def _stars(line: _Line, mark: str, at: int) -> bool:
    """Emphasis that opens, or closes the one opened last, beyond doubt."""
    before, after = line.content[at - 1 : at] or " ", line.content[at + len(mark) : line.end][:1] or " "
    if len(mark) > 2 or not (before.isascii() and after.isascii()):
        return False
    opens = not after.isspace() and (after.isalnum() or not before.isalnum())
    closes = not before.isspace() and (before.isalnum() or not after.isalnum())
    if opens == closes:
        return False
    if opens:
        if mark == "**":
            line.text("", at)
        line.begin(mark)
        return True
    inner = line.end_of(mark) if line.open else None
    if inner is None:
        return False
    line.parts.append(Marked("em" if mark == "*" else "strong", inner))
    if mark == "**":
        line.text("", at)
    return True


_READERS: Final = {"*": _stars, "`": _code, "$": _formula, "\n": _line_end}
"""First character of a mark to what makes a part of it; False where the parser has to."""
