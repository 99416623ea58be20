"""The yaml block of a question: where it is, also where its author put it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from deckpress.bank import Span
from deckpress.read.document import Part
from deckpress.read.fences import Fence, find_fence, is_yaml, looks_like_keys
from deckpress.read.files import Folder

__all__ = ["lift_blocks", "take_block"]

_HINT = "put a ```yaml fence with 'id: …' first under it, or run 'python build.py ids', which does"


def lift_blocks(folder: Folder, parts: Sequence[Part]) -> None:
    """Move a block that stands above its question's heading under it, and say so once."""
    for above, part in pairwise(parts):
        first = next((i for i, line in enumerate(part.lines) if line.strip()), -1)
        if first >= 0 and (find_fence(part.lines, first) or _unfenced(part.lines, first)):
            continue
        fences = [fence for fence in _fences(above.lines) if _has_id(above.lines, fence)]
        last = fences[-1] if fences else None
        if last is None or any(line.strip() for line in above.lines[last.end :]):
            continue
        if above.heading and len(fences) == 1 and above is not parts[0] and not above.block:
            continue  # it is the block of the question above
        part.block = _inside(above, last)
        above.lines[last.start : last.end] = [""] * (last.end - last.start)
        folder.report(
            "S020",
            _place(above, last),
            "the yaml block stands above its question",
            f"move it under '## {part.heading}'",
        )


def take_block(folder: Folder, part: Part) -> tuple[Part | None, Part]:
    """The inside of the block and the lines after it; a problem where it is not first or not well fenced."""
    if part.block:
        return part.block, part
    lines = part.lines
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    fence = find_fence(lines, start) if start < len(lines) else None
    if fence and fence.info == "yaml":
        return _inside(part, fence), _rest(part, fence.end)
    if fence and (is_yaml(fence.info) or _has_id(lines, fence)):
        code, said = ("S012", repr(fence.info)) if fence.info else ("S020", "nothing")
        folder.report(code, _place(part, fence), f"the fence of the block says {said}", "write ```yaml")
        return _inside(part, fence), _rest(part, fence.end)
    if bare := _unfenced(lines, start):
        what = "fence of the block" if lines[start].strip()[:3] in ("```", "~~~") else "yaml block"
        folder.report(
            "S020",
            Span(part.span.path, part.first + start),
            f"the {what} has no fence of its own" if what == "yaml block" else f"the {what} is indented",
            "put it between a line ```yaml and a line ```",
        )
        return _inside(part, bare), _rest(part, bare.end)
    return _later(folder, part)


def _later(folder: Folder, part: Part) -> tuple[Part | None, Part]:
    """A block that stands behind other text."""
    for fence in _fences(part.lines):
        if is_yaml(fence.info) and _has_id(part.lines, fence):
            folder.report(
                "S020",
                _place(part, fence),
                "the yaml block is not first under its question",
                "move it directly under the heading",
            )
            inside = _inside(part, fence)
            part.lines[fence.start : fence.end] = [""] * (fence.end - fence.start)
            return inside, part
    if not part.told:
        folder.report("S020", part.span, "no yaml block under the heading", _HINT)
    return None, part


def _unfenced(lines: Sequence[str], start: int) -> Fence | None:
    """Keys without a fence, between '---' lines or under an indented fence."""
    if start >= len(lines):
        return None
    text, end = lines[start].strip(), start
    if text[:3] in ("```", "~~~", "---"):
        marks = text[:3]
        end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == marks), -1)
        found = Fence(start, end + 1, marks, "", 1, closed=True)
        return found if end > 0 and _has_id(lines, found) else None
    while end < len(lines) and lines[end].strip() and looks_like_keys(lines[end]):
        end += 1
    found = Fence(start - 1, end, "", "", 1, closed=False)
    return found if end > start and _has_id(lines, found) else None


def _fences(lines: Sequence[str]) -> list[Fence]:
    fences, at = [], 0
    while at < len(lines):
        fence = find_fence(lines, at)
        fences += [fence] if fence else []
        at = fence.end if fence else at + 1
    return fences


def _has_id(lines: Sequence[str], fence: Fence) -> bool:
    return any(line.lstrip().startswith("id:") for line in lines[fence.start + 1 : fence.end])


def _inside(part: Part, fence: Fence) -> Part:
    first = fence.start + 1
    lines = list(part.lines[first : fence.end - 1 if fence.closed else fence.end])
    if not fence.closed and fence.marks:
        lines = [line.removesuffix(fence.marks) for line in lines]  # closed on a line of keys
    return Part("", Span(part.span.path, part.first + first), lines, part.first + first)


def _rest(part: Part, end: int) -> Part:
    return replace(part, lines=part.lines[end:], first=part.first + end)


def _place(part: Part, fence: Fence) -> Span:
    line = part.first + fence.start
    return Span(part.span.path, line, fence.column, line, fence.column + len(fence.marks) + len(fence.info))
