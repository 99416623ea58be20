"""Pictures: what a question shows and plays, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deckpress.span import Span

__all__ = [
    "FIGURES",
    "FILE_NAME",
    "SOUNDS",
    "AnyFigure",
    "Drawing",
    "Figure",
    "Label",
    "Labels",
    "Picture",
    "Sound",
]

FIGURES: Final = "../figures/"
"""How the address of a picture begins in a text."""
SOUNDS: Final = "../audio/"
"""How the address of a sound begins in a text."""
FILE_NAME: Final = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
"""Regular expression of the name of such a file."""


@dataclass(frozen=True, slots=True)
class Label:
    """A region of a picture and its name."""

    number: int
    """Its permanent number inside the question: its position, or what `{#n}` says."""
    text: str
    shape: str
    """rect, ellipse or polygon."""
    box: tuple[float, float, float, float]
    """Left, top, width and height, in percent of the picture."""
    points: tuple[tuple[float, float], ...]
    """Corners of a polygon, in percent."""
    span: Span


@dataclass(frozen=True, slots=True)
class Labels:
    """A picture with labels: a note with a card for each of them."""

    figure: str
    """File name inside figures/."""
    alt: str
    caption: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A checked SVG drawing whose colours are palette tokens, `var(--ink)`."""

    name: str
    """File name inside figures/."""
    svg: str
    width: float
    height: float
    """Size of the viewBox, in its own units (CSS pixels at full size)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked picture made of pixels. Its bytes stay in the source until a product needs them."""

    name: str
    """File name inside figures/."""
    path: Path
    digest: str
    """SHA-256 of the file that was checked."""
    form: str
    """PNG, JPEG, WEBP, GIF or AVIF, by its content."""
    width: int
    height: int
    """Size in pixels as it is shown, turned where its metadata say so."""
    lossy: bool
    moving: bool
    ground: bool = False
    """Whether it is shown on white at night."""
    span: Span = field(default=Span("figures"), compare=False)
    """Where a question first shows it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG drawing with colours of its own, made safe: shown as a picture, never inside a page."""

    name: str
    svg: str
    width: float
    height: float
    """Size at which it is shown, in CSS pixels."""
    ground: bool
    """Whether it is shown on white at night."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A checked sound. Its bytes stay in the source until a product needs them."""

    name: str
    """File name inside audio/."""
    path: Path
    digest: str
    """SHA-256 of the file that was checked."""
    form: str
    """mp3, ogg, opus, m4a or wav, by its content."""
    span: Span = field(default=Span("audio"), compare=False)
    """Where a question first plays it."""


AnyFigure = Figure | Drawing | Picture
"""What a file of figures/ may be."""
