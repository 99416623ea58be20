"""Figures: SVG drawings from an allow-list, coloured by palette tokens only."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from deckpress.bank import Figure, Span
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest

__all__ = ["TOKENS", "read_figure"]

TOKENS: Final = (
    "ink",
    "soft",
    "line",
    "paper",
    "accent",
    "second",
    "third",
    "tint",
    "tint-second",
)
"""Names an author may use as colours, written `var(--name)`."""

_LIMIT: Final = 65536
_ELEMENTS: Final = frozenset(
    """svg g path line polyline polygon rect circle ellipse text tspan title desc defs marker clipPath
    linearGradient stop""".split()  # noqa: SIM905 - reads better as text
)
_ATTRIBUTES: Final = frozenset(
    """xmlns viewBox id d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform offset
    fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stop-color fill-rule
    font-size font-weight font-style text-anchor letter-spacing refX refY markerWidth markerHeight
    markerUnits orient marker-start marker-mid marker-end clip-path clipPathUnits gradientUnits role
    preserveAspectRatio""".split()  # noqa: SIM905 - reads better as text
)
_PAINTS: Final = ("fill", "stroke", "stop-color")
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_REFERS: Final = re.compile(r"url|src\(|image|//|\\", re.I)  # CSS reads an escape as a letter
_SIDE: Final = 20_000  # of a drawing
_LOCAL: Final = re.compile(r"url\(#[A-Za-z][\w-]*\)")
_TOKEN: Final = re.compile(r"var\(--([a-z-]+)\)")
_BOX: Final = re.compile(r"0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)")


def read_figure(folder: Folder, name: str) -> Figure | None:
    """The drawing in a file of figures/, or None and problems at its lines."""
    path = f"figures/{name}"
    text = folder.text_of(path, _LIMIT)
    if text is None:
        return None
    before = len(folder.problems)
    box = _check_svg(folder, path, text)
    if len(folder.problems) > before or not box:
        return None
    return Figure(name, text.strip(), *box)


class _Judge:
    """Hears the parser's events and reports everything outside the allow-list at its line."""

    def __init__(self, folder: Folder, path: str) -> None:
        self.folder, self.path, self.depth = folder, path, 0
        self.box: tuple[float, float] | None = None
        self.parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = self._refuse
        parser.XmlDeclHandler = parser.EntityDeclHandler = self._refuse

    def _report(self, message: str, hint: str) -> None:
        span = Span(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        self.folder.report("F706", span, message, hint)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            self._root(element, attributes)
        if element not in _ELEMENTS:
            self._report(
                f"the element <{element}> is not allowed in a figure", "draw with paths, shapes and text"
            )
        span = Span(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        for name, value in attributes.items():
            _check_attribute(self.folder, span, name, value)

    def _root(self, element: str, attributes: dict[str, str]) -> None:
        found = _BOX.fullmatch(attributes.get("viewBox", ""))
        sides = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
        if element == "svg" and "width" not in attributes and all(0 < side <= _SIDE for side in sides):
            self.box = sides
        else:
            self._report(
                'the root is not <svg viewBox="0 0 W H"> without a size',
                'start with <svg xmlns=… viewBox="0 0 320 200">',
            )

    def _end(self, _: str) -> None:
        self.depth -= 1

    def _refuse(self, *_: object) -> None:
        self._report(
            "declarations and instructions are not allowed in a figure", "delete the DOCTYPE or <?…?>"
        )


def _check_svg(folder: Folder, path: str, text: str) -> tuple[float, float] | None:
    """The drawing's size, or None where it cannot be used."""
    judge = _Judge(folder, path)
    try:
        judge.parser.Parse(text, True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        span = Span(path, error.lineno, error.offset + 1)
        message = f"the drawing is not well formed: {expat.ErrorString(error.code)}"
        folder.report("F706", span, message, "open it in a browser to see where it breaks")
        return None
    return judge.box


def _check_attribute(folder: Folder, span: Span, name: str, value: str) -> None:
    if name not in _ATTRIBUTES:
        folder.report(
            "F706", span, f"the attribute {name!r} is not allowed in a figure", nearest(name, _ATTRIBUTES)
        )
    elif name in _PAINTS:
        token = _TOKEN.fullmatch(value)
        if value != "none" and not _LOCAL.fullmatch(value) and not (token and token[1] in TOKENS):
            folder.report(
                "F702",
                span,
                f"{name} is {value!r}, not a colour of the palette",
                f"write none or var(--…) with one of {', '.join(TOKENS)}",
            )
    elif name == "xmlns" and value != _NAMESPACE:
        folder.report("F706", span, f"the namespace is {value!r}", f'write xmlns="{_NAMESPACE}"')
    elif name != "xmlns" and _REFERS.search(value) and not _LOCAL.fullmatch(value):
        folder.report("F706", span, f"{name} refers to {value!r}", "refer to an id of the same figure")
