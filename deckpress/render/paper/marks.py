"""Marks: the marked contents of the pages that WeasyPrint is about to write, with their text and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Mark", "marks_of", "streams_of"]

_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_CODES: Final = re.compile(rb"<([0-9a-f]+)>")


@dataclass(slots=True)
class Mark:
    """One marked content of a page."""

    number: int
    text: str = ""
    left: float = 0.0
    baseline: float = 0.0
    """From the top of the page."""


def marks_of(pdf: Any) -> dict[bytes, list[Mark]]:
    """The marked contents of each page in the order of painting, by the page's reference."""
    fonts = dict(_fonts(pdf))
    return {page: list(_marks(stream, fonts)) for page, stream in streams_of(pdf).items()}


def streams_of(pdf: Any) -> dict[bytes, list[Any]]:
    """What paints each page: operators, and dictionaries with the numbers of marked contents."""
    objects = {item.reference: item for item in pdf.objects}
    return {page: objects[objects[page]["Contents"]].stream for page in pdf.page_references}


def _fonts(pdf: Any) -> Iterator[tuple[bytes, dict[bytes, str]]]:
    """For each font, by its name on pages: glyph to text."""
    objects = {item.reference: item for item in pdf.objects}
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            rows = _MAPPED.findall(b"\n".join(objects[font["ToUnicode"]].stream))
            texts = {glyph: bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in rows}
            yield font["BaseFont"].partition(b"+")[0], texts


def _marks(stream: list[Any], fonts: Mapping[bytes, Mapping[bytes, str]]) -> Iterator[Mark]:
    mark: Mark | None = None
    texts: Mapping[bytes, str] = {}
    for item in stream:
        if isinstance(item, dict):
            mark = Mark(item["MCID"])
        elif not isinstance(item, bytes) or mark is None:
            continue
        elif item == b"EMC":
            yield mark
            mark = None
        elif item.endswith(b" Tm"):
            mark.left, mark.baseline = map(float, item.split()[4:6])
        elif item.endswith(b" Tf"):
            texts = fonts.get(item.split()[0], {})
        elif item.endswith(b" TJ"):
            codes = b"".join(_CODES.findall(item))
            mark.text += "".join(texts.get(codes[at : at + 4], "") for at in range(0, len(codes), 4))
