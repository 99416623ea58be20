"""Export: a Bank to forms that other tools read. One file per form, named once in FORMS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from deckpress.bank import Bank
from deckpress.render import Context, Product

__all__ = ["FORMS", "Form"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form."""

    name: str
    suffix: str
    """What follows the bank's slug in the name of its file; of its folder, where it is one."""
    help: str
    folder: bool = False

    def renderer(self) -> Callable[[Bank, Context], Product]:
        """The form's render function, imported on use."""
        module = import_module(f"deckpress.export.{self.name.replace('-', '_')}_form")
        render: Callable[[Bank, Context], Product] = module.render
        return render


FORMS: Final = {
    row.name: row
    for row in (
        Form("csv", ".csv", "a table with a column per part, for spreadsheets"),
        Form("tsv", ".tsv", "prompt and answer as plain text, for Quizlet and the like"),
        Form("anki-text", ".txt", "Basic and Cloze notes for Anki's own text import"),
        Form("json", ".json", "everything, after docs/schemas/export.json"),
        Form("markdown", "-markdown", "a bank again, a folder in our own format", folder=True),
        Form("crowdanki", "-crowdanki", "notes and figures for CrowdAnki, a folder", folder=True),
    )
}
"""Every form by name."""
