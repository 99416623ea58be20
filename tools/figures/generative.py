"""Figures on generative and multimodal models: noising, patches, contrastive pairs, guidance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.figures.axes import Axes
from tools.figures.svg import Figure

Array = NDArray[np.float64]


def kept_signal(steps: int = 1000) -> Array:
    """Share of the signal's variance after each step of the linear schedule, from step 0."""
    return np.concatenate([[1.0], np.cumprod(1 - np.linspace(1e-4, 0.02, steps))])


def diffusion_forward() -> Figure:
    """Signal and noise factors against time, and one curve as it is noised."""
    figure = Figure(
        "diffusion-forward",
        214,
        "Diffusion's forward process",
        "The signal's factor falls from 1 to 0.006 and the noise's factor rises to 1; they cross at step 259.",
    )
    axes = Axes(figure, (26, 24, 286, 86), (0, 1000), (0, 1))
    kept, steps = kept_signal(), np.arange(1001)
    axes.spines()
    axes.yticks({0: "0", 1: "1"})
    axes.yname("factor in the mix", 4)
    axes.curve(steps, np.sqrt(kept), "accent")
    axes.curve(steps, np.sqrt(1 - kept), "second", 1.8, "6 3")
    figure.text((axes.at(560, 0.3)[0], axes.at(0, 0.32)[1]), "signal", "accent")
    figure.text((axes.at(560, 0.8)[0], axes.at(0, 0.78)[1]), "noise", "second")
    rng = np.random.default_rng(1)
    grid = np.linspace(0, 1, 60)
    clean = 1.3 * np.sin(2 * np.pi * grid) * (1.4 - grid)
    noise = rng.normal(size=60)
    for i, t in enumerate((0, 100, 300, 1000)):
        panel = Axes(figure, (26.0 + 74 * i, 146, 64, 48), (0, 1), (-3, 3))
        figure.line((26 + 74 * i, 170), (90 + 74 * i, 170), "line")
        mixed = np.sqrt(kept[t]) * clean + np.sqrt(1 - kept[t]) * noise
        panel.curve(grid, mixed, "ink", 1.2)
        x, base = axes.at(t, 0)
        figure.line((x, base), (x, base + 3), "soft")
        figure.text((min(x, 304), base + 17), f"{t}", "soft", "middle", 13.5)
        figure.text((58.0 + 74 * i, 210), f"t = {t}", "ink", "middle", 13.5)
    figure.text((axes.at(650, 0)[0], 127), "step t", "soft", "middle", 13.5)
    return figure


def vit_patches() -> Figure:
    """An image cut into patches that become a row of tokens."""
    figure = Figure(
        "vit-patches",
        164,
        "Image patches as tokens",
        "An image of 224 by 224 is cut into 14 by 14 patches; each becomes a vector, a class token leads.",
    )
    left, top, side = 8.0, 26.0, 112.0
    figure.text((left, 16), "224 × 224 pixels", "soft", size=13.5)
    figure.rect((left, top), (side, side), "tint", "accent", 1)
    for k in range(1, 14):
        figure.line((left + 8 * k, top), (left + 8 * k, top + side), "accent", 0.5)
        figure.line((left, top + 8 * k), (left + side, top + 8 * k), "accent", 0.5)
    figure.rect((left + 40, top + 32), (8, 8), "second")
    figure.arrow((left + 50, top + 36), (152, top + 36), "second")
    figure.rect((154, top + 16), (38, 38), "tint-second", "second", 1.2)
    figure.text((200, top + 26), "one patch:", "second")
    figure.text((200, top + 43), "16 × 16 × 3 = 768", "second", size=13.5)
    figure.arrow((204, top + 54), (204, top + 76), "second")
    figure.text((212, top + 70), "linear map", "soft", size=13.5)
    row = ((134.0, "accent"), (160.0, "tint"), (196.0, "tint-second"), (232.0, "tint"))
    for x, fill in row:
        figure.rect((x, top + 80), (16, 32), fill, "second" if "second" in fill else "accent")
    for x in (186.0, 222.0):
        figure.text((x, top + 101), "…", "ink", "middle")
    figure.text((134, top + 130), "class", "accent", size=13.5)
    figure.text((190, top + 130), "197 tokens in all", "ink", size=13.5)
    figure.text((8, top + 130), "14 × 14 patches", "accent", size=13.5)
    return figure


def clip_matrix() -> Figure:
    """Similarities of four images and texts; at the right, one image against class prompts."""
    figure = Figure(
        "clip-matrix",
        206,
        "CLIP in training and in use",
        "In training the diagonal of the batch's similarity matrix is raised; in use the nearest prompt wins.",
    )
    figure.text((8, 16), "training: a batch", "ink", bold=True)
    size, left, top = 30.0, 52.0, 46.0
    for i in range(4):
        figure.text((left + size * (i + 0.5), top - 7), f"T{i + 1}", "ink", "middle")
        figure.text((left - 8, top + size * (i + 0.65)), f"I{i + 1}", "ink", "end")
        for j in range(4):
            corner = (left + size * j, top + size * i)
            figure.rect(corner, (size - 2, size - 2), "accent" if i == j else "tint")
    figure.arrow((left + 2, 178), (left + 116, 178), "second")
    figure.text((8, 198), "softmax along rows and columns", "second", size=13.5)
    figure.arrow((18, top + 2), (18, top + 116), "second")
    figure.text((196, 16), "use: one image", "ink", bold=True)
    rows = (("a photo of a dog", 0.08), ("a photo of a cat", 0.87), ("a photo of a car", 0.05))
    for i, (words, share) in enumerate(rows):
        y = 52.0 + 44 * i
        figure.text((196, y), words, "ink", size=13.5)
        best = share > 0.5
        figure.rect((196, y + 6), (max(90 * share, 2), 12), "accent" if best else "soft")
        figure.text((290, y + 17), f"{share:.2f}", "accent" if best else "soft", size=13.5)
    return figure


FIGURES = (diffusion_forward, vit_patches, clip_matrix)
