"""Parts: the blocks of a text and the pieces of their lines, as typed values that know their places.

The reader makes them once (`read/parts.py`); everything behind it walks these and knows no parser. They are
named tuples and no dataclasses, since a bank has tens of thousands of them: their module is imported in a
third of the time, and each is made in three quarters of it. Two kinds with the same values are equal, so
that what asks for a kind asks `isinstance`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "NESTING",
    "At",
    "Block",
    "Break",
    "Cell",
    "Code",
    "Definitions",
    "Deletion",
    "Fence",
    "Formula",
    "Image",
    "Inline",
    "Item",
    "Line",
    "Link",
    "Listing",
    "Marked",
    "Math",
    "NoteMark",
    "Notes",
    "Paragraph",
    "Phrase",
    "Quote",
    "Ruby",
    "Rule",
    "See",
    "Table",
    "Text",
]

At = int | tuple[tuple[int, int], ...]
"""Where a piece begins in its line, in characters of what was written.

For text of which some was written otherwise than it reads, as with escapes and entities: pairs of an offset
in the text and its offset in the line, rising.
"""


class Text(NamedTuple):
    """Words as they read."""

    content: str
    at: At = 0


class Code(NamedTuple):
    """Code in a line."""

    content: str
    at: At = 0


class Math(NamedTuple):
    """A formula in a line."""

    tex: str
    at: At = 0

    @property
    def content(self) -> str:
        """Its TeX, as what is written there."""
        return self.tex


class See(NamedTuple):
    """A question that is named, `[its-id]`, and whose prompt products put there."""

    question: str
    at: At = 0

    @property
    def content(self) -> str:
        """As it was written."""
        return f"[{self.question}]"


class Break(NamedTuple):
    """The end of a written line, or a place at which a long word may be parted."""

    tag: str = ""
    """`br` where products end their line too, `wbr` in a word; empty where a space is meant."""


class Image(NamedTuple):
    """A picture, or a sound that is written as one."""

    source: str
    alt: str
    """What is seen or heard, with a space for each line end."""
    caption: str = ""
    at: int = 0
    end: int = 0
    """Where its brackets close in the line."""


class Ruby(NamedTuple):
    """Characters with their readings above them: one for all, or one for each."""

    content: str
    readings: tuple[str, ...]


class NoteMark(NamedTuple):
    """The mark of a footnote."""

    number: int
    """From 1."""


class Marked(NamedTuple):
    """Pieces in a style."""

    tag: str
    """em for emphasis, strong, s for what is struck, or the name of another inert tag."""
    parts: tuple[Inline, ...]


class Link(NamedTuple):
    """Pieces that lead to a question, `#id`, or out of the bank."""

    href: str
    parts: tuple[Inline, ...]
    at: int = 0
    end: int = 0
    """Where the brackets close in the line; for an address that is its own text, 0."""


class Phrase(NamedTuple):
    """Pieces in another language."""

    language: str
    parts: tuple[Inline, ...]


class Deletion(NamedTuple):
    """Pieces that a card hides."""

    number: int
    hint: str
    parts: tuple[Inline, ...]


Inline = Text | Code | Math | See | Break | Image | Ruby | NoteMark | Marked | Link | Phrase | Deletion
NESTING: Final = (Marked, Link, Phrase, Deletion)
"""The pieces that hold others."""


class Line(NamedTuple):
    """A paragraph, a cell, an item's words: what is set in one run, though its author may have broken it."""

    parts: tuple[Inline, ...]
    content: str
    """As written; the places of its parts count in it."""
    row: int = 0
    """Its first row in the source of its text, from 0."""
    cell: int = -1
    """The number of its cell in a row of a table, from 0; -1 where it is no cell."""


class Paragraph(NamedTuple):
    """A line with room around it, or without in a list whose items stand close."""

    line: Line
    tight: bool = False

    @property
    def row(self) -> int:
        """Its first row."""
        return self.line.row


class Item(NamedTuple):
    """One item of a list."""

    blocks: tuple[Block, ...]
    row: int = 0
    end: int = 0
    """The row behind it."""


class Listing(NamedTuple):
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    row: int = 0


class Formula(NamedTuple):
    """A formula on lines of its own."""

    tex: str
    row: int = 0
    end: int = 0
    """The row behind it."""
    aside: bool = False
    """Whether its author keeps it off paper."""


class Fence(NamedTuple):
    """A block of code, or what a program prints."""

    info: str
    """What stands behind the opening marks, without spaces around it."""
    content: str
    row: int = 0
    indented: bool = False
    """Whether it was written by its margin, without marks."""


class Cell(NamedTuple):
    """A cell of a table."""

    line: Line
    align: str = ""
    """left, center or right, where its author says it."""


class Table(NamedTuple):
    """A table."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row: int = 0


class Quote(NamedTuple):
    """What someone else says."""

    blocks: tuple[Block, ...]
    row: int = 0


class Definitions(NamedTuple):
    """Terms, each a line, and what they mean, each some blocks; in their order."""

    entries: tuple[Line | tuple[Block, ...], ...]
    row: int = 0


class Notes(NamedTuple):
    """The footnotes of a text, at its end."""

    items: tuple[tuple[Block, ...], ...]
    row: int = 0


class Rule(NamedTuple):
    """A line across."""

    row: int = 0


Block = Line | Paragraph | Listing | Formula | Fence | Table | Quote | Definitions | Notes | Rule
"""A block; a line is one where a text is no more than that, as a prompt is."""
