"""MathML for the page: as math-core writes it, made breakable, and valid to HTML checkers."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from deckpress.content.math import mathml
from deckpress.content.signs import BREAKING

__all__ = ["page_math"]

_LONG: Final = 14
"""Characters from which an inline formula may be broken before a relation."""
_MATH: Final = re.compile(r"<math>(.*)</math>", re.S)
_ELEMENT: Final = re.compile(r"<(/?)([a-z]+)([^>]*?)(/?)>")
_RELATION: Final = re.compile(f"<mo[^>]*>(?:{'|'.join(map(escape, sorted(BREAKING)))})</mo>")
_OPENS: Final = re.compile(r"<mo[^>]*>[(\[{⟨⌊⌈]")
_CLOSES: Final = re.compile(r"<mo[^>]*>[)\]}⟩⌋⌉]")
_STYLED: Final = re.compile(r' (?:displaystyle|scriptlevel)="[^"]*"')
_ACCENTS: Final = {
    f">{combining}</mo>": f">{spacing}</mo>"
    for combining, spacing in zip("\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u20d7", "ˆ˜¯˘˙¨ˇ→", strict=True)
}


def page_math(tex: str, *, display: bool) -> str:
    """A formula; a display one carries its TeX for copying, a long inline one may be broken."""
    html = mathml(tex, display=display, annotated=display)
    for combining, spacing in _ACCENTS.items():
        html = html.replace(combining, spacing)
    html = _styled(html) if _STYLED.search(html) else html
    return html if display else _breakable(html)


def _styled(html: str) -> str:
    """Style attributes moved to `mstyle`: checkers know them nowhere else, browsers everywhere."""
    ends: list[str] = []

    def element(found: re.Match[str]) -> str:
        close, name, attributes, empty = found.groups()
        if close:
            return ends.pop()
        style = "".join(_STYLED.findall(attributes))
        plain = _STYLED.sub("", attributes)
        start, end = f"<{name}{plain}>", f"</{name}>"
        if name == "mtable":
            start = f"<mtable{attributes}>".replace(' scriptlevel="0"', "")
        elif style and name != "mstyle":
            start, end = f"<mstyle{style}>{start}", f"{end}</mstyle>"
        elif style:
            start = found[0]
        if empty:
            return found[0]
        ends.append(end)
        return start

    return _ELEMENT.sub(element, html)


def _breakable(html: str) -> str:
    """A long inline formula as several, each from its relation on: browsers break no line in one."""
    row = _MATH.fullmatch(html)
    if not row or len(_ELEMENT.sub("", row[1])) < _LONG:
        return html
    depth, cuts = 0, [0]
    for element in _ELEMENT.finditer(row[1]):
        at = element.start()
        if depth == 0 and at and _RELATION.match(row[1], at):
            cuts.append(at)
        depth += 0 if element[4] else -1 if element[1] else 1
        depth += bool(_OPENS.match(row[1], at)) - bool(_CLOSES.match(row[1], at))
    parts = (row[1][start:end] for start, end in zip(cuts, [*cuts[1:], None], strict=True))
    return "<wbr>".join(f"<math>{part}</math>" for part in parts)
