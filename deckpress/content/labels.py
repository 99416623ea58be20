"""Labels on their picture: places in percent for cards, and marks as a drawing for page and paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from deckpress.bank import Label

__all__ = ["key_text", "marks", "place"]

_ROUND: Final = 0.034  # of the longer side: radius of a number's disc
_LINE: Final = 0.15  # of that radius


def place(label: Label) -> str:
    """The style that puts a box on its region."""
    left, top, width, height = label.box
    style = f"left:{left:g}%;top:{top:g}%;width:{width:g}%;height:{height:g}%"
    if label.shape == "ellipse":
        return f"{style};border-radius:50%"
    if label.shape == "polygon":
        points = ",".join(
            f"{100 * (x - left) / (width or 1):.1f}% {100 * (y - top) / (height or 1):.1f}%"
            for x, y in label.points
        )
        return f"{style};clip-path:polygon({points})"
    return style


def marks(
    labels: tuple[Label, ...],
    width: float,
    height: float,
    *,
    ink: str,
    paper: str,
    family: str = "",
    least: float = 0.0,
) -> str:
    """Outlines and numbers, as what stands inside a drawing of that size; `least` is a number's radius."""
    radius = max(max(width, height) * _ROUND, least)
    line = radius * _LINE
    shapes = "".join(
        f'<g stroke="{colour}" stroke-width="{wide:.2f}">{shape}</g>'
        for shape in [_shape(label, width, height) for label in labels]
        for colour, wide in ((paper, 2.6 * line), (ink, line))
    )
    discs = "".join(_discs(labels, (width, height), radius, (ink, paper, family)))
    return f'<g fill="none" stroke-linejoin="round">{shapes}</g>{discs}'


def _discs(
    labels: tuple[Label, ...], size: tuple[float, float], radius: float, look: tuple[str, str, str]
) -> Iterator[str]:
    ink, paper, family = look
    for label in labels:
        left, top, width, height = label.box
        x = min(max(size[0] * (left + width / 2) / 100, radius), size[0] - radius)
        y = min(max(size[1] * (top + height / 2) / 100, radius), size[1] - radius)
        face = f' font-family="{escape(family)}"' if family else ""
        at, large = f'x="{x:.2f}" y="{y + 0.42 * radius:.2f}"', f'font-size="{1.22 * radius:.2f}"'
        yield (
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{paper}" stroke="{ink}" '
            f'stroke-width="{radius / 8:.2f}"/>'
            f'<text {at} text-anchor="middle" {large} font-weight="600" '
            f'fill="{ink}"{face}>{label.number}</text>'
        )


def _shape(label: Label, width: float, height: float) -> str:
    left, top = width * label.box[0] / 100, height * label.box[1] / 100
    across, down = width * label.box[2] / 100, height * label.box[3] / 100
    if label.shape == "ellipse":
        centre = f'cx="{left + across / 2:.2f}" cy="{top + down / 2:.2f}"'
        return f'<ellipse {centre} rx="{across / 2:.2f}" ry="{down / 2:.2f}"/>'
    if label.shape == "polygon":
        points = " ".join(f"{width * x / 100:.2f},{height * y / 100:.2f}" for x, y in label.points)
        return f'<polygon points="{points}"/>'
    return f'<rect x="{left:.2f}" y="{top:.2f}" width="{across:.2f}" height="{down:.2f}"/>'


def key_text(labels: tuple[Label, ...]) -> str:
    """Number and name of each label, for those who do not see the picture."""
    return "; ".join(f"{label.number} {label.text}" for label in labels)
