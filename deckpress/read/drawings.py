"""Drawings from elsewhere: SVG with colours of its own, made safe by an allow-list, shown as a picture.

What could act or reach out is refused at its line; what only an editor needs is left out.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from deckpress.bank import Drawing, Span
from deckpress.media import Media
from deckpress.read.drawing_ground import needs_ground
from deckpress.read.drawing_rules import (
    ATTRIBUTES,
    EFFECTS,
    ELEMENTS,
    LEFT_OUT,
    SVG,
    XHTML,
    XLINK,
    find_reach,
)
from deckpress.read.drawing_tree import Node, box, written
from deckpress.read.files import Folder

__all__ = ["read_drawing"]

_DEEPEST: Final = 40  # elements inside each other, those that are referred to among them
_MOST: Final = 30_000  # elements, those that are referred to as often as they are shown
_SIDES: Final = (160.0, 640.0)  # CSS pixels of the longer side


def read_drawing(folder: Folder, name: str, text: str, media: Media) -> Drawing | None:
    """The drawing made safe, or None and problems at its lines."""
    reader = _Reader(folder, f"figures/{name}")
    root = reader.read(text)
    if root is None:
        return None
    size = box(root)
    if size is None:
        reader.report(root, "the drawing does not say its size", 'give <svg> a viewBox="0 0 320 200"')
        return None
    if not reader.bounded(root):
        return None
    longest = max(size)
    share = min(max(longest, _SIDES[0]), _SIDES[1]) / longest
    width, height = round(size[0] * share, 2), round(size[1] * share, 2)
    shown = dict(root.attributes)
    shown.setdefault("viewBox", f"0 0 {size[0]:g} {size[1]:g}")
    root.attributes = {"xmlns": SVG} | shown | {"width": f"{width:g}", "height": f"{height:g}"}
    dark = media.ground == "always" or (media.ground == "auto" and needs_ground(root))
    return Drawing(name, "".join(written(root)), width, height, dark)


class _Reader:
    """Hears the parser's events, keeps what is allowed, and reports what is refused."""

    def __init__(self, folder: Folder, path: str) -> None:
        self.folder, self.path = folder, path
        self.open: list[Node] = []
        self.skipped = 0
        self.refused = self.told = False
        self.root: Node | None = None
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = self._declared, self._doctype
        parser.EntityDeclHandler = parser.ProcessingInstructionHandler = self._forbidden

    def read(self, text: str) -> Node | None:
        """The root of a sound drawing."""
        try:
            self.parser.Parse(text, True)  # noqa: FBT003 - expat's signature
        except expat.ExpatError as error:
            span = Span(self.path, error.lineno, error.offset + 1)
            message = f"the drawing is not well formed: {expat.ErrorString(error.code)}"
            self.folder.report("F706", span, message, "open it in a browser to see where it breaks")
            return None
        return None if self.refused else self.root

    def report(self, node: Node, message: str, hint: str) -> None:
        """Refuse the drawing at an element."""
        self.refused = True
        self.folder.report("F706", Span(self.path, node.line, node.column), message, hint)

    def _refuse(self, message: str, hint: str) -> None:
        self.report(self._here("", {}), message, hint)

    def _tell(self, tag: str) -> None:
        if not self.told:
            place = self._here("", {})
            span = Span(self.path, place.line, place.column)
            message = f"<{tag}> is left out: no product draws such effects"
            self.folder.report("F711", span, message, "look at the drawing in the handout")
        self.told = True

    def _here(self, tag: str, attributes: dict[str, str]) -> Node:
        return Node(tag, attributes, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space == XHTML or (space == SVG and tag not in ELEMENTS | LEFT_OUT):
            self._refuse(f"the element <{tag}> is not allowed in a figure", "leave it out in the editor")
        if not self.open and not self.skipped and (space, tag) != (SVG, "svg"):
            self._refuse(f"the root is <{tag}> of {space!r}", f'start with <svg xmlns="{SVG}">')
        if space == SVG and tag in EFFECTS and not self.skipped:
            self._tell(tag)
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

    def bounded(self, root: Node) -> bool:
        """Whether references end and what they show is not too much."""
        named = {node.attributes["id"]: node for node in root.elements() if "id" in node.attributes}
        sizes: dict[int, int] = {}
        path: set[int] = set()

        def size(node: Node, depth: int) -> int:
            if id(node) in path or depth > _DEEPEST * 2:
                raise _CycleError(node)
            if id(node) in sizes:
                return sizes[id(node)]
            path.add(id(node))
            inner = [child for child in node.children if isinstance(child, Node)]
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
    def __init__(self, node: Node) -> None:
        super().__init__()
        self.node = node
