"""Figures on looking at data: residuals, gaps, searches, numbers of clusters, a lifted feature, shifted shares."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, Point, num

Array = NDArray[np.float64]


def residuals() -> list[tuple[str, str, Array]]:
    """Four sets of 60 residuals in the order of the fitted value or of time."""
    rng = np.random.default_rng(4)
    place = np.linspace(0, 1, 60)
    wave = np.zeros(60)
    for step in range(1, 60):
        wave[step] = 0.9 * wave[step - 1] + rng.normal(0, 0.26)
    return [
        ("no pattern", "fitted value", rng.normal(0, 0.4, 60)),
        ("curve: missing term", "fitted value", 6 * (place - 0.5) ** 2 - 0.5 + rng.normal(0, 0.16, 60)),
        ("funnel: variance grows", "fitted value", rng.normal(0, 0.05 + 0.55 * place, 60)),
        ("runs: dependent errors", "time", wave - wave.mean()),
    ]


def residual_patterns() -> Figure:
    """Four residual plots and what each says."""
    figure = Figure(
        "residual-patterns",
        206,
        "Four residual plots",
        "Residuals without a pattern, in a curve, in a funnel, and in long runs of one sign.",
    )
    place = np.linspace(0.02, 0.98, 60)
    for panel, (name, across, values) in enumerate(residuals()):
        left, top = 6 + 162 * (panel % 2), 22 + 102 * (panel // 2)
        axes = Axes(figure, (left, top, 146, 58), (0, 1), (-1.15, 1.15))
        colour = "accent" if panel == 0 else "second"
        figure.text((left, top - 6), name, colour)
        figure.line(axes.at(0, 0), axes.at(1, 0), "soft")
        figure.dots([axes.at(x, y) for x, y in zip(place, values.clip(-1.1, 1.1), strict=True)], 1.5, colour)
        axes.xname(across, left + 146, "end", 14)
    return figure


def mechanisms() -> list[tuple[str, Array, Array, NDArray[np.bool_]]]:
    """Age, income and which incomes are hidden, for each mechanism (the example's own rule, 200,000 rows)."""
    rng = np.random.default_rng(0)
    age = rng.uniform(20, 60, 200_000)
    income = 10 + 0.5 * age + rng.normal(0, 8, age.size)
    hide = {"MCAR": 0.3 + 0 * age, "MAR": (age - 20) / 50, "MNAR": 1 / (1 + np.exp((35 - income) / 4))}
    return [(name, age, income, rng.random(age.size) < chance) for name, chance in hide.items()]


def rings(figure: Figure, places: list[Point]) -> None:
    """Hollow dots as one path."""
    data = "".join(f"M{num(x)} {num(y - 1.7)}a1.7 1.7 0 1 0 .1 0z" for x, y in places)
    figure.path(data, "second", 1)


def missing_mechanisms() -> Figure:
    """Incomes by age, the hidden ones hollow, and the mean of what is seen."""
    figure = Figure(
        "missing-mechanisms",
        150,
        "Three ways for incomes to be missing",
        "Incomes by age with a true mean of 30: gaps everywhere, gaps among the old, gaps among the rich.",
    )
    for panel, (name, age, income, hidden) in enumerate(mechanisms()):
        axes = Axes(figure, (4 + 107 * panel, 24, 98, 88), (19, 61), (4, 56))
        axes.spines()
        figure.text((axes.box[0], 14), name, "ink", bold=True)
        figure.text((axes.box[0] + 98, 14), f"{income[~hidden].mean():.1f}", "accent", "end")
        rows = list(zip(age[:70], income[:70], hidden[:70], strict=True))
        figure.dots([axes.at(x, y) for x, y, gone in rows if not gone and 5 < y < 55], 1.7, "accent")
        rings(figure, [axes.at(x, y) for x, y, gone in rows if gone and 5 < y < 55])
        figure.line(axes.at(19, 30), axes.at(61, 30), "soft", 0.9, "2 2")
        level = float(income[~hidden].mean())
        figure.line(axes.at(19, level), axes.at(61, level), "accent", 1.6)
    figure.text((4, 129), "age", "soft", size=13.5)
    figure.text((316, 129), "income upwards, true mean 30 dotted", "soft", "end", 13.5)
    figure.dot((10, 141), 2, "accent")
    figure.text((17, 146), "seen, their mean", "accent", size=13.5)
    figure.dot((206, 141), 2, "none", "second", 1)
    figure.text((213, 146), "hidden", "second", size=13.5)
    return figure


def searches() -> list[tuple[str, Array, Array]]:
    """Nine trials of a grid and nine drawn by chance, both in the unit square."""
    rng = np.random.default_rng(7)
    ticks = np.array([1, 3, 5]) / 6
    across, upwards = np.meshgrid(ticks, ticks)
    return [("grid", across.ravel(), upwards.ravel()), ("random", rng.random(9), rng.random(9))]


def grid_random_search() -> Figure:
    """Nine trials each: three values of the setting that matters, or nine."""
    figure = Figure(
        "grid-random-search",
        180,
        "Grid and random search with nine trials",
        "Only the horizontal setting matters: the grid tries three of its values, random search nine.",
    )
    for panel, (name, across, upwards) in enumerate(searches()):
        axes = Axes(figure, (22 + 158 * panel, 62, 128, 96), (0, 1), (0, 1))
        score = Axes(figure, (22 + 158 * panel, 22, 128, 36), (0, 1), (0, 1))
        xs = np.linspace(0, 1, 101)
        figure.rect((axes.box[0], 62), (128, 96), "none", "soft")
        score.curve(xs, peak(xs), "soft", 1.2)
        best = float(peak(across).max())
        for x, y in zip(across, upwards, strict=True):
            height = float(peak(np.array([x]))[0])
            figure.line(axes.at(x, y), score.at(x, height), "line")
            figure.dot(score.at(x, height), 2.2, "second" if height == best else "soft")
            figure.dot(axes.at(x, y), 2.6, "accent")
        figure.text((axes.box[0], 14), name, "ink", bold=True)
        tried = len(np.unique(across.round(6)))
        figure.text((axes.box[0] + 128, 14), f"{tried} values", "accent", "end")
        axes.xname("matters", axes.box[0] + 64)
    return figure


def peak(values: Array) -> Array:
    """A score with one narrow best value of the setting that matters."""
    return np.exp(-(((values - 0.33) / 0.11) ** 2))


def kernel_lift() -> Figure:
    """Points on a line that no threshold separates, and the same points with their squares."""
    figure = Figure(
        "kernel-lift",
        136,
        "A feature that makes classes separable",
        "On a line the inner class lies between the outer one; with the square as second feature a line separates them.",
    )
    inner, outer = np.array([-0.75, -0.35, 0.1, 0.5, 0.85]), np.array([-2, -1.7, -1.35, 1.3, 1.6, 1.95])
    flat = Axes(figure, (8, 20, 134, 92), (-2.3, 2.3), (-1, 1))
    lifted = Axes(figure, (182, 20, 134, 92), (-2.3, 2.3), (-0.2, 4.2))
    figure.line(flat.at(-2.3, 0), flat.at(2.3, 0), "soft")
    lifted.spines()
    xs = np.linspace(-2.05, 2.05, 61)
    lifted.curve(xs, xs**2, "line", 0.9)
    figure.line(lifted.at(-2.3, 1.2), lifted.at(2.3, 1.2), "ink", 1.4)
    figure.dots([flat.at(x, 0) for x in inner] + [lifted.at(x, x * x) for x in inner], 3, "accent")
    figure.crosses([flat.at(x, 0) for x in outer] + [lifted.at(x, x * x) for x in outer], 3, "second", 1.5)
    figure.text((8, 14), "one feature", "ink", bold=True)
    figure.text((182, 14), "with its square", "ink", bold=True)
    figure.arrow((150, 66), (174, 66), "soft")
    figure.text((75, 84), "no threshold works", "soft", "middle", 13.5)
    figure.text((142, 60), "x", "soft", "end", 13.5)
    lifted.xname("x", 249, drop=18)
    figure.text((178, 30), "x²", "soft", "end", 13.5)
    return figure


def pass_at_k() -> Figure:
    """Two models whose order turns with the number of tries."""
    figure = Figure(
        "pass-at-k",
        150,
        "pass@k of two models",
        "A model that always solves three problems in ten stays at 0.3; one that solves each with chance 0.1 passes it from four tries on.",
    )
    axes = Axes(figure, (36, 22, 270, 98), (1, 100), (0, 1), logx=True)
    tries = np.geomspace(1, 100, 120)
    axes.spines()
    axes.yticks({0: "0", 0.5: "0.5", 1: "1"})
    axes.xticks({1: "1", 10: "10", 100: "100"})
    axes.yname("pass@k", 4)
    axes.xname("tries k", 238, drop=16)
    axes.curve(tries, 1 - 0.9**tries, "accent")
    axes.curve(tries, 0 * tries + 0.3, "second", 1.6, "6 3")
    cross = math.log(0.7) / math.log(0.9)
    figure.dot(axes.at(cross, 0.3), 3.2, "ink")
    figure.text((306, axes.at(1, 0.62)[1]), "p = 0.1 on each", "accent", "end")
    figure.text((306, axes.at(1, 0.16)[1]), "p = 1 on three in ten, else 0", "second", "end")
    return figure


def shares() -> tuple[Array, Array, Array]:
    """Shares of four bins now and in the reference, and each bin's term of the index."""
    now, reference = np.array([0.4, 0.3, 0.2, 0.1]), np.full(4, 0.25)
    return now, reference, (now - reference) * np.log(now / reference)


def psi_terms() -> Figure:
    """Bars of four bins before and now, and what each adds to the index."""
    now, reference, terms = shares()
    figure = Figure(
        "psi-terms",
        156,
        "What each bin adds to the population stability index",
        "Quarters become 40, 30, 20 and 10 per cent; the first and the last bin make most of 0.228.",
    )
    axes = Axes(figure, (10, 26, 304, 76), (0, 4), (0, 0.42))
    base = axes.at(0, 0)[1]
    for column in range(4):
        for offset, share, fill in ((0.14, reference[column], "line"), (0.5, now[column], "accent")):
            left, top = axes.at(column + offset, float(share))
            figure.rect((left, top), (26, base - top), fill)
        left, top = axes.at(column + 0.5, float(now[column]))
        figure.text((left, top - 4), f"{now[column]:.0%}", "accent", size=13.5)
        strong = terms[column] > 0.05
        figure.text(
            (axes.at(column + 0.48, 0)[0], base + 34),
            f"{terms[column]:.3f}",
            "second" if strong else "soft",
            "middle",
            bold=bool(strong),
        )
    figure.line((10, base), (314, base), "soft")
    figure.text((axes.at(0.14, 0)[0], base + 16), "reference 25% each", "soft", size=13.5)
    figure.text((314, base + 16), "now", "accent", "end", 13.5)
    figure.text((314, base + 52), f"sum of the terms: {terms.sum():.3f}", "ink", "end")
    return figure


def overlap(first: Array, second: Array) -> float:
    """Intersection over union of two boxes, as x1 y1 x2 y2."""
    sides = np.minimum(first[2:], second[2:]) - np.maximum(first[:2], second[:2])
    both = float(sides.clip(0).prod())
    return both / (float((first[2:] - first[:2]).prod() + (second[2:] - second[:2]).prod()) - both)


def greedy_suppression() -> Figure:
    """Three overlapping boxes: the middle one is dropped, the last one stays."""
    figure = Figure(
        "greedy-suppression",
        142,
        "Greedy suppression of three boxes",
        "Box 1 overlaps the best box by 0.6 and goes; box 2 overlaps it by 0.33 and stays, though it overlaps box 1 by 0.6.",
    )
    boxes = np.array([[0, 0, 4, 4], [1, 0, 5, 4], [2, 0, 6, 4]], dtype=np.float64)
    rows = (
        (0, "accent", "", "box 0 · score 0.9"),
        (1, "soft", "4 3", "box 1 · 0.8"),
        (2, "second", "", "box 2 · 0.7"),
    )
    for number, colour, dash, _ in rows:
        left, right = 16 + 24 * boxes[number][0], 16 + 24 * boxes[number][2]
        top = 16 + 6 * number
        figure.path(f"M{left:g} {top}H{right:g}V{top + 96}H{left:g}Z", colour, 2, dash)
    for number, colour, _, name in rows:
        figure.text((186, 28 + 36 * number), name, colour, bold=number != 1)
    first = f"{overlap(boxes[0], boxes[1]):.1f} with 0: dropped"
    second = f"{overlap(boxes[0], boxes[2]):.2f} with 0: kept"
    for number, words in enumerate(("the best: kept", first, second)):
        figure.text((186, 44 + 36 * number), words, "soft", size=13.5)
    return figure


FIGURES = (
    residual_patterns,
    missing_mechanisms,
    grid_random_search,
    kernel_lift,
    pass_at_k,
    psi_terms,
    greedy_suppression,
)
