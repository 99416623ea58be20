"""Figures on ranked lists: clicks by position, the regret of bandits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
RATES = np.array([0.10] * 8 + [0.12, 0.15])


def position_bias() -> Figure:
    """Examination by rank, and the clicks of two items at different ranks."""
    figure = Figure(
        "position-bias",
        180,
        "Clicks are examination times relevance",
        "An item that 20% of viewers want collects 20% clicks at rank 1; one that 50% want "
        "collects 6% at rank 8, where one viewer in eight looks.",
    )
    axes = Axes(figure, (44, 26, 264, 130), (0.4, 10.6), (0, 1))
    axes.spines()
    axes.yticks({0.5: "50%", 1: "100%"})
    axes.yname("share of viewers", 4)
    axes.xticks({1: "1", 8: "8"})
    axes.xname("rank", 308, "end")
    ranks = np.arange(1, 11)
    axes.curve(ranks, 1 / ranks, "soft", 1.2, "1.5 3")
    figure.dots([axes.at(float(k), 1 / float(k)) for k in ranks], 2.2, "soft")
    for rank, worth, colour in ((1, 0.2, "second"), (8, 0.5, "accent")):
        base, top = axes.at(rank, 0), axes.at(rank, worth / rank)
        figure.line(base, top, colour, 5)
    figure.text(axes.at(1.75, 0.68), "looked at: 1/rank", "soft")
    figure.text(axes.at(1.25, 0.03), "wanted by 20%, 20% click", "second")
    place = axes.at(8.0, 0.3)
    figure.text((place[0], place[1] - 18), "wanted by 50%,", "accent", "middle")
    figure.text(place, "6% click", "accent", "middle", bold=True)
    return figure


def regret(policy: str, rounds: int = 15000, runs: int = 40) -> Array:
    """Mean cumulative regret after each round, over runs with ten arms of Bernoulli rewards."""
    rng, row = np.random.default_rng(0), np.arange(runs)
    plays, wins = np.zeros((2, runs, 10))
    lost = np.zeros(rounds)
    for t in range(rounds):
        mean = wins / np.maximum(plays, 1)
        if policy == "UCB1":
            arm = (mean + np.sqrt(2 * np.log(t + 1) / (plays + 1e-9))).argmax(axis=1)
        elif policy == "Thompson":
            arm = rng.beta(wins + 1, plays - wins + 1).argmax(axis=1)
        else:
            any_arm = rng.integers(0, 10, runs)
            greedy = (mean + (plays == 0)).argmax(axis=1)
            arm = np.where(rng.random(runs) < 0.1, any_arm, greedy)
        plays[row, arm] += 1
        wins[row, arm] += rng.random(runs) < RATES[arm]
        lost[t] = (RATES.max() - RATES[arm]).mean()
    return np.asarray(lost.cumsum(), dtype=np.float64)


def bandit_regret() -> Figure:
    """Cumulative regret of three bandit rules."""
    figure = Figure(
        "bandit-regret",
        178,
        "Regret of three bandit rules",
        "Over 15,000 rounds UCB1 loses most; epsilon-greedy is as good as Thompson sampling at "
        "first and goes on losing at a constant rate.",
    )
    axes = Axes(figure, (34, 26, 196, 130), (0, 15000), (0, 560))
    axes.spines()
    axes.yticks({200: "200", 400: "400"})
    axes.yname("clicks lost", 4)
    axes.xticks({6000: "6,000", 15000: "15,000"})
    axes.xname("rounds", 164)
    rounds = np.arange(0, 15000, 150)
    for policy, colour, dash, shift in (
        ("UCB1", "soft", "1.5 3", 5),
        ("epsilon-greedy", "second", "6 3", 2),
        ("Thompson", "accent", "", 9),
    ):
        lost = regret(policy)
        axes.curve(rounds, lost[rounds], colour, 1.8, dash)
        end = axes.at(15000, float(lost[-1]))
        figure.text((end[0] + 6, end[1] + shift), policy.replace("epsilon", "ε"), colour)
    return figure


FIGURES = (position_bias, bandit_regret)
