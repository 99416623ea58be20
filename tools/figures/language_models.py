"""Figures on training language models: scaling laws, fine-tuning, alignment."""

from __future__ import annotations

from math import comb

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


def _box(figure: Figure, left: float, top: float, words: str, fill: str = "tint") -> None:
    """A labelled box, 88 by 34."""
    figure.rect((left, top), (88, 34), fill, "soft", 0.8)
    figure.text((left + 44, top + 22), words, "ink", "middle")


def rlhf_pipeline() -> Figure:
    """The three stages of RLHF with their data, and DPO as the shortcut."""
    figure = Figure(
        "rlhf-pipeline",
        196,
        "The stages of RLHF, and DPO",
        "Demonstrations train the SFT model, comparisons a reward model, and PPO the policy; DPO needs no reward model.",
    )
    for left, data, words in (
        (4, "demonstrations", "SFT model"),
        (116, "comparisons", "reward model"),
        (228, "prompts", "policy (PPO)"),
    ):
        figure.text((left + 44, 16), data, "soft", "middle", 13.5)
        figure.arrow((left + 44, 22), (left + 44, 40), "soft", 1.2)
        _box(figure, left, 42, words)
    figure.arrow((92, 59), (114, 59), "soft", 1.2)
    figure.arrow((204, 59), (226, 59), "accent")
    figure.line((48, 76), (48, 96), "accent", 1.4)
    figure.line((48, 96), (272, 96), "accent", 1.4)
    figure.arrow((272, 96), (272, 78), "accent")
    figure.text((160, 112), "start, and reference of the KL penalty", "accent", "middle", 13.5)
    figure.line((4, 126), (316, 126), "line", 0.8)
    figure.text((4, 146), "DPO, from the same data:", "second", size=13.5)
    _box(figure, 4, 154, "SFT model", "tint-second")
    _box(figure, 228, 154, "policy", "tint-second")
    figure.arrow((92, 171), (226, 171), "second")
    figure.text((159, 165), "comparisons", "second", "middle", 13.5)
    figure.text((159, 188), "one loss", "second", "middle", 13.5)
    return figure


def ppo_clip() -> Figure:
    """The clipped objective against the probability ratio for both signs of the advantage."""
    figure = Figure(
        "ppo-clip",
        150,
        "PPO's clipped objective",
        "With a positive advantage the objective is flat above 1.2, with a negative one below 0.8.",
    )
    ratios = np.linspace(0.4, 1.6, 121)
    for left, advantage, words in ((20, 1.0, "advantage +1"), (180, -1.0, "advantage −1")):
        low, high = (0.2, 1.75) if advantage > 0 else (-1.75, -0.2)
        axes = Axes(figure, (left, 24, 132, 104), (0.4, 1.6), (low, high))
        axes.spines()
        axes.xticks({0.8: "0.8", 1.0: "1", 1.2: "1.2"})
        clipped = np.clip(ratios, 0.8, 1.2) * advantage
        axes.curve(ratios, ratios * advantage, "soft", 1, "3 3")
        axes.curve(ratios, np.minimum(ratios * advantage, clipped), "accent")
        figure.dots([axes.at(1, advantage)], 3, "ink")
        figure.text((left + 66, 16), words, "ink", "middle")
        at = axes.at(1.42, 1.02) if advantage > 0 else axes.at(0.6, -0.98)
        figure.text(at, "flat", "second", "middle", 13.5)
        axes.xname("ratio", left + 132, "end")
    return figure


def reward_overoptimisation() -> Figure:
    """Proxy and true reward against the distance from the reference, in a solvable model."""
    figure = Figure(
        "reward-overoptimisation",
        183,
        "Reward over-optimisation",
        "The proxy reward keeps rising with the distance; true quality peaks at KL 4 and falls below the start.",
    )
    axes = Axes(figure, (20, 22, 292, 126), (0, 20), (-1.7, 9.4))
    axes.yname("reward", 4)
    axes.yticks({0: "0"})
    kl = np.linspace(0, 20, 201)
    gold = 2 * np.sqrt(kl) - 0.5 * (kl + 1)
    axes.spines()
    axes.xticks({0: "0", 4: "4", 16: "16"})
    axes.xname("KL from the reference policy", 166, drop=29)
    figure.line(axes.at(0, 0), axes.at(20, 0), "line")
    axes.curve(kl, 2 * np.sqrt(kl), "second", 1.8, "6 3")
    axes.curve(kl, gold, "accent")
    top = axes.at(4, 1.5)
    figure.line((top[0], top[1]), (top[0], 148), "soft", 0.8, "2 3")
    figure.dots([top], 3, "accent")
    figure.text((axes.at(7.5, 7)[0], axes.at(7.5, 7)[1]), "proxy reward", "second", "end")
    figure.text((axes.at(11, 1.6)[0], axes.at(11, 1.6)[1]), "true quality", "accent")
    figure.text((top[0], top[1] - 6), "peak", "ink", "middle", 13.5)
    return figure


def majority(share: float, votes: int) -> float:
    """Probability that more than half of an odd number of independent votes are right."""
    return sum(
        comb(votes, k) * share**k * (1 - share) ** (votes - k) for k in range(votes // 2 + 1, votes + 1)
    )


def majority_vote() -> Figure:
    """Accuracy of a majority of binary votes against their number."""
    figure = Figure(
        "majority-vote",
        168,
        "Accuracy of a majority vote",
        "Voting lifts accuracy when a single vote is right more often than not, and lowers it otherwise.",
    )
    axes = Axes(figure, (34, 22, 226, 112), (1, 41), (0, 1))
    axes.spines()
    axes.yticks({0: "0", 0.5: "0.5", 1: "1"})
    axes.xticks({1: "1", 5: "5", 21: "21", 41: "41"})
    axes.yname("accuracy of the vote", 4)
    axes.xname("independent votes", 147, drop=31)
    for share, colour, dash in (
        (0.8, "accent", ""),
        (0.6, "accent", ""),
        (0.5, "soft", "3 3"),
        (0.4, "second", "6 3"),
    ):
        votes = list(range(1, 42, 2))
        chances = [majority(share, n) for n in votes]
        axes.curve(votes, chances, colour, 1.6, dash)
        end = axes.at(41, chances[-1])
        drop = 3 if share == 0.8 else 14 if share == 0.6 else 5
        figure.text((end[0] + 5, end[1] + drop), f"p = {share:g}", colour)
    figure.dots([axes.at(5, majority(0.6, 5))], 3, "ink")
    figure.text((axes.at(5, 0.6)[0] + 8, axes.at(5, 0.6)[1] + 6), f"{majority(0.6, 5):.2f}", "ink")
    return figure


FIGURES = (
    scaling_law_isoflop,
    lora_decomposition,
    rlhf_pipeline,
    ppo_clip,
    reward_overoptimisation,
    majority_vote,
)
