"""Figures on metrics: ROC, precision-recall, thresholds, calibration, ranking, peeking."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
GAUSS = NormalDist()


def survival(values: Array) -> Array:
    """Upper tail of the standard normal."""
    return np.array([1 - GAUSS.cdf(float(v)) for v in values])


def auc(shift: float) -> float:
    """Area under the ROC curve of two unit Gaussians."""
    return GAUSS.cdf(shift / 2**0.5)


def precision_recall(shift: float, share: float) -> tuple[Array, Array, float]:
    """Recall, precision and average precision of two unit Gaussians."""
    cuts = np.linspace(shift + 5, -5, 4001)
    recall, alarm = survival(cuts - shift), survival(cuts)
    precision = recall * share / (recall * share + alarm * (1 - share))
    area = float(np.sum(np.diff(recall) * (precision[1:] + precision[:-1]) / 2))
    return recall, precision, area


def roc_auc() -> Figure:
    """ROC curves of three scorers beside their score distributions."""
    figure = Figure(
        "roc-auc",
        190,
        "ROC curves and AUC",
        "The further apart the scores of positives and negatives lie, the nearer the ROC "
        "curve comes to the corner.",
    )
    axes = Axes(figure, (30, 24, 144, 144), (0, 1), (0, 1))
    cuts = np.linspace(-6, 8, 281)
    axes.spines()
    axes.xticks({0: "0", 1: "1"})
    axes.yticks({1: "1"})
    axes.yname("true-positive rate", 4)
    axes.xname("false-positive rate", 102)
    rows = (
        ("good", 2.0, "accent", ""),
        ("weak", 1.0, "second", "6 3"),
        ("random", 0.0, "soft", "1.5 3"),
    )
    for i, (name, shift, colour, dash) in enumerate(rows):
        width = 1.8 if i == 0 else 1.4
        if shift:
            axes.curve(survival(cuts), survival(cuts - shift), colour, width, dash)
        else:
            axes.curve((0, 1), (0, 1), colour, width, dash)
        panel = Axes(figure, (196, 40 + 50 * i, 116, 22), (-3, 5), (0, 0.4))
        xs = np.linspace(-3, 5, 65)
        base = panel.at(0, 0)[1]
        figure.line((196, base), (312, base), "soft")
        panel.curve(xs, np.exp(-(xs**2) / 2) * 0.3989, "soft", 0.8)
        panel.curve(xs, np.exp(-((xs - shift) ** 2) / 2) * 0.3989, colour, width, dash)
        figure.text((196, base + 16), name, colour)
        figure.text((312, base + 16), f"{auc(shift):.2f}", colour, "end")
    figure.text((196, 16), "scores", "soft", size=13.5)
    figure.text((312, 16), "AUC", "soft", "end", 13.5)
    figure.text((231, 36), "−", "soft")
    figure.text((274, 36), "+", "accent")
    return figure


def pr_versus_roc() -> Figure:
    """The same scorer at two prevalences in both spaces."""
    figure = Figure(
        "pr-versus-roc-imbalance",
        172,
        "ROC and precision-recall under imbalance",
        "With 1% instead of 50% positives the ROC curve of a scorer stays and its "
        "precision-recall curve collapses.",
    )
    left = Axes(figure, (22, 24, 126, 126), (0, 1), (0, 1))
    right = Axes(figure, (186, 24, 126, 126), (0, 1), (0, 1))
    cuts = np.linspace(-6, 8, 281)
    for axes, name, x in ((left, "true-positive rate", 4), (right, "precision", 168)):
        axes.spines()
        axes.xticks({0: "0", 1: "1"})
        axes.yticks({1: "1"})
        axes.yname(name, x)
    left.xname("false-pos. rate", 85)
    right.xname("recall", 249)
    left.curve((0, 1), (0, 1), "soft", 0.8, "2 3")
    left.curve(survival(cuts), survival(cuts - 1.5), "accent")
    figure.text((144, 129), "50% or 1%:", "accent", "end")
    figure.text((144, 145), f"AUC {auc(1.5):.2f}", "accent", "end")
    for share, colour, dash, place, words in (
        (0.5, "accent", "", (192, 68), "50%: AP"),
        (0.01, "second", "6 3", (308, 132), "1%: AP"),
    ):
        recall, precision, area = precision_recall(1.5, share)
        right.curve((0, 1), (share, share), "soft", 0.8, "2 3")
        right.curve(recall, precision, colour, 1.8, dash)
        figure.text(place, f"{words} {area:.2f}", colour, "end" if share < 0.1 else "start")
    return figure


def threshold_numbers(shift: float = 2, share: float = 0.2) -> tuple[Array, Array, Array, Array]:
    """Threshold on the calibrated probability, precision, recall and F1."""
    cut = np.linspace(0.01, 0.99, 981)
    score = (np.log(cut / (1 - cut)) - np.log(share / (1 - share)) + shift**2 / 2) / shift
    recall, alarm = survival(score - shift), survival(score)
    precision = recall * share / (recall * share + alarm * (1 - share))
    return cut, precision, recall, 2 * precision * recall / (precision + recall)


def threshold_tradeoff() -> Figure:
    """Precision, recall and F1 against the threshold."""
    figure = Figure(
        "threshold-tradeoff",
        178,
        "Precision, recall and F1 against the threshold",
        "Raising the threshold lifts precision and lowers recall; F1 peaks below 0.5.",
    )
    axes = Axes(figure, (24, 14, 286, 142), (0, 1), (0, 1))
    cut, precision, recall, f1 = threshold_numbers()
    best = int(np.argmax(f1))
    axes.spines()
    axes.yticks({1: "1"})
    axes.xticks({0: "0", 1: "1", float(cut[best]): f"{cut[best]:.2f}"})
    axes.xname("threshold", 232)
    peak = axes.at(cut[best], f1[best])
    figure.line((peak[0], 32), (peak[0], 156), "soft", 0.8, "2 3")
    axes.curve(cut, precision, "third", 1.4, "8 3 1.5 3")
    axes.curve(cut, recall, "second", 1.4, "6 3")
    axes.curve(cut, f1, "accent")
    figure.dot(peak, 3.2, "accent")
    figure.text((peak[0], 26), f"best F1 {f1[best]:.2f}", "accent", "middle", bold=True)
    figure.text((236, 53), "precision", "third")
    figure.text((30, 51), "recall", "second")
    return figure


FIGURES = (roc_auc, pr_versus_roc, threshold_tradeoff)
