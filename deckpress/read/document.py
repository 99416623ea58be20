"""Split a file of questions into head, questions and sections: lines only, no Markdown yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from deckpress.bank import Span
from deckpress.read.files import Folder
from deckpress.read.headings import Heading, find_headings

__all__ = ["Document", "Part", "split_document", "split_sections"]


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
    told: bool = False
    """Whether something was said about its heading."""
    sections: list[Heading] = field(default_factory=list)
    """The headings below it."""
    block: Part | None = None
    """The inside of its yaml block, where that stood above its heading."""

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
    """Split at `# ` and `## ` outside fences; report what is wrong with headings and fences."""
    lines = text.split("\n")
    front, start = _front_matter(folder, path, lines)
    parts = [(0, Part("", Span(path, start + 1), [], start + 1))]
    for heading in find_headings(folder, path, lines, start):
        last = parts[-1][1]
        if heading.level > 2:
            last.sections.append(heading)
            continue
        last.lines = lines[last.first - 1 : heading.span.line - 1]
        number = heading.span.line + 1
        parts.append((heading.level, Part(heading.text, heading.span, [], number, heading.told)))
    last = parts[-1][1]
    last.lines = lines[last.first - 1 :]
    return Document(front, _title(folder, path, parts), [p for level, p in parts if level == 2])


def _title(folder: Folder, path: str, parts: Sequence[tuple[int, Part]]) -> Part | None:
    """The topic's title; problems where there is none, a second one or text before it."""
    head = parts[0][1]
    titles = [part for level, part in parts if level == 1]
    if head.text.strip() and titles:
        at = next(i for i, line in enumerate(head.lines) if line.strip())
        folder.report(
            "S009",
            Span(path, head.first + at),
            "text before the topic's title",
            "front matter starts in the first line, as '---'"
            if head.lines[at].startswith(("---", "+++", "```yaml"))
            else "start the file with '# Topic title'",
        )
    for extra in titles[1:]:
        folder.report(
            "S008",
            extra.span,
            "a second topic title",
            "one file is one topic; questions start with '## '",
            (titles[0].span, "the first title"),
        )
    if not titles and not (len(parts) > 1 and parts[1][1].told):
        folder.report("S008", Span(path), "the file has no topic title", "start it with '# Topic title'")
    return titles[0] if titles else None


def split_sections(folder: Folder, part: Part) -> list[Part]:
    """Split the lines of a question at its sections: the lead (no heading) first."""
    path, lines = part.span.path, list(part.lines)
    out = [Part("", part.origin(), [], part.first)]
    for heading in part.sections:
        at = heading.span.line - part.first
        if heading.level == 3:
            out[-1].lines = lines[out[-1].first - part.first : at]
            out.append(Part(heading.text, heading.span, [], heading.span.line + 1, heading.told))
            continue
        lines[at] = ""
        folder.report(
            "S010",
            Span(path, heading.span.line),
            "a heading below '###'",
            "use a bold phrase at the start of the paragraph",
        )
    out[-1].lines = lines[out[-1].first - part.first :]
    return out


def _front_matter(folder: Folder, path: str, lines: Sequence[str]) -> tuple[Part | None, int]:
    if not lines or lines[0].rstrip() != "---":
        return None, 0
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return Part("", Span(path, 2), list(lines[1:number]), 2), number + 1
    folder.report("S007", Span(path), "the front matter is never closed", "end it with a line '---'")
    return None, next((i for i, line in enumerate(lines) if line.startswith("# ")), len(lines))
