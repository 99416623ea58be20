"""Figures on forecasting."""

from __future__ import annotations

from tools.figures.svg import Figure

LEFT, STEP, HORIZON, ROWS = 8.0, 34.0, 58.0, 5


def rolling_origin() -> Figure:
    """Five origins: a growing past and the horizon that follows it."""
    figure = Figure(
        "rolling-origin",
        150,
        "Rolling-origin backtest",
        "Five timelines below each other. The training part grows by one step from row to row and is "
        "followed at once by a test part of constant length.",
    )
    for row in range(ROWS):
        origin, top = LEFT + 106 + row * STEP, 24 + row * 20
        figure.rect((LEFT, top), (origin - LEFT, 13), "tint", "accent", 1)
        figure.rect((origin, top), (HORIZON, 13), "tint-second", "second", 1)
    figure.text((LEFT, 16), "fit on the past", "accent")
    figure.text((LEFT + 106, 16), "test the horizon", "second")
    figure.arrow((LEFT, 130), (312, 130), "soft", 1)
    figure.text((LEFT, 146), "time", "soft", size=13.5)
    figure.text((312, 146), "each row: one origin", "soft", "end", 13.5)
    return figure


FIGURES = (rolling_origin,)
