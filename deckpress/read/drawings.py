"""Drawings from elsewhere: SVG with colours of its own, made safe by an allow-list, shown as a picture.

What could act or reach out is refused at its line; what only an editor needs is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.parsers import expat

from deckpress.bank import Drawing, Span
from deckpress.media import Media
from deckpress.read.drawing_rules import (
    ATTRIBUTES,
    ELEMENTS,
    LEFT_OUT,
    SVG,
    XHTML,
    XLINK,
    find_reach,
    is_dark,
    references,
)
from deckpress.read.files import Folder

__all__ = ["read_drawing"]

_DEEPEST: Final = 40  # elements inside each other, those that are referred to among them
_MOST: Final = 30_000  # elements, those that are referred to as often as they are shown
_SIDES: Final = (160.0, 640.0)  # CSS pixels of the longer side
_NUMBER: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px)?\s*", re.I)
_LENGTH: Final = re.compile(r"\s*((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.I)
_UNITS: Final = {"pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_COLOUR: Final = re.compile(r"(?:fill|stroke|stop-color)\s*[:=]\s*\"?\s*(#[0-9a-f]+|[a-z]+)", re.I)
_UPRIGHT: Final = re.compile(r"[Mm]\s*0[\s,]+0[HhVv\d\s.,Zz-]*")  # a path of upright lines from the corner
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_CUT: Final = frozenset(("clip-path", "mask", "opacity", "fill-opacity"))
_SHAPES: Final = frozenset(("path", "rect", "circle", "ellipse", "polygon", "text", "use"))


@dataclass(slots=True)
class _Node:
    """An element that is kept."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[_Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[_Node]:
        """Itself and all below."""
        yield self
        for child in self.children:
            if isinstance(child, _Node):
                yield from child.elements()

    def refers(self) -> set[str]:
        """The ids to which it refers."""
        href = self.attributes.get("href", "")
        named = {href[1:]} if href.startswith("#") else set()
        texts = (*self.attributes.values(), *(text for text in self.children if isinstance(text, str)))
        return named | {name for text in texts if "(" in text for name in references(text)}


def read_drawing(folder: Folder, name: str, text: str, media: Media) -> Drawing | None:
    """The drawing made safe, or None and problems at its lines."""
    reader = _Reader(folder, f"figures/{name}")
    root = reader.read(text)
    if root is None:
        return None
    box = _box(root)
    if box is None:
        reader.report(root, "the drawing does not say its size", 'give <svg> a viewBox="0 0 320 200"')
        return None
    if not reader.bounded(root):
        return None
    longest = max(box)
    share = min(max(longest, _SIDES[0]), _SIDES[1]) / longest
    width, height = round(box[0] * share, 2), round(box[1] * share, 2)
    shown = dict(root.attributes)
    shown.setdefault("viewBox", f"0 0 {box[0]:g} {box[1]:g}")
    root.attributes = {"xmlns": SVG} | shown | {"width": f"{width:g}", "height": f"{height:g}"}
    dark = media.ground == "always" or (media.ground == "auto" and _is_dark(root))
    return Drawing(name, "".join(_written(root)), width, height, dark)


