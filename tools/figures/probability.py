"""Figures on probability: the two directions of KL divergence, conformal intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
GRID = np.linspace(-12, 12, 2401)


def normal(mean: float, deviation: float) -> Array:
    """Density of a normal on the grid."""
    scale = deviation * np.sqrt(2 * np.pi)
    return np.asarray(np.exp(-0.5 * ((GRID - mean) / deviation) ** 2) / scale, dtype=np.float64)


def target() -> Array:
    """Density of the mixture that is to be fitted."""
    return np.asarray(0.6 * normal(-2, 0.7) + 0.4 * normal(2.5, 0.7), dtype=np.float64)


def forward_fit(density: Array) -> tuple[float, float]:
    """Mean and deviation of the normal nearest in KL(p, q): those of the target."""
    step = GRID[1] - GRID[0]
    mean = float(np.sum(density * GRID) * step)
    return mean, float(np.sqrt(np.sum(density * (GRID - mean) ** 2) * step))


def reverse_fit(density: Array) -> tuple[float, float]:
    """Mean and deviation of the normal nearest in KL(q, p), by search."""
    step = GRID[1] - GRID[0]
    best = (np.inf, 0.0, 0.0)
    for mean in np.arange(-4, 4.01, 0.1):
        for deviation in np.arange(0.4, 3.01, 0.1):
            fit = np.maximum(normal(float(mean), float(deviation)), 1e-300)
            gap = float(np.sum(fit * np.log(fit / density)) * step)
            best = min(best, (gap, float(mean), float(deviation)))
    return best[1], best[2]


def forward_reverse_kl() -> Figure:
    """A target with two peaks and the normal fits of both directions."""
    figure = Figure(
        "forward-reverse-kl",
        168,
        "Forward and reverse KL divergence",
        "The normal that minimises KL(p, q) covers both peaks of the target; the one that "
        "minimises KL(q, p) sits on the higher peak.",
    )
    axes = Axes(figure, (12, 30, 296, 112), (-7, 7), (0, 0.62))
    density = target()
    shown = np.abs(GRID) <= 7
    inside = [(float(x), float(y)) for x, y in zip(GRID[shown][::5], density[shown][::5], strict=True)]
    axes.area([(-7, 0), *inside, (7, 0)], "tint")
    axes.curve(GRID[shown][::5], density[shown][::5], "ink", 1.4)
    wide, narrow = normal(*forward_fit(density)), normal(*reverse_fit(density))
    axes.curve(GRID[shown][::5], wide[shown][::5], "second", 1.8, "6 3")
    axes.curve(GRID[shown][::5], narrow[shown][::5], "accent", 1.8)
    figure.line(axes.at(-7, 0), axes.at(7, 0), "soft")
    axes.xticks({-2: "−2", 2.5: "2.5"})
    figure.text((152, 40), "reverse fit: one peak", "accent")
    figure.text((150, 88), "forward fit: both peaks", "second")
    figure.text((236, 116), "target p", "ink")
    return figure


def conformal_bands() -> tuple[Array, Array, float, float]:
    """New inputs, their targets, and the half-widths of a constant and of a scaled 90% band.

    The noise grows with the input, as 0.2 + 1.3 x; the scaled half-width is a multiple of it.
    """
    rng = np.random.default_rng(0)

    def draw(rows: int) -> tuple[Array, Array]:
        x = rng.random(rows)
        return x, 2 * x + (0.2 + 1.3 * x) * rng.normal(size=rows)

    x, y = draw(1999)
    score = np.sort(np.abs(y - 2 * x))
    scaled = np.sort(np.abs(y - 2 * x) / (0.2 + 1.3 * x))
    k = int(np.ceil(2000 * 0.9)) - 1
    return *draw(150), float(score[k]), float(scaled[k])


def conformal_interval() -> Figure:
    """Two conformal bands around one prediction where noise grows with the input."""
    figure = Figure(
        "conformal-interval",
        184,
        "Conformal intervals of constant and of scaled width",
        "Both bands hold 90% of new points in all. The one of constant width is too wide where "
        "noise is low and too narrow where it is high; the scaled one is not.",
    )
    axes = Axes(figure, (12, 12, 296, 148), (0, 1), (-2.2, 4.8))
    x, y, constant, scaled = conformal_bands()
    ends = np.array([0.0, 1.0])
    width = scaled * (0.2 + 1.3 * ends)
    low, high = 2 * ends - width, 2 * ends + width
    axes.area([(0, low[0]), (1, low[1]), (1, high[1]), (0, high[0])], "tint")
    figure.dots([axes.at(a, b) for a, b in zip(x, y, strict=True)], 1.6, "soft")
    for sign in (-1, 1):
        axes.curve(ends, 2 * ends + sign * constant, "second", 1.4, "6 3")
        axes.curve(ends, 2 * ends + sign * width, "accent", 1.6)
    axes.curve(ends, 2 * ends, "ink", 1.2)
    figure.line((12, 160), (308, 160), "soft")
    axes.xname("low noise", 12, "start")
    axes.xname("high noise", 308, "end")
    figure.text(axes.at(0, 2.6), "constant width", "second")
    figure.text(axes.at(0.78, 4.05), "scaled width", "accent", "end")
    return figure


FIGURES = (forward_reverse_kl, conformal_interval)
