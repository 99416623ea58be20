"""Figures on supervised models: margins, neighbours, boosting, activations."""

from __future__ import annotations

from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


def logistic_sigmoid() -> Figure:
    """The sigmoid beside the log loss of each class."""
    figure = Figure(
        "logistic-sigmoid",
        170,
        "Sigmoid and log loss",
        "The sigmoid turns a score into a probability, 0.5 at score 0; log loss grows "
        "linearly on the wrong side.",
    )
    z = np.linspace(-5, 5, 101)
    left = Axes(figure, (26, 26, 130, 120), (-5, 5), (0, 1))
    right = Axes(figure, (184, 26, 130, 120), (-5, 5), (0, 5))
    left.spines()
    right.spines()
    left.yticks({0.5: "½", 1: "1"})
    left.yname("p(y = 1)", 4)
    right.yname("log loss", 184)
    for axes in (left, right):
        axes.xticks({-4: "−4", 0: "0", 4: "4"})
    left.xname("score z", 132, drop=-6)
    for start, end in (((-5, 0.5), (0, 0.5)), ((0, 0.5), (0, 0))):
        figure.line(left.at(*start), left.at(*end), "soft", 0.8, "2 3")
    left.curve(z, 1 / (1 + np.exp(-z)), "accent")
    figure.dot(left.at(0, 0.5), 3.2, "accent")
    right.curve(z, np.log1p(np.exp(-z)), "accent")
    right.curve(z, np.log1p(np.exp(z)), "second", 1.4, "6 3")
    figure.text((207, 52), "y = 1", "accent")
    figure.text((292, 52), "y = 0", "second", "end")
    figure.dot(right.at(0, float(np.log(2))), 3.2, "ink")
    figure.text((249, 106), "0.69", "ink", "middle")
    return figure


POSITIVE = ((5.2, 4.6), (6.4, 5.0), (5.6, 3.2), (7.4, 4.0), (6.6, 1.6), (4.2, 2.6))
NEGATIVE = ((1.2, 4.0), (2.4, 3.6), (3.2, 4.4), (1.6, 2.2), (3.6, 0.8), (0.8, 1.0))


def svm_fit() -> tuple[Array, Array, float, Array]:
    """Turned points, weights, bias and slacks of the soft-margin fit with C = 1."""
    turn = np.radians(-20)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = np.array(POSITIVE + NEGATIVE) @ matrix
    labels = np.repeat([1.0, -1.0], 6)
    machine = import_module("sklearn.svm").SVC  # loaded by name: it has no types
    model = machine(kernel="linear", C=1.0, tol=1e-10).fit(points, labels)
    weights, bias = np.array(model.coef_[0]), float(model.intercept_[0])
    return points, weights, bias, 1 - labels * (points @ weights + bias)


def svm_margin() -> Figure:
    """Boundary, margin, support vectors and one slack."""
    figure = Figure(
        "svm-margin",
        162,
        "Soft-margin support vector machine",
        "The widest margin between two classes: circled support vectors touch it, and "
        "one point has slack 1.21.",
    )
    axes = Axes(figure, (6, 6, 308, 150), (0.8, 11.07), (-1.6, 3.4))
    points, weights, bias, slack = svm_fit()
    edges = {k: [((k - bias - weights[1] * y) / weights[0], y) for y in (-1.6, 3.4)] for k in (-1, 0, 1)}
    axes.area([*edges[1], *reversed(edges[-1])], "tint")
    for k, ends in edges.items():
        axes.curve(
            [p[0] for p in ends],
            [p[1] for p in ends],
            "soft" if k else "ink",
            0.8 if k else 1.8,
            "4 3" if k else "",
        )
    figure.dots([axes.at(*p) for p in points[:6]], 3.4, "accent")
    figure.crosses([axes.at(*p) for p in points[6:]], 3, "second", 1.8)
    for point, gap in zip(points, slack, strict=True):
        if gap > -1e-4:
            figure.dot(axes.at(*point), 7.5, "none", "ink", 0.8)
    normal = weights / float(weights @ weights)
    stray = points[5]
    figure.arrow(axes.at(*(stray + slack[5] * normal)), axes.at(*(stray + 0.14 * normal)), "accent", 0.8)
    foot = np.array(edges[-1][0]) + 0.14 * (np.array(edges[-1][1]) - np.array(edges[-1][0]))
    near, far = axes.at(*foot), axes.at(*(foot + 2 * normal))
    figure.arrow(near, far, "ink", 0.8)
    figure.arrow(far, near, "ink", 0.8)
    figure.text((far[0] + 8, 152), f"margin {2 / float(weights @ weights) ** 0.5:.2f}", "ink")
    figure.text((167, 98), f"slack {slack[5]:.2f}", "accent")
    figure.text((314, 104), "circled:", "soft", "end")
    figure.text((314, 121), "support vectors", "soft", "end")
    return figure


