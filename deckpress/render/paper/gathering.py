"""Gathering: the pages of a sheet, each laid out and painted alone or kept from before, as one document."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from deckpress.fingerprints import fingerprint
from deckpress.processes import ALONE, Crew, shares_of
from deckpress.render.paper.fonts import FACES
from deckpress.render.paper.formula_font import FAMILY
from deckpress.render.paper.impression import SCALE, Impression, take
from deckpress.render.paper.pdf import LIBRARIES, Press, Recipe, open_recipe
from deckpress.render.paper.plates import FIRST, Plates
from deckpress.render.paper.reprint import reprint

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.document import Page

__all__ = ["gather"]

_ROOT: Final = re.compile(r"<html[^>]*>")
_PAGE: Final = re.compile(r'(?=<section class="page[^>]*? data-running=)')
_ASSET: Final = re.compile(r'src="([^"]+)"')
_SPECIAL: Final = re.compile(rb"radient|<pattern|<mask|<image|<filter")
_CODE: Final = (
    "deckpress.render.paper.gathering",
    "deckpress.render.paper.impression",
    "deckpress.render.paper.pdf",
    "deckpress.render.paper.fonts",
    "deckpress.render.paper.formula_font",
)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page to be, by its number from 1."""

    number: int
    root: str
    """The opening tag of the document."""
    html: str

    @property
    def before(self) -> int:
        """How many empty pages go before it, so that it is a left or a right one."""
        return 0 if self.number == 1 else 2 - (self.number + 1) % 2

    def document(self) -> str:
        """A document of which the last page is this one."""
        empty = '<section class="page"></section>' * self.before
        first = f"@page :first {{ counter-reset: page {self.number - self.before} }}"
        return f"<!DOCTYPE html>{self.root}<title>-</title><style>{first}</style><body>{empty}{self.html}"


def gather(press: Press, html: str, looks: str, plates: Plates, crew: Crew = ALONE) -> Document:
    """The document of a sheet; what `press.lay_out` makes of the same HTML.

    A template whose pages do not say that they stand alone is laid out as a whole.
    """
    head, *pages = _PAGE.split(html)
    root = _ROOT.search(head)
    if not pages or root is None:
        return press.lay_out(html)
    leaves = [_Leaf(number, root[0], page) for number, page in enumerate(pages, 1)]
    keys = {leaf: _key(leaf, looks, plates) for leaf in leaves}
    taken = {leaf: _load(plates.store.get(keys[leaf])) for leaf in leaves}
    missing = [leaf for leaf in leaves if taken[leaf] is None and not _is_special(leaf, plates)]
    shares = shares_of(missing, [len(leaf.html) for leaf in missing], crew.jobs)
    rows = [(press.recipe, share) for share in shares if share]
    printed = crew.share(_elsewhere, rows, lambda _, share: [_printed(press, leaf) for leaf in share])
    for leaf, data in (
        (leaf, data)
        for share, made in zip(shares, printed, strict=True)
        for leaf, data in zip(share, made, strict=True)
    ):
        if data:
            plates.store.put(keys[leaf], data)
            taken[leaf] = _load(data)
    probe = press.lay_out(f"{head}{_words(plates)}")
    faces = _faces(probe)
    again = {leaf: [reprint(impression, faces) for impression in taken[leaf] or ()] for leaf in leaves}
    return probe.copy(
        [page for leaf, row in again.items() for page in (row if row and all(row) else _laid(press, leaf))]
    )


def _is_special(leaf: _Leaf, plates: Plates) -> bool:
    """Whether a page has what can only be painted into its own document."""
    names = _ASSET.findall(leaf.html)
    return any(not name.endswith(".svg") or _SPECIAL.search(plates.assets.get(name, b"")) for name in names)


def _elsewhere(recipe: Recipe, leaves: Sequence[_Leaf]) -> list[bytes]:
    """What `_printed` makes of pages, in another process."""
    with open_recipe(recipe) as press:
        return [_printed(press, leaf) for leaf in leaves]


def _printed(press: Press, leaf: _Leaf) -> bytes:
    """A page laid out, of two or more where it is too full, to be kept; empty if it cannot be."""
    impressions = [take(page) for page in _laid(press, leaf)]
    return zlib.compress(json.dumps(impressions, ensure_ascii=False).encode(), 1) if all(impressions) else b""


def _laid(press: Press, leaf: _Leaf) -> list[Page]:
    return list(press.lay_out(leaf.document()).pages[leaf.before :])


def _load(data: bytes | None) -> list[Impression] | None:
    """What was kept of a page, or None where that is missing or damaged."""
    try:
        return list(json.loads(zlib.decompress(data or b"")))
    except (ValueError, zlib.error):
        return None


def _key(leaf: _Leaf, looks: str, plates: Plates) -> str:
    """Made from what would be laid out: also how formulas are drawn, and drawings and pictures."""
    html = leaf.document()
    assets = [sha256(plates.assets.get(name, b"")).hexdigest() for name in _ASSET.findall(html)]
    return fingerprint("impression", looks, html, plates.spelt(html), assets, code=_CODE, libraries=LIBRARIES)


def _words(plates: Plates) -> str:
    """A page with a letter of each face."""
    styles = [f"font: {face.style} {face.weight} 9pt '{face.family}'" for face in FACES]
    letters = [*(f'<p style="{style}">{"x" if "Symbols" not in style else "∑"}</p>' for style in styles)]
    formula = f"<p style=\"font: 9pt '{FAMILY}'\">{chr(FIRST)}</p>" if plates.pieces else ""
    return f"{''.join(letters)}{formula}</body></html>"


def _faces(document: Document) -> dict[str, tuple[int, Any]]:
    """The fonts of a document by their hashes, with WeasyPrint's keys, as if nothing were written in them."""
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415 - imported on use

    fonts: dict[int, Any] = {}
    for page in document.pages:
        page.paint(Stream(fonts, (0, 0, 1, 1), {"ExtGState": {}}, {}, {}, {}, None), SCALE)
    for font in fonts.values():
        font.widths, font.to_unicode, font.missing = {}, {}, {}
    return {font.hash: (key, font) for key, font in fonts.items()}
