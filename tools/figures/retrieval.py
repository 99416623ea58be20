"""Figures on retrieval: BM25, encoders, a vector index, the stages of RAG."""

from __future__ import annotations

import numpy as np

from tools.figures.axes import Axes
from tools.figures.svg import Figure


def term_factor(count: float, k1: float, length: float = 1, b: float = 0.75) -> float:
    """BM25's factor of one term; `length` is relative to the average."""
    return count * (k1 + 1) / (count + k1 * (1 - b + b * length))


def bm25_saturation() -> Figure:
    """The term factor against the count."""
    figure = Figure(
        "bm25-saturation",
        184,
        "BM25: diminishing returns of a repeated term",
        "The factor of a term rises steeply at first and flattens out below k1 plus 1; in a "
        "document of twice the average length it lies lower.",
    )
    axes = Axes(figure, (26, 24, 190, 138), (0, 12), (0, 3))
    axes.spines()
    axes.xticks({0: "0", 1: "1", 4: "4", 8: "8"})
    axes.yticks({1: "1", 2: "2", 3: "3"}, grid=True)
    axes.yname("factor of the term", 4)
    axes.xname("count of the term", 226, "start")
    counts = np.linspace(0, 12, 97)
    rows = (
        (2.0, 1.0, "third", "8 3 1.5 3", "k₁ = 2", 5),
        (1.2, 1.0, "accent", "", "k₁ = 1.2", 2),
        (1.2, 2.0, "accent", "2 3", "twice as long", 13),
        (0.5, 1.0, "second", "6 3", "k₁ = 0.5", 14),
    )
    for k1, length, colour, dash, words, drop in rows:
        axes.curve(counts, [term_factor(float(c), k1, length) for c in counts], colour, 1.8, dash)
        end = axes.at(12, term_factor(12, k1, length))
        figure.text((end[0] + 6, end[1] + drop), words, colour, size=13.5)
    return figure


FIGURES = (bm25_saturation,)
