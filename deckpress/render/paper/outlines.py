"""Formulas as outlines: TeX to MathML (math-core) to one path (ziamath), kept by content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any, Final
from xml.etree import ElementTree as ET

from deckpress.content.linear import is_binary, is_relation, linear_text, shorten
from deckpress.fingerprints import fingerprint
from deckpress.problems import DeckpressError
from deckpress.processes import Crew, shares_of
from deckpress.render import Store
from deckpress.render.paper.drawable import drawable_tree, unpad_names
from deckpress.render.paper.engine import LEAST, engine

__all__ = ["UNITS", "Formula", "Piece", "draw_ahead", "draw_formula", "kept_formula"]

Formula = tuple[str, bool]
"""TeX, and whether it is set off on its own."""

UNITS: Final = 972
"""Drawn units in one em of the surrounding text: STIX is enlarged until its x-height is the text's."""

_SIZE: Final = 1000
_WHOLE: Final = 6.0  # em; what is shorter stays in one piece
_FIRST: Final = 2.6  # em before the first place to break
_LAST: Final = 1.6  # em after the last one
_BEARING: Final = 40  # units of air on either side, since word spaces of the text are narrow
_BEFORE_SIGN: Final = 110  # the same before a formula that begins with = or the like
_EACH: Final = 400  # what a formula and a character of it take, in characters of HTML
_CHARACTER: Final = 12
_PLACE: Final = "data-place"
_CODE: Final = (
    "deckpress.render.paper.outlines",
    "deckpress.render.paper.drawable",
    "deckpress.render.paper.engine",
    "deckpress.content.linear",
    "deckpress.content.math",
    "deckpress.content.signs",
)
"""What of us decides how a formula looks, and how it reads."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbreakable part of a formula as an outline; lengths in em of the surrounding text."""

    path: str
    """Commands M, L, Q and Z with whole numbers in UNITS to the em, y upwards from the baseline."""
    advance: float
    ascent: float
    depth: float
    """Ink below the baseline, positive downwards."""
    text: str
    """What copying the formula gives: at most 60 characters."""


def draw_formula(tex: str, store: Store, *, display: bool) -> tuple[Piece, ...]:
    """The pieces of a formula from left to right; a line may break between two.

    Raises DeckpressError quoting a formula that cannot be drawn.
    """
    if pieces := kept_formula(tex, store, display=display):
        return pieces
    pieces = _draw(tex, display=display)
    store.put(_key(tex, display=display), _dump(pieces))
    return pieces


def kept_formula(tex: str, store: Store, *, display: bool) -> tuple[Piece, ...]:
    """The pieces of a formula that was drawn before; none where it was not."""
    return _load(store.get(_key(tex, display=display)) or b"")


def draw_ahead(formulas: Sequence[Formula], store: Store, crew: Crew) -> None:
    """Draw formulas side by side into the store; who needs one that cannot be drawn is told then."""
    shares = shares_of(formulas, [_EACH + _CHARACTER * len(tex) for tex, _ in formulas], crew.jobs)
    for share, made in zip(shares, crew.share(_drawn, [(share,) for share in shares]), strict=True):
        for (tex, display), data in zip(share, made, strict=True):
            if data:
                store.put(_key(tex, display=display), data)


def _drawn(formulas: Sequence[Formula]) -> list[bytes]:
    """What is kept of each formula, empty where it cannot be drawn; also in another process."""
    made = []
    for tex, display in formulas:
        try:
            made.append(_dump(_draw(tex, display=display)))
        except DeckpressError:
            made.append(b"")
    return made


def _dump(pieces: Sequence[Piece]) -> bytes:
    return json.dumps([_row(piece) for piece in pieces], ensure_ascii=False).encode()


def _load(data: bytes) -> tuple[Piece, ...]:
    """The kept pieces, or none where the data is damaged."""
    try:
        return tuple(Piece(**row) for row in json.loads(data))
    except (ValueError, TypeError):
        return ()


def _row(piece: Piece) -> dict[str, object]:
    return {field.name: getattr(piece, field.name) for field in fields(piece)}


def _key(tex: str, *, display: bool) -> str:
    return fingerprint("formula", UNITS, LEAST, display, tex, code=_CODE, libraries=("math-core", "ziamath"))


