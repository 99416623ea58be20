"""The formula font: one TrueType glyph per piece of formula, and what copying it gives."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from deckpress.fingerprints import fingerprint
from deckpress.render import Store
from deckpress.render.paper.outlines import UNITS, Piece

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

__all__ = ["FAMILY", "make_font", "write_readable"]

FAMILY: Final = "Sheet Formulas"
_EPOCH: Final = 3786825600  # 2024-01-01 in the seconds since 1904 that fonts count
_ASCENT: Final = 984  # of 1000 units: the text font's, so that lines keep their height
_DESCENT: Final = 273
_WIDEST: Final = 32000  # coordinates of a glyph are 16-bit
_MARK: Final = 32  # bytes of a hash in front of a kept font, which shows damage
_CONTOUR: Final = re.compile(r"M[^M]*")
_COMMAND: Final = re.compile("([MLQZ])([-0-9 ]*)")
_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")


def make_font(pieces: Mapping[str, Piece], store: Store) -> bytes:
    """A TrueType font with a glyph for each character; same pieces, same bytes."""
    glyphs = "\0".join(f"{char}{piece.advance:.4f} {piece.path}" for char, piece in pieces.items())
    key = fingerprint("font of formulas", UNITS, glyphs, code=(__name__,), libraries=("fonttools",))
    kept = store.get(key) or b""
    mark, font = kept[:_MARK], kept[_MARK:]
    if mark != hashlib.sha256(font).digest():
        font = _build(pieces)
        store.put(key, hashlib.sha256(font).digest() + font)
    return font


def _build(pieces: Mapping[str, Piece]) -> bytes:
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - imported on use

    names = {char: f"f{index}" for index, char in enumerate(pieces)}
    shapes: dict[str, str] = {}
    placed = {char: list(_contours(piece.path, shapes)) for char, piece in pieces.items()}
    drawn = {name: _outline(shape) for shape, name in shapes.items()}
    drawn |= {".notdef": _outline("")} | {
        names[char]: _composed(parts, drawn) for char, parts in placed.items()
    }
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values(), *shapes.values()])
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    builder.setupGlyf(drawn)
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {".notdef": (UNITS // 2, 0)}
        | {name: (0, table[name].xMin) for name in shapes.values()}
        | {names[char]: (_advance(piece), table[names[char]].xMin) for char, piece in pieces.items()}
    )
    ascent, descent = round(_ASCENT * UNITS / 1000), round(_DESCENT * UNITS / 1000)
    builder.setupHorizontalHeader(ascent=ascent, descent=-descent)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": "SheetFormulas"})
    builder.setupOS2(
        sTypoAscender=ascent,
        sTypoDescender=-descent,
        sTypoLineGap=0,
        usWinAscent=ascent,
        usWinDescent=descent,
        sxHeight=round(0.473 * 1000),
    )
    builder.setupPost(keepGlyphNames=False)
    return _saved(builder)


def _advance(piece: Piece) -> int:
    return min(max(round(piece.advance * UNITS), 0), 2 * _WIDEST)


def _saved(builder: Any) -> bytes:
    font = builder.font
    font["head"].created = font["head"].modified = _EPOCH
    font.recalcTimestamp = False
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _contours(path: str, shapes: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """The contours of a path: name of the shape and where it begins; a new shape is added to `shapes`.

    Formulas share their letters, and a font that draws each once is a third of the size.
    """
    for contour in _CONTOUR.findall(path):
        left, bottom = map(int, contour.split(None, 3)[1:3])
        shape = _moved(contour, -left, -bottom)
        yield shapes.setdefault(shape, f"c{len(shapes)}"), _clamped(left), _clamped(bottom)


def _moved(path: str, right: int, up: int) -> str:
    words, across = path.split(" "), True
    for place, word in enumerate(words):
        if word not in "MLQZ":  # nor is what follows a last space
            words[place] = str(int(word) + (right if across else up))
            across = not across
    return " ".join(words)


def _clamped(number: int) -> int:
    """What lies beyond 16 bits is cut off."""
    return max(min(number, _WIDEST), -_WIDEST)


def _outline(path: str) -> Glyph:
    """The glyph of a path of M, L, Q and Z."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - imported on use

    pen = TTGlyphPen(None)
    draw = {"M": pen.moveTo, "L": pen.lineTo, "Q": pen.qCurveTo}
    for command in _COMMAND.finditer(path):
        if command[1] == "Z":
            pen.closePath()
            continue
        values = [_clamped(value) for value in map(int, command[2].split())]
        draw[command[1]](*zip(values[::2], values[1::2], strict=True))
    return pen.glyph()


def _composed(parts: Sequence[tuple[str, int, int]], drawn: Mapping[str, Glyph]) -> Glyph:
    """A glyph put together from others (OpenType, "glyf", composite glyphs)."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - imported on use

    pen = TTGlyphPen(dict(drawn))
    for name, left, bottom in parts:
        pen.addComponent(name, (1, 0, 0, 1, left, bottom))
    return pen.glyph()


def write_readable(pdf: Any, pieces: Mapping[str, Piece]) -> None:
    """Give every formula glyph of a PDF about to be written its line of readable text.

    `pdf` is what WeasyPrint hands to a finisher; its fonts' ToUnicode maps lead to our private-use
    characters, which are replaced.
    """
    texts = {_hex(char): _hex(piece.text or " ") for char, piece in pieces.items()}

    def readable(found: re.Match[bytes]) -> bytes:
        return b"<%s> <%s>" % (found[1], texts.get(found[2], found[2]))

    streams = {font["ToUnicode"] for font in pdf.objects if isinstance(font, dict) and "ToUnicode" in font}
    for item in pdf.objects:
        if getattr(item, "reference", None) in streams and hasattr(item, "stream"):
            item.stream = [_MAPPED.sub(readable, line) for line in item.stream]


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
