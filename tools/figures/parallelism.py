"""Figures on the machinery of training: memory, number formats, collectives, pipelines."""

from __future__ import annotations

from tools.figures.axes import Axes
from tools.figures.svg import Figure

STATE = (
    ("weights, 16 bits", 2, "accent"),
    ("gradients, 16 bits", 2, "second"),
    ("master weights, 32 bits", 4, "third"),
    ("Adam's first moment", 4, "soft"),
    ("Adam's second moment", 4, "line"),
)


def training_memory_stack() -> Figure:
    """The 16 bytes a parameter of mixed-precision Adam as a stack of gigabytes."""
    figure = Figure(
        "training-memory-stack",
        194,
        "Memory of training with Adam in mixed precision",
        "Sixteen bytes a parameter: for 7 billion parameters 112 GB, against 14 GB of weights for inference.",
    )
    axes = Axes(figure, (34, 22, 278, 148), (0, 1), (0, 112))
    axes.spines()
    axes.yticks({0: "0", 80: "80", 112: "112"})
    axes.yname("GB for 7 billion parameters", 4)
    base = 0.0
    for words, share, colour in STATE:
        low, top = axes.at(0, base)[1], axes.at(0, base + 7 * share)[1]
        figure.rect((46, top + 0.6), (44, low - top - 1.2), colour)
        figure.text((98, (low + top) / 2 + 4.8), f"{words}: {7 * share}")
        base += 7 * share
    top = axes.at(0, 14)[1]
    figure.rect((262, top + 0.6), (44, 170 - top - 1.2), "accent")
    figure.line((34, axes.at(0, 80)[1]), (96, axes.at(0, 80)[1]), "ink", 1.2, "4 3")
    figure.text((68, 187), "training", "soft", "middle", 13.5)
    figure.text((282, 187), "inference", "soft", "middle", 13.5)
    return figure


def sharded(stage: int, devices: int = 64, size: float = 7.5) -> tuple[float, float, float]:
    """GB of weights, gradients and optimiser states on one device at this stage of ZeRO."""
    shares = [devices if stage >= at else 1 for at in (3, 2, 1)]
    return 2 * size / shares[0], 2 * size / shares[1], 12 * size / shares[2]


def zero_memory() -> Figure:
    """Gigabytes a device at the stages of ZeRO, by kind of state."""
    figure = Figure(
        "zero-memory",
        150,
        "Memory per device at the stages of ZeRO",
        "120 GB without sharding, 31.4 with optimiser states sharded, 16.6 with gradients, 1.9 with weights too.",
    )
    axes = Axes(figure, (62, 36, 216, 108), (0, 120), (0, 1))
    figure.text((62, 14), "GB per device, from the left", "soft", size=13.5)
    figure.text((62, 30), "weights", "accent", size=13.5)
    figure.text((116, 30), "gradients", "second", size=13.5)
    figure.text((184, 30), "optimiser states", "third", size=13.5)
    for stage in range(4):
        top, left = 36 + 28 * stage, 62.0
        figure.text((56, top + 16), "none" if stage == 0 else f"stage {stage}", "ink", "end", 13.5)
        parts = sharded(stage)
        for share, colour in zip(parts, ("accent", "second", "third"), strict=True):
            width = axes.at(share, 0)[0] - 62
            figure.rect((left, top), (max(width - 0.6, 0.4), 22), colour)
            left += width
        figure.text((left + 5, top + 16), f"{sum(parts):.1f}".removesuffix(".0"))
    return figure