def _draw(tex: str, *, display: bool) -> tuple[Piece, ...]:
    try:
        root = drawable_tree(tex, display=display)
        row = root if display else root[0]
        for place, child in enumerate(row):
            child.set(_PLACE, str(place))
        plain = deepcopy(list(row))  # ziamath renames elements
        unpad_names(root)
        node = engine().Math(root, size=_SIZE, margin=0).node
    except Exception as error:
        raise DeckpressError(f"the formula {tex!r} cannot be drawn: {error}") from error
    groups = list(_groups(node.nodes))
    starts = [node.nodexy[first][0] for first, _ in groups]
    air = _BEFORE_SIGN if node.nodes and is_relation(node.nodes[0].element) else _BEARING
    starts[:1] = [min(start, node.bbox.xmin - air) for start in starts[:1]]
    end = max(node.xadvance(), node.bbox.xmax + _BEARING)
    return tuple(
        _piece(node, group, left, right, plain)
        for group, left, right in zip(groups, starts, [*starts[1:], end], strict=True)
    ) or (Piece("", 0.0, 0.0, 0.0, ""),)


def _groups(nodes: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """First and last+1 of each run of nodes between places where a line may break."""
    widths = [node.xadvance() / UNITS for node in nodes]
    first, depth = 0, 0
    for index, node in enumerate(nodes):
        text = (node.element.text or "").strip()
        depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
        breakable = is_relation(node.element) or (is_binary(node.element) and index > first)
        here = sum(widths[first : index + 1]), sum(widths[index + 1 :])
        if breakable and depth <= 0 and sum(widths) > _WHOLE and here[0] >= _FIRST and here[1] >= _LAST:
            yield first, index + 1
            first = index + 1
    if first < len(nodes):
        yield first, len(nodes)


def _piece(
    node: Any, group: tuple[int, int], left: float, right: float, plain: Sequence[ET.Element]
) -> Piece:
    first, last = group
    canvas = ET.Element("g")
    for child, (x, y) in zip(node.nodes[first:last], node.nodexy[first:last], strict=True):
        child.draw(x - left, y, canvas)
    boxes = [child.bbox for child in node.nodes[first:last]]
    text = linear_text([plain[int(child.element.get(_PLACE))] for child in node.nodes[first:last]])
    return Piece(
        path=" ".join(part for element in canvas.iter() for part in _outline(element)),
        advance=round(right - left) / UNITS,
        ascent=round(max(box.ymax for box in boxes)) / UNITS,
        depth=round(max(-box.ymin for box in boxes)) / UNITS,
        text=shorten(text) + (" " if last < len(node.nodes) else ""),
    )


def _outline(element: ET.Element) -> Iterator[str]:
    """The path of one drawn element, y upwards; rectangles turn the way STIX outlines do."""
    if element.tag == "path":
        yield _flipped(element.get("d", ""))
    elif element.tag == "rect":
        x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
        stroke = float(element.get("stroke-width", "0")) if element.get("fill") == "none" else 0.0
        yield _rectangle(x - stroke / 2, y - stroke / 2, x + width + stroke / 2, y + height + stroke / 2)
        if stroke:
            yield _rectangle(x + width - stroke / 2, y + stroke / 2, x + stroke / 2, y + height - stroke / 2)


def _rectangle(left: float, top: float, right: float, bottom: float) -> str:
    x1, y1, x2, y2 = round(left), round(-top), round(right), round(-bottom)
    return f"M {x1} {y1} L {x2} {y1} L {x2} {y2} L {x1} {y2} Z"


def _flipped(path: str) -> str:
    """An SVG path of M, L, Q and Z with whole numbers and y upwards.

    Each contour is rounded as seen from its first point, so that a letter is the same wherever it stands.
    """
    out: list[str] = []
    for contour in path.split("M")[1:]:
        words = contour.split()
        x, y = float(words[0]), -float(words[1])
        left, bottom, across = round(x), round(y), True
        out.append("M")
        for word in words:
            if word in "LQZ":
                out.append(word)
            elif across:
                out.append(str(left + round(float(word) - x)))
                across = False
            else:
                out.append(str(bottom + round(-float(word) - y)))
                across = True
    return " ".join(out)
