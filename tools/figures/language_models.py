"""Figures on training language models: scaling laws, fine-tuning, alignment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
FLOOR, SIZE, DATA, SIZE_POWER, DATA_POWER = 1.8172, 482.01, 2085.43, 0.3478, 0.3658


def loss_at(size: Array, compute: float) -> Array:
    """Loss in nats per token of models of these sizes, trained with this many FLOPs (the refit of 2024)."""
    tokens = compute / (6 * size)
    return np.asarray(FLOOR + SIZE / size**SIZE_POWER + DATA / tokens**DATA_POWER)


def best_size(compute: float) -> float:
    """The number of parameters of least loss for this many FLOPs."""
    ratio = (SIZE_POWER * SIZE / (DATA_POWER * DATA)) ** (1 / (SIZE_POWER + DATA_POWER))
    return float(ratio * (compute / 6) ** (DATA_POWER / (SIZE_POWER + DATA_POWER)))


def scaling_law_isoflop() -> Figure:
    """Loss against model size at four budgets, the minima joined."""
    figure = Figure(
        "scaling-law-isoflop",
        196,
        "Loss against model size at fixed compute",
        "Each budget has one best size; a hundred times the compute asks for about ten times the parameters.",
    )
    axes = Axes(figure, (34, 22, 228, 140), (1.8e7, 5e12), (1.85, 3.75), logx=True)
    axes.spines()
    axes.xticks({1e8: "0.1", 1e9: "1", 1e10: "10", 1e11: "100", 1e12: "1,000"})
    axes.yticks({2: "2", 2.5: "2.5", 3: "3", 3.5: "3.5"})
    axes.yname("loss, nats per token", 10)
    axes.xname("parameters, billions", 142, drop=31)
    budgets = (1e19, 1e21, 1e23, 1e25)
    spots = []
    for i, compute in enumerate(budgets):
        middle = best_size(compute)
        sizes = middle * np.logspace(-1.15, 1.15, 81)
        losses = loss_at(sizes, compute)
        axes.curve(sizes, losses, "accent")
        low = float(loss_at(np.array([middle]), compute)[0])
        spots.append((middle, low))
        at = axes.at(float(sizes[-1]), float(losses[-1]))
        words = f"10{('¹⁹', '²¹', '²³', '²⁵')[i]}"
        figure.text((at[0] + 4, at[1] + 3), words + (" FLOPs" if i == 0 else ""), "accent")
    axes.curve([x for x, _ in spots], [y for _, y in spots], "second", 1.2, "5 3")
    figure.dots([axes.at(x, y) for x, y in spots], 3, "second")
    figure.text((axes.at(*spots[0])[0] + 30, 101), "best size", "second")
    return figure


def lora_decomposition() -> Figure:
    """A frozen square matrix plus the product of a tall and a flat one."""
    figure = Figure(
        "lora-decomposition",
        158,
        "LoRA's update of a weight matrix",
        "The frozen matrix has 16.8 million entries, the trained factors of rank 8 together 65,536.",
    )
    top, side = 26, 104
    figure.rect((6, top), (side, side), "tint", "soft", 0.8)
    figure.text((58, top + 48), "W₀", "ink", "middle", 16, bold=True)
    figure.text((58, top + 68), "frozen", "soft", "middle")
    figure.text((58, 16), "4,096 × 4,096", "soft", "middle", 13.5)
    figure.text((126, top + 58), "+", "ink", "middle", 18)
    figure.rect((160, top), (9, side), "accent")
    figure.text((152, 16), "B: 4,096 × 8", "accent", "middle", 13.5)
    figure.text((164, 148), "starts at 0", "accent", "middle", 13.5)
    figure.text((184, top + 58), "·", "ink", "middle", 18)
    figure.rect((200, top + 47), (side, 9), "second")
    figure.text((252, top + 36), "A: 8 × 4,096", "second", "middle", 13.5)
    figure.text((252, top + 76), "starts random", "second", "middle", 13.5)
    figure.text((58, 148), "16.8 million", "soft", "middle", 13.5)
    figure.text((252, 148), "65,536 trained", "ink", "middle", 13.5)
    return figure


FIGURES = (scaling_law_isoflop, lora_decomposition)
