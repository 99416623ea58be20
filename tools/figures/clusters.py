"""Figures on clustering."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, Point, num

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
        data = "".join(
            f"M{num(x - size)} {num(y - size)}h{2 * size:g}v{2 * size:g}h-{2 * size:g}z" for x, y in places
        )
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
                figure.line(
                    axes.at(float(history[0][0][k, 0]), float(history[0][0][k, 1])),
                    (x, y),
                    colour,
                    1.4,
                )
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
    """Cluster numbers, -1 for noise."""
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
        "k-means cuts both moons with a straight line; DBSCAN follows the shapes and "
        "leaves outliers as noise.",
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


FIGURES = (kmeans_steps, clustering_shapes)
