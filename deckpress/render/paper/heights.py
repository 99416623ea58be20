"""Heights of the sheet's pieces, laid out once at their final width and kept by what was laid out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deckpress.fingerprints import fingerprint
from deckpress.render import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from weasyprint import Document

__all__ = ["Gauge", "Sample"]

_POINT: Final = 0.75  # points in a CSS pixel
_NUDGE: Final = 0.00013  # so that half a thousandth is rounded one way, wherever on the page it was measured
_END: Final = "end"
_CODE: Final = (
    "deckpress.render.paper.heights",
    "deckpress.render.paper.pdf",
    "deckpress.render.paper.fonts",
)
_LIBRARIES: Final = ("weasyprint", "font-source-sans-pro", "pymupdf-fonts", "ziamath")


@dataclass(frozen=True, slots=True)
class Sample:
    """Something to measure; laid out, it has the anchors `m-{name}-{i}` at the top of its parts."""

    name: str
    data: object
    """What the template shows."""
    parts: int


@dataclass(frozen=True, slots=True)
class Gauge:
    """How samples are laid out, and where their heights are kept."""

    looks: str
    """The style sheet, and which of the machine's fonts may be used."""
    page: Callable[[Sequence[Sample]], str]
    """HTML of samples one below the other on one endless page, each closed with the anchor `m-{name}-end`."""
    spell: Callable[[str], str]
    """HTML with their metrics in the place of formulas, whose characters differ from run to run."""
    lay_out: Callable[[str], Document]
    store: Store

    def heights(self, samples: Sequence[Sample]) -> dict[str, list[float]]:
        """The height of each part of each sample by its name, in points; only those not kept are laid out."""
        keys = {sample.name: self._key(sample) for sample in samples}
        heights = {s.name: kept for s in samples if (kept := _load(self.store.get(keys[s.name]), s.parts))}
        missing = [sample for sample in samples if sample.name not in heights]
        if missing:
            pages = self.lay_out(self.page(missing)).pages
            anchors = {name: place for page in pages for name, place in page.anchors.items()}
            for sample in missing:
                heights[sample.name] = _heights(sample, anchors)
                self.store.put(keys[sample.name], json.dumps(heights[sample.name]).encode())
        return heights

    def _key(self, sample: Sample) -> str:
        """Made from what would be laid out."""
        html = self.spell(self.page([sample]))
        return fingerprint("heights", self.looks, html, code=_CODE, libraries=_LIBRARIES)


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
