"""A tiny SVG writer: shapes and labels in palette tokens."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Point = tuple[float, float]
Numbers = Sequence[float]
WIDTH = 320


def num(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def token(colour: str) -> str:
    """The attribute value of a palette token."""
    return colour if colour == "none" else f"var(--{colour})"


def simplify(points: Sequence[Point], tolerance: float = 0.15) -> list[Point]:
    """Drop the points that lie closer than the tolerance to their chord."""
    if len(points) < 3:
        return list(points)
    (x0, y0), (x1, y1) = points[0], points[-1]
    length = math.hypot(x1 - x0, y1 - y0)
    far, index = -1.0, 0
    for i, (x, y) in enumerate(points[1:-1], 1):
        if length > 1e-9:
            gap = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
        else:
            gap = math.hypot(x - x0, y - y0)
        if gap > far:
            far, index = gap, i
    if far <= tolerance:
        return [points[0], points[-1]]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


def trace(points: Sequence[Point], closed: bool = False) -> str:
    """Path data through the points."""
    body = "L".join(f"{num(x)} {num(y)}" for x, y in points)
    return f"M{body}{'Z' if closed else ''}"


class Figure:
    """One drawing, 320 units wide."""

    def __init__(self, name: str, height: int, title: str, desc: str) -> None:
        """Start an empty drawing."""
        self.name = name
        self.height = height
        self.parts = [f"<title>{escape(title)}</title>", f"<desc>{escape(desc)}</desc>"]

    def path(
        self, data: str, colour: str = "ink", width: float = 1.8, dash: str = "", fill: str = "none"
    ) -> None:
        """A path from its data."""
        stroke = "" if colour == "none" else f' stroke="{token(colour)}" stroke-width="{width:g}"'
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{data}" fill="{token(fill)}"{stroke}{dashes}/>')

    def poly(
        self,
        points: Iterable[Point],
        colour: str = "ink",
        width: float = 1.8,
        dash: str = "",
        fill: str = "none",
        closed: bool = False,
        tolerance: float = 0.15,
    ) -> None:
        """A polyline, thinned."""
        self.path(trace(simplify(list(points), tolerance), closed), colour, width, dash, fill)

    def line(
        self, start: Point, end: Point, colour: str = "line", width: float = 0.8, dash: str = ""
    ) -> None:
        """A straight line."""
        self.path(trace([start, end]), colour, width, dash)

    def arrow(
        self, start: Point, end: Point, colour: str = "ink", width: float = 1.4, dash: str = ""
    ) -> None:
        """A line with a filled head at its end."""
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        size = 3.5 + 1.8 * width
        base = (end[0] - size * math.cos(angle), end[1] - size * math.sin(angle))
        side = (0.42 * size * math.sin(angle), -0.42 * size * math.cos(angle))
        self.line(start, base, colour, width, dash)
        wings = [(base[0] + side[0], base[1] + side[1]), (base[0] - side[0], base[1] - side[1])]
        self.path(trace([wings[0], end, wings[1]], True), "none", fill=colour)

    def rect(
        self,
        corner: Point,
        size: Point,
        fill: str = "tint",
        colour: str = "none",
        width: float = 0.8,
    ) -> None:
        """An axis-aligned rectangle."""
        stroke = "" if colour == "none" else f' stroke="{token(colour)}" stroke-width="{width:g}"'
        self.parts.append(
            f'<rect x="{num(corner[0])}" y="{num(corner[1])}" width="{num(size[0])}"'
            f' height="{num(size[1])}" fill="{token(fill)}"{stroke}/>'
        )

    def dot(
        self,
        at: Point,
        radius: float = 3,
        fill: str = "ink",
        colour: str = "none",
        width: float = 1.4,
    ) -> None:
        """A circle."""
        stroke = "" if colour == "none" else f' stroke="{token(colour)}" stroke-width="{width:g}"'
        self.parts.append(
            f'<circle cx="{num(at[0])}" cy="{num(at[1])}" r="{num(radius)}" fill="{token(fill)}"{stroke}/>'
        )

    def dots(self, points: Iterable[Point], radius: float = 1.6, colour: str = "ink") -> None:
        """Many filled dots as one path."""
        r = num(radius)
        data = "".join(f"M{num(x)} {num(y - radius)}a{r} {r} 0 1 0 .1 0z" for x, y in points)
        self.path(data, "none", fill=colour)

    def crosses(
        self, points: Iterable[Point], radius: float = 2, colour: str = "ink", width: float = 1
    ) -> None:
        """Many diagonal crosses as one path."""
        d = num(2 * radius)
        arms = f"l{d} {d}m0-{d}l-{d} {d}"
        data = "".join(f"M{num(x - radius)} {num(y - radius)}{arms}" for x, y in points)
        self.path(data, colour, width)

    def text(
        self,
        at: Point,
        words: str,
        colour: str = "ink",
        anchor: str = "start",
        size: float = 14,
        italic: bool = False,
        bold: bool = False,
    ) -> None:
        """A label on its baseline."""
        extra = "" if anchor == "start" else f' text-anchor="{anchor}"'
        extra += ' font-style="italic"' if italic else ""
        extra += ' font-weight="600"' if bold else ""
        self.parts.append(
            f'<text x="{num(at[0])}" y="{num(at[1])}" font-size="{size:g}"'
            f' fill="{token(colour)}"{extra}>{escape(words)}</text>'
        )

    def write(self, folder: Path) -> None:
        """Save the drawing."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}">'
        text = "\n".join([head, *self.parts, "</svg>"]) + "\n"
        (folder / f"{self.name}.svg").write_text(text, encoding="utf-8", newline="\n")
