"""Figures on what makes depth and long runs trainable: schedules, initialisation, residual links."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


def lr_schedules() -> Figure:
    """Cosine, linear and warm-up-stable-decay with the same peak."""
    figure = Figure(
        "lr-schedules",
        164,
        "Three learning-rate schedules",
        "All rise to the peak over the first 5% of the run. Cosine and linear fall to zero from there; "
        "warm-up-stable-decay stays at the peak until 80%.",
    )
    axes = Axes(figure, (40, 28, 254, 98), (0, 1), (0, 1.05))
    axes.spines()
    axes.xticks({0: "0", 0.05: "", 0.5: "50%", 0.8: "80%", 1: "100%"})
    axes.yticks({0: "0", 1: "peak"})
    axes.yname("learning rate", 4)
    axes.xname("share of the run", 167, drop=32)
    u = np.linspace(0, 1, 201)
    rise, after = np.minimum(u / 0.05, 1), np.maximum(u - 0.05, 0) / 0.95
    axes.curve(u, np.minimum(rise, np.minimum(1, (1 - u) / 0.2)), "third", 1.8, "2 3")
    axes.curve(u, np.minimum(rise, 0.5 * (1 + np.cos(np.pi * after))), "accent")
    axes.curve(u, np.minimum(rise, 1 - after), "second", 1.8, "6 3")
    figure.text((axes.at(0.78, 0)[0], 24), "stable, then decay", "third", "end")
    figure.text((axes.at(0.5, 0)[0], axes.at(0, 0.62)[1]), "cosine", "accent")
    figure.text((axes.at(0.45, 0)[0], axes.at(0, 0.34)[1]), "linear", "second", "end")
    return figure


def signal(variance: float, layers: int = 50, width: int = 256) -> Array:
    """Root mean square of random inputs after each ReLU layer, relative to the start."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(50, width))
    scales = [float((values**2).mean())]
    for _ in range(layers):
        values = np.maximum(values @ rng.normal(0, (variance / width) ** 0.5, (width, width)), 0)
        scales.append(float((values**2).mean()))
    return np.sqrt(np.array(scales) / scales[0])


def activation_scale_depth() -> Figure:
    """Scale of the signal through 50 layers for three weight variances."""
    figure = Figure(
        "activation-scale-depth",
        176,
        "Signal scale through depth",
        "With weight variance 2/n the root mean square stays near 1 through 50 ReLU layers; with 1/n "
        "it falls below a ten-millionth, with 4/n it rises above ten million.",
    )
    axes = Axes(figure, (52, 28, 196, 110), (0, 50), (1e-9, 1e9), logy=True)
    axes.spines()
    axes.xticks({0: "0", 25: "25", 50: "50"})
    axes.yticks({1e-8: "10⁻⁸", 1: "1", 1e8: "10⁸"})
    axes.yname("root mean square", 4)
    axes.xname("layers", 150, drop=32)
    for variance, colour, dash in ((2, "accent", ""), (1, "second", "6 3"), (4, "third", "2 3")):
        curve = signal(variance)
        axes.curve(range(51), curve, colour, 1.8, dash)
        words = "2/n, He" if variance == 2 else f"{variance}/n"
        figure.text((254, axes.at(0, float(curve[-1]))[1] + 5), words, colour)
    return figure


def gradients_agree(depth: int, seed: int, width: int = 64) -> tuple[float, float]:
    """Cosine between the input gradients of two inputs 0.2 radians apart: with skips, without."""
    rng = np.random.default_rng(seed)
    first, other = rng.normal(size=(2, width))
    near = np.array([first, first * np.cos(0.2) + other * np.sin(0.2)])
    blocks = [rng.normal(0, width**-0.5, (2, width, width)) for _ in range(depth)]
    end, found = np.tile(rng.normal(size=width), (2, 1)), []
    for skip, scale in ((1, depth**-0.5), (0, 1.0)):
        pair, back, past = near, end, []
        for up, down in blocks:
            risen = pair @ up
            past.append(risen > 0)
            pair = skip * pair + scale * (2**0.5 * past[-1] * risen) @ down
        for (up, down), on in zip(blocks[::-1], past[::-1], strict=True):
            back = skip * back + scale * (2**0.5 * on * (back @ down.T)) @ up.T
        found.append(float(back[0] @ back[1] / np.prod(np.linalg.norm(back, axis=1))))
    return found[0], found[1]


def gradient_shattering() -> Figure:
    """How alike the gradients of two nearby inputs are, by depth, with and without skips."""
    figure = Figure(
        "gradient-shattering",
        170,
        "Gradients of nearby inputs by depth",
        "With residual links the cosine between the gradients of two nearby inputs stays near 0.95; in "
        "plain networks it falls from 0.94 to 0.35 at 50 blocks.",
    )
    axes = Axes(figure, (36, 28, 268, 104), (0, 50), (0, 1))
    axes.spines()
    axes.xticks({0: "0", 10: "10", 25: "25", 50: "50"})
    axes.yticks({0: "0", 0.5: "0.5", 1: "1"})
    axes.yname("cosine of two gradients", 4)
    axes.xname("blocks", 170, drop=32)
    depths = (1, 2, 5, 10, 17, 25, 37, 50)
    means = np.array([np.mean([gradients_agree(d, s) for s in range(40)], axis=0) for d in depths]).T
    for curve, colour, dash in zip(means, ("accent", "second"), ("", "6 3"), strict=True):
        axes.curve(depths, curve, colour, 1.8, dash)
    figure.text((300, axes.at(0, 0.8)[1]), "residual", "accent", "end")
    figure.text((axes.at(17, 0)[0], axes.at(0, 0.56)[1]), "plain, He-scaled", "second")
    return figure


FIGURES = (lr_schedules, activation_scale_depth, gradient_shattering)
