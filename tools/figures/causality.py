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


def graph(
    figure: Figure, left: float, third: tuple[str, float], arrows: str, words: tuple[str, str, str]
) -> None:
    """One small causal graph: treatment T, outcome Y and a third node above, between or below.

    `arrows` holds pairs of node names; `words` the title, the advice and its colour.
    """
    name, height = third
    at = {"T": (left + 14, 84.0), "Y": (left + 78, 84.0), name: (left + 46, height)}
    for pair in arrows.split():
        (x0, y0), (x1, y1) = at[pair[0]], at[pair[1]]
        length = float(np.hypot(x1 - x0, y1 - y0))
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        figure.arrow((x0 + 13 * ux, y0 + 13 * uy), (x1 - 13 * ux, y1 - 13 * uy), "soft")
    for node, (x, y) in at.items():
        colour = words[2] if node == name else "ink"
        figure.dot((x, y), 12, "tint" if colour == "accent" else "paper", colour)
        figure.text((x, y + 5), node, colour, "middle", bold=node == name)
    figure.text((left + 46, 18), words[0], "ink", "middle")
    figure.text((left + 46, 152), words[1], words[2], "middle", bold=True)


def causal_dags() -> Figure:
    """Confounder, mediator and collider, and whether to adjust for each."""
    figure = Figure(
        "causal-dags",
        164,
        "Confounder, mediator, collider",
        "Adjust for a common cause of treatment and outcome; leave a variable between them and "
        "a common effect alone.",
    )
    graph(figure, 4, ("C", 46), "CT CY TY", ("confounder", "adjust", "accent"))
    graph(figure, 114, ("M", 46), "TM MY TY", ("mediator", "leave", "second"))
    graph(figure, 224, ("S", 122), "TS YS TY", ("collider", "leave", "second"))
    return figure


STONES = {"A": ((81, 87), (192, 263)), "B": ((234, 270), (55, 80))}


def simpson() -> Figure:
    """Success of two treatments against the share of large stones among their patients."""
    figure = Figure(
        "simpson",
        186,
        "Simpson's paradox in the kidney-stone data",
        "Treatment A lies above B for small and for large stones, yet its pooled rate is lower, "
        "because three quarters of its patients had large stones.",
    )
    axes = Axes(figure, (36, 26, 218, 126), (0, 1), (0.66, 0.96))
    axes.spines()
    axes.yticks({0.7: "70%", 0.8: "80%", 0.9: "90%"})
    axes.yname("success", 4)
    axes.xticks({0: "0%", 1: "100%"})
    axes.xname("share of large stones", 142)
    for name, colour, dash in (("A", "accent", ""), ("B", "second", "6 3")):
        (good_small, small), (good_large, large) = STONES[name]
        ends = (good_small / small, good_large / large)
        share, pooled = large / (small + large), (good_small + good_large) / (small + large)
        axes.curve((0, 1), ends, colour, 1.6, dash)
        for x, y in zip((0, 1), ends, strict=True):
            figure.dot(axes.at(x, y), 3, "paper", colour)
        figure.dot(axes.at(share, pooled), 4.2, colour)
        right = axes.at(1, ends[1])
        figure.text((right[0] + 9, right[1] + 5), f"{name} {100 * ends[1]:.0f}%", colour)
    figure.text(axes.at(0.6, 0.832), "A pooled 78%", "accent", bold=True)
    figure.text(axes.at(0.03, 0.752), "B pooled 83%", "second", bold=True)
    return figure


def diff_in_diff() -> Figure:
    """Two groups before and after, and the treated group's parallel continuation."""
    figure = Figure(
        "diff-in-diff",
        176,
        "Difference in differences",
        "The effect is the gap between the treated group and the line on which it would have "
        "continued parallel to the control group.",
    )
    axes = Axes(figure, (12, 20, 296, 130), (0, 10), (0, 10))
    figure.line(axes.at(0, 0), axes.at(10, 0), "soft")
    start = axes.at(5, 0)
    figure.line(start, (start[0], 20), "soft", 0.8, "2 3")
    axes.curve((0, 8), (1.4, 4.6), "second", 1.8, "6 3")
    axes.curve((0, 5), (3.4, 5.4), "accent", 1.8)
    axes.curve((5, 8), (5.4, 9.4), "accent", 1.8)
    axes.curve((5, 8), (5.4, 6.6), "accent", 1.4, "1.5 3")
    top, low = axes.at(8.15, 9.4), axes.at(8.15, 6.6)
    figure.line(top, low, "ink", 1.4)
    for x, y in (top, low):
        figure.line((x - 3, y), (x + 3, y), "ink", 1.4)
    figure.text((top[0] + 7, (top[1] + low[1]) / 2 + 5), "effect", "ink", bold=True)
    figure.text(axes.at(2.2, 5.6), "treated", "accent", "end")
    figure.text(axes.at(3.1, 1.5), "control", "second")
    figure.text((axes.at(8.15, 0)[0] + 7, axes.at(0, 5.7)[1]), "if parallel", "accent")
    axes.xname("before", 86)
    axes.xname("after", 216)
    return figure


FIGURES = (power_curve, benjamini_hochberg, causal_dags, simpson, diff_in_diff)