def ring_allreduce() -> Figure:
    """Which chunks of four devices hold the full sum before, between and after the two phases."""
    figure = Figure(
        "ring-allreduce",
        156,
        "Ring all-reduce of four devices",
        "Reduce-scatter leaves each device one summed quarter; all-gather hands the quarters round.",
    )
    cell, top = 17, 28
    for k, (left, words) in enumerate(((30, "own parts"), (138, "a quarter"), (246, "all of it"))):
        for device in range(4):
            for chunk in range(4):
                done = k == 2 or (k == 1 and chunk == (device + 1) % 4)
                at = (left + cell * chunk, top + cell * device)
                figure.rect(at, (cell, cell), "accent" if done else "tint", "paper", 1.2)
        figure.text((left + 2 * cell, 18), words, "ink", "middle", 13.5)
    for device in range(4):
        figure.text((24, top + cell * device + 13), f"{device + 1}", "soft", "end", 13.5)
    for left, words in ((102, "reduce-scatter"), (210, "all-gather")):
        figure.arrow((left, top + 2 * cell), (left + 31, top + 2 * cell), "second")
        figure.text((left + 15.5, 116), words, "second", "middle", 13.5)
        figure.text((left + 15.5, 132), "3 steps of ¼", "second", "middle", 13.5)
    figure.text((30, 151), "rows: devices, columns: quarters", "soft", size=13.5)
    return figure


def pipeline(stages: int, batches: int) -> list[tuple[int, float, float, bool]]:
    """Stage, start, length and direction of each task, all forward before all backward, backward twice as long."""
    tasks = [(s, float(s + b), 1.0, True) for s in range(stages) for b in range(batches)]
    turn = stages + batches - 1
    back = [(s, turn + 2.0 * (stages - 1 - s + b), 2.0, False) for s in range(stages) for b in range(batches)]
    return tasks + back


def pipeline_bubble() -> Figure:
    """Busy and idle cells of a pipeline of four stages with 4 and with 12 micro-batches."""
    figure = Figure(
        "pipeline-bubble",
        190,
        "Idle time of a pipeline",
        "Four stages idle 43% of the time with 4 micro-batches and 20% with 12.",
    )
    unit, high = 6.3, 15
    for top, batches in ((26, 4), (112, 12)):
        idle = 3 / (batches + 3)
        figure.text((44, top - 8), f"{batches} micro-batches: idle {idle:.0%}")
        span = 3 * (batches + 3)
        figure.rect((34, top), (span * unit, 4 * high), "tint-second")
        for stage, start, length, forward in pipeline(4, batches):
            at = (34 + unit * start + 0.5, top + high * stage + 0.5)
            figure.rect(at, (unit * length - 1, high - 1), "accent" if forward else "third")
        for stage in range(4):
            figure.text((28, top + high * stage + 12), f"{stage + 1}", "soft", "end", 13.5)
    figure.text((178, 40), "forward", "accent")
    figure.text((178, 57), "backward", "third")
    figure.text((178, 74), "idle", "second")
    figure.text((1, 18), "stage", "soft", size=13.5)
    figure.text((317, 187), "time", "soft", "end", 13.5)
    return figure


FORMATS = (
    ("float32", 8, 23, "3.4·10³⁸"),
    ("bfloat16", 8, 7, "3.4·10³⁸"),
    ("float16", 5, 10, "65,504"),
    ("float8", 5, 2, "57,344 (E5M2)"),
    ("float8", 4, 3, "448 (E4M3)"),
)


def float_formats() -> Figure:
    """Sign, exponent and fraction bits of five formats, with their largest values."""
    figure = Figure(
        "float-formats",
        170,
        "Bits of floating-point formats",
        "bfloat16 has float32's 8 exponent bits and 7 fraction bits; float16 has 5 and 10.",
    )
    bit = 5.4
    figure.text((66, 16), "exponent", "accent", size=13.5)
    figure.text((138, 16), "fraction", "second", size=13.5)
    figure.text((316, 16), "largest", "soft", "end", 13.5)
    for i, (name, exponent, fraction, largest) in enumerate(FORMATS):
        top = 24 + 29 * i
        figure.text((58, top + 16), name, "ink", "end", 13.5)
        for k in range(1 + exponent + fraction):
            colour = "soft" if k == 0 else "accent" if k <= exponent else "second"
            figure.rect((62 + bit * k, top), (bit - 0.7, 22), colour)
        figure.text((316, top + 16), largest, "ink", "end", 13.5)
    return figure


FIGURES = (training_memory_stack, zero_memory, ring_allreduce, pipeline_bubble, float_formats)
