"""Figures on penalties and averaging: L1 against L2, coefficient paths, bagged variance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, num

Array = NDArray[np.float64]
CENTRE = np.array([0.7, 1.5])
CURVATURE = np.array([[0.6, -0.2], [-0.2, 1.4]])


def loss_at(weights: Array) -> float:
    """Quadratic loss around its unpenalised minimum."""
    gap = weights - CENTRE
    return float(gap @ CURVATURE @ gap)


def touching(norm: int) -> Array:
    """Lowest-loss point of the unit L1 or L2 ball's border."""
    angles = np.linspace(-np.pi, np.pi, 7201)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ball = circle / np.linalg.norm(circle, ord=norm, axis=1, keepdims=True)
    return np.array(ball[int(np.argmin([loss_at(w) for w in ball]))])


def l1_l2_geometry() -> Figure:
    """Diamond and disc touched by elliptical loss contours."""
    figure = Figure(
        "l1-l2-geometry",
        196,
        "L1 and L2 constraint regions",
        "Loss contours meet the L1 diamond at a corner, where a weight is zero, and the "
        "L2 disc at a smooth point.",
    )
    scale = 46
    values, vectors = np.linalg.eigh(CURVATURE)
    tilt = -float(np.degrees(np.arctan(vectors[1, 0] / vectors[0, 0])))
    for norm, x0, name in ((1, 70.0, "L1 (lasso)"), (2, 226.0, "L2 (ridge)")):
        axes = Axes(figure, (x0 - scale, 126 - 2 * scale, 3 * scale, 3 * scale), (-1, 2), (-1, 2))
        best = touching(norm)
        spot = axes.at(float(best[0]), float(best[1]))
        if norm == 1:
            figure.poly(
                [axes.at(*c) for c in ((1, 0), (0, 1), (-1, 0), (0, -1))],
                "accent",
                1.4,
                fill="tint",
                closed=True,
            )
        else:
            figure.dot(axes.at(0, 0), scale, "tint", "accent")
        figure.arrow((x0 - 54, 126), (x0 + 80, 126), "soft", 0.8)
        figure.arrow((x0, 176), (x0, 16), "soft", 0.8)
        figure.text((x0 + 66, 142), "w₁", "soft", italic=True)
        figure.text((x0 - 24, 26), "w₂", "soft", italic=True)
        for share in (0.12, 0.45, 1.0):
            level = loss_at(best) * share
            long, short = (scale * (level / float(v)) ** 0.5 for v in values)
            x, y = (long * float(v) / scale for v in vectors[:, 0])
            ends = [axes.at(CENTRE[0] + k * x, CENTRE[1] + k * y) for k in (1, -1)]
            arc = f"A{num(long)} {num(short)} {num(tilt)} 1 0 "
            (ax, ay), (bx, by) = ends
            data = f"M{num(ax)} {num(ay)}{arc}{num(bx)} {num(by)}{arc}{num(ax)} {num(ay)}Z"
            figure.path(data, "second", 1.4 if share == 1 else 0.8, "" if share == 1 else "4 2")
        figure.dot(axes.at(*CENTRE), 2.4, "second")
        figure.dot(spot, 4, "accent")
        figure.text((x0 + 8, 192), name, "ink", "middle", bold=True)
        note = "w₁ = 0" if norm == 1 else f"w₁ ≈ {best[0]:.1g}"
        place, anchor = ((x0 - 10, 86), "end") if norm == 1 else ((x0 + 34, 97), "start")
        figure.text(place, note, "accent", anchor)
        figure.text((x0 + 58, 24), "loss", "second")
    return figure


def path_data(rows: int = 60) -> tuple[Array, Array]:
    """Standardised inputs and target; the last two of six weights are zero."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, 6))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    y = x @ np.array([3, -2, 1.5, 0.8, 0, 0]) + 2 * rng.normal(size=rows)
    return x, y - y.mean()


def ridge(x: Array, y: Array, strength: float) -> Array:
    """Minimiser of half mean squared error plus half the squared norm."""
    rows, columns = x.shape
    return np.linalg.solve(x.T @ x / rows + strength * np.eye(columns), x.T @ y / rows)


def lasso(x: Array, y: Array, strength: float) -> Array:
    """Minimiser of half mean squared error plus the absolute sum."""
    rows, columns = x.shape
    w = np.zeros(columns)
    for _ in range(200):
        for j in range(columns):
            part = float(x[:, j] @ (y - x @ w + x[:, j] * w[j])) / rows
            w[j] = np.sign(part) * max(abs(part) - strength, 0)
    return w


def regularisation_path() -> Figure:
    """Coefficients against the penalty for ridge and lasso."""
    figure = Figure(
        "regularisation-path",
        184,
        "Coefficients along the penalty",
        "Ridge shrinks all six coefficients smoothly; lasso sets them to zero one after the other.",
    )
    x, y = path_data()
    for left, name, fit, top in ((26.0, "Ridge", ridge, 100.0), (182.0, "Lasso", lasso, 10.0)):
        axes = Axes(figure, (left, 26, 132, 136), (0.01, top), (-2.4, 3.4), True)
        grid = np.geomspace(0.01, top, 49)
        paths = np.array([fit(x, y, float(s)) for s in grid])
        figure.line(axes.at(0.01, 0), axes.at(top, 0), "soft")
        figure.text((left, 178), "0.01", "soft", size=13.5)
        figure.text((left + 132, 178), f"{top:g}", "soft", "end", 13.5)
        figure.text((left + 70, 178), "penalty", "soft", "middle", 13.5)
        for j in range(6):
            real = j < 4
            axes.curve(
                grid,
                paths[:, j],
                "accent" if real else "second",
                1.4 if real else 1.8,
                "" if real else "3 2",
            )
        figure.text((left + 132, 20), name, "ink", "end", bold=True)
        axes.yticks({-2: "−2", 0: "0", 3: "3"} if left < 100 else {})
    figure.text((4, 18), "coefficient", "soft", size=13.5)
    figure.text((186, 131), "irrelevant", "second")
    return figure


def bagging_variance() -> Figure:
    """Variance of an average of correlated trees."""
    figure = Figure(
        "bagging-variance",
        176,
        "Variance of a bagged average",
        "The variance of the mean of B trees falls to a floor equal to their correlation.",
    )
    axes = Axes(figure, (30, 24, 276, 130), (1, 50), (0, 1))
    trees = np.linspace(1, 50, 197)
    axes.spines()
    axes.yticks({0.5: "0.5", 1: "1"})
    axes.yname("variance ÷ variance of one tree", 4)
    axes.xticks({1: "1", 10: "10", 50: "50"})
    axes.xname("trees B", 190)
    styles = (
        (0.5, "second", 1.4, "6 3"),
        (0.2, "accent", 1.8, ""),
        (0.0, "third", 1.4, "8 3 1.5 3"),
    )
    for rho, colour, width, dash in styles:
        if rho:
            axes.curve((1, 50), (rho, rho), "soft", 0.8, "2 3")
        axes.curve(trees, rho + (1 - rho) / trees, colour, width, dash)
        figure.text((306, axes.at(50, rho + (1 - rho) / 50)[1] - 7), f"ρ = {rho:g}", colour, "end")
    return figure


FIGURES = (l1_l2_geometry, regularisation_path, bagging_variance)
