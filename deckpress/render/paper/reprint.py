"""Reprints: impressions as pages of a document that WeasyPrint writes like those that it laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

from deckpress.render.paper.impression import Impression

__all__ = ["Reprint", "reprint"]

_PLAIN: Final = dict.fromkeys(
    ("margin_left", "padding_left", "border_left_width", "margin_top", "padding_top", "border_top_width"), 0
)
"""Lengths from which WeasyPrint adds up where the content of a box begins."""
_SHOW: Final = re.compile(r"/x(\d+) Do")


@dataclass(slots=True)
class Reprint:
    """What WeasyPrint asks of a page, under its names."""

    width: float
    height: float
    bleed: dict[str, float]
    anchors: dict[str, Any]
    bookmarks: list[Any]
    links: list[Any]
    _page_box: Any
    impression: Impression
    faces: Mapping[str, tuple[int, Any]]
    """The hash of a font to WeasyPrint's key and font."""
    tags: dict[Any, Any]
    forms: dict[None, list[Any]] = field(default_factory=lambda: {None: []})

    def paint(self, stream: Any, scale: float) -> None:  # noqa: ARG002 - its signature
        """Give a page's stream, fonts and graphics states what painting gave."""
        _paint(self.impression["painted"], stream)
        stream._tags.update(self.tags)  # noqa: SLF001 - no other way
        for name, sizes, widths, texts in self.impression["fonts"]:
            key, font = self.faces[name]
            if key not in stream._fonts:  # noqa: SLF001 - as above
                stream._fonts[key] = font  # noqa: SLF001 - as above
                font.font_size, font.ascent, font.descent = sizes
            for known, found in ((stream._fonts[key].widths, widths), (stream._fonts[key].to_unicode, texts)):  # noqa: SLF001 - as above
                for glyph, value in found:
                    known.setdefault(glyph, value)


def reprint(impression: Impression, faces: Mapping[str, tuple[int, Any]]) -> Reprint | None:
    """A page again; None where a font of it is not among the faces."""
    if any(name not in faces for name, *_ in impression["fonts"]):
        return None
    links: dict[int, Any] = {}
    tags: dict[Any, Any] = {}
    tree = _box(impression["tree"], tags, links)
    width, height = impression["sides"]
    return Reprint(
        width,
        height,
        impression["bleed"],
        impression["anchors"],
        impression["bookmarks"],
        [(*link, links.get(at) or SimpleNamespace()) for at, link in enumerate(impression["links"])],
        tree,
        impression,
        faces,
        tags,
    )


def _paint(painted: Mapping[str, Any], stream: Any) -> None:
    """Add operators to a stream, and their groups and states to its resources."""
    import pydyf  # noqa: PLC0415 - imported on use

    resources = stream._resources  # noqa: SLF001 - no other way
    before = len(resources["XObject"])
    for key, state in painted["states"].items():
        resources["ExtGState"].setdefault(key, pydyf.Dictionary(state))
    for group in painted["groups"]:
        x, y, right, top = group["box"]
        added = stream.add_group(x, y, right - x, top - y)
        added.extra["BBox"][:] = group["box"]
        _paint(group, added)
    stream.stream += _operators(painted["operators"], before)


def _operators(kept: list[Any], before: int) -> Iterator[Any]:
    """Operators of a stream, to the resources of which others had added that many groups."""
    import pydyf  # noqa: PLC0415 - imported on use

    for item in kept:
        if isinstance(item, str):
            shown = _SHOW.fullmatch(item) if before else None
            yield (f"/x{int(shown[1]) + before} Do" if shown else item).encode("latin-1")
        else:
            yield item[0] if isinstance(item, list) else pydyf.Dictionary({"MCID": item})


def _box(row: list[Any], tags: dict[Any, Any], links: dict[int, Any]) -> Any:
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415 - imported on use

    name, element_tag, element, mark, link, more, children = row
    kind = getattr(boxes, name)
    box = kind.__new__(kind)
    box.element_tag = element_tag
    box.element = element and SimpleNamespace(tag=element[0], attrib=element[1])
    box.children = [_box(child, tags, links) for child in children]
    if "width" in more:
        vars(box).update(_PLAIN)
    vars(box).update(more)
    if mark is not None:
        tags[box] = mark
    if link is not None:
        links[link] = box
    return box
