"""Figures on generalisation: error curves, penalties and their geometry."""

from __future__ import annotations

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


def bias_variance(refits: int = 300, rows: int = 16, noise: float = 0.5) -> Array:
    """Squared bias and variance of polynomial fits, degrees 1 to 12."""
    rng = np.random.default_rng(0)
    x, grid = np.linspace(-1, 1, rows), np.linspace(-1, 1, 101)
    truth, at_rows = np.sin(4.5 * (grid + 1)), np.sin(4.5 * (x + 1))
    targets = at_rows[:, None] + noise * rng.normal(size=(rows, refits))
    table = []
    for degree in range(1, 13):
        fits = legendre.legval(grid, legendre.legfit(x, targets, degree))
        bias = float(np.mean((fits.mean(axis=0) - truth) ** 2))
        table.append((degree, bias, float(np.mean(fits.var(axis=0)))))
    return np.array(table)


def bias_variance_curve() -> Figure:
    """Test error as noise plus squared bias plus variance."""
    figure = Figure(
        "bias-variance-curve",
        184,
        "Bias, variance and test error",
        "Squared bias falls and variance rises with polynomial degree; their sum with "
        "the noise is lowest at degree 4.",
    )
    axes = Axes(figure, (30, 26, 280, 136), (1, 12), (0, 0.95))
    degree, bias, variance = bias_variance().T
    total = 0.25 + bias + variance
    axes.spines()
    axes.yticks({0.5: "0.5"})
    axes.yname("squared error", 4)
    axes.xticks({1: "1", 4: "4", 12: "12"})
    figure.text((25, 160), "0", "soft", "end", 13.5)
    axes.xname("polynomial degree", 206)
    best = int(np.argmin(total))
    low = axes.at(degree[best], total[best])
    figure.line(low, (low[0], 162), "soft", 0.8, "2 3")
    axes.curve([1, 12], [0.25, 0.25], "soft", 1.4, "1.5 3")
    axes.curve(degree, bias, "second", 1.4, "6 3")
    axes.curve(degree, variance, "third", 1.4, "8 3 1.5 3")
    axes.curve(degree, total, "accent")
    figure.dot(low, 3.2, "accent")
    figure.text((128, 92), "test error = sum", "accent", "start", 14, bold=True)
    figure.text((155, 138.5), "noise", "soft")
    figure.text((36, 146), "bias²", "second")
    figure.text((214, 158), "variance", "third")
    return figure


def overfitting_curves() -> Figure:
    """Training and validation loss with the early-stopping point."""
    figure = Figure(
        "overfitting-curves",
        170,
        "Early stopping",
        "Training loss keeps falling while validation loss turns up after epoch 30; "
        "training stops at epoch 40.",
    )
    axes = Axes(figure, (30, 24, 280, 124), (0, 80), (0, 1.1))
    epochs = np.linspace(0, 80, 161)
    train = 0.9 * np.exp(-0.08 * epochs) + 0.1
    slope = 0.072 * np.exp(-0.08 * 30)
    valid = train + 0.1 + slope * epochs
    best, top, base = axes.at(30, float(valid[60])), 24, 148
    end = axes.at(40, 0)[0]
    figure.rect((best[0], top), (end - best[0], base - top), "tint")
    axes.spines()
    axes.yticks({1: "1"})
    axes.yname("loss", 4)
    axes.xticks({0: "0", 30: "30", 40: "40", 80: "80"})
    axes.xname("epoch", 237)
    figure.line((best[0], top), (best[0], base), "accent", 0.8, "2 3")
    figure.line((end, top), (end, base), "soft", 0.8, "2 3")
    axes.curve(epochs, train, "second", 1.4, "6 3")
    axes.curve(epochs, valid, "accent")
    figure.dot(best, 3.2, "accent")
    figure.text((best[0] - 6, 36), "best", "accent", "end", 14, bold=True)
    figure.text((end + 6, 36), "stop (patience 10)", "soft")
    figure.text((200, 73), "validation", "accent")
    figure.text((200, 129), "training", "second")
    return figure


def double_descent_errors(rows: int = 40, inputs: int = 10, repeats: int = 50) -> Array:
    """Median test and mean training error of least-norm random-feature fits."""
    sizes = (
        4,
        8,
        12,
        16,
        20,
        24,
        28,
        32,
        36,
        38,
        40,
        42,
        44,
        48,
        56,
        64,
        80,
        120,
        160,
        240,
        400,
        800,
    )
    table = []
    for size in sizes:
        test, train = [], []
        for seed in range(repeats):
            rng = np.random.default_rng(seed)
            weights = rng.normal(size=inputs) / np.sqrt(inputs)
            x, fresh = rng.normal(size=(rows, inputs)), rng.normal(size=(500, inputs))
            y = x @ weights + 0.5 * rng.normal(size=rows)
            layer = rng.normal(size=(inputs, size)) / np.sqrt(inputs * size)
            hidden, hidden_fresh = np.maximum(x @ layer, 0), np.maximum(fresh @ layer, 0)
            fit = np.linalg.pinv(hidden) @ y
            test.append(float(np.mean((hidden_fresh @ fit - fresh @ weights) ** 2)) + 0.25)
            train.append(float(np.mean((hidden @ fit - y) ** 2)))
        table.append((size / rows, float(np.median(test)), float(np.mean(train))))
    return np.array(table)


def double_descent() -> Figure:
    """Test error against parameters per row, past interpolation."""
    figure = Figure(
        "double-descent",
        184,
        "Double descent",
        "Test error falls, peaks where parameters equal rows, then falls below its first minimum.",
    )
    axes = Axes(figure, (32, 26, 278, 136), (0.1, 20), (0.05, 40), True, True)
    ratio, test, train = double_descent_errors().T
    axes.spines()
    axes.yticks({0.1: "0.1", 1: "1", 10: "10"})
    axes.yname("squared error (log scale)", 4)
    axes.xticks({0.1: "0.1", 1: "1", 20: "20"})
    peak = axes.at(1, 40)
    figure.line(peak, (peak[0], 162), "soft", 0.8, "2 3")
    axes.xname("parameters ÷ rows", 226)
    under = train > 0.05
    axes.curve(ratio[under], train[under], "second", 1.4, "6 3")
    axes.curve(ratio, test, "accent")
    low = int(np.argmin(test[ratio < 1]))
    figure.dot(axes.at(ratio[low], test[low]), 3, "accent")
    figure.dot(axes.at(ratio[-1], test[-1]), 3, "accent")
    figure.text((peak[0] + 12, 40), "interpolation:", "soft")
    figure.text((peak[0] + 12, 56), "training error 0", "soft")
    figure.text((40, 92), "test", "accent", bold=True)
    figure.text((40, 139), "training", "second")
    figure.text(axes.at(0.4, 1.15), f"{test[low]:.2f}", "accent", "middle")
    figure.text((308, axes.at(1, test[-1])[1] + 18), f"{test[-1]:.2f}", "accent", "end")
    return figure


FIGURES = (bias_variance_curve, overfitting_curves, double_descent)