class _Reader:
    """Hears the parser's events, keeps what is allowed, and reports what is refused."""

    def __init__(self, folder: Folder, path: str) -> None:
        self.folder, self.path = folder, path
        self.open: list[_Node] = []
        self.skipped = 0
        self.refused = False
        self.root: _Node | None = None
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = self._declared, self._doctype
        parser.EntityDeclHandler = parser.ProcessingInstructionHandler = self._forbidden

    def read(self, text: str) -> _Node | None:
        """The root of a sound drawing."""
        try:
            self.parser.Parse(text, True)  # noqa: FBT003 - expat's signature
        except expat.ExpatError as error:
            span = Span(self.path, error.lineno, error.offset + 1)
            message = f"the drawing is not well formed: {expat.ErrorString(error.code)}"
            self.folder.report("F706", span, message, "open it in a browser to see where it breaks")
            return None
        return None if self.refused else self.root

    def report(self, node: _Node, message: str, hint: str) -> None:
        """Refuse the drawing at an element."""
        self.refused = True
        self.folder.report("F706", Span(self.path, node.line, node.column), message, hint)

    def _refuse(self, message: str, hint: str) -> None:
        self.report(self._here("", {}), message, hint)

    def _here(self, tag: str, attributes: dict[str, str]) -> _Node:
        return _Node(tag, attributes, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space == XHTML or (space == SVG and tag not in ELEMENTS | LEFT_OUT):
            self._refuse(f"the element <{tag}> is not allowed in a figure", "leave it out in the editor")
        if not self.open and not self.skipped and (space, tag) != (SVG, "svg"):
            self._refuse(f"the root is <{tag}> of {space!r}", f'start with <svg xmlns="{SVG}">')
        if self.skipped or space != SVG or tag not in ELEMENTS or len(self.open) >= _DEEPEST:
            if len(self.open) >= _DEEPEST and not self.skipped:
                self._refuse(f"more than {_DEEPEST} elements inside each other", "ungroup it in the editor")
            self._reaching(attributes if space == SVG else {})
            self.skipped += 1
            return
        node = self._here(tag, self._kept(attributes))
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _kept(self, attributes: dict[str, str]) -> dict[str, str]:
        self._reaching(attributes)
        named = {name.removeprefix(f"{XLINK} "): value for name, value in attributes.items()}
        return {name: value for name, value in named.items() if name in ATTRIBUTES}

    def _reaching(self, attributes: dict[str, str]) -> None:
        """Refuse handlers, and values that lead out of the drawing."""
        for name, value in attributes.items():
            short = name.rpartition(" ")[2]
            if short.lower().startswith("on") or short == "base":
                self._refuse(f"the attribute {short!r} is not allowed in a figure", "delete it")
            elif short == "href" and not re.fullmatch(r"#[^\s#]+", value):
                self._refuse(f"it refers to {value[:60]!r}", "refer to an id of the same figure")
            elif (short in ATTRIBUTES or "url" in value.lower()) and (reach := find_reach(value)):
                self._refuse(f"{short} has {reach!r} in it", "refer to an id of the same figure: url(#id)")

    def _end(self, _: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif self.open and (node := self.open.pop()).tag == "style":
            rules = "".join(part for part in node.children if isinstance(part, str))
            if reach := find_reach(rules):
                self._refuse(f"the style has {reach!r} in it", "keep plain rules: .a { fill: #c00 }")
            node.children = [rules]

    def _text(self, text: str) -> None:
        if self.skipped or not self.open:
            return
        self.open[-1].children.append(text)

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            self._refuse(f"the drawing says that it is {encoding}", "save it as UTF-8")

    def _doctype(self, _name: str, _system: str | None, public: str | None, inner: int) -> None:
        if inner or not (public or "").startswith("-//W3C//DTD SVG"):
            self._refuse("a DOCTYPE with declarations of its own", "delete the DOCTYPE")

    def _forbidden(self, *_: object) -> None:
        self._refuse("declarations and instructions are not allowed in a figure", "delete <!ENTITY> or <?…?>")

    def bounded(self, root: _Node) -> bool:
        """Whether references end and what they show is not too much."""
        named = {node.attributes["id"]: node for node in root.elements() if "id" in node.attributes}
        sizes: dict[int, int] = {}
        path: set[int] = set()

        def size(node: _Node, depth: int) -> int:
            if id(node) in path or depth > _DEEPEST * 2:
                raise _CycleError(node)
            if id(node) in sizes:
                return sizes[id(node)]
            path.add(id(node))
            inner = [child for child in node.children if isinstance(child, _Node)]
            inner += [named[name] for name in sorted(node.refers()) if name in named]
            total = 1 + sum(size(child, depth + 1) for child in inner)
            path.discard(id(node))
            sizes[id(node)] = total
            return total

        try:
            total = size(root, 0)
        except _CycleError as error:
            self.report(error.node, "references lead in a circle, or too far", "draw the shape itself")
            return False
        if total > _MOST:
            self.report(root, f"references make {total} elements of it, more than {_MOST}", "make it simpler")
        return total <= _MOST


class _CycleError(Exception):
    def __init__(self, node: _Node) -> None:
        super().__init__()
        self.node = node


def _box(root: _Node) -> tuple[float, float] | None:
    """Width and height in its own units, or where it has none, in CSS pixels."""
    parts = re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())
    numbers = [float(found[1]) for part in parts if (found := _NUMBER.fullmatch(part))]
    sides = tuple(numbers[2:]) if len(numbers) == 4 == len(parts) else _sides(root)
    usable = len(sides) == 2 and all(1e-3 < side < 1e6 for side in sides)
    return (sides[0], sides[1]) if usable and 0.02 < sides[0] / sides[1] < 50 else None


def _sides(root: _Node) -> tuple[float, ...]:
    found = [_LENGTH.fullmatch(root.attributes.get(name, "")) for name in ("width", "height")]
    return tuple(float(side[1]) * _UNITS.get((side[2] or "").lower(), 1.0) for side in found if side)


def _is_dark(root: _Node) -> bool:
    """Whether it is transparent and has colours that a dark ground hides; shapes are black by themselves."""
    first = next(_drawn(root), None)
    if first is None or _covers(first, _box(root) or (0.0, 0.0)):
        return False
    written = "".join(_written(root))
    painted = "fill" in written or "stroke" in written
    return not painted or any(is_dark(found[1]) for found in _COLOUR.finditer(written)) or _has_black(root)


def _drawn(node: _Node) -> Iterator[_Node]:
    """Its shapes that are shown where they stand."""
    for child in node.children:
        if isinstance(child, _Node) and child.tag in _SHAPES:
            yield child
        elif isinstance(child, _Node) and child.tag in ("g", "svg"):
            yield from [child] if _CUT & child.attributes.keys() else _drawn(child)


def _has_black(node: _Node, painted: bool = False) -> bool:  # noqa: FBT001, FBT002 - state of the walk
    """Whether a shape has no paint of its own or from above."""
    painted = painted or bool({"fill", "style", "class"} & node.attributes.keys()) or node.tag == "defs"
    if node.tag in _SHAPES - {"use"} and not painted:
        return True
    return any(_has_black(child, painted) for child in node.children if isinstance(child, _Node))


def _covers(shape: _Node, box: tuple[float, float]) -> bool:
    """Whether a shape is a painted rectangle as large as the drawing."""
    if (
        shape.attributes.get("fill") == "none"
        or shape.tag not in ("rect", "path")
        or _CUT & {*shape.attributes}
    ):
        return False
    if shape.tag == "path":
        path = shape.attributes.get("d", "")
        numbers = [float(number) for number in _DIGITS.findall(path)]
        large = [sum(number >= 0.99 * side for number in numbers) for side in sorted(box)]
        return bool(_UPRIGHT.fullmatch(path)) and large[0] > 1 and large[1] > 0
    sides = (shape.attributes.get("width", ""), shape.attributes.get("height", ""))
    return all(
        side == "100%" or ((found := _NUMBER.fullmatch(side)) and float(found[1]) >= 0.99 * whole)
        for side, whole in zip(sides, box, strict=True)
    )


def _written(node: _Node) -> Iterator[str]:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    if not node.children:
        yield f"<{node.tag}{attributes}/>"
        return
    yield f"<{node.tag}{attributes}>"
    for child in node.children:
        if isinstance(child, _Node):
            yield from _written(child)
        elif child.strip() or node.tag in ("text", "tspan", "textPath"):
            yield escape(child, quote=False)
    yield f"</{node.tag}>"
