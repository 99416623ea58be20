"""Figures on clustering, projection, distance and interpolation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.svg import Axes, Figure, Point, num

Array = NDArray[np.float64]
Labels = NDArray[np.intp]


def spots(axes: Axes, rows: Array) -> list[Point]:
    """Page positions of data rows."""
    return [axes.at(float(x), float(y)) for x, y in rows]


def mark(figure: Figure, places: list[Point], group: int, size: float = 1.7) -> None:
    """Draw a group's points in its own colour and shape."""
    if group == 0:
        figure.dots(places, size, "accent")
    elif group == 1:
        figure.crosses(places, size + 0.1, "second", 1)
    else:
        data = "".join(f"M{num(x - size)} {num(y - size)}h{2 * size:g}v{2 * size:g}h-{2 * size:g}z" for x, y in places)
        figure.path(data, "third", 1)


def lloyd(rows: Array, centres: Array) -> list[tuple[Array, Labels, float]]:
    """Centres, labels and inertia at every assignment until nothing changes."""
    history: list[tuple[Array, Labels, float]] = []
    while True:
        gaps = ((rows[:, None] - centres[None]) ** 2).sum(axis=2)
        labels = gaps.argmin(axis=1)
        history.append((centres, labels, float(gaps.min(axis=1).sum())))
        moved = np.array([rows[labels == k].mean(axis=0) for k in range(len(centres))])
        if np.allclose(moved, centres):
            return history
        centres = moved


def kmeans_run() -> tuple[Array, list[tuple[Array, Labels, float]]]:
    """Three blobs of twelve rows and the run from three of the rows."""
    rng = np.random.default_rng(0)
    rows = np.vstack([rng.normal(c, 0.55, (12, 2)) for c in ((-1.4, -1.2), (1.5, -0.9), (0.1, 1.5))])
    return rows, lloyd(rows, rows[[3, 6, 24]])


def kmeans_steps() -> Figure:
    """Start, assign, move and the converged state."""
    figure = Figure(
        "kmeans-steps",
        102,
        "Four moments of k-means",
        "Two of three starting centres lie in one blob; assigning and moving in turn finds the three blobs.",
    )
    rows, history = kmeans_run()
    panels = (
        ("start", history[0][0], None),
        ("assign", history[0][0], history[0][1]),
        ("move", history[1][0], history[0][1]),
        ("converged", history[-1][0], history[-1][1]),
    )
    for i, (name, centres, labels) in enumerate(panels):
        axes = Axes(figure, (2 + 80 * i, 24, 76, 76), (-2.9, 2.9), (-2.7, 3.1))
        if labels is None:
            figure.dots(spots(axes, rows), 1.5, "soft")
        for k in range(3):
            colour = ("accent", "second", "third")[k]
            if labels is not None:
                mark(figure, spots(axes, rows[labels == k]), k, 1.5)
            x, y = axes.at(float(centres[k, 0]), float(centres[k, 1]))
            if name == "move":
                figure.line(axes.at(float(history[0][0][k, 0]), float(history[0][0][k, 1])), (x, y), colour, 1.4)
            figure.path(f"M{num(x)} {num(y - 5)}l5 5-5 5-5-5z", "paper", 0.8, fill=colour)
        figure.text((axes.box[0] + 38, 16), name, "ink", "middle")
    return figure


def moons() -> Array:
    """Two interleaved half circles and three outliers."""
    rng = np.random.default_rng(1)
    angle = np.linspace(0, np.pi, 34)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.45 - np.sin(angle)], axis=1)
    curve = np.vstack([upper, lower]) + 0.05 * rng.normal(size=(68, 2))
    return np.vstack([curve, [(-0.9, -0.55), (2.0, 1.05), (1.2, 1.3)]])


def dbscan(rows: Array, radius: float, least: int) -> Labels:
    """Cluster numbers, −1 for noise."""
    near = np.hypot(*(rows[:, None] - rows[None]).transpose(2, 0, 1)) <= radius
    core = near.sum(axis=1) >= least
    labels = np.full(len(rows), -1, dtype=np.intp)
    group = 0
    for seed in np.flatnonzero(core):
        if labels[seed] >= 0:
            continue
        queue = [int(seed)]
        while queue:
            row = queue.pop()
            if labels[row] < 0:
                labels[row] = group
                queue += [int(j) for j in np.flatnonzero(near[row]) if core[row]]
        group += 1
    return labels


