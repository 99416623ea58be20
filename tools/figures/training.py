"""Figures on optimisation, boosting, activations and changing data."""

from __future__ import annotations

from math import erf

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, num

Array = NDArray[np.float64]
CURVATURE = np.array([1.0, 12.0])


def descend(rate: float, steps: int, start: tuple[float, float] = (-8.6, 0.8)) -> Array:
    """Gradient-descent iterates on a bowl of condition number 12."""
    path = [np.array(start)]
    for _ in range(steps):
        path.append(path[-1] - rate * CURVATURE * path[-1])
    return np.array(path)


def gradient_descent_contours() -> Figure:
    """Three learning rates on one narrow bowl."""
    figure = Figure(
        "gradient-descent-contours",
        188,
        "Gradient descent at three learning rates",
        "On a bowl of condition number 12, rate 0.02 crawls, 0.15 zig-zags to the minimum, 0.175 diverges.",
    )
    rows = (
        (0.02, 20, "crawls", "third"),
        (0.15, 20, "zig-zags", "accent"),
        (0.175, 8, "diverges", "second"),
    )
    for i, (rate, steps, words, colour) in enumerate(rows):
        axes = Axes(figure, (4, 4 + 60 * i, 200, 60), (-9, 3), (-1.8, 1.8))
        for level in (1.5, 3.1, 4.7):
            (x, y), (right, _), (_, top) = (
                axes.at(0, 0),
                axes.at(level, 0),
                axes.at(0, level / 12**0.5),
            )
            figure.parts.append(
                f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(right - x)}" ry="{num(y - top)}"'
                ' fill="none" stroke="var(--line)" stroke-width="0.8"/>'
            )
        spots = [axes.at(float(a), float(b)) for a, b in descend(rate, steps)]
        figure.poly(spots, colour, 1.4, tolerance=0)
        figure.dots(spots, 1.8, colour)
        figure.crosses([axes.at(0, 0)], 2.5, "ink", 1.4)
        figure.text((240, 30 + 60 * i), f"η = {rate:g}", colour, bold=True)
        figure.text((240, 47 + 60 * i), words, colour)
    return figure


def boost(rounds: int, rate: float = 1.0) -> tuple[Array, Array, Array, Array]:
    """Inputs, targets, fine grid and boosted stumps on a noisy sine."""
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(0, 6.28, 32))
    y = np.sin(x) + 0.2 * rng.normal(size=32)
    grid = np.linspace(0, 6.28, 315)
    fit, curve = np.full(32, y.mean()), np.full(315, y.mean())
    for _ in range(rounds):
        rest = y - fit
        best = (np.inf, 0.0, 0.0, 0.0)
        for cut in (x[1:] + x[:-1]) / 2:
            low, high = float(rest[x <= cut].mean()), float(rest[x > cut].mean())
            error = float(((rest - np.where(x <= cut, low, high)) ** 2).sum())
            best = min(best, (error, float(cut), low, high))
        _, cut, low, high = best
        fit = fit + rate * np.where(x <= cut, low, high)
        curve = curve + rate * np.where(grid <= cut, low, high)
    return x, y, grid, curve


def boosting_residuals() -> Figure:
    """Boosted stumps after 1, 2 and 20 rounds with the residuals left."""
    figure = Figure(
        "boosting-residuals",
        150,
        "Gradient boosting with stumps",
        "One stump gives a single step, two give three levels, twenty follow the sine; residuals shrink.",
    )
    for left, rounds in ((4.0, 1), (111.0, 2), (218.0, 20)):
        axes = Axes(figure, (left, 24, 98, 100), (0, 6.28), (-1.6, 1.6))
        x, y, grid, curve = boost(rounds)
        fitted = np.interp(x, grid, curve)
        heads = [axes.at(float(a), float(b)) for a, b in zip(x, y, strict=True)]
        feet = [axes.at(0, float(b))[1] for b in fitted]
        stems = "".join(f"M{num(a)} {num(b)}V{num(foot)}" for (a, b), foot in zip(heads, feet, strict=True))
        figure.path(stems, "second", 0.8)
        axes.curve(grid, np.sin(grid), "soft", 0.8, "2 3")
        axes.curve(grid, curve, "accent")
        figure.dots(heads, 1.4, "ink")
        error = float(np.mean((y - fitted) ** 2))
        figure.text((left + 49, 16), "1 stump" if rounds == 1 else f"{rounds} stumps", "ink", "middle")
        figure.text((left + 49, 144), f"MSE {error:.2f}", "second", "middle")
    return figure


