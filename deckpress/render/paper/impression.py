"""Impressions: a page that was laid out alone, painted, as a value that can be kept and sent elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from weasyprint.document import Page

__all__ = ["SCALE", "Impression", "take"]

SCALE: Final = 0.75  # points in a CSS pixel
_READ: Final = ("alt", "src", "scope")
"""Attributes of HTML that the tag tree wants."""

_GROUP: Final = {"Type", "Subtype", "BBox", "Resources", "Group"}
"""What WeasyPrint says of a group of a drawing."""

Impression = dict[str, Any]
"""What WeasyPrint wants of a page to write it, in values of JSON."""


def take(page: Page) -> Impression | None:
    """Paint a page; None where it has what only the page itself can give: pictures, gradients, odd fonts."""
    import pydyf  # noqa: PLC0415 - imported on use
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415 - as above

    names = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in names} | {"ColorSpace": b""})
    fonts: dict[int, Any] = {}
    tags: dict[Any, Any] = {}
    bleed, width, height = page.bleed, page.width, page.height
    sides = width + bleed["left"] + bleed["right"], height + bleed["top"] + bleed["bottom"]
    stream = Stream(fonts, (-bleed["left"], -bleed["top"], *sides), resources, {}, tags, {}, None)
    stream.transform(d=-1, f=height * SCALE)
    start = len(stream.stream)
    page.paint(stream, SCALE)
    painted = _painted(stream, start)
    alike = len({font.hash for font in fonts.values()}) < len(fonts)
    if painted is None or alike or any(map(_is_odd, fonts.values())) or any(page.forms.values()):
        return None
    links = {id(link[3]): place for place, link in enumerate(page.links)}
    return {
        "sides": (width, height),
        "bleed": bleed,
        "anchors": page.anchors,
        "bookmarks": page.bookmarks,
        "links": [link[:3] for link in page.links],
        "painted": painted,
        "fonts": [_font(font) for font in fonts.values()],
        "tree": _tree(page._page_box, {id(box): mark for box, mark in tags.items()}, links),  # noqa: SLF001 - no other way
    }


def _painted(stream: Any, start: int = 0) -> dict[str, Any] | None:
    """Operators of a stream from a place on, and its states and groups; None where there is more to it."""
    resources = stream._resources  # noqa: SLF001 - no other way
    states = {key: dict(state) for key, state in resources["ExtGState"].items()}
    objects = list(resources["XObject"].values())
    if (
        resources["Pattern"]
        or resources["Shading"]
        or any(row.keys() - {"ca", "CA"} for row in states.values())
    ):
        return None
    if not all(item is not None and item.extra.keys() == _GROUP for item in objects):
        return None
    groups = [_painted(item) for item in objects]
    if None in groups:
        return None
    box = list(stream.extra["BBox"]) if stream.extra else []
    operators = [_operator(item) for item in stream.stream[start:]]
    return {"operators": operators, "states": states, "groups": groups, "box": box}


def _is_odd(font: Any) -> bool:
    return bool(font.bitmap or font.png or font.svg or font.colr or font.missing or font.variations)


def _operator(item: Any) -> Any:
    """Bytes as text, the name of a marked content in a list, its number as such."""
    if isinstance(item, bytes):
        return item.decode("latin-1")
    return [item] if isinstance(item, str) else item["MCID"]


def _font(font: Any) -> list[Any]:
    sizes = font.font_size, font.ascent, font.descent
    return [font.hash, sizes, list(font.widths.items()), list(font.to_unicode.items())]


def _tree(box: Any, tags: dict[int, Any], links: dict[int, int]) -> list[Any]:
    """A box as far as the tag tree asks: class, tag, element, mark, link, what some have, children."""
    box = getattr(box, "_box", box)  # what was taken out of the flow leaves a placeholder
    element, more = box.element, {}
    if box.element_tag == "li":
        more["style"] = {name: box.style[name] for name in ("display", "list_style_type")}
    if box.element_tag and box.element_tag.endswith(("img", "svg")):
        more |= {"position_x": box.content_box_x(), "position_y": box.content_box_y()}
        more |= {"width": box.width, "height": box.height}
    for name in ("is_table_wrapper", "colspan", "rowspan"):
        if getattr(box, name) != getattr(type(box), name):
            more[name] = getattr(box, name)
    return [
        type(box).__name__,
        box.element_tag,
        None
        if element is None
        else [element.tag, {n: element.attrib[n] for n in _READ if n in element.attrib}],
        tags.get(id(box)),
        links.get(id(box)),
        more,
        [_tree(child, tags, links) for child in box.children],
    ]
