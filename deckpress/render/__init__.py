"""Render: a Bank to the bytes of a product. One file per product, in the wing that FORMATS names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.paper import PAPER_KEYS, Paper
from deckpress.problems import Problem
from deckpress.processes import ALONE, Crew

__all__ = ["FORMATS", "SHEET_MARK", "Context", "Format", "Product", "Store"]

Product = bytes | Mapping[str, bytes]
"""What a renderer makes: a file, or the files of a folder by name."""


SHEET_MARK: Final = b"%deckpress: the sheet of a topic"
"""A comment near the end of each file of a split sheet, which is swept when its topic is gone."""


class Store(Protocol):
    """Keeps what is costly to make, by the hash of what it was made from; may forget."""

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep the data."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a renderer gets besides the bank."""

    templates: Path
    store: Store
    lock: Lock
    paper: Paper = field(default=Paper())
    """How printed products are set."""
    whole: bool = True
    """Whether the bank is all of it, not a selection."""
    problems: list[Problem] = field(default_factory=list)
    """Where a renderer reports what only it can see."""
    crew: Crew = ALONE
    """Processes that may do part of the work."""


@dataclass(frozen=True, slots=True)
class Format:
    """One product."""

    name: str
    wing: str
    """The package of this one where its module stands: deck, paper or handout."""
    suffix: str
    """What follows the bank's slug in the file name."""
    help: str
    paper: tuple[str, ...] = ()
    """Fields of Paper that it heeds: options of its command."""
    extra: bool = False
    """Whether `all` leaves it out, since it is made by the way."""

    def file_name(self, slug: str) -> str:
        """The name of the product's file for a bank."""
        return f"{slug}{self.suffix}"

    def files(self, slug: str, product: Product) -> dict[str, bytes]:
        """The product's files by their names in the output folder, the one to open first."""
        name = self.file_name(slug)
        if isinstance(product, bytes):
            return {name: product}
        folder = name.rpartition(".")[0]
        return {f"{folder}/{page}": data for page, data in product.items()}

    def renderer(self) -> Callable[[Bank, Context], Product]:
        """The product's render function, imported on use."""
        module = import_module(f"deckpress.render.{self.wing}.{self.name}")
        render: Callable[[Bank, Context], Product] = module.render
        return render


_SHEET: Final = tuple(key for key in PAPER_KEYS if key not in ("cards", "flip"))
_CARDS: Final = ("paper", "cards", "flip")
FORMATS: Final = {
    row.name: row
    for row in (
        Format("deck", "deck", ".apkg", "Anki deck to import and study"),
        Format("cheatsheet", "paper", "-cheatsheet.pdf", "PDF cheat sheet to print", _SHEET),
        Format(
            "flashcards",
            "paper",
            "-flashcards.pdf",
            "PDF flash cards to print and cut",
            _CARDS,
            extra=True,
        ),
        Format("selftest", "paper", "-selftest.pdf", "PDF to write answers into", ("paper",), extra=True),
        Format("handout", "handout", "-handout.html", "HTML handout to read offline"),
    )
}
"""Every product by name, in the order in which they are made."""