def knn_data() -> tuple[Array, Array]:
    """Two overlapping classes of 75 rows."""
    rng = np.random.default_rng(3)
    first = rng.normal((-0.8, -0.3), 1.0, (75, 2))
    second = rng.normal((0.8, 0.5), 1.0, (75, 2))
    return np.vstack([first, second]), np.repeat([0.0, 1.0], 75)


def contours(field: Array, level: float = 0.0) -> list[list[tuple[float, float]]]:
    """Marching squares on a grid, joined into chains in index units."""
    pieces: dict[tuple[float, float], list[tuple[float, float]]] = {}
    rows, columns = field.shape

    def cross(a: tuple[int, int], b: tuple[int, int]) -> tuple[float, float]:
        va, vb = field[a] - level, field[b] - level
        t = float(va / (va - vb))
        return round(a[1] + t * (b[1] - a[1]), 3), round(a[0] + t * (b[0] - a[0]), 3)

    for i in range(rows - 1):
        for j in range(columns - 1):
            corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)]
            hits = [
                cross(a, b)
                for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
                if (field[a] > level) != (field[b] > level)
            ]
            for k in range(0, len(hits), 2):
                pieces.setdefault(hits[k], []).append(hits[k + 1])
                pieces.setdefault(hits[k + 1], []).append(hits[k])
    chains = []
    starts = [p for p, near in pieces.items() if len(near) == 1] + list(pieces)
    for start in starts:
        if not pieces[start]:
            continue
        chain = [start]
        while pieces[chain[-1]]:
            after = pieces[chain[-1]].pop()
            pieces[after].remove(chain[-1])
            chain.append(after)
        chains.append(chain)
    return chains


def specks(points: list[tuple[float, float]], shape: str, size: tuple[int, int]) -> str:
    """Small marks at rounded places as one path of relative moves."""
    data, at = "", (0, 0)
    for x, y in points:
        goal = round(x) - 2, round(y)
        data += f"{'m' if data else 'M'}{goal[0] - at[0]} {goal[1] - at[1]}{shape}"
        at = goal[0] + size[0], goal[1] + size[1]
    return data


def knn_k_effect() -> Figure:
    """Decision boundary of k nearest neighbours for three k."""
    figure = Figure(
        "knn-k-effect",
        128,
        "k nearest neighbours, three values of k",
        "With k = 1 the boundary is jagged with islands, with 15 it bends gently, with "
        "100 it is almost straight.",
    )
    rows, labels = knn_data()
    grid = np.linspace(-2.8, 2.8, 81)
    query = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    order = np.argsort(((query[:, None] - rows[None]) ** 2).sum(axis=2), axis=1, kind="stable")
    shown = np.all(np.abs(rows) < 2.7, axis=1)
    for left, k in ((4.0, 1), (111.0, 15), (218.0, 100)):
        axes = Axes(figure, (left, 26, 98, 98), (-2.8, 2.8), (-2.8, 2.8))
        vote = (labels[order[:, :k]].mean(axis=1) - 0.5 + 1e-9).reshape(81, 81)
        for kind, colour in ((0, "accent"), (1, "second")):
            places = sorted(axes.at(*p) for p in rows[shown & (labels == kind)])
            if kind:
                figure.path(specks(places, "h4m-2-2v4", (2, 2)), colour, 0.8)
            else:
                figure.path(specks(places, "l2-2 2 2-2 2z", (0, 0)), "none", fill=colour)
        figure.rect((left, 26), (98, 98), "none", "line")
        for chain in contours(vote):
            if len(chain) > 6:
                figure.poly(
                    [axes.at(0.07 * x - 2.8, 0.07 * y - 2.8) for x, y in chain],
                    "ink",
                    1.4,
                    tolerance=0.7,
                )
        figure.text((left + 49, 18), f"k = {k}", "ink", "middle")
    return figure


FIGURES = (logistic_sigmoid, svm_margin, knn_k_effect)
