"""Heights of the sheet's pieces, laid out once at their final width and kept by what was laid out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deckpress.fingerprints import fingerprint
from deckpress.processes import ALONE, Crew, shares_of
from deckpress.render import Store
from deckpress.render.paper.pdf import LIBRARIES, Press, Recipe, open_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Gauge", "Sample"]

_POINT: Final = 0.75  # points in a CSS pixel
_NUDGE: Final = 0.00013  # so that half a thousandth is rounded one way, wherever on the page it was measured
_END: Final = "end"
_CODE: Final = (
    "deckpress.render.paper.heights",
    "deckpress.render.paper.pdf",
    "deckpress.render.paper.fonts",
)


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
    press: Press
    store: Store
    crew: Crew = ALONE

    def heights(self, samples: Sequence[Sample]) -> dict[str, list[float]]:
        """The height of each part of each sample by its name, in points; only those not kept are laid out."""
        html = {sample.name: self.spell(self.page([sample])) for sample in samples}
        keys = {name: self._key(text) for name, text in html.items()}
        heights = {s.name: kept for s in samples if (kept := _load(self.store.get(keys[s.name]), s.parts))}
        missing = [sample for sample in samples if sample.name not in heights]
        shares = shares_of(missing, [len(html[sample.name]) for sample in missing], self.crew.jobs)
        rows = [(self.press.recipe, self.page(share)) for share in shares]
        measured = self.crew.share(_elsewhere, rows, lambda _, page: _tops(self.press, page))
        for sample, tops in (
            (sample, tops) for share, tops in zip(shares, measured, strict=True) for sample in share
        ):
            heights[sample.name] = _heights(sample, tops)
            self.store.put(keys[sample.name], json.dumps(heights[sample.name]).encode())
        return heights

    def _key(self, html: str) -> str:
        """Made from what would be laid out."""
        return fingerprint("heights", self.looks, html, code=_CODE, libraries=LIBRARIES)


def _elsewhere(recipe: Recipe, html: str) -> dict[str, float]:
    """The same as `_tops` in another process."""
    with open_recipe(recipe) as press:
        return _tops(press, html)


def _tops(press: Press, html: str) -> dict[str, float]:
    """How far down the anchors of a document are, in CSS pixels."""
    pages = press.lay_out(html).pages
    return {name: place[1] for page in pages for name, place in page.anchors.items()}


def _load(data: bytes | None, parts: int) -> list[float] | None:
    """Kept heights, or None where they are missing or damaged."""
    try:
        heights = [float(height) for height in json.loads(data or b"")]
    except (ValueError, TypeError):
        return None
    return heights if len(heights) == parts else None


def _heights(sample: Sample, anchors: Mapping[str, float]) -> list[float]:
    names = [f"m-{sample.name}-{index}" for index in [*range(sample.parts), _END]]
    tops = [anchors[name] for name in names]
    return [round((below - top) * _POINT + _NUDGE, 3) for top, below in pairwise(tops)]
