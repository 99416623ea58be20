"""Font files in the bank's folder: not read, and said so."""

from __future__ import annotations

from typing import Final

from deckpress.bank import Span
from deckpress.read.files import Folder

__all__ = ["check_fonts"]

_SUFFIXES: Final = (".otc", ".otf", ".ttc", ".ttf", ".woff", ".woff2")


def check_fonts(folder: Folder) -> None:
    """S053 for the first font file in fonts/, which its author believes to be used."""
    files = [path for path in folder.names("fonts", "") if path.lower().endswith(_SUFFIXES)]
    for path in files[:1]:
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        folder.report(
            "S053",
            Span(path),
            f"fonts are not taken from the bank's folder: {path}{more}",
            "install it on the machine that builds, and name its family under [fonts] families",
        )
