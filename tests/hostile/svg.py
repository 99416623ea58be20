"""Drawings that act, reach out, or grow."""

from __future__ import annotations

from pathlib import Path

from hostile.case import QUESTIONS, Case, Content, figure, question, topic

__all__ = ["CASES"]

_XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
_ENTITIES = (
    '<!DOCTYPE svg [<!ENTITY e0 "aaaaaaaaaa">'
    + "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 10))
    + "]>"
)
_USES = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
_INSIDE = {
    "script": "<script>alert(1)</script>",
    "script in a namespace": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "script in a title": "<title><script>alert(1)</script></title>",
    "foreign object": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "animated address": '<a><animate attributeName="href" values="javascript:alert(1)"/></a>',
    "set handler": '<set attributeName="onmouseover" to="alert(1)"/>',
    "link": '<a href="javascript:alert(1)"><path d="M0 0H9"/></a>',
    "handler inside": '<path d="M0 0H9" onclick="alert(1)"/>',
    "image from afar": '<image href="https://e.example/x.png" width="1" height="1"/>',
    "image of data": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="1" height="1"/>',
    "use from afar": '<use href="https://e.example/x.svg#a"/>',
    "use of itself": '<g id="a"><use href="#a"/></g>',
    "style element": "<style>@import url(https://e.example/x.css);</style>",
    "style attribute": '<path d="M0 0H9" style="background:url(https://e.example/x)"/>',
    "paint from afar": '<path d="M0 0H9" fill="url(https://e.example/x.svg#a)"/>',
    "clip from afar": '<path d="M0 0H9" clip-path="url(https://e.example/x.svg#a)"/>',
    "clip in capitals": '<path d="M0 0H9" clip-path="URL(https://e.example/x.svg#a)"/>',
    "marker from a file": '<path d="M0 0H9" marker-end="url(file:///etc/passwd#a)"/>',
    "filter": '<filter id="f"><feImage href="https://e.example/x.png"/></filter>',
    "font from afar": '<font-face><font-face-uri href="https://e.example/x.svg"/></font-face>',
    "handler element": '<handler type="text/javascript">alert(1)</handler>',
    "iframe": '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://e.example"/>',
    "not closed": "<g>",
    "unknown entity": "<text>&e;</text>",
}


def _other(name: str, suffix: str, data: bytes) -> Case:
    """A picture of a kind that is not taken, or not as it pretends to be."""
    image = f'### In depth\n\n![An ellipse touching a circle at one point](../figures/x.{suffix} "A drawing")'
    files: dict[str, Content] = {QUESTIONS: topic(question(more=image)), f"figures/x.{suffix}": data}
    return Case(name, files, frozenset({"F706", "F702", "F708", "F709", "S001", "S002", "S003"}), risky=True)


def _png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x06\x00\x00\x00" + bytes(4)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


_WITH_FIGURE = figure("", "").files


def _drawing(name: str, content: Content, *refused: str, either: bool = False) -> Case:
    files = {**_WITH_FIGURE, "figures/x.svg": content}
    return Case(name, files, frozenset(refused), "figures/x.svg", either=either, risky=True)


_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{}</svg>'
_LINE = '<path d="M0 0H9" stroke="var(--ink)"/>'
_LONG = f'<path stroke="var(--ink)" d="M{"9" * 30000} 1L{"1 " * 8001}"/>'

CASES = (
    *(figure(name, text) for name, text in _INSIDE.items()),
    figure("handler on the root", "", attributes=' onload="alert(1)"'),
    figure("xlink from afar", '<use xlink:href="https://e.example/x.svg#a"/>', attributes=_XLINK),
    figure("another base", "", attributes=' xml:base="https://e.example/"'),
    figure("a stylesheet", "", before="<?xml-stylesheet href='https://e.example/x.css'?>"),
    figure(
        "a file as entity", "<text>&e;</text>", before='<!DOCTYPE svg [<!ENTITY e SYSTEM "/etc/passwd">]>'
    ),
    figure("a DTD from afar", "", before='<!DOCTYPE svg SYSTEM "https://e.example/x.dtd">'),
    figure("a billion laughs", "<text>&e9;</text>", before=_ENTITIES, risky=True),
    figure("uses of uses", f'<g id="g0"/>{_USES}', risky=True),
    figure("another encoding", "", before='<?xml version="1.0" encoding="utf-7"?>'),
    _drawing("groups in groups", _HEAD.format(9, 9, "<g>" * 3000 + "</g>" * 3000), "F706", either=True),
    _drawing("numbers without end", _HEAD.format(9, 9, _LONG), "F706", either=True),
    _drawing("a box without end", _HEAD.format("1" + "0" * 400, 1, _LINE), "F706"),
    _drawing("a box of nothing", _HEAD.format(0, 0, _LINE), "F706"),
    _drawing(
        "a drawing of another namespace", _HEAD.format(9, 9, "").replace("2000/svg", "1999/xhtml"), "F706"
    ),
    _other("a bitmap of a million by a million", "png", _png(1 << 20, 1 << 20)),
    _other("a bitmap that calls itself a drawing", "svg", _png(1 << 20, 1 << 20)),
    _other("an animation", "gif", b"GIF89a\xff\xff\xff\xff\x00\x00\x00"),
    _other("a TIFF", "tiff", b"II*\x00\xff\xff\xff\xff"),
    _other("a packed drawing", "svgz", b"\x1f\x8b\x08\x00" + bytes(20)),
    _drawing("a drawing of a terabyte", _sparse, "S003"),
)
