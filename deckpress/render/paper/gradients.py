"""Gradients of a PDF's drawings, as every viewer paints them.

WeasyPrint makes each a tile as large as the shape. Splash, one of poppler's two painters, paints such a tile
too small; one that is never repeated it paints right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["widen_gradients"]

_APART: Final = 4  # sizes of the tile between it and the next, which no shape reaches


def widen_gradients(pdf: Any) -> None:
    """Have the tiles of gradients stand so far apart that there is only one of each."""
    objects = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if isinstance(extra, dict) and extra.get("PatternType") == 1 and _is_gradient(item, objects):
            extra["XStep"] *= _APART
            extra["YStep"] *= _APART


def _is_gradient(pattern: Any, objects: Mapping[bytes, Any]) -> bool:
    """Whether a tile holds a shading and nothing else, as that of a `<pattern>` does not."""
    held = pattern.extra["Resources"]
    resources = objects.get(held, {}) if isinstance(held, bytes) else held
    inner = [objects.get(reference) for reference in (resources.get("XObject") or {}).values()]
    return bool(inner) and all(
        group is not None and all(_paints_shading(operator) for operator in group.stream) for group in inner
    )


def _paints_shading(operator: Any) -> bool:
    return isinstance(operator, bytes) and operator.endswith((b" sh", b" gs"))
