"""Axes: a data window on a figure, with ticks and curves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tools.figures.svg import Figure, Point, trace


@dataclass(frozen=True)
class Axes:
    """A data window: left, top, width, height on the page; limits in data."""

    figure: Figure
    box: tuple[float, float, float, float]
    xlim: Point
    ylim: Point
    logx: bool = False
    logy: bool = False

    def at(self, x: float, y: float) -> Point:
        """The page position of a data point."""
        left, top, width, height = self.box
        u = _share(x, self.xlim, self.logx)
        v = _share(y, self.ylim, self.logy)
        return left + width * u, top + height * (1 - v)

    def spines(self) -> None:
        """The two axis lines."""
        left, top, width, height = self.box
        data = trace([(left, top), (left, top + height), (left + width, top + height)])
        self.figure.path(data, "soft", 0.8)

    def xticks(self, ticks: dict[float, str], mark: bool = True) -> None:
        """Ticks and labels below the axis."""
        base = self.box[1] + self.box[3]
        for value, words in ticks.items():
            x = self.at(value, self.ylim[0])[0]
            if mark:
                self.figure.line((x, base), (x, base + 3), "soft")
            self.figure.text((x, base + 16), words, "soft", "middle", 13.5)

    def yticks(self, ticks: dict[float, str], grid: bool = False) -> None:
        """Ticks and labels left of the axis."""
        left, _, width, _ = self.box
        for value, words in ticks.items():
            y = self.at(self.xlim[0], value)[1]
            end = left + width if grid else left - 3
            self.figure.line((left, y), (end, y), "line" if grid else "soft")
            self.figure.text((left - 5, y + 4.8), words, "soft", "end", 13.5)

    def xname(self, words: str, at: float, anchor: str = "middle", drop: float = 16) -> None:
        """The horizontal axis's quantity at page abscissa `at`."""
        self.figure.text((at, self.box[1] + self.box[3] + drop), words, "soft", anchor, 13.5)

    def yname(self, words: str, left: float | None = None) -> None:
        """The vertical axis's quantity, set above it."""
        x = self.box[0] if left is None else left
        self.figure.text((x, self.box[1] - 8), words, "soft", "start", 13.5)

    def curve(
        self,
        xs: Iterable[float],
        ys: Iterable[float],
        colour: str = "accent",
        width: float = 1.8,
        dash: str = "",
    ) -> None:
        """A curve through data points."""
        self.figure.poly(
            [self.at(float(x), float(y)) for x, y in zip(xs, ys, strict=True)], colour, width, dash
        )

    def area(self, points: Iterable[Point], fill: str = "tint") -> None:
        """A filled region with data corners."""
        self.figure.poly([self.at(x, y) for x, y in points], "none", fill=fill, closed=True)


def _share(value: float, limits: Point, logarithmic: bool) -> float:
    """Position of a value between its limits, 0 to 1."""
    low, high = limits
    if logarithmic:
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)
