"""The ground of a drawing: whether a dark one would hide it, since it is transparent and has dark colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from deckpress.read.drawing_rules import is_dark
from deckpress.read.drawing_tree import NUMBER, Node, box, written

__all__ = ["needs_ground"]

_COLOUR: Final = re.compile(r"(?:fill|stroke|stop-color)\s*[:=]\s*\"?\s*(#[0-9a-f]+|[a-z]+)", re.I)
_UPRIGHT: Final = re.compile(r"[Mm]\s*0[\s,]+0[HhVv\d\s.,Zz-]*")  # a path of upright lines from the corner
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_CUT: Final = frozenset(("clip-path", "mask", "opacity", "fill-opacity"))
_SHAPES: Final = frozenset(("path", "rect", "circle", "ellipse", "polygon", "text", "use"))


def needs_ground(root: Node) -> bool:
    """Whether it is transparent and has colours that a dark ground hides; shapes are black by themselves."""
    first = next(_drawn(root), None)
    if first is None or _covers(first, box(root) or (0.0, 0.0)):
        return False
    text = "".join(written(root))
    painted = "fill" in text or "stroke" in text
    return not painted or any(is_dark(found[1]) for found in _COLOUR.finditer(text)) or _has_black(root)


def _drawn(node: Node) -> Iterator[Node]:
    """Its shapes that are shown where they stand."""
    for child in node.children:
        if isinstance(child, Node) and child.tag in _SHAPES:
            yield child
        elif isinstance(child, Node) and child.tag in ("g", "svg"):
            yield from [child] if _CUT & child.attributes.keys() else _drawn(child)


def _has_black(node: Node, painted: bool = False) -> bool:  # noqa: FBT001, FBT002 - state of the walk
    """Whether a shape has no paint of its own or from above."""
    painted = painted or bool({"fill", "style", "class"} & node.attributes.keys()) or node.tag == "defs"
    if node.tag in _SHAPES - {"use"} and not painted:
        return True
    return any(_has_black(child, painted) for child in node.children if isinstance(child, Node))


def _covers(shape: Node, sizes: tuple[float, float]) -> bool:
    """Whether a shape is a painted rectangle as large as the drawing."""
    if (
        shape.attributes.get("fill") == "none"
        or shape.tag not in ("rect", "path")
        or _CUT & {*shape.attributes}
    ):
        return False
    if shape.tag == "path":
        path = shape.attributes.get("d", "")
        numbers = [float(number) for number in _DIGITS.findall(path)]
        large = [sum(number >= 0.99 * side for number in numbers) for side in sorted(sizes)]
        return bool(_UPRIGHT.fullmatch(path)) and large[0] > 1 and large[1] > 0
    sides = (shape.attributes.get("width", ""), shape.attributes.get("height", ""))
    return all(
        side == "100%" or ((found := NUMBER.fullmatch(side)) and float(found[1]) >= 0.99 * whole)
        for side, whole in zip(sides, sizes, strict=True)
    )
