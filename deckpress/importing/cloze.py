"""Clozes: the deletions of a field, carried over the conversion by marks that no text holds."""

from __future__ import annotations

import re
from typing import Final

from deckpress.importing.inlay import FORMULA
from deckpress.importing.tally import Tally

__all__ = ["gapped", "has_cloze", "item_of", "mark_deletions", "out_of_formulas", "without_marks"]

_TOKEN: Final = re.compile(r"\{\{c(\d{1,3})::|\}\}|::")
_INSIDE: Final = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{c\d).)*?)(?:::((?:(?!\{\{c\d)[^{}])*))?\}\}", re.S)
_HAS: Final = re.compile(r"\{\{c\d{1,3}::")
_OPEN, _HINT, _CLOSE, _END = "\ue010", "\ue012", "\ue013", "\ue011"
_DELETION: Final = re.compile(f"{_OPEN}(\\d+){_END}([^{_OPEN}{_CLOSE}]*?)(?:{_HINT}([^{_CLOSE}]*))?{_CLOSE}")
_TAG: Final = re.compile(r"<[^>]*>")


def has_cloze(text: str) -> bool:
    """Whether a deletion opens in the text."""
    return bool(_HAS.search(text))


def out_of_formulas(text: str, tally: Tally) -> str:
    """The text with each deletion inside a formula around the whole of it."""

    def wrapped(found: re.Match[str]) -> str:
        inner = _INSIDE.search(found[0])
        if not inner:
            return found[0]
        if inner[0].strip() != re.sub(r"^\\.|\\.$", "", found[0]).strip():
            tally.change("a deletion inside a formula, which now hides the whole of it")
        bare = found[0]
        while (outer := _INSIDE.sub(r"\2", bare)) != bare:
            bare = outer
        hint = f"::{inner[3]}" if inner[3] else ""
        return f"{{{{c{inner[1]}::{bare}{hint}}}}}"

    return FORMULA.sub(wrapped, text)


def mark_deletions(text: str, tally: Tally) -> str:
    """The text with marks for the outer deletions, numbered anew without a gap; what is in them is kept."""
    out: list[str] = []
    depth = at = 0
    hinted = False
    numbers = {int(n) for n in re.findall(r"\{\{c(\d{1,3})::", text)} - {0}
    anew = {number: place for place, number in enumerate(sorted(numbers), 1)}
    if any(number != place for number, place in anew.items()):
        tally.change("deletions numbered anew")
    for found in _TOKEN.finditer(text):
        piece, mark = text[at : found.start()], found[0]
        at = found.end()
        out.append(piece)
        if found[1]:
            depth += 1
            if depth > 1:
                tally.change("a deletion inside a deletion")
            else:
                hinted = False
                out.append(f"{_OPEN}{anew.get(int(found[1]), 1)}{_END}")
        elif mark == "}}" and depth:
            depth -= 1
            out.append("" if depth else _CLOSE)
        elif mark == "::" and depth == 1 and not hinted:
            hinted = True
            out.append(_HINT)
        elif mark != "::" or depth < 2:
            out.append(mark)
    out.append(text[at:])
    if depth:
        tally.change("a deletion that was never closed")
        out.append(_CLOSE)
    return "".join(out)


def item_of(text: str) -> str:
    """An item of the Cloze section, of a converted text with marks."""
    return _DELETION.sub(_written, text)


def gapped(text: str) -> str:
    """The text with a gap in the place of each deletion."""
    return _DELETION.sub(lambda found: f"\\[{_plain(found[3]) or '…'}]", text)


def without_marks(text: str) -> str:
    """The text with what the deletions hide."""
    return _DELETION.sub(lambda found: found[2], text)


def _written(found: re.Match[str]) -> str:
    hint = _plain(found[3])
    return f"{{{{c{found[1]}::{found[2].strip()}{f':: {hint}' if hint else ''}}}}}"


def _plain(hint: str | None) -> str:
    return " ".join(_TAG.sub(" ", hint or "").replace("}}", "} }").split())
