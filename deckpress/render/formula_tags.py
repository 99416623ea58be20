"""Formula tags: every formula is an element of the PDF's tag tree, with its line of text as alternative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from deckpress.content.linear import tex_line
from deckpress.content.print_voice import Plates
from deckpress.render.structure import absorb, live_elements, map_marks, page_rows

__all__ = ["describe_formulas", "mark_formulas"]

_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_CODES: Final = re.compile(rb"<([0-9a-f]+)>")


def mark_formulas(pdf: Any, plates: Plates) -> dict[bytes, str]:
    """Make what shows formulas Formula elements; each one's reference to the characters it shows.

    `pdf` is what WeasyPrint hands to a finisher, its text still mapped to our private-use characters.
    """
    objects = {item.reference: item for item in pdf.objects}
    fonts = {}
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            rows = _MAPPED.findall(b"\n".join(objects[font["ToUnicode"]].stream))
            fonts[font["BaseFont"].partition(b"+")[0]] = _glyphs(rows, plates)
    shown: dict[bytes, str] = {}
    for page, row in page_rows(pdf).items():
        for mark, text in _marked(objects[objects[page]["Contents"]].stream, fonts):
            if objects[row[mark]]["S"] in ("/Span", "/Formula"):  # a text of its own, made for this mark
                objects[row[mark]]["S"] = "/Formula"
                shown[row[mark]] = shown.get(row[mark], "") + text
    return shown


def _glyphs(rows: Iterable[tuple[bytes, bytes]], plates: Plates) -> dict[bytes, str]:
    """The glyphs of a font that show formulas which say something, to their characters."""
    characters = {_hex(char): char for char, piece in plates.pieces.items() if piece.text.strip()}
    return {glyph: characters[text] for glyph, text in rows if text in characters}


def _marked(stream: Iterable[Any], fonts: Mapping[bytes, Mapping[bytes, str]]) -> Iterator[tuple[int, str]]:
    """The marked contents of a page that show formulas: number and characters."""
    mark: int | None = None
    glyphs: Mapping[bytes, str] = {}
    for item in stream:
        if isinstance(item, dict):
            mark = item["MCID"]
        elif item == b"EMC":
            mark = None
        elif isinstance(item, bytes) and item.endswith(b" Tf"):
            glyphs = fonts.get(item.split()[0], {})
        elif isinstance(item, bytes) and item.endswith(b" TJ") and mark is not None:
            codes = b"".join(_CODES.findall(item))
            text = "".join(glyphs.get(codes[at : at + 4], "") for at in range(0, len(codes), 4))
            if text:
                yield mark, text


def describe_formulas(pdf: Any, plates: Plates, shown: dict[bytes, str]) -> None:
    """Join the pieces of each formula that stand side by side, and give it its alternative text."""
    whole = {text: tex for (tex, _), text in plates.formulas.items()}
    of = {char: text for text in whole for char in text}
    elements = live_elements(pdf)
    for parent in list(elements.values()):
        _join(parent, elements, shown, of)
    for reference, text in shown.items():
        if elements[reference].free == "n":
            tex = whole.get(text)
            said = tex_line(tex) if tex else "".join(plates.pieces[char].text for char in text)
            elements[reference]["Alt"] = b"<feff%s>" % _hex(said.strip())
    map_marks(pdf)


def _join(parent: Any, elements: dict[bytes, Any], shown: dict[bytes, str], of: Mapping[str, str]) -> None:
    """Make one element of a formula's pieces and the places between them where a line may break."""
    kids: list[Any] = []
    for kid in parent["K"]:
        at = _begun(kids, shown, shown[kid], of) if kid in shown else None
        if at is None:
            kids.append(kid)
            continue
        for piece in (*kids[at + 1 :], kid):
            absorb(elements[kids[at]], elements[piece])
        shown[kids[at]] += shown.pop(kid)
        del kids[at + 1 :]
    parent["K"][:] = kids


def _begun(kids: list[Any], shown: Mapping[bytes, str], text: str, of: Mapping[str, str]) -> int | None:
    """The place of the formula of which the text is the next piece: the last kid, or the one before."""
    for at in range(len(kids) - 1, max(len(kids) - 3, -1), -1):
        if isinstance(kids[at], int):
            break
        if kids[at] in shown and shown[kids[at]] + text in of[text[0]]:
            return at
    return None


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
