"""Figures on calibration, ranking and repeated testing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


def sigmoid(values: Array) -> Array:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float64)


def reliability(temperature: float, rows: int = 20000) -> tuple[Array, float, float]:
    """Bins (confidence, accuracy), ECE and log loss of logits stretched by 2.2."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 1.5, rows)
    truth = rng.random(rows) < sigmoid(logits)
    guess = sigmoid(2.2 * logits / temperature)
    loss = float(-np.mean(np.where(truth, np.log(guess), np.log(1 - guess))))
    cells = np.minimum((guess * 10).astype(int), 9)
    bins = np.array([(guess[cells == k].mean(), truth[cells == k].mean()) for k in range(10)])
    weights = np.array([np.mean(cells == k) for k in range(10)])
    return bins, float(weights @ np.abs(bins[:, 0] - bins[:, 1])), loss


def reliability_diagram() -> Figure:
    """Accuracy against confidence before and after temperature scaling."""
    figure = Figure(
        "reliability-diagram",
        196,
        "Reliability before and after temperature scaling",
        "Predicted probabilities are too extreme before scaling and lie on the diagonal "
        "after division by T = 2.2.",
    )
    axes = Axes(figure, (30, 24, 150, 150), (0, 1), (0, 1))
    before, gap, loss = reliability(1)
    after, gap_after, loss_after = reliability(2.2)
    for side in (before[:5], before[5:]):
        points = [(float(x), float(y)) for x, y in side]
        axes.area([*points, (points[-1][0],) * 2, (points[0][0],) * 2], "tint-second")
    axes.spines()
    axes.xticks({0: "0", 1: "1"})
    axes.yticks({1: "1"})
    axes.yname("share of positives", 4)
    axes.xname("predicted prob.", 105)
    axes.curve((0, 1), (0, 1), "soft", 0.8, "2 3")
    axes.curve(before[:, 0], before[:, 1], "second", 1.4, "6 3")
    axes.curve(after[:, 0], after[:, 1], "accent")
    figure.crosses([axes.at(x, y) for x, y in before], 2.6, "second", 1.4)
    figure.dots([axes.at(x, y) for x, y in after], 2.6, "accent")
    rows = (
        ("before", "second", gap, loss, 44),
        ("after, T = 2.2", "accent", gap_after, loss_after, 112),
    )
    for words, colour, ece, entropy, y in rows:
        figure.text((198, y), words, colour, bold=True)
        figure.text((198, y + 18), "ECE")
        figure.text((312, y + 18), f"{ece:.2f}", anchor="end")
        figure.text((198, y + 36), "log loss")
        figure.text((312, y + 36), f"{entropy:.2f}", anchor="end")
    return figure


def ndcg_discount() -> Figure:
    """The discount of each rank and one worked ranking."""
    figure = Figure(
        "ndcg-discount",
        176,
        "Rank discount in nDCG",
        "The discount 1/log2(rank + 1) falls from 1 at rank 1 to 0.29 at rank 10; a "
        "worked list scores 0.956.",
    )
    axes = Axes(figure, (30, 24, 282, 130), (0.5, 10.5), (0, 1))
    axes.spines()
    axes.yticks({0.5: "0.5", 1: "1"})
    axes.yname("discount", 4)
    axes.xticks({1: "1", 2: "2", 3: "3", 10: "10"})
    axes.xname("rank", 210)
    gains = {1: 3, 2: 0, 3: 2}
    for rank in range(1, 11):
        top = axes.at(rank, 1 / np.log2(rank + 1))
        shown = rank in gains
        colour = "accent" if shown else "soft"
        figure.line(top, (top[0], 154), colour, 1.8 if shown else 1.4, "" if shown else "1.5 3")
        figure.dot(top, 3.2 if shown else 2.6, colour)
    lines = (
        ("relevance 3, 0, 2", "ink"),
        ("DCG = 7·1 + 0 + 3·0.5 = 8.5", "ink"),
        ("ideal = 7·1 + 3·0.63 = 8.89", "soft"),
        ("nDCG = 0.956", "accent"),
    )
    for i, (words, colour) in enumerate(lines):
        figure.text((312, 24 + 18 * i), words, colour, "end", bold=i == 3)
    return figure


def peeking_rates(looks: int = 20, bound: float = 1.96) -> Array:
    """Exact chance that any of the first looks is significant when nothing differs."""
    step = 0.02
    grid = np.arange(-12, 12 + step / 2, step)
    density = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    kernel = density * step
    rates = []
    for look in range(1, looks + 1):
        if look > 1:
            density = np.convolve(density, kernel, mode="same")
        density = np.where(np.abs(grid) <= bound * np.sqrt(look), density, 0)
        rates.append(1 - float(np.sum(density) * step))
    return np.array(rates)


def peeking_false_positives() -> Figure:
    """False-positive rate against the number of looks."""
    figure = Figure(
        "peeking-false-positives",
        168,
        "False positives from peeking",
        "Testing at 5% after each of 20 equal batches and stopping at the first hit "
        "raises the error rate to 25%.",
    )
    axes = Axes(figure, (36, 24, 268, 122), (1, 20), (0, 0.28))
    rates = peeking_rates()
    axes.spines()
    axes.yticks({0.05: "5%", 0.15: "15%", 0.25: "25%"})
    axes.yname("chance of a false positive", 4)
    axes.xticks({1: "1", 5: "5", 10: "10", 20: "20"})
    axes.xname("looks", 245)
    axes.curve((1, 20), (0.05, 0.05), "soft", 1.4, "1.5 3")
    axes.curve(range(1, 21), rates, "accent", 1.4)
    figure.dots([axes.at(k, float(r)) for k, r in enumerate(rates, 1)], 2.2, "accent")
    for k in (5, 10, 20):
        x, y = axes.at(k, float(rates[k - 1]))
        figure.text((x + 3, y - 9), f"{100 * rates[k - 1]:.0f}%", "accent", "end", bold=True)
    figure.text((304, axes.at(1, 0.05)[1] + 16), "one planned look", "soft", "end")
    return figure


FIGURES = (reliability_diagram, ndcg_discount, peeking_false_positives)
