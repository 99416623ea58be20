"""Figures on the transformer as a whole: families, blocks, normalisation, tokens and experts."""

from __future__ import annotations

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


FIGURES = (transformer_families,)
