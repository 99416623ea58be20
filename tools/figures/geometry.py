"""Figures on projection, distance and interpolation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, Point, num

Array = NDArray[np.float64]


def spots(axes: Axes, rows: Array) -> list[Point]:
    """Page positions of data rows."""
    return [axes.at(float(x), float(y)) for x, y in rows]


def pca_data() -> tuple[Array, Array, Array]:
    """A centred correlated cloud, its eigenvalues and eigenvectors, largest first."""
    rng = np.random.default_rng(4)
    rows = rng.multivariate_normal((0, 0), [[2.2, 1.3], [1.3, 1.2]], 36)
    rows = rows - rows.mean(axis=0)
    values, vectors = np.linalg.eigh(rows.T @ rows / (len(rows) - 1))
    return rows, values[::-1], vectors[:, ::-1]


def pca_projection() -> Figure:
    """A cloud with its principal axes, projections and scree bars."""
    figure = Figure(
        "pca-projection",
        150,
        "Principal components of a cloud",
        "The first axis follows the long side of the cloud; points drop onto it at right angles.",
    )
    rows, values, vectors = pca_data()
    axes = Axes(figure, (4, 4, 213, 142), (-4.2, 4.2), (-2.8, 2.8))
    first = vectors[:, 0] * np.sign(vectors[0, 0])
    second = vectors[:, 1] * np.sign(vectors[1, 1])
    feet = np.outer(rows @ first, first)
    for row, foot in zip(spots(axes, rows), spots(axes, feet), strict=True):
        figure.line(row, foot, "soft", 0.5)
    axes.curve((-4.4 * first[0], 4.4 * first[0]), (-4.4 * first[1], 4.4 * first[1]), "soft", 0.8, "4 3")
    figure.dots(spots(axes, feet), 1.3, "accent")
    figure.dots(spots(axes, rows), 2, "ink")
    ratio = values / values.sum()
    for k, (axis, colour) in enumerate(((first, "accent"), (second, "second"))):
        tip = 2 * float(values[k]) ** 0.5 * axis
        figure.arrow(axes.at(0, 0), axes.at(float(tip[0]), float(tip[1])), colour, 1.8)
        left, top = axes.at(float(tip[0]), float(tip[1]))
        figure.text((left - 4, top - 5), f"PC{k + 1}", colour, "end")
        x, height = 240.0 + 40 * k, 84 * float(ratio[k])
        figure.rect((x, 122 - height), (26, height), colour)
        figure.text((x + 13, 116 - height), f"{100 * ratio[k]:.0f}%", colour, "middle")
        figure.text((x + 13, 138), f"PC{k + 1}", colour, "middle")
    figure.line((234, 122), (312, 122), "soft")
    figure.text((273, 16), "variance", "soft", "middle", 13.5)
    return figure


def distance_spread(rows: int = 500) -> list[tuple[int, float, float]]:
    """Dimension, relative spread of distances, median farthest to nearest ratio."""
    table = []
    for d in (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000):
        points = np.random.default_rng(0).uniform(size=(rows, d))
        square = (points**2).sum(axis=1)
        gaps = np.sqrt(np.maximum(square[:, None] + square[None] - 2 * points @ points.T, 0))
        away = gaps[np.triu_indices(rows, 1)]
        np.fill_diagonal(gaps, np.nan)
        contrast = np.nanmax(gaps, axis=1) / np.nanmin(gaps, axis=1)
        table.append((d, float(away.std() / away.mean()), float(np.median(contrast))))
    return table


def curse_distance() -> Figure:
    """Farthest-to-nearest ratio and relative spread against dimension."""
    figure = Figure(
        "curse-distance",
        180,
        "Distances in many dimensions",
        "For 500 uniform points the spread of distances, relative to their mean, shrinks "
        "like one over root d.",
    )
    axes = Axes(figure, (46, 24, 252, 116), (1, 1000), (0.01, 1), True, True)
    table = distance_spread()
    axes.spines()
    axes.yticks({0.1: "10%", 1: "100%"})
    axes.yname("distances: std. deviation ÷ mean", 4)
    axes.xticks({1: "1", 10: "10", 100: "100", 1000: "1000"})
    axes.curve([r[0] for r in table], [r[1] for r in table], "accent")
    for d, spread, _ in table:
        if d in (2, 10, 100, 1000):
            x, y = axes.at(d, spread)
            figure.dot((x, y), 3.2, "accent")
            figure.text((x + 3, y - 9), f"{100 * spread:.0f}%", "accent", "middle")
    axes.xname("dimensions d", 175, drop=34)
    figure.text((60, 122), "500 uniform points", "soft")
    return figure


def smote_interpolation() -> Figure:
    """Synthetic minority points on segments to near minority neighbours."""
    figure = Figure(
        "smote-interpolation",
        150,
        "SMOTE interpolation",
        "New minority points lie at random places on the segments from a row to its "
        "three nearest minority rows.",
    )
    axes = Axes(figure, (4, 4, 312, 122), (0, 11), (0.6, 4.9))
    minority = np.array([(4.4, 2.8), (6.0, 4.0), (6.2, 2.1), (3.3, 1.5), (7.5, 3.2), (2.5, 3.6)])
    left = [(0.4, 4.4), (1.3, 4.6), (0.7, 3.2), (1.3, 2.4), (0.4, 1.5), (1.5, 1.2)]
    upper = [(8.4, 4.5), (8.9, 3.6), (9.6, 4.3), (10.4, 4.6), (10.3, 3.3)]
    lower = [(8.5, 2.5), (9.3, 2.9), (10.0, 2.3), (8.2, 1.6), (9.2, 1.9)]
    majority = np.array([*left, *upper, *lower])
    figure.crosses(spots(axes, majority), 2.2, "soft", 0.8)
    base = minority[0]
    near = np.argsort(np.hypot(*(minority - base).T), kind="stable")[1:4]
    for j, share in zip(near, (0.5, 0.6, 0.45), strict=True):
        start, end = spots(axes, np.array([base, minority[j]]))
        figure.line(start, end, "accent", 0.8, "4 3")
        x, y = axes.at(*(base + share * (minority[j] - base)))
        figure.path(f"M{num(x)} {num(y - 5)}l5 5-5 5-5-5z", "second", 1.4, fill="paper")
    figure.dots(spots(axes, minority), 3.6, "accent")
    figure.dot(axes.at(*base), 7.5, "none", "accent", 0.8)
    figure.text((84, 36), "minority", "accent")
    figure.text((136, 112), "synthetic", "second")
    figure.text((312, 106), "majority", "soft", "end")
    figure.text((160, 143), "new = x + λ (neighbour − x), 0 ≤ λ ≤ 1", "ink", "middle")
    return figure


FIGURES = (pca_projection, curse_distance, smote_interpolation)
