"""Figures: SVG drawings from an allow-list, coloured by palette tokens only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from deckpress.bank import Figure, Question, Span
from deckpress.read.files import Folder
from deckpress.read.yaml_block import nearest

__all__ = ["TOKENS", "read_figures"]

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
_LOCAL: Final = re.compile(r"url\(#[A-Za-z][\w-]*\)")
_TOKEN: Final = re.compile(r"var\(--([a-z-]+)\)")
_FIGURE: Final = re.compile(r"\.\./figures/([A-Za-z0-9_][A-Za-z0-9_.-]*\.svg)")
_BOX: Final = re.compile(r"0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)")


def read_figures(folder: Folder, questions: Iterable[Question]) -> dict[str, Figure]:
    """File name to figure, for each figure that a question shows."""
    figures: dict[str, Figure] = {}
    tried: set[str] = set()
    for name, span in (use for question in questions for use in _uses(question)):
        if name not in tried:
            tried.add(name)
            figure = _read_figure(folder, name, span)
            if figure:
                figures[name] = figure
    return dict(sorted(figures.items()))


def _uses(question: Question) -> Iterable[tuple[str, Span]]:
    for text in question.texts():
        for inline in text.inlines():
            for child in inline.children or ():
                found = _FIGURE.fullmatch(str(child.attrs.get("src", ""))) if child.type == "image" else None
                if found:
                    yield found[1], text.span_of(inline, found[0])


def _read_figure(folder: Folder, name: str, used: Span) -> Figure | None:
    path = f"figures/{name}"
    if not folder.exists(path):
        folder.report(
            "F701",
            used,
            f"the figure {path} does not exist",
            nearest(name, [p.split("/")[1] for p in folder.names("figures", ".svg")]),
        )
        return None
    text = folder.text_of(path, _LIMIT)
    if text is None:
        return None
    before = len(folder.problems)
    box = _check_svg(folder, path, text)
    if len(folder.problems) > before or not box:
        return None
    return Figure(name, text.strip(), *box)


def _check_svg(folder: Folder, path: str, text: str) -> tuple[float, float] | None:
    """The drawing's size; everything outside the allow-list is reported at its line."""
    parser = expat.ParserCreate()
    boxes: list[tuple[float, float]] = []
    depth = [0]

    def here() -> Span:
        return Span(path, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def start(element: str, attributes: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] == 1:
            found = _BOX.fullmatch(attributes.get("viewBox", ""))
            if element != "svg" or not found or "width" in attributes:
                folder.report(
                    "F706",
                    here(),
                    'the root is not <svg viewBox="0 0 W H"> without a size',
                    'start with <svg xmlns=… viewBox="0 0 320 200">',
                )
            else:
                boxes.append((float(found[1]), float(found[2])))
        if element not in _ELEMENTS:
            folder.report(
                "F706",
                here(),
                f"the element <{element}> is not allowed in a figure",
                "draw with paths, shapes and text",
            )
        for name, value in attributes.items():
            _check_attribute(folder, here(), name, value)

    def refuse(*_: object) -> None:
        folder.report(
            "F706",
            here(),
            "declarations and instructions are not allowed in a figure",
            "delete the DOCTYPE or <?…?>",
        )

    def end(_: str) -> None:
        depth[0] -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = refuse
    parser.XmlDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(text, True)  # noqa: FBT003 - expat's signature
    except expat.ExpatError as error:
        span = Span(path, error.lineno, error.offset + 1)
        folder.report(
            "F706",
            span,
            f"the drawing is not well formed: {expat.ErrorString(error.code)}",
            "open it in a browser to see where it breaks",
        )
        return None
    return boxes[0] if boxes else None


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
    elif "url(" in value and not _LOCAL.fullmatch(value):
        folder.report("F706", span, f"{name} refers to {value!r}", "refer to an id of the same figure")
