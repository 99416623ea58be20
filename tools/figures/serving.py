"""Figures on serving language models: cache, roofline, sampling, schedules, drafts and rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]
PEAK, BANDWIDTH = 989e12, 3.35e12
LOGITS = np.array([3.2, 2.4, 1.9, 1.2, 0.6, 0.1, -0.6, -1.3])


def cache_gib(context: float, kv_heads: int, layers: int = 32, size: int = 128, width: int = 2) -> float:
    """GiB of keys and values of one sequence."""
    return 2 * layers * kv_heads * size * width * context / 2**30


def kv_cache_growth() -> Figure:
    """Cache size against context for three numbers of key/value heads."""
    figure = Figure(
        "kv-cache-growth",
        176,
        "KV cache against context length",
        "At 32,768 tokens 32 key/value heads need 16 GiB, 8 need 4 GiB and 1 needs half a GiB.",
    )
    axes = Axes(figure, (32, 24, 186, 126), (0, 32), (0, 16.4))
    axes.spines()
    axes.yticks({0: "0", 4: "4", 8: "8", 12: "12", 16: "16"})
    axes.xticks({0: "0", 8: "8k", 16: "16k", 32: "32k"})
    axes.xname("tokens", 170)
    axes.yname("GiB for one sequence", 4)
    figure.line(axes.at(8, 0), axes.at(8, 4), "soft", 0.8, "2 3")
    rows = (
        (32, "32 heads (MHA)", "second", "6 3", (-44, 12), "end"),
        (8, "8 heads (GQA)", "accent", "", (5, 4.8), "start"),
        (1, "1 head (MQA)", "third", "8 3 1.5 3", (5, 3), "start"),
    )
    for heads, words, colour, dash, (right, down), anchor in rows:
        axes.curve((0, 32), (0, cache_gib(32768, heads)), colour, 1.8, dash)
        figure.dot(axes.at(8, cache_gib(8192, heads)), 2.6, colour)
        x, y = axes.at(32, cache_gib(32768, heads))
        figure.text((x + right, y + down), words, colour, anchor)
    x, y = axes.at(8, 4)
    figure.text((x - 6, y - 2), f"{cache_gib(8192, 32):g} GiB", "second", "end")
    figure.text((x + 6, axes.at(8, 1)[1] - 11), f"{cache_gib(8192, 8):g} GiB", "accent")
    return figure


def roofline() -> Figure:
    """Attainable FLOP/s against arithmetic intensity with four workloads."""
    figure = Figure(
        "roofline",
        190,
        "Roofline of one GPU",
        "Attainable speed rises with intensity up to the ridge at 295 FLOP per byte and is flat beyond.",
    )
    axes = Axes(figure, (44, 24, 266, 130), (0.5, 5000), (1, 2000), True, True)
    axes.spines()
    axes.yticks({1: "1", 10: "10", 100: "100", 1000: "1000"})
    axes.xticks({1: "1", 10: "10", 100: "100", 1000: "1000"})
    axes.yname("TFLOP/s", 4)
    figure.text((310, 186), "FLOP per byte moved", "soft", "end", 13.5)
    ridge = PEAK / BANDWIDTH
    axes.curve((0.5, ridge), (0.5 * BANDWIDTH / 1e12, PEAK / 1e12), "accent")
    axes.curve((ridge, 5000), (PEAK / 1e12, PEAK / 1e12), "accent")
    x = axes.at(ridge, PEAK / 1e12)[0]
    figure.line((x, 68), (x, axes.at(1, 1)[1]), "soft", 0.8, "2 3")
    figure.text((x + 4, 146), f"{ridge:.0f}", "soft", size=13.5)
    for intensity, words, place, anchor in (
        (1, "decode, batch 1", (10, 4), "start"),
        (32, "decode, batch 32", (-8, -2), "end"),
        (2048, "prefill, 2,048 tokens", (24, -9), "end"),
    ):
        at = axes.at(intensity, min(PEAK, intensity * BANDWIDTH) / 1e12)
        figure.dot(at, 3.2, "second")
        figure.text((at[0] + place[0], at[1] + place[1]), words, "ink", anchor)
    figure.text((54, 48), "bandwidth-bound", "accent")
    figure.text((308, 62), "compute-bound", "accent", "end")
    return figure


def softmax(scores: Array) -> Array:
    """Probabilities of logits."""
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum())


def temperature_top_p() -> Figure:
    """One set of logits at three temperatures; the top-p set is filled."""
    figure = Figure(
        "temperature-top-p",
        180,
        "Temperature and top-p",
        "At temperature 0.5 the top-p set of 0.9 holds two tokens, at 1 four, at 2 six.",
    )
    for i, heat in enumerate((0.5, 1.0, 2.0)):
        left = 8.0 + 106 * i
        axes = Axes(figure, (left, 28, 96, 112), (0, 8), (0, 0.85))
        shares = softmax(LOGITS / heat)
        kept = int(np.searchsorted(np.cumsum(shares), 0.9)) + 1
        for j, share in enumerate(shares):
            x, y = axes.at(j, float(share))
            size = (10.0, axes.at(j, 0)[1] - y)
            chosen = j < kept
            figure.rect((x, y), size, "accent" if chosen else "none", "accent" if chosen else "soft")
        figure.line((left, 140), (left + 96, 140), "soft")
        figure.text((left + 48, 16), f"T = {heat:g}", "ink", "middle", bold=True)
        figure.text((left + 16, axes.at(0, float(shares[0]))[1] + 4), f"{shares[0]:.2f}", "accent")
        figure.text((left + 48, 158), f"{kept} of 8 kept", "accent", "middle")
    figure.text((160, 174), "eight tokens, same logits; filled: top-p set, p = 0.9", "soft", "middle", 13.5)
    return figure


REQUESTS = {"A": 8, "B": 2, "C": 3, "D": 4, "E": 5, "F": 3}


def schedule(slots: int, continuous: bool) -> list[tuple[str, int, int, int]]:
    """Name, slot, first and last step of every request."""
    free, rows = [0] * slots, []
    for i, (name, steps) in enumerate(REQUESTS.items()):
        if not continuous and i % slots == 0:
            free = [max(free)] * slots
        slot = free.index(min(free)) if continuous else i % slots
        rows.append((name, slot, free[slot], free[slot] + steps))
        free[slot] += steps
    return rows


def continuous_batching() -> Figure:
    """Six requests in three slots, scheduled by batch and by step."""
    figure = Figure(
        "continuous-batching",
        194,
        "Static and continuous batching",
        "Six requests in three slots take 13 steps when a batch must end together, 9 when slots refill.",
    )
    step = 23.0
    for top, continuous, words in ((22.0, False, "static"), (112.0, True, "continuous")):
        rows = schedule(3, continuous)
        last = max(end for *_, end in rows)
        figure.text((8, top - 8), f"{words}: {last} steps", "ink", bold=True)
        figure.rect((8, top), (step * last, 60), "none", "line")
        for name, slot, start, end in rows:
            corner = (8 + step * start + 0.5, top + 20 * slot + 1)
            figure.rect(corner, (step * (end - start) - 1, 18), "tint", "accent")
            figure.text((8 + step * (start + end) / 2, corner[1] + 14), name, "accent", "middle")
        x = 8 + step * last
        figure.line((x, top - 4), (x, top + 64), "second", 1.4)
    figure.text((8 + step * 5, 36 + 20), "idle", "second", "middle")
    figure.text((8, 188), "rows: slots of the batch; to the right: decoding steps", "soft", size=13.5)
    return figure


def tokens_per_pass(rate: Array, drafts: int) -> Array:
    """Expected tokens per target pass at a constant acceptance rate."""
    return np.asarray((1 - rate ** (drafts + 1)) / (1 - rate))


def speculative_decoding() -> Figure:
    """Four drafted tokens, one rejected; below, tokens per pass against acceptance."""
    figure = Figure(
        "speculative-decoding",
        214,
        "Speculative decoding",
        "Two of four drafts are accepted, the third is replaced, the fourth dropped; more acceptance, more tokens.",
    )
    figure.text((4, 24), "draft", "soft", size=13.5)
    figure.text((4, 68), "output", "soft", size=13.5)
    drafts = (("the", "accent"), ("cat", "accent"), ("sits", "second"), ("on", "soft"))
    for i, (word, colour) in enumerate(drafts):
        x = 52 + 66.0 * i
        figure.rect((x, 8), (56, 24), "tint" if colour == "accent" else "none", colour)
        figure.text((x + 28, 25), word, colour, "middle")
        if i < 3:
            figure.arrow((x + 28, 33), (x + 28, 51), colour)
            after = "sat" if i == 2 else word
            figure.rect((x, 52), (56, 24), "tint-second" if i == 2 else "tint", colour)
            figure.text((x + 28, 69), after, colour, "middle", bold=i == 2)
    figure.text((250, 68), "dropped", "soft")
    figure.text((212, 91), "rejected: drawn anew", "second", "middle", 13.5)
    axes = Axes(figure, (30, 116, 190, 76), (0.5, 0.95), (1, 8))
    axes.spines()
    axes.yticks({1: "1", 4: "4", 8: "8"})
    axes.xticks({0.5: "0.5", 0.8: "0.8", 0.95: "0.95"})
    axes.yname("tokens per target pass", 4)
    axes.xname("acceptance α", 96)
    rate = np.linspace(0.5, 0.95, 91)
    for number, colour, dash in ((8, "third", "8 3 1.5 3"), (4, "accent", ""), (2, "second", "6 3")):
        ys = tokens_per_pass(rate, number)
        axes.curve(rate, ys, colour, 1.8, dash)
        x, y = axes.at(0.95, float(ys[-1]))
        figure.text((x + 5, y + 4.8), f"{number} drafts", colour)
    figure.dot(axes.at(0.8, float(tokens_per_pass(np.array([0.8]), 4)[0])), 3, "accent")
    return figure


def grid_of(values: Array, bits: int) -> tuple[Array, float]:
    """Dequantised values and step of one affine grid."""
    step = float(values.max() - values.min()) / (2**bits - 1)
    zero = np.round(-values.min() / step)
    return (np.round(values / step + zero) - zero) * step, step


def quantisation_grid() -> Figure:
    """Forty values on a 4-bit grid, without and with one outlier."""
    figure = Figure(
        "quantisation-grid",
        176,
        "A 4-bit grid and one outlier",
        "Without the outlier the 16 levels cover the values; with it, the same values share few levels.",
    )
    values = np.random.default_rng(0).normal(0, 0.5, 40)
    values = np.clip(values, -1, 1)
    for top, data in ((34.0, values), (118.0, np.append(values, 6.0))):
        axes = Axes(figure, (10, top, 300, 30), (-1.2, 6.2), (0, 1))
        snapped, step = grid_of(data, 4)
        low = float(snapped.min())
        base = axes.at(0, 0)[1]
        levels = [low + step * k for k in range(16)]
        for level in levels:
            x = axes.at(level, 0)[0]
            figure.line((x, base - 6), (x, base + 6), "accent", 1.2)
        figure.line((10, base), (310, base), "soft")
        figure.dots([axes.at(float(v), 0.75) for v in data], 1.8, "second")
        used = len(np.unique(np.round(snapped[:40] / step)))
        words = "no outlier" if top < 100 else "outlier at 6"
        figure.text((10, top - 14), words, "ink", bold=True)
        figure.text((310, top - 14), f"step {step:.2f}, {used} levels used", "accent", "end", 13.5)
    figure.text((axes.at(6, 0)[0], 172), "6", "soft", "middle", 13.5)
    figure.text((axes.at(0, 0)[0], 172), "0", "soft", "middle", 13.5)
    return figure


FIGURES = (
    kv_cache_growth,
    roofline,
    temperature_top_p,
    continuous_batching,
    speculative_decoding,
    quantisation_grid,
)
