"""Figures on retrieval: BM25, encoders, a vector index, the stages of RAG."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


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
    axes.xname("its count", 226, "start")
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


def column(figure: Figure, left: float, name: str) -> None:
    """The name and the score of one architecture."""
    figure.text((left + 49, 190), name, "ink", "middle", 13.5)
    figure.dot((left + 49, 30), 4.5, "accent")
    figure.text((left + 49, 18), "score", "soft", "middle", 13.5)


def texts(figure: Figure, left: float, joint: bool) -> None:
    """Query and document at the foot of a column."""
    for i, word in enumerate(("query", "doc")):
        figure.text((left + 25 + 48 * i, 163), word, "soft", "middle", 13.5)
    if joint:
        figure.rect((left + 6, 92), (86, 52), "tint", "accent", 1)
        figure.text((left + 49, 123), "one model", "accent", "middle", 13.5)
    else:
        for i in range(2):
            figure.rect((left + 6 + 47 * i, 112), (39, 32), "tint", "accent", 1)


def retriever_architectures() -> Figure:
    """Bi-encoder, late interaction and cross-encoder side by side."""
    figure = Figure(
        "retriever-architectures",
        196,
        "Three ways of comparing query and document",
        "A bi-encoder compares one vector each, late interaction one vector per token, a "
        "cross-encoder reads both texts together.",
    )
    for left, name in ((2, "bi-encoder"), (111, "late interaction"), (220, "cross-encoder")):
        column(figure, left, name)
        texts(figure, left, left == 220)
    for x in (105.5, 214.5):
        figure.line((x, 8), (x, 194))
    for i in range(2):
        x = 27.5 + 47 * i
        figure.line((x, 112), (x, 94), "soft")
        figure.dot((x, 90), 4, "second")
        figure.line((x, 86), (51, 35), "second", 1.4)
    query = [(124 + 11 * i, 94.0) for i in range(3)]
    document = [(168 + 9 * i, 94.0) for i in range(4)]
    figure.dots([*query, *document], 3, "second")
    for start, best in zip(query, (2, 0, 3), strict=True):
        middle = (start[0] + document[best][0]) / 2
        figure.path(f"M{start[0]:g} 90Q{middle:g} {58 - 6 * best} {document[best][0]:g} 90", "second", 1.2)
    figure.line((160, 62), (160, 36), "second", 1.4)
    for i in range(2):
        figure.line((136.5 + 47 * i, 112), (136.5 + 47 * i, 101), "soft")
    figure.line((269, 92), (269, 36), "second", 1.4)
    return figure


PLANE = np.array([[186.0, 0.0], [-50.0, 54.0]])  # a unit square seen at an angle


def layers(seed: int = 157, count: int = 40) -> tuple[list[Array], list[list[int]], list[list[int]]]:
    """Points and target, the ids of each layer from the top, the greedy path in each."""
    rng = np.random.default_rng(seed)
    points = rng.random((count, 2)) @ PLANE
    members = [list(range(4)), list(range(13)), list(range(count))]
    target, paths = np.array([0.86, 0.3]) @ PLANE, []
    here = max(members[0], key=lambda i: float(np.hypot(*(points[i] - target))))
    for ids in members:
        path = [here]
        while True:
            near = neighbours(points, ids)[here]
            best = min(near, key=lambda i: float(np.hypot(*(points[i] - target))))
            if np.hypot(*(points[best] - target)) >= np.hypot(*(points[here] - target)):
                break
            here = best
            path.append(here)
        paths.append(path)
    return [points, target], members, paths


def neighbours(points: Array, ids: list[int], k: int = 3) -> dict[int, set[int]]:
    """The k nearest of each point within a layer, links both ways."""
    links: dict[int, set[int]] = {i: set() for i in ids}
    for i in ids:
        order = sorted(ids, key=lambda j: float(np.hypot(*(points[i] - points[j]))))
        for j in order[1 : k + 1]:
            links[i].add(j)
            links[j].add(i)
    return links


def hnsw_layers() -> Figure:
    """Three layers of a neighbour graph and the greedy search through them."""
    figure = Figure(
        "hnsw-layers",
        222,
        "Search through the layers of an HNSW index",
        "The search starts in the sparse top layer, walks greedily towards the query, and "
        "goes down where no neighbour is nearer.",
    )
    (points, target), members, paths = layers()

    def place(at: Array, layer: int) -> tuple[float, float]:
        return 54 + float(at[0]), 8 + 76 * layer + float(at[1])

    for layer, (ids, path) in enumerate(zip(members, paths, strict=True)):
        corners = [place(np.array(c) @ PLANE, layer) for c in ((0, 0), (1, 0), (1, 1), (0, 1))]
        figure.poly(corners, "line", 0.8, fill="none", closed=True)
        for i, near in neighbours(points, ids).items():
            for j in near:
                if i < j:
                    figure.line(place(points[i], layer), place(points[j], layer), "line")
        figure.dots([place(points[i], layer) for i in ids], 2, "soft")
        steps = [place(points[i], layer) for i in path]
        for start, end in pairwise(steps):
            figure.line(start, end, "accent", 2)
        figure.dots(steps, 3.2, "accent")
        if layer < 2:
            figure.arrow(steps[-1], place(points[path[-1]], layer + 1), "accent", 1.2, "3 3")
        words = ("few", "more", "all points")[layer]
        figure.text((250, 32 + 76 * layer), words, "soft", size=13.5)
    x, y = place(target, 2)
    figure.crosses([(x, y)], 4.5, "second", 2)
    figure.text((x + 6, y - 11), "query", "second", size=13.5)
    return figure


STAGES = (
    ("ingest", "lost in parsing, missing, stale"),
    ("index", "split answer, blurred chunk"),
    ("retrieve", "not among the first k"),
    ("re-rank", "dropped before the prompt"),
    ("generate", "ignored, contradicted, invented"),
)


def rag_pipeline() -> Figure:
    """The stages of RAG and the failure of each."""
    figure = Figure(
        "rag-pipeline",
        212,
        "Stages of retrieval-augmented generation",
        "Ingest, index, retrieve, re-rank and generate, each with its typical failure.",
    )
    for i, (stage, failure) in enumerate(STAGES):
        top = 6 + 42 * i
        figure.rect((4, top), (80, 30), "tint", "accent", 1)
        figure.text((44, top + 20), stage, "accent", "middle", bold=True)
        figure.text((96, top + 20), failure, "ink", size=13.5)
        if i < len(STAGES) - 1:
            figure.arrow((44, top + 30), (44, top + 42), "soft")
    return figure


FIGURES = (bm25_saturation, retriever_architectures, hnsw_layers, rag_pipeline)
