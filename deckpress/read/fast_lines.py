"""The common line without the parser: its tokens where only words, emphasis, code and formulas are in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["line_tokens"]

_PARTS: Final = re.compile(r"(\*+|(?<!`)`[^`\n]+`(?!`)|\$[^$\n]+\$|\n)")
"""What a line is split at: stars, code, formulas and line ends."""
_ODD: Final = re.compile(r"[\\`_~{$*\n]|\[(?![a-z][a-z0-9-]+\](?![(\[{]))|<[A-Za-z/!?]|&[A-Za-z#]|://")
"""What may mean more to the parser where it stands in text; [id] is a text to it."""


def line_tokens(content: str) -> list[Token] | None:
    """The inline tokens of a text, with their places, as the parser makes them; None where it has to."""
    line, at = _Line(content), 0
    for number, part in enumerate(_PARTS.split(content)):
        if number % 2:
            if not line.mark(part, at):
                return None
        elif part:
            if _ODD.search(part):
                return None
            line.text(part, at)
        at += len(part)
    if content:
        line.flush()
    return None if line.open else line.tokens


class _Line:
    """The tokens of a line so far."""

    def __init__(self, content: str) -> None:
        from markdown_it.token import Token  # noqa: PLC0415 - imported on use

        self.token = Token
        self.content = content
        self.tokens: list[Token] = []
        self.open: list[str] = []
        """The stars of each emphasis that is not closed yet."""
        self.words: str | None = None
        """Text that is no token yet; None where there is not even an empty one."""
        self.began = 0

    def text(self, words: str, at: int) -> None:
        """Keep some text; also an empty one, as the parser leaves beside two stars."""
        if not self.words:
            self.began = at if words or self.words is None else self.began
            self.words = words
        else:
            self.words += words

    def flush(self) -> None:
        """Make a token of the text that is kept."""
        if self.words is not None:
            self.push("text", "", self.words, "", self.began)
            self.words = None

    def push(self, kind: str, tag: str, content: str, markup: str, at: int, nesting: int = 0) -> None:  # noqa: PLR0917 - fields of a token
        """Make a token."""
        meta, level = {"at": at}, len(self.open)
        self.tokens.append(
            self.token(kind, tag, nesting, {}, None, level, None, content, markup, "", meta)  # type: ignore[arg-type]
        )

    def mark(self, mark: str, at: int) -> bool:
        """Make a token of stars, code, a formula or a line end; False where the parser has to."""
        match mark[0]:
            case "*":
                return self.stars(mark, at)
            case "`":
                return self.code(mark, at)
            case "$":
                return self.formula(mark, at)
            case _:
                return self.line_end(at)

    def code(self, mark: str, at: int) -> bool:
        """A span of code in single backticks; the parser has those that spaces begin and end."""
        if mark[1] == " " and mark[-2] == " ":
            return False
        self.flush()
        self.push("code_inline", "code", mark[1:-1], "`", at)
        return True

    def formula(self, mark: str, at: int) -> bool:
        """A formula, where it is surely one."""
        before, after = self.content[at - 1 :][:1], self.content[at + len(mark) :][:1]
        if mark[1].isspace() or mark[-2].isspace() or mark[-2] == "\\" or before.isdigit() or after.isdigit():
            return False
        self.flush()
        self.push("math_inline", "math", mark[1:-1], "$", at)
        return True

    def line_end(self, at: int) -> bool:
        """A line end without spaces around it."""
        if self.content[at - 1 : at].isspace() or self.content[at + 1 :][:1].isspace():
            return False
        self.flush()
        self.push("softbreak", "br", "", "", at)
        return True

    def stars(self, mark: str, at: int) -> bool:
        """Emphasis that opens, or closes the one opened last, beyond doubt."""
        before, after = self.content[at - 1 : at] or " ", self.content[at + len(mark) :][:1] or " "
        if len(mark) > 2 or not (before.isascii() and after.isascii()):
            return False
        opens = not after.isspace() and (after.isalnum() or not before.isalnum())
        closes = not before.isspace() and (before.isalnum() or not after.isalnum())
        if opens == closes or (closes and self.open[-1:] != [mark]):
            return False
        tag = "em" if mark == "*" else "strong"
        if opens:
            if mark == "**":
                self.text("", at)
            self.flush()
            self.push(f"{tag}_open", tag, "", mark, at, 1)
            self.open.append(mark)
            return True
        self.flush()
        self.open.pop()
        self.push(f"{tag}_close", tag, "", mark, at, -1)
        if mark == "**":
            self.text("", at)
        return True
