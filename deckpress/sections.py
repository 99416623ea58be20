"""Sections: what may stand under a question's ### headings - a row each, which every stage reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["SECTIONS", "CardPlace", "PagePlace", "SectionRow", "Shape", "SheetPlace", "rows"]

Shape = Literal["list", "prose", "clozes", "labels"]
"""What its text must be: one list, any blocks, a list of deletions, or a picture and where its labels are."""
CardPlace = Literal["back", "fold", "source", "notes"]
"""On cards: under the answer, under "More", under the sources, or notes of its own."""
SheetPlace = Literal["", "points", "list", "drawn", "code", "picture"]
"""On the sheet: nowhere; the list that goes first; a list that goes last, at the depth "full" only; its
formula, figure and table; its first program, for questions of code; its picture with a key."""
PagePlace = Literal["", "points", "headed", "cited", "picture"]
"""On the page: nowhere; under the answer, bare or with a heading; as sources; its picture with a key."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section, and what every stage does with it."""

    name: str
    what: str
    """What stands in it, in Markdown, for docs/format.md."""
    shape: Shape
    card: CardPlace
    sheet: SheetPlace
    page: PagePlace
    counts: bool = True
    """Whether its words count as words to read."""


SECTIONS: Final[Mapping[str, SectionRow]] = {
    row.name: row
    for row in (
        SectionRow("Key points", "2–5 facts that a correct answer holds", "list", "back", "points", "points"),
        SectionRow("In depth", "the why, at most 180 words", "prose", "fold", "drawn", "headed"),
        SectionRow("Example", "a worked example or code", "prose", "fold", "code", "headed"),
        SectionRow(
            "Cloze",
            "items with `{{c1::hidden::hint}}`, each a note of its own",
            "clozes",
            "notes",
            "",
            "",
            counts=False,
        ),
        SectionRow(
            "Labels", "a picture and the names of its regions", "labels", "notes", "picture", "picture"
        ),
        SectionRow("Pitfalls", "what goes wrong", "list", "fold", "list", "headed"),
        SectionRow(
            "Follow-ups",
            "what is asked next, each with an `[id]` or its answer: `- Why? – Because …`",
            "list",
            "fold",
            "",
            "headed",
        ),
        SectionRow(
            "References",
            "`- key, §3` of `references.yaml`, or a link",
            "list",
            "source",
            "",
            "cited",
            counts=False,
        ),
    )
}
"""Every section by its name, in the order in which cards and pages show them."""


def rows(
    *, card: CardPlace | None = None, sheet: SheetPlace | None = None, page: PagePlace | None = None
) -> Iterator[SectionRow]:
    """The sections that a product shows in one of its ways."""
    for row in SECTIONS.values():
        if card in (None, row.card) and sheet in (None, row.sheet) and page in (None, row.page):
            yield row
