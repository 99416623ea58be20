"""Escape: plain text as Markdown that reads back as the same text, with no more backslashes than needed."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["escape_text", "plain_markdown"]

_ANYWHERE: Final = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]|\s*$)  # a backslash that would escape
    |[`$\[]
    |\*(?!\s)|(?<!\s)\*
    |(?<![^\W_])_|_(?![^\W_])
    |~(?=\S)
    |<(?=[A-Za-z/!?])
    |&(?=\#?\w+;)
    |==|\+\+|%%|\|
    |\^(?=[^\s^]*\^)
    |(?<![\w:]):(?=[a-z][\w+-]*:(?![\w:]))
    |\{(?=[.\#]\w|[^{}|]*\|)""",
    re.X,
)
_START: Final = re.compile(r"(\s*)(\#|[-+*>](?=\s|$)|>|=+\s*$|-[-\s]*$|[:~](?=\s|::)|~~~)")
_NUMBER: Final = re.compile(r"(\s*\d{1,9})([.)])(?=\s|$)")


def escape_text(text: str, *, starts: bool = False) -> str:
    """A run of text; `starts`: it begins a line, where more is read as a mark."""
    out = _ANYWHERE.sub(lambda found: f"\\{found[0]}", text)
    if starts:
        out = _START.sub(lambda found: f"{found[1]}\\{found[2]}", out, count=1) if _START.match(out) else out
        out = (
            _NUMBER.sub(lambda found: f"{found[1]}\\{found[2]}", out, count=1) if _NUMBER.match(out) else out
        )
    return out


def plain_markdown(text: str, *, flat: bool = False) -> str:
    """A whole plain text: a blank line parts paragraphs, a line's end is kept; `flat` makes it one line."""
    lines = [escape_text(" ".join(line.split()), starts=True) for line in text.split("\n")]
    if flat:
        return "<br>".join(line for line in lines if line)
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)
