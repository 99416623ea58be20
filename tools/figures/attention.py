"""Figures on attention: shapes, scaling, masks, shared heads, tiles, costs and rotations."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure, num

Array = NDArray[np.float64]


def scripts(figure: Figure) -> None:
    """Lower the letter behind a low line and raise that behind a caret, in the last label."""
    head, _, body = figure.parts[-1].partition(">")
    for mark, shift in (("_", 3), ("^", -4)):
        moved = rf'<tspan dy="{shift}">\1</tspan>'
        body = re.sub(rf"{re.escape(mark)}(\w)(?=<)", moved, body)
        body = re.sub(rf"{re.escape(mark)}(\w)([^<]+)", rf'{moved}<tspan dy="{-shift}">\2</tspan>', body)
    figure.parts[-1] = f"{head}>{body}"


def matrix(
    figure: Figure,
    corner: tuple[float, float],
    size: tuple[float, float],
    name: str,
    shape: str,
    colour: str = "ink",
    fill: str = "none",
) -> None:
    """A matrix as a rectangle with its name inside and its shape below."""
    (left, top), (width, height) = corner, size
    figure.rect(corner, size, fill, colour, 1.4)
    if name:
        figure.text((left + width / 2, top + height / 2 + 5), name, colour, "middle", italic=True)
        scripts(figure)
    figure.text((left + width / 2, top + height + 16), shape, "soft", "middle", 13.5)
    scripts(figure)


def attention_shapes() -> Figure:
    """The three inputs, the weights and the output with their shapes."""
    figure = Figure(
        "attention-shapes",
        192,
        "Shapes in scaled dot-product attention",
        "Queries (n by d_k) times transposed keys (d_k by m) give scores n by m; softmax along "
        "each row, times values (m by d_v), gives the output n by d_v.",
    )
    matrix(figure, (8, 12), (32, 44), "Q", "n × d_k", "accent", "tint")
    figure.text((50, 39), "·", "ink", "middle", 18)
    matrix(figure, (60, 18), (56, 32), "K^T", "d_k × m", "second", "tint-second")
    figure.text((128, 39), "=", "ink", "middle")
    matrix(figure, (140, 12), (60, 44), "scores", "n × m")
    figure.arrow((170, 78), (170, 110), "ink")
    figure.text((160, 98), "÷ √d_k, softmax in rows", "ink", "end", 13.5)
    scripts(figure)
    matrix(figure, (140, 114), (60, 44), "weights", "n × m", "ink", "tint")
    figure.text((210, 141), "·", "ink", "middle", 18)
    matrix(figure, (220, 108), (22, 56), "V", "m × d_v", "third")
    figure.text((256, 141), "=", "ink", "middle")
    matrix(figure, (276, 114), (22, 44), "", "n × d_v")
    figure.text((287, 106), "output", "ink", "middle", italic=True)
    return figure


def saturation(width: int, keys: int = 32, queries: int = 300) -> tuple[float, float]:
    """Median over random queries of the norm of the weights' gradient by the query: scaled, unscaled."""
    rng = np.random.default_rng(0)
    query, key = rng.normal(size=(queries, width, 1)), rng.normal(size=(queries, keys, width))
    raw, norms = (key @ query)[..., 0], []
    for factor in (width**-0.5, 1.0):
        score = raw * factor
        weight = np.exp(score - score.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        slope = weight[..., None] * (key - weight[:, None] @ key)  # (diag(w) - w wᵀ) K
        norms.append(float(np.median(np.linalg.norm(slope, axis=(1, 2)) * factor)))
    return norms[0], norms[1]


def softmax_saturation() -> Figure:
    """Gradient that a typical query receives, with and without the scaling."""
    figure = Figure(
        "softmax-saturation",
        176,
        "Softmax saturation without scaling",
        "Without scaling the median gradient falls from about 1 at width 64 to below a thousandth "
        "at 1,024; with scaling it stays at 0.24.",
    )
    axes = Axes(figure, (46, 26, 254, 112), (16, 1024), (5e-4, 3), logx=True, logy=True)
    widths = (16, 32, 64, 128, 256, 512, 1024)
    axes.spines()
    axes.xticks({16: "16", 64: "64", 256: "256", 1024: "1024"})
    axes.yticks({1: "1", 0.1: "0.1", 0.01: "0.01", 0.001: "0.001"})
    axes.yname("median gradient norm", 4)
    axes.xname("width of a head, d_k", 177, drop=32)
    scripts(figure)
    norms = zip(*map(saturation, widths), strict=True)
    for curve, colour, dash in zip(norms, ("accent", "second"), ("", "6 3"), strict=True):
        axes.curve(widths, curve, colour, 1.8, dash)
    figure.text((62, 88), "divided by √d_k", "accent")
    scripts(figure)
    figure.text((232, 106), "unscaled", "second", "end")
    return figure


def causal_mask() -> Figure:
    """Which of five tokens each position sees, and what it is trained to predict."""
    words = ("‹s›", "the", "cat", "sat", "up", "‹e›")
    figure = Figure(
        "causal-mask",
        176,
        "Causal mask and next-token targets",
        "A lower-triangular grid: the row of each token is filled up to its own column; beside "
        "each row stands the next token as its target.",
    )
    left, top, side = 66.0, 26.0, 28.0
    for row in range(5):
        middle = top + side * row + side / 2
        for column in range(row + 1):
            figure.dot((left + side * column + side / 2, middle), 6, "accent")
        figure.text((left - 8, middle + 5), words[row], "ink", "end")
        figure.text((left + side * column + side / 2, top - 8), words[row], "ink", "middle")
        figure.arrow((left + 5 * side + 8, middle), (left + 5 * side + 34, middle), "soft")
        figure.text((left + 5 * side + 42, middle + 5), words[row + 1], "second")
    lines = "".join(
        f"M{num(left + side * i)} {num(top)}v{num(5 * side)}M{num(left)} {num(top + side * i)}h{num(5 * side)}"
        for i in range(6)
    )
    figure.path(lines, "line", 0.8)
    figure.text((left + 5 * side + 42, top - 8), "target", "soft")
    return figure


def attention_flops_crossover() -> Figure:
    """Operations a token and layer: weights against scores and mixing."""
    figure = Figure(
        "attention-flops-crossover",
        186,
        "When attention's quadratic term overtakes the weights",
        "At width 4,096 the weights cost 403 million operations a token and layer; scores and mixing "
        "reach that at 24,576 tokens, or at 49,152 if masked work is skipped.",
    )
    width = 4096
    axes = Axes(figure, (40, 30, 262, 112), (0, 64000), (0, 1000))
    fixed = 24 * width**2 / 1e6
    axes.spines()
    axes.xticks({0: "0", 24576: "24,576", 49152: "49,152"})
    axes.yticks({0: "0", fixed: f"{fixed:.0f}", 1000: "1000"})
    axes.yname("million FLOPs a token and layer", 4)
    axes.xname("tokens in the context", 171, drop=32)
    axes.curve((0, 64000), (fixed, fixed), "accent")
    top = 1000e6 / (4 * width)
    axes.curve((0, top), (0, 1000), "second", 1.8, "6 3")
    axes.curve((0, 64000), (0, 2 * 64000 * width / 1e6), "third", 1.8, "2 3")
    for tokens in (6 * width, 12 * width):
        spot = axes.at(tokens, fixed)
        figure.line(spot, (spot[0], 142), "line")
        figure.dot(spot, 3.2)
    figure.text((axes.at(0, 0)[0] + 8, axes.at(0, fixed)[1] - 7), "weights 24d²", "accent")
    figure.text((axes.at(44500, 0)[0], axes.at(0, 760)[1]), "full 4nd", "second", "end")
    figure.text((312, axes.at(0, 215)[1]), "causal 2nd", "third", "end")
    return figure


def rope_rotation() -> Figure:
    """A query and a key turned by their positions, near the start and further on."""
    figure = Figure(
        "rope-rotation",
        176,
        "Rotary embedding turns queries and keys",
        "At positions 1 and 3 query and key stand at 25 and 70 degrees; at 5 and 7 both are turned by "
        "60 degrees more, and the angle between them is still 45 degrees.",
    )
    step, query, key = 15, 10, 25
    for x, first, second in ((82.0, 1, 3), (240.0, 5, 7)):
        y, radius = 104.0, 62.0
        figure.text((x, 16), f"positions {first} and {second}", "ink", "middle", bold=True)
        around = [(x + radius * np.cos(t), y - radius * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 73)]
        figure.poly(around, "line", 0.8, tolerance=0.05)
        turned = (query + step * first, key + step * second)
        for angle, colour, name in zip(turned, ("accent", "second"), ("q", "k"), strict=True):
            t = np.radians(angle)
            figure.arrow((x, y), (x + radius * np.cos(t), y - radius * np.sin(t)), colour, 2)
            figure.text((x + 73 * np.cos(t), y + 5 - 73 * np.sin(t)), name, colour, "middle", italic=True)
        sweep = [np.radians(a) for a in range(turned[0], turned[1] + 1, 3)]
        figure.poly([(x + 26 * np.cos(t), y - 26 * np.sin(t)) for t in sweep], "ink", 1.4)
        middle = np.radians(sum(turned) / 2)
        figure.text((x + 42 * np.cos(middle), y + 5 - 42 * np.sin(middle)), "45°", "ink", "middle")
    return figure


def mha_gqa_mqa() -> Figure:
    """Eight query heads over eight, two and one key-value heads."""
    figure = Figure(
        "mha-gqa-mqa",
        138,
        "Multi-head, grouped-query and multi-query attention",
        "Eight query heads each: multi-head has eight key-value heads, grouped-query two shared by "
        "four, multi-query one shared by all.",
    )
    figure.text((2, 50), "q", "accent", italic=True)
    figure.text((2, 99), "kv", "second", italic=True)
    for i, (name, shared, note) in enumerate((("MHA", 1, "cache 1"), ("GQA", 4, "¼"), ("MQA", 8, "⅛"))):
        left = 26.0 + 102 * i
        figure.text((left + 42, 18), name, "ink", "middle", bold=True)
        places = [left + 12 * head for head in range(8)]
        for group in range(8 // shared):
            below = sum(places[group * shared : (group + 1) * shared]) / shared
            for x in places[group * shared : (group + 1) * shared]:
                figure.line((x, 50), (below, 88), "soft", 1)
            figure.rect((below - 4.5, 88), (9, 14), "tint-second", "second", 1.4)
        for x in places:
            figure.dot((x, 45), 4.4, "accent")
        figure.text((left + 42, 126), note, "second", "middle")
    return figure


def flash_tiling() -> Figure:
    """One tile of the scores in fast memory, the strips in slow memory."""
    figure = Figure(
        "flash-tiling",
        188,
        "Tiles of FlashAttention",
        "Blocks of queries (left) and of keys and values (top) meet in one tile of the score grid, "
        "held in SRAM; results go to a block of output with running maximum and sum.",
    )
    left, top, side, tile = 52.0, 44.0, 24.0, (2, 1)
    lines = "".join(
        f"M{num(left + side * i)} {num(top)}v{num(5 * side)}M{num(left)} {num(top + side * i)}h{num(5 * side)}"
        for i in range(6)
    )
    figure.path(lines, "line", 0.8, "3 3")
    for i in range(5):
        row, column = i == tile[0], i == tile[1]
        figure.rect((left - 26, top + side * i), (18, side), "tint" if row else "none", "accent", 1.2)
        figure.rect(
            (left + side * i, top - 24), (side, 16), "tint-second" if column else "none", "second", 1.2
        )
        figure.rect(
            (left + 5 * side + 10, top + side * i), (18, side), "tint" if row else "none", "third", 1.2
        )
    corner = (left + side * tile[1], top + side * tile[0])
    figure.rect(corner, (side, side), "tint", "ink", 2)
    figure.text((left - 17, top - 8), "Q", "accent", "middle", italic=True)
    figure.text((left + 60, 16), "K^T and V", "second", "middle", italic=True)
    scripts(figure)
    figure.text((left + 5 * side + 19, top - 8), "O", "third", "middle", italic=True)
    figure.line((corner[0] + side, corner[1] + 12), (212, corner[1] + 12), "soft", 1)
    figure.text((216, corner[1] - 2), "tile in SRAM:", "ink", bold=True)
    figure.text((216, corner[1] + 17), "scores,")
    figure.text((216, corner[1] + 36), "maximum m,")
    figure.text((216, corner[1] + 55), "sum ℓ, output")
    figure.text((left + 60, top + 5 * side + 18), "grid: never stored", "soft", "middle", 13.5)
    return figure


FIGURES = (
    attention_shapes,
    softmax_saturation,
    causal_mask,
    attention_flops_crossover,
    rope_rotation,
    mha_gqa_mqa,
    flash_tiling,
)