def activation_functions() -> Figure:
    """Four activations and their slopes."""
    figure = Figure(
        "activation-functions",
        190,
        "Activation functions and their derivatives",
        "Sigmoid and tanh flatten on both sides; ReLU and GELU keep slope 1 for large positive inputs.",
    )
    z = np.linspace(-4, 4, 161)
    sig, tan = 1 / (1 + np.exp(-z)), np.tanh(z)
    phi = np.array([0.5 * (1 + erf(float(v) / 2**0.5)) for v in z])
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    left = Axes(figure, (28, 26, 130, 142), (-4, 4), (-1.25, 2.25))
    right = Axes(figure, (184, 26, 132, 142), (-4, 4), (-0.2, 1.2))
    for axes, name, ticks in (
        (left, "activation", {-1: "−1", 1: "1", 2: "2"}),
        (right, "derivative", {0.25: "¼", 1: "1"}),
    ):
        base = axes.at(0, 0)[1]
        figure.line((axes.box[0], base), (axes.box[0] + axes.box[2], base), "soft")
        figure.text((axes.box[0], 18), name, "soft", size=13.5)
        axes.yticks({float(k): v for k, v in ticks.items()})
        for tick, words in ((-3, "−3"), (0, "0"), (3, "3")):
            figure.text((axes.at(tick, 0)[0], 184), words, "soft", "middle", 13.5)
    low = z <= 2.25
    left.curve(z[low], np.maximum(z, 0)[low], "ink", 1.4)
    left.curve(z[low], (z * phi)[low], "third", 1.8, "8 3 1.5 3")
    left.curve(z, tan, "second", 1.4, "5 3")
    left.curve(z, sig, "accent")
    right.curve((-4, 0, 0, 4), (0, 0, 1, 1), "ink", 1.4)
    right.curve(z, phi + z * bell, "third", 1.8, "8 3 1.5 3")
    right.curve(z, 1 - tan**2, "second", 1.4, "5 3")
    right.curve(z, sig * (1 - sig), "accent")
    figure.text((116, 42), "ReLU", "ink", "end")
    figure.text((159, 69), "GELU", "third", "end")
    figure.text((31, 98), "sigmoid", "accent")
    figure.text((97, 150), "tanh", "second")
    return figure


def drift_types() -> Figure:
    """Covariate, label and concept shift in one dimension."""
    figure = Figure(
        "drift-types",
        168,
        "Three kinds of drift",
        "Covariate shift moves P(x) only; label shift changes the class shares; concept "
        "drift moves P(y|x) only.",
    )
    x = np.linspace(-4.5, 5, 96)

    def mix(share: float, move: float = 0) -> Array:
        bells = [np.exp(-((x - move - m) ** 2) / 2) / np.sqrt(2 * np.pi) for m in (-1.4, 1.4)]
        return np.asarray((1 - share) * bells[0] + share * bells[1])

    def chance(bias: float) -> Array:
        return np.asarray(1 / (1 + np.exp(-(2.8 * x + bias))))

    odds = float(np.log(0.2 / 0.8))
    columns = (
        ("covariate", mix(0.5, 1.3), chance(0)),
        ("label", mix(0.2), chance(odds)),
        ("concept", mix(0.5), chance(-4.2)),
    )
    for i, (name, density, posterior) in enumerate(columns):
        left = 54.0 + 90 * i
        figure.text((left + 40, 16), name, "ink", "middle", bold=True)
        top = Axes(figure, (left, 24, 80, 46), (-4.5, 5), (0, 0.34))
        low = Axes(figure, (left, 86, 80, 46), (-4.5, 5), (0, 1.08))
        for axes, before, after in ((top, mix(0.5), density), (low, chance(0), posterior)):
            base = axes.at(0, 0)[1]
            figure.line((left, base), (left + 80, base), "soft")
            changed = float(np.abs(before - after).max()) > 1e-9
            if changed:
                axes.curve(x, before, "soft", 1.4, "3 3")
            axes.curve(x, after, "second" if changed else "accent", 1.8)
    figure.text((4, 54), "P(x)", "ink")
    figure.text((4, 116), "P(y|x)", "ink")
    figure.text((184, 156), "dashed: before, solid: after", "soft", "middle")
    return figure


FIGURES = (
    gradient_descent_contours,
    boosting_residuals,
    activation_functions,
    drift_types,
)
