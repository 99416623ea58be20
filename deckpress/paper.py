"""Paper: how printed products are set, as bank.toml and the command line say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

__all__ = ["PAPER_KEYS", "Depth", "Flip", "Heads", "Key", "Paper", "Split"]


Depth = Literal["lead", "key", "full"]
Heads = Literal["auto", "term", "prompt", "both"]
Split = Literal["one", "topic"]
Flip = Literal["long", "short"]


@dataclass(frozen=True, slots=True)
class Paper:
    """How a printed product is set; each field is a key of [paper] and an option."""

    paper: Literal["A4", "Letter"] = "A4"
    """A4 or Letter."""
    landscape: bool = False
    columns: int = 0
    """Columns of the sheet, or 0: 3 upright and 4 across."""
    size: float = 7.2
    """Size of the sheet's text in points."""
    depth: Depth = "full"
    """What the sheet may show: lead, key or full."""
    flow: bool = False
    """Whether topics follow each other without a new page."""
    heads: Heads = "auto"
    """What stands above an answer: term, prompt, both; auto for terms in topics that have all of theirs."""
    pages: int = 0
    """How many pages the sheet fills with the best of the bank, or 0: as many as all questions take."""
    pages_per_topic: Literal["auto", "1", "2"] = "auto"
    """auto, 1 or 2."""
    split: Split = "one"
    """Whether the sheet is one file, or a folder with one for each topic: one or topic."""
    index: bool = True
    """Whether the sheet ends in an index of terms."""
    cards: str = "2x4"
    """Columns and rows of a page of flash cards."""
    flip: Flip = "long"
    """The edge over which the printer turns a leaf: long or short."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a field may hold, and what is said of it."""

    help: str
    """What it says, on the command line."""
    what: str
    """The same in Markdown, for docs/settings.md."""
    default: str
    """What holds where it is missing, in Markdown."""
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 0
    """Bounds of a number; a number without them may be anything."""
    zero: bool = False
    """Whether 0 is allowed besides, for what is chosen by itself."""

    def expected(self, default: object) -> str:
        """What a value must be, in words."""
        if self.choices:
            return f"expected one of {', '.join(self.choices)}"
        if isinstance(default, bool):
            return "expected true or false"
        return f"expected a number from {self.least:g} to {self.most:g}"

    def allows(self, value: object, default: object) -> bool:
        """Whether a value of bank.toml may stand for a field with that default."""
        if self.choices:
            return value in self.choices
        if isinstance(default, bool) or isinstance(value, bool):
            return isinstance(value, bool) and isinstance(default, bool)
        if not isinstance(value, (int, float)) or (isinstance(default, int) and not isinstance(value, int)):
            return False
        return self.least <= value <= self.most or (self.zero and value == 0)


PAPER_KEYS: Final = {
    "paper": Key(
        "Paper.",
        what="`A4` or `Letter`",
        default="`A4`",
        choices=("A4", "Letter"),
    ),
    "landscape": Key(
        "Turn the sheet's pages on their side.",
        what="`true` turns the sheet's pages on their side",
        default="`false`",
    ),
    "columns": Key(
        "Columns of the sheet: 2 to 4; 3 upright, 4 in landscape.",
        what="columns of the sheet, 2 to 4",
        default="3, in landscape 4",
        least=2,
        most=4,
        zero=True,
    ),
    "size": Key(
        "Size of the sheet's text in points: 6.5 to 9.",
        what="size of the sheet's text in points, 6.5 to 9",
        default="7.2",
        least=6.5,
        most=9,
    ),
    "depth": Key(
        "What the sheet may show: short answers, key points too, or all.",
        what="what the sheet may show: `lead`, `key` or `full`",
        default="`full`",
        choices=get_args(Depth),
    ),
    "flow": Key(
        "Let topics follow each other instead of starting pages.",
        what="`true` lets topics follow each other instead of starting pages",
        default="`false`",
    ),
    "heads": Key(
        "What stands above an answer.",
        what='what stands above an answer on the sheet: its `"term"`, its `"prompt"` or '
        '`"both"`; `"auto"` takes terms in topics whose questions all have one',
        default='`"auto"`',
        choices=get_args(Heads),
    ),
    "pages": Key(
        "Fill exactly this many pages with the best of the bank, 1 to 40.",
        what="1 to 40: fill exactly this many pages with the best of the bank",
        default="as many as needed",
        least=1,
        most=40,
        zero=True,
    ),
    "pages_per_topic": Key(
        "Pages that a topic fills.",
        what='`"auto"`, `"1"` or `"2"`',
        default='`"auto"`',
        choices=("auto", "1", "2"),
    ),
    "split": Key(
        "Make one sheet, or one for each topic.",
        what='`"topic"`: a folder with one sheet for each topic, each with its own index and '
        "laid out again only where something on it changed",
        default='`"one"`',
        choices=get_args(Split),
    ),
    "index": Key(
        "End the sheet with an index of terms.",
        what="`false` leaves out the sheet's index of terms",
        default="`true`",
    ),
    "cards": Key(
        "Flash cards on a page: columns x rows.",
        what="flash cards on a page, columns x rows: `2x4`, `2x3`, `3x4` or `2x2`",
        default="`2x4`",
        choices=("2x4", "2x3", "3x4", "2x2"),
    ),
    "flip": Key(
        "The edge over which the printer turns flash cards.",
        what="the edge over which the printer turns flash cards: `long` or `short`",
        default="`long`",
        choices=get_args(Flip),
    ),
}
"""Every field of Paper by name."""
