"""Figures on experiments and causal effects: power, many tests, graphs, reversal, differences."""

from __future__ import annotations

from math import erfc
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
GAUSS = NormalDist()


def users_per_arm(base: float, lift: float) -> float:
    """Users per arm for 80% power at the two-sided 5% level."""
    other = base + lift
    spread = base * (1 - base) + other * (1 - other)
    return (GAUSS.inv_cdf(0.975) + GAUSS.inv_cdf(0.8)) ** 2 * spread / lift**2


def power_curve() -> Figure:
    """Users per arm against the lift that must be found."""
    figure = Figure(
        "power-curve",
        178,
        "Sample size against detectable effect",
        "At a base rate of 10% the users needed per arm fall from 58,000 for half a point "
        "to 14,700 for one and 3,800 for two.",
    )
    axes = Axes(figure, (40, 26, 268, 130), (0.004, 0.031), (0, 75000))
    axes.spines()
    axes.yticks({20000: "20k", 40000: "40k", 60000: "60k"})
    axes.yname("users per arm", 4)
    axes.xticks({0.005: "0.5", 0.01: "1", 0.02: "2"})
    axes.xname("lift in points", 312, "end")
    lifts = np.linspace(0.0044, 0.031, 120)
    axes.curve(lifts, [users_per_arm(0.1, float(v)) for v in lifts], "accent")
    for lift, words in ((0.005, "57,760"), (0.01, "14,748"), (0.02, "3,838")):
        x, y = axes.at(lift, users_per_arm(0.1, lift))
        figure.dot((x, y), 3.2, "accent")
        figure.text((x + 8, y - 6), words, "accent", bold=lift == 0.01)
    figure.text((308, 62), "half the effect,", "soft", "end")
    figure.text((308, 80), "four times the users", "soft", "end")
    return figure


def p_values(seed: int = 9) -> tuple[Array, NDArray[np.bool_]]:
    """Sorted p-values of twenty tests, six of them with an effect, and which have one."""
    rng = np.random.default_rng(seed)
    real = np.arange(20) < 6
    z = rng.normal(size=20) + np.where(real, 3.0, 0.0)
    values = np.array([erfc(abs(float(v)) / 2**0.5) for v in z])
    order = np.argsort(values)
    return values[order], real[order]


def benjamini_hochberg() -> Figure:
    """Sorted p-values against the lines of three rules."""
    figure = Figure(
        "benjamini-hochberg",
        190,
        "Bonferroni and Benjamini-Hochberg",
        "Of twenty sorted p-values Bonferroni rejects those under a low flat line, "
        "Benjamini-Hochberg all up to the last one under a rising line.",
    )
    axes = Axes(figure, (44, 26, 264, 142), (0.4, 12.6), (0, 0.062))
    values, real = p_values()
    axes.spines()
    axes.yticks({0.05: "0.05", 0: "0"})
    axes.yname("p-value", 4)
    axes.xticks({1: "1", 4: "4", 5: "5", 7: "7"})
    axes.xname("rank of 20", 308, "end")
    axes.curve((0.4, 12.6), (0.05, 0.05), "soft", 1.2, "1.5 3")
    axes.curve((0.4, 12.6), (0.0025, 0.0025), "second", 1.4, "6 3")
    axes.curve((0.4, 12.6), (0.001, 0.0315), "accent", 1.8)
    for k in range(12):
        at = axes.at(k + 1, min(float(values[k]), 0.0615))
        if values[k] > 0.062:
            continue
        if real[k]:
            figure.dot(at, 3.2, "ink")
        else:
            figure.dot(at, 3, "paper", "ink")
    figure.text((308, 48), "no correction", "soft", "end")
    figure.text((308, 140), "Benjamini–Hochberg", "accent", "end")
    figure.text((308, 157), "Bonferroni: 0.0025", "second", "end")
    place = axes.at(7, float(values[6]))
    figure.text((place[0] + 9, place[1] + 5), "no effect")
    place = axes.at(6, float(values[5]))
    figure.text((place[0] - 9, place[1] + 5), "effect", anchor="end")
    return figure


FIGURES = (power_curve, benjamini_hochberg)
