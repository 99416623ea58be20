"""Fences: where one opens and ends, also one whose author forgot to close it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from deckpress.sections import SECTIONS

__all__ = ["Fence", "find_fence", "is_block_start", "is_title_block", "is_yaml", "looks_like_keys"]

_FENCE: Final = re.compile(r"( {0,3}|\s*(?:[-*+]|\d{1,9}[.)])\s+)(`{3,}|~{3,})(.*)")
_KEY: Final = re.compile(
    r"[ \t]*(?:-(?:[ \t]|$)|#|[\]}]|\"?[A-Za-z][\w-]*\"?[ \t]*[:：=](?:\s|\S|$))|[ \t]+\S"
)
_SHOWS_MARKDOWN: Final = ("markdown", "md")
_SHOWS_TEXT: Final = (*_SHOWS_MARKDOWN, "text", "")


class Fence(NamedTuple):
    """A fence; indexes count the lines of the text it was found in."""

    start: int
    end: int
    """The index behind its last line."""
    marks: str
    info: str
    column: int
    """Column of its marks."""
    closed: bool


def find_fence(lines: Sequence[str], start: int) -> Fence | None:
    """The fence that opens on a line, or None; one never closed ends where the text must go on."""
    line = lines[start]
    found = _FENCE.match(line) if "```" in line or "~~~" in line else None
    if not found or (found[2][0] == "`" and "`" in found[3]):
        return None
    marks, info, margin = found[2], found[3].strip(), len(found[1])
    end, closed = _end(lines, start, marks, info, margin)
    return Fence(start, end, marks, info, margin + 1, closed)


def is_yaml(info: str) -> bool:
    """Whether a fence's words mean YAML, however they are written."""
    return info.strip(" {}.").split(" ")[0].lower() in ("yaml", "yml")


def is_block_start(lines: Sequence[str], start: int) -> bool:
    """Whether the next line that is not blank begins a question's block, well or badly written."""
    for at in range(start, len(lines)):
        if text := lines[at].strip():
            break
    else:
        return False
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if text[:3] in ("```", "~~~"):
        return is_yaml(text.lstrip("`~")) or (not text.strip("`~") and after.startswith("id:"))
    return text.startswith("id:") or (text == "---" and after.startswith("id:"))


def is_title_block(lines: Sequence[str], start: int) -> bool:
    """Whether the block that follows a first heading leaves it a title: no id, or another heading next."""
    at = next((i for i in range(start, len(lines)) if lines[i].strip()), start)
    fence = find_fence(lines, at)
    if not fence:
        return False
    after = next((line for line in lines[fence.end :] if line.strip()), "")
    return after.startswith("#") or not any(line.startswith("id:") for line in lines[at : fence.end])


def looks_like_keys(line: str) -> bool:
    """Whether a line may belong to a block of YAML keys."""
    return bool(_KEY.match(line))


def _end(lines: Sequence[str], start: int, marks: str, info: str, margin: int) -> tuple[int, bool]:
    """The index behind the fence, and whether its author closed it."""
    for at in range(start + 1, len(lines)):
        if marks not in lines[at] and "###" not in lines[at]:
            continue
        text = lines[at].strip()
        if text[:1] == marks[0] and text.startswith(marks):
            words = text.lstrip(marks[0])
            if not words and len(lines[at]) - len(lines[at].lstrip()) <= max(3, margin + 3):
                return (at + 1, True) if not is_yaml(info) else _yaml_end(lines, start, at)
            if words and "`" not in words and info not in _SHOWS_MARKDOWN:
                return _goes_on(lines, start, at, info), False
        elif text.startswith("###") and text.lstrip("# ") in SECTIONS and info not in _SHOWS_TEXT:
            return _goes_on(lines, start, at, info), False
    return _goes_on(lines, start, len(lines), info), False


def _yaml_end(lines: Sequence[str], start: int, at: int) -> tuple[int, bool]:
    """A block of keys that holds a heading and text was not closed by the fence found."""
    for row in range(start + 1, at):
        if lines[row][:2] == "##" and re.match(r"#{2,6} ?\w", lines[row]) and not lines[row - 1].strip():
            return _goes_on(lines, start, at, "yaml"), False
    return at + 1, True


def _goes_on(lines: Sequence[str], start: int, limit: int, info: str) -> int:
    """The first line after an open fence that is surely no more of it."""
    for at in range(start + 1, limit):
        text = lines[at].strip()
        if is_yaml(info) and not looks_like_keys(lines[at]):
            return at
        if text.startswith("###") and text.lstrip("# ") in SECTIONS:
            return at
        if text.startswith("#") and is_block_start(lines, at + 1):
            return at
    return limit
