"""The tree of a drawing: its elements as they are kept, its size, and how it is written again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final

from deckpress.read.drawing_rules import references

__all__ = ["NUMBER", "Node", "box", "written"]

NUMBER: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px)?\s*", re.I)
"""A number of a drawing's own units, or of pixels."""
_LENGTH: Final = re.compile(r"\s*((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_UNITS: Final = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(slots=True)
class Node:
    """An element that is kept."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """Itself and all below."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.elements()

    def refers(self) -> set[str]:
        """The ids to which it refers."""
        href = self.attributes.get("href", "")
        named = {href[1:]} if href.startswith("#") else set()
        texts = (*self.attributes.values(), *(text for text in self.children if isinstance(text, str)))
        return named | {name for text in texts if "(" in text for name in references(text)}


def box(root: Node) -> tuple[float, float] | None:
    """Width and height in its own units, or where it has none, in CSS pixels."""
    parts = re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())
    numbers = [float(found[1]) for part in parts if (found := NUMBER.fullmatch(part))]
    sides = tuple(numbers[2:]) if len(numbers) == 4 == len(parts) else _sides(root)
    usable = len(sides) == 2 and all(1e-3 < side < 1e6 for side in sides)
    return (sides[0], sides[1]) if usable and 0.02 < sides[0] / sides[1] < 50 else None


def _sides(root: Node) -> tuple[float, ...]:
    found = [_LENGTH.fullmatch(root.attributes.get(name, "")) for name in ("width", "height")]
    return tuple(float(side[1]) * _UNITS.get((side[2] or "").lower(), 1.0) for side in found if side)


def written(node: Node) -> Iterator[str]:
    """An element and all below, as text."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if not node.children:
        yield f"<{node.tag}{attributes}/>"
        return
    yield f"<{node.tag}{attributes}>"
    for child in node.children:
        if isinstance(child, Node):
            yield from written(child)
        elif child.strip() or node.tag in ("text", "tspan", "textPath"):
            yield escape(child, quote=False)
    yield f"</{node.tag}>"