def clustering_shapes() -> Figure:
    """K-means and DBSCAN on two moons."""
    figure = Figure(
        "clustering-shapes",
        118,
        "k-means and DBSCAN on two moons",
        "k-means cuts both moons with a straight line; DBSCAN follows the shapes and leaves outliers as noise.",
    )
    rows = moons()
    ends = lloyd(rows, rows[[0, 60]])[-1]
    found = dbscan(rows, 0.3, 4)
    for left, name, labels in ((4.0, "k-means, k = 2", ends[1]), (166.0, "DBSCAN", found)):
        axes = Axes(figure, (left, 24, 150, 92), (-1.4, 2.4), (-0.95, 1.38))
        for k in range(2):
            mark(figure, spots(axes, rows[labels == k]), k, 1.9)
        for place in spots(axes, rows[labels < 0]):
            figure.dot(place, 2.6, "none", "soft", 0.8)
        figure.text((left + 75, 16), name, "ink", "middle", bold=True)
        if left < 100:
            middle, gap = ends[0].mean(axis=0), ends[0][1] - ends[0][0]
            across = np.array([-gap[1], gap[0]]) / float(np.hypot(*gap))
            (xa, ya), (xb, yb) = middle + 1.25 * across, middle - 1.3 * across
            axes.curve((float(xa), float(xb)), (float(ya), float(yb)), "soft", 0.8, "4 3")
    x, y = axes.at(1.2, 1.3)
    figure.text((x + 8, y + 5), "noise", "soft")
    return figure


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
        figure.line(row, foot, "line", 0.8)
    axes.curve((-4.4 * first[0], 4.4 * first[0]), (-4.4 * first[1], 4.4 * first[1]), "soft", 0.8, "4 3")
    figure.dots(spots(axes, feet), 1.3, "accent")
    figure.dots(spots(axes, rows), 2, "ink")
    ratio = values / values.sum()
    for k, (axis, colour) in enumerate(((first, "accent"), (second, "second"))):
        tip = 2 * float(values[k]) ** 0.5 * axis
        figure.arrow(axes.at(0, 0), axes.at(float(tip[0]), float(tip[1])), colour, 1.8)
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
        "For 500 uniform points the spread of distances, relative to their mean, shrinks like one over root d.",
    )
    axes = Axes(figure, (46, 24, 252, 116), (1, 1000), (0.01, 1), True, True)
    table = distance_spread()
    axes.spines()
    axes.yticks({0.1: "10%", 1: "100%"})
    axes.yname("spread of distances ÷ mean distance", 4)
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
        "New minority points lie at random places on the segments from a row to its three nearest minority rows.",
    )
    axes = Axes(figure, (4, 4, 312, 122), (0, 11), (0.6, 4.9))
    minority = np.array([(4.4, 2.8), (6.0, 4.0), (6.2, 2.1), (3.3, 1.5), (7.5, 3.2), (2.5, 3.6)])
    majority = np.array(
        [(0.4, 4.4), (1.3, 4.6), (0.7, 3.2), (1.3, 2.4), (0.4, 1.5), (1.5, 1.2), (8.4, 4.5), (8.9, 3.6)]
        + [(9.6, 4.3), (10.4, 4.6), (8.6, 2.4), (9.3, 2.9), (10.3, 3.3), (10.0, 2.2), (8.0, 1.2), (9.2, 1.3)]
    )
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
    figure.text((180, 24), "minority", "accent")
    figure.text((136, 112), "synthetic", "second")
    figure.text((314, 92), "majority", "soft", "end")
    figure.text((160, 143), "new = x + λ (neighbour − x), 0 ≤ λ ≤ 1", "ink", "middle")
    return figure


FIGURES = (kmeans_steps, clustering_shapes, pca_projection, curse_distance, smote_interpolation)
