"""Figures on agents and on judging language models: loop, compounding, injection, intervals."""

from __future__ import annotations

import numpy as np

from tools.figures.axes import Axes
from tools.figures.svg import Figure, Point


def box(figure: Figure, middle: Point, words: str, size: Point = (84, 32), colour: str = "accent") -> None:
    """A labelled station."""
    corner = (middle[0] - size[0] / 2, middle[1] - size[1] / 2)
    figure.rect(corner, size, "tint" if colour == "accent" else "tint-second", colour, 1)
    figure.text((middle[0], middle[1] + 5), words, colour, "middle")


def agent_loop() -> Figure:
    """The loop of a tool-using agent and its two exits."""
    figure = Figure(
        "agent-loop",
        196,
        "The loop of a tool-using agent",
        "Context goes to the model, its call to the runtime's checks, the permitted call to the "
        "tool, and the observation back into the context; exits are an answer and a stop.",
    )
    context, model, checks, tool = (46, 40), (186, 40), (186, 140), (46, 140)
    box(figure, context, "context")
    box(figure, model, "model")
    box(figure, checks, "checks", colour="second")
    box(figure, tool, "tool")
    figure.arrow((88, 40), (143, 40))
    figure.arrow((186, 56), (186, 123))
    figure.arrow((144, 140), (89, 140))
    figure.arrow((46, 124), (46, 57))
    figure.text((192, 94), "call", "soft", size=13.5)
    figure.text((52, 94), "observation", "soft", size=13.5)
    figure.text((116, 132), "allowed", "soft", "middle", 13.5)
    figure.arrow((228, 40), (254, 40), "soft")
    figure.text((258, 45), "answer", "ink", size=13.5)
    figure.arrow((228, 140), (254, 140), "second")
    figure.text((258, 145), "stop", "second", size=13.5)
    figure.text((186, 174), "rights, budget,", "soft", "middle", 13.5)
    figure.text((186, 190), "repeated failure", "soft", "middle", 13.5)
    return figure


def agent_compounding() -> Figure:
    """Success of a task against its number of steps."""
    figure = Figure(
        "agent-compounding",
        186,
        "Success of a task of n steps",
        "With 0.9 per step almost no task of 40 steps succeeds, with 0.999 almost all do.",
    )
    axes = Axes(figure, (28, 24, 214, 140), (0, 50), (0, 1))
    axes.spines()
    axes.xticks({0: "0", 20: "20", 40: "40"})
    axes.yticks({0.5: "0.5", 1: "1"}, grid=True)
    axes.yname("task succeeds", 4)
    axes.xname("steps", 248, "start")
    steps = np.arange(0, 51)
    rows = (
        (0.999, "accent", "", "0.999", 1),
        (1 - 0.05**2, "second", "2 3", "0.95, 1 retry", 9),
        (0.99, "third", "8 3 1.5 3", "0.99", 5),
        (0.95, "second", "", "0.95", -1),
        (0.9, "ink", "6 3", "0.9", 4),
    )
    for p, colour, dash, words, drop in rows:
        axes.curve(steps, p**steps, colour, 1.8, dash)
        end = axes.at(50, p**50)
        figure.text((end[0] + 5, end[1] + drop), words, colour, size=13.5)
    return figure


def injection_triangle() -> Figure:
    """What data theft by injection needs."""
    figure = Figure(
        "injection-triangle",
        186,
        "What data theft by prompt injection needs",
        "Private data, untrusted content and a way out; without one of them nothing is stolen.",
    )
    top, left, right = (160, 34), (70, 150), (250, 150)
    figure.poly([top, left, right], "accent", 1.4, fill="tint", closed=True)
    for corner in (top, left, right):
        figure.dot(corner, 6, "accent")
    figure.text((160, 20), "private data", "accent", "middle", bold=True)
    figure.text((70, 176), "untrusted content", "accent", "middle", bold=True)
    figure.text((250, 176), "way out", "accent", "middle", bold=True)
    figure.text((160, 108), "data", "second", "middle", bold=True)
    figure.text((160, 126), "theft", "second", "middle", bold=True)
    return figure


def benchmark_error_bars() -> Figure:
    """Half the width of the 95% interval against the number of questions."""
    figure = Figure(
        "benchmark-error-bars",
        180,
        "Uncertainty of a score of 80%",
        "The half-width of the 95% interval falls with the root of the number of questions: "
        "7.8 points at 100, 2.5 at 1,000, 0.8 at 10,000.",
    )
    axes = Axes(figure, (30, 24, 272, 134), (50, 20000), (0, 12), logx=True)
    axes.spines()
    axes.xticks({100: "100", 1000: "1,000", 10000: "10,000"})
    axes.yticks({5: "5", 10: "10"}, grid=True)
    axes.yname("± points", 4)
    axes.xname("questions", 112)
    sizes = np.geomspace(50, 20000, 80)
    half = 196 * np.sqrt(0.8 * 0.2 / sizes)
    axes.curve(sizes, half, "accent")
    for n in (100, 1000, 10000):
        value = 196 * (0.16 / n) ** 0.5
        at = axes.at(n, value)
        figure.dot(at, 3.2, "accent")
        figure.text((at[0] + 6, at[1] - 6), f"±{value:.1f}", "accent")
    return figure


FIGURES = (agent_loop, agent_compounding, injection_triangle, benchmark_error_bars)
