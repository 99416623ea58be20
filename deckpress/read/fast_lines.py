"""The common line without the parser: its tokens where only words, emphasis, code and formulas are in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, cast

from deckpress.read.cloze import find_deletions

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["DELETION", "FORMULA", "NOTHING", "TOKEN", "line_tokens"]

NOTHING: Final[dict[str, Any]] = {}
"""The attributes of all tokens that have none: a dictionary for each would be a tenth of a bank's memory."""

FORMULA: Final = re.compile(r"\$[^$\n]+\$")
DELETION: Final = re.compile(r"\{\{c\d+::")
"""The beginning of a deletion, whose colons are no mark of another Markdown."""
_PARTS: Final = re.compile(rf"(\*+|(?<!`)`[^`\n]+`(?!`)|{FORMULA.pattern}|\n)")
"""What a line is split at: stars, code, formulas and line ends."""
_MARK: Final = re.compile(r"[*`$\n]")
_RARE: Final = re.compile(r"[\\`_~{$*\n\[<&:]")
"""What `_ODD` begins with; one class is looked for several times as fast."""
_ODD: Final = re.compile(r"[\\`_~{$*\n]|\[(?![a-z][a-z0-9-]+\](?![(\[{]))|<[A-Za-z/!?]|&[A-Za-z#]|://")
"""What may mean more to the parser where it stands in text; [id] is a text to it."""


@dataclass(slots=True)
class _Own:
    """A token like the parser's, which is not even imported where a bank does not need it."""

    type: str
    tag: str
    nesting: int
    attrs: dict[str, Any]
    map: list[int] | None = None
    level: int = 0
    children: list[Token] | None = None
    content: str = ""
    markup: str = ""
    info: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
    block: bool = False
    hidden: bool = False

    def copy(self, **changes: Any) -> _Own:
        """The same token but for some of its fields."""
        return replace(self, **changes)


TOKEN: Final = cast("type[Token]", _Own)


def line_tokens(content: str, *, cloze: bool = False) -> list[Token] | None:
    """The inline tokens of a text, with their places, as the parser makes them; None where it has to.

    With `cloze` also those of deletions that stand beside one another.
    """
    line = _Line(content)
    read = _deletions(line) if cloze and "{{" in content else _piece(line, 0, len(content))
    line.flush()
    return line.tokens if read and not line.open else None


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
        line.flush()
        line.add("cloze_open", "", "", "", deletion.start, 1)
        line.tokens[-1].meta = {"number": deletion.number, "hint": deletion.hint.strip()}
        line.open.append("{")
        if not _piece(line, deletion.first, deletion.last):
            return False
        line.flush()
        if line.open.pop() != "{":
            return False
        line.add("cloze_close", "", "", "", deletion.last, -1)
        at = deletion.end
    return _piece(line, at, len(content))


class _Line:
    """The tokens of a line so far."""

    __slots__ = ("began", "content", "end", "open", "tokens", "words")

    def __init__(self, content: str) -> None:
        self.content = content
        self.end = len(content)
        """Where the piece ends beyond which emphasis does not look."""
        self.tokens: list[Token] = []
        self.open: list[str] = []
        """The stars of each emphasis, and a brace for the deletion, that are not closed yet."""
        self.words: str | None = None
        """Text that is no token yet; None where there is not even an empty one."""
        self.began = 0

    def text(self, words: str, at: int) -> None:
        """Keep some text; also an empty one, as the parser leaves beside two stars."""
        if self.words:
            self.words += words
        else:
            self.began = at if words or self.words is None else self.began
            self.words = words

    def flush(self) -> None:
        """Make a token of the text that is kept."""
        if self.words is not None:
            self.add("text", "", self.words, "", self.began)
            self.words = None

    def add(self, kind: str, tag: str, content: str, markup: str, at: int, nesting: int = 0) -> None:  # noqa: PLR0917 - fields of a token
        """Make a token."""
        meta, level = {"at": at}, len(self.open)
        self.tokens.append(
            TOKEN(kind, tag, nesting, NOTHING, None, level, None, content, markup, "", meta)  # type: ignore[arg-type]
        )


def _code(line: _Line, mark: str, at: int) -> bool:
    """A span of code in single backticks; the parser has those that spaces begin and end."""
    if mark[1] == " " and mark[-2] == " ":
        return False
    line.flush()
    line.add("code_inline", "code", mark[1:-1], "`", at)
    return True


def _formula(line: _Line, mark: str, at: int) -> bool:
    """A formula, where it is surely one."""
    before, after = line.content[at - 1 :][:1], line.content[at + len(mark) :][:1]
    if mark[1].isspace() or mark[-2].isspace() or mark[-2] == "\\" or before.isdigit() or after.isdigit():
        return False
    line.flush()
    line.add("math_inline", "math", mark[1:-1], "$", at)
    return True


def _line_end(line: _Line, _mark: str, at: int) -> bool:
    """A line end without spaces around it."""
    if line.content[at - 1 : at].isspace() or line.content[at + 1 :][:1].isspace():
        return False
    line.flush()
    line.add("softbreak", "br", "", "", at)
    return True


def _stars(line: _Line, mark: str, at: int) -> bool:
    """Emphasis that opens, or closes the one opened last, beyond doubt."""
    before, after = line.content[at - 1 : at] or " ", line.content[at + len(mark) : line.end][:1] or " "
    if len(mark) > 2 or not (before.isascii() and after.isascii()):
        return False
    opens = not after.isspace() and (after.isalnum() or not before.isalnum())
    closes = not before.isspace() and (before.isalnum() or not after.isalnum())
    if opens == closes or (closes and line.open[-1:] != [mark]):
        return False
    tag = "em" if mark == "*" else "strong"
    if opens and mark == "**":
        line.text("", at)
    line.flush()
    if closes:
        line.open.pop()
    kind, nesting = (f"{tag}_open", 1) if opens else (f"{tag}_close", -1)
    line.add(kind, tag, "", mark, at, nesting)
    if opens:
        line.open.append(mark)
    elif mark == "**":
        line.text("", at)
    return True


_READERS: Final = {"*": _stars, "`": _code, "$": _formula, "\n": _line_end}
"""First character of a mark to what makes a token of it; False where the parser has to."""
