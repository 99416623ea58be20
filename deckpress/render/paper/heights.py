"""Measure: heights of the sheet's pieces, laid out once at their final width and kept by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deckpress.render import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from weasyprint import Document

__all__ = ["Sample", "measure"]

_POINT: Final = 0.75  # points in a CSS pixel
_NUDGE: Final = 0.00013  # so that half a thousandth is rounded one way, wherever on the page it was measured
_END: Final = "end"


@dataclass(frozen=True, slots=True)
class Sample:
    """Something to measure; laid out, it has the anchors `m-{name}-{i}` at the top of its parts."""

    name: str
    data: object
    """What the template shows."""
    parts: int
    content: str
    """What its heights depend on besides the style: its text with formulas spelt out."""


def measure(
    samples: Sequence[Sample], style: str, store: Store, lay_out: Callable[[Sequence[Sample]], Document]
) -> dict[str, list[float]]:
    """The height of each part of each sample, in points.

    `lay_out` sets samples one below the other on one endless page and closes each with the anchor
    `m-{name}-end`; it is asked only for samples whose heights are not kept.
    """
    engine = hashlib.sha256(f"{version('weasyprint')}\0{style}".encode()).hexdigest()
    keys = {s.name: hashlib.sha256(f"heights 2\0{engine}\0{s.content}".encode()).hexdigest() for s in samples}
    heights = {s.name: kept for s in samples if (kept := _load(store.get(keys[s.name]), s.parts))}
    missing = [sample for sample in samples if sample.name not in heights]
    if missing:
        anchors = {name: place for page in lay_out(missing).pages for name, place in page.anchors.items()}
        for sample in missing:
            heights[sample.name] = _heights(sample, anchors)
            store.put(keys[sample.name], json.dumps(heights[sample.name]).encode())
    return heights


def _load(data: bytes | None, parts: int) -> list[float] | None:
    """Kept heights, or None where they are missing or damaged."""
    try:
        heights = [float(height) for height in json.loads(data or b"")]
    except (ValueError, TypeError):
        return None
    return heights if len(heights) == parts else None


def _heights(sample: Sample, anchors: Mapping[str, tuple[float, float]]) -> list[float]:
    names = [f"m-{sample.name}-{index}" for index in [*range(sample.parts), _END]]
    tops = [anchors[name][1] for name in names]
    return [round((below - top) * _POINT + _NUDGE, 3) for top, below in pairwise(tops)]
