"""Split a file of questions into head, questions and sections: lines only, no Markdown yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from deckpress.bank import Span
from deckpress.read.files import Folder

__all__ = ["Document", "Part", "split_document", "split_sections", "take_fence"]

_FENCE: Final = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)")


@dataclass(slots=True)
class Part:
    """A heading line and the lines under it."""

    heading: str
    """Text of the heading line after its marks."""
    span: Span
    """The place of the heading's text, or of the first line where there is no heading."""
    lines: list[str] = field(default_factory=list)
    first: int = 1
    """Line number of `lines[0]`."""

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def origin(self) -> Span:
        """The place of the first line under the heading."""
        return Span(self.span.path, self.first, 1)


@dataclass(slots=True)
class Document:
    """A file of questions, split at its headings."""

    front_matter: Part | None
    title: Part | None
    questions: list[Part]


def split_document(folder: Folder, path: str, text: str) -> Document:
    """Split at `# ` and `## ` outside fences; report a fence that is never closed."""
    lines = text.split("\n")
    front, start = _front_matter(folder, path, lines)
    head = Part("", Span(path, start + 1), [], start + 1)
    parts: list[tuple[int, Part]] = [(0, head)]
    for number, line, level in _headings(folder, path, lines, start, (1, 2)):
        if level:
            heading = line[level:].strip()
            column = len(line) - len(line[level:].lstrip()) + 1
            span = Span(path, number, column, number, column + len(heading))
            parts.append((level, Part(heading, span, [], number + 1)))
        else:
            parts[-1][1].lines.append(line)
    titles = [part for level, part in parts if level == 1]
    if head.text.strip() and titles:
        folder.report(
            "S009",
            Span(path, start + 1),
            "text before the topic's title",
            "start the file with '# Topic title'",
        )
    for extra in titles[1:]:
        folder.report(
            "S008",
            extra.span,
            "a second topic title",
            "one file is one topic; questions start with '## '",
            (titles[0].span, "the first title"),
        )
    if not titles:
        folder.report("S008", Span(path), "the file has no topic title", "start it with '# Topic title'")
    return Document(front, titles[0] if titles else None, [p for level, p in parts if level == 2])


def split_sections(folder: Folder, part: Part) -> list[Part]:
    """Split the lines of a question at `### `: the lead (no heading) first."""
    path = part.span.path
    out = [Part("", part.origin(), [], part.first)]
    for number, line, level in _headings(folder, path, part.lines, 0, (3, 4, 5, 6), first=part.first):
        if level == 3:
            heading = line[3:].strip()
            column = len(line) - len(line[3:].lstrip()) + 1
            span = Span(path, number, column, number, column + len(heading))
            out.append(Part(heading, span, [], number + 1))
        else:
            if level:
                folder.report(
                    "S010",
                    Span(path, number),
                    "a heading below '###'",
                    "use a bold phrase at the start of the paragraph",
                )
            out[-1].lines.append(line)
    return out


def take_fence(part: Part, info: str) -> tuple[Part | None, Part]:
    """Cut a fence with that info off the head of a part: the fence's inside and the rest."""
    lines = part.lines
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    opening = _FENCE.match(lines[start]) if start < len(lines) else None
    if not opening or opening[3].strip() != info:
        return None, part
    for end in range(start + 1, len(lines)):
        if _closes(lines[end], opening[2]):
            inside = Part(
                "",
                Span(part.span.path, part.first + start + 1),
                lines[start + 1 : end],
                part.first + start + 1,
            )
            rest = Part(part.heading, part.span, lines[end + 1 :], part.first + end + 1)
            return inside, rest
    return None, part


def _front_matter(folder: Folder, path: str, lines: Sequence[str]) -> tuple[Part | None, int]:
    if not lines or lines[0].rstrip() != "---":
        return None, 0
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return Part("", Span(path, 2), list(lines[1:number]), 2), number + 1
    folder.report("S007", Span(path), "the front matter is never closed", "end it with a line '---'")
    return None, next((i for i, line in enumerate(lines) if line.startswith("# ")), len(lines))


def _headings(
    folder: Folder, path: str, lines: Sequence[str], start: int, levels: Sequence[int], *, first: int = 1
) -> Iterator[tuple[int, str, int]]:
    """Each line with its number and heading level (0: no heading of these levels)."""
    fence, opened = "", 0
    for index in range(start, len(lines)):
        line, number = lines[index], first + index
        found = _FENCE.match(line) if "`" in line or "~" in line else None
        if fence:
            if fence[0] in line and _closes(line, fence):
                fence = ""
            yield number, line, 0
            continue
        if found and not (found[2][0] == "`" and "`" in found[3]):
            fence, opened = found[2], number
        marks = len(line) - len(line.lstrip("#")) if line[:1] == "#" else 0
        yield number, line, marks if marks in levels and line[marks : marks + 1] in (" ", "") else 0
    if fence and 1 in levels:
        folder.report(
            "S011", Span(path, opened), "this fence is never closed", f"close it with a line {fence!r}"
        )


def _closes(line: str, fence: str) -> bool:
    text = line.strip()
    return len(line) - len(line.lstrip()) <= 3 and set(text) == {fence[0]} and len(text) >= len(fence)
