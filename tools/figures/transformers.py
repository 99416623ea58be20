"""Figures on the transformer as a whole: families, blocks, normalisation, tokens and experts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from tools.figures.svg import Figure, num


def pattern(figure: Figure, left: float, top: float, seen: list[str], side: float = 16) -> None:
    """A grid of rows that attend (filled) or not, the first row on top."""
    count = len(seen)
    for row, cells in enumerate(seen):
        for column, cell in enumerate(cells):
            if cell != ".":
                centre = (left + side * (column + 0.5), top + side * (row + 0.5))
                if cell == "o":
                    figure.dot(centre, 4, "paper", "second", 1.6)
                else:
                    figure.dot(centre, 4.4, "accent")
    size = side * count
    lines = "".join(
        f"M{num(left + side * i)} {num(top)}v{num(size)}M{num(left)} {num(top + side * i)}h{num(size)}"
        for i in range(count + 1)
    )
    figure.path(lines, "line", 0.8)


def transformer_families() -> Figure:
    """Attention patterns of the three families over five tokens."""
    figure = Figure(
        "transformer-families",
        158,
        "Attention patterns of three transformer families",
        "Encoder: every token sees all five. Decoder: each sees itself and earlier ones. "
        "Encoder-decoder: three inputs see each other; two outputs see the inputs and earlier outputs.",
    )
    rows = (
        ("encoder", ["xxxxx"] * 5, "both ways"),
        ("decoder", ["x....", "xx...", "xxx..", "xxxx.", "xxxxx"], "causal"),
        ("enc.–decoder", ["xxx..", "xxx..", "xxx..", "ooox.", "oooxx"], "○ cross"),
    )
    for i, (name, seen, note) in enumerate(rows):
        left = 12.0 + 106 * i
        figure.text((left + 40, 18), name, "ink", "middle", bold=True)
        pattern(figure, left, 30, seen)
        figure.text((left + 40, 130), note, "second" if i == 2 else "accent", "middle")
    figure.line((212 + 12 + 48, 26), (212 + 12 + 48, 114), "soft", 1.2, "3 2")
    figure.line((220, 30 + 48), (308, 30 + 48), "soft", 1.2, "3 2")
    figure.text((160, 150), "rows attend to columns", "soft", "middle", 13.5)
    return figure


def norm_axes() -> Figure:
    """Which entries one statistic of each normalisation is computed from."""
    figure = Figure(
        "norm-axes",
        146,
        "Axes of BatchNorm, LayerNorm and RMSNorm",
        "Grids of tokens by features: BatchNorm takes mean and variance down one column, LayerNorm "
        "along one row, RMSNorm only the mean square along one row.",
    )
    panels = (
        ("BatchNorm", "accent", "mean, variance", True),
        ("LayerNorm", "second", "mean, variance", False),
        ("RMSNorm", "third", "mean square", False),
    )
    for i, (name, colour, note, down) in enumerate(panels):
        left, top, side = 26.0 + 102 * i, 30.0, 14.0
        figure.text((left + 42, 18), name, colour, "middle", bold=True)
        corner, size = ((2, 0), (1, 5)) if down else ((0, 2), (6, 1))
        place = (left + side * corner[0], top + side * corner[1])
        extent = (side * size[0], side * size[1])
        figure.rect(place, extent, {"accent": "tint", "second": "tint-second"}.get(colour, "none"))
        lines = "".join(f"M{num(left + side * k)} {num(top)}v{num(5 * side)}" for k in range(7))
        lines += "".join(f"M{num(left)} {num(top + side * k)}h{num(6 * side)}" for k in range(6))
        figure.path(lines, "line", 0.8)
        figure.rect(place, extent, "none", colour, 1.8)
        figure.text((left + 42, 118), note, colour, "middle", 13.5)
    figure.text((160, 139), "rows: tokens of the batch; columns: features", "soft", "middle", 13.5)
    return figure


def box(figure: Figure, left: float, middle: float, width: float, words: str, colour: str) -> None:
    """A labelled step, 26 high."""
    fill = {"accent": "tint", "second": "tint-second"}.get(colour, "paper")
    figure.rect((left, middle - 13), (width, 26), fill, colour, 1.2)
    figure.text((left + width / 2, middle + 5), words, colour, "middle", 13.5)


def plus(figure: Figure, x: float, y: float) -> None:
    """A circled plus."""
    figure.dot((x, y), 9, "paper", "ink")
    figure.text((x, y + 4.8), "+", "ink", "middle")


def pre_post_norm() -> Figure:
    """The two places of the normalisation around a sublayer."""
    figure = Figure(
        "pre-post-norm",
        168,
        "Pre-norm and post-norm blocks",
        "Pre-norm: the residual line runs past norm and sublayer untouched. Post-norm: the norm "
        "stands on the line, behind the addition.",
    )
    for top, name, pre in ((22.0, "pre-norm", True), (106.0, "post-norm", False)):
        y = top + 38
        figure.text((6, top - 6), name, "ink", bold=True)
        figure.text((6, y + 5), "x", "ink", italic=True)
        first, second = (70, 150) if pre else (110, 226)
        figure.arrow((18, y), (first, y), "ink")
        if pre:
            box(figure, first, y, 56, "norm", "accent")
            figure.arrow((first + 56, y), (second, y), "ink")
            box(figure, second, y, 66, "sublayer", "second")
            figure.arrow((second + 66, y), (247, y), "ink")
            join = 256
            figure.arrow((join + 9, y), (312, y), "ink")
        else:
            box(figure, first, y, 66, "sublayer", "second")
            join = 206
            figure.arrow((first + 66, y), (join - 9, y), "ink")
            figure.arrow((join + 9, y), (second + 8, y), "ink")
            box(figure, second + 8, y, 56, "norm", "accent")
            figure.arrow((second + 64, y), (316, y), "ink")
        figure.path(f"M40 {num(y)}V{num(top + 6)}H{num(join)}V{num(y - 16)}", "third", 1.8)
        figure.arrow((join, y - 20), (join, y - 9), "third", 1.8)
        plus(figure, join, y)
    figure.text((150, 18), "identity path", "third", "middle", 13.5)
    return figure


def transformer_block() -> Figure:
    """A decoder from tokens to scores with the weights of each part."""
    figure = Figure(
        "transformer-block",
        178,
        "Weights of a decoder-only transformer",
        "Embedding V d, then L blocks of norm, attention 4 d squared, norm, feed-forward 8 d "
        "squared with residual additions, then a final norm and the output matrix V d.",
    )
    y = 96.0
    figure.rect((58, 30), (208, 96), "none", "soft", 1)
    figure.text((162, 22), "L blocks: 12 d² each", "ink", "middle", bold=True)
    box(figure, 4, y, 44, "embed", "ink")
    figure.text((26, y + 30), "V·d", "ink", "middle")
    figure.arrow((48, y), (80, y), "ink")
    steps = ((80, "attention", "4 d²", "accent"), (178, "feed-fwd", "8 d²", "second"))
    for left, name, weights, colour in steps:
        box(figure, left, y, 58, name, colour)
        figure.text((left + 29, y + 46), weights, colour, "middle", bold=True)
        figure.path(f"M{num(left - 10)} {num(y)}V56H{num(left + 72)}V{num(y - 18)}", "third", 1.6)
        figure.arrow((left + 72, y - 22), (left + 72, y - 9), "third", 1.6)
        figure.text((left + 31, 50), "residual", "third", "middle", 13.5)
        figure.line((left + 58, y), (left + 63, y), "ink", 1.4)
        plus(figure, left + 72, y)
    figure.arrow((161, y), (178, y), "ink")
    figure.arrow((259, y), (274, y), "ink")
    box(figure, 274, y, 42, "output", "ink")
    figure.text((295, y + 30), "V·d", "ink", "middle")
    figure.text((160, 168), "norms are left out: 2 d or 4 d weights a block", "soft", "middle", 13.5)
    return figure


def bpe_merges() -> Figure:
    """A word that was not in the corpus, after each of the first five merges."""
    figure = Figure(
        "bpe-merges",
        186,
        "Byte-pair merges of one word",
        "The word lowest starts as seven symbols; the merges es, est, est with end mark, lo and low "
        "leave two tokens.",
    )
    counts = {tuple("low_"): 5, tuple("lower_"): 2, tuple("newest_"): 6, tuple("widest_"): 3}
    word = tuple("lowest_")
    figure.text((8, 16), "merge", "soft", size=13.5)
    figure.text((122, 16), "count", "soft", "end", 13.5)
    figure.text((140, 16), "“lowest”", "soft", size=13.5)
    new = ""
    for row in range(6):
        y, left = 24.0 + 27 * row, 140.0
        for token in word:
            width = 20.0 * len(token) + 4 * (len(token) - 1)
            fresh = token == new
            figure.rect(
                (left, y), (width, 21), "tint" if fresh else "none", "accent" if fresh else "soft", 1.2
            )
            figure.text((left + width / 2, y + 15.5), token, "accent" if fresh else "ink", "middle")
            left += width + 4
        if row == 5:
            break
        pairs: Counter[tuple[str, str]] = Counter()
        for symbols, count in counts.items():
            for pair in pairwise(symbols):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: pairs[pair])
        new = "".join(best)
        figure.text((8, y + 42.5), f"{row + 1}  {best[0]} + {best[1]}")
        figure.text((122, y + 42.5), str(pairs[best]), "second", "end")
        counts = {joined(symbols, best): count for symbols, count in counts.items()}
        word = joined(word, best)
    return figure


def joined(symbols: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    """The symbols with every occurrence of the pair merged, from left to right."""
    out: list[str] = []
    for symbol in symbols:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return tuple(out)


def moe_routing() -> Figure:
    """One token through a router to two of eight experts."""
    figure = Figure(
        "moe-routing",
        184,
        "Routing of one token in a mixture of experts",
        "The router sends the token to experts 3 and 6 of eight, with gates 0.7 and 0.3; their "
        "outputs are added; the other six do no work.",
    )
    figure.text((6, 97), "x", "ink", italic=True)
    figure.arrow((18, 92), (36, 92), "ink")
    box(figure, 36, 92, 54, "router", "accent")
    for expert in range(8):
        y = 12.0 + 23 * expert
        chosen = expert in (2, 5)
        fill, colour = ("tint-second", "second") if chosen else ("none", "line")
        figure.rect((160, y - 9), (74, 18), fill, colour, 1.2)
        figure.text((197, y + 5), f"expert {expert + 1}", "second" if chosen else "soft", "middle", 13.5)
        if chosen:
            bend = -1 if expert == 2 else 1
            figure.arrow((90, 92 + 4 * bend), (158, y), "accent", 1.6)
            figure.arrow((234, y), (264, 92 + 8 * bend), "second", 1.6)
    figure.text((112, 66), "0.7", "accent", "middle")
    figure.text((112, 128), "0.3", "accent", "middle")
    plus(figure, 272, 92)
    figure.arrow((281, 92), (300, 92), "ink")
    figure.text((304, 97), "y", "ink", italic=True)
    return figure


FIGURES = (transformer_families, norm_axes, pre_post_norm, transformer_block, bpe_merges, moe_routing)
