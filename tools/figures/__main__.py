"""Write every computed figure into source/figures."""

from __future__ import annotations

import importlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "source" / "figures"
MODULES = (
    "generalisation",
    "penalties",
    "metrics",
    "evaluation",
    "models",
    "training",
    "clusters",
    "geometry",
)


def main() -> None:
    """Draw and save all of them."""
    for name in MODULES:
        for draw in importlib.import_module(f"tools.figures.{name}").FIGURES:
            draw().write(FOLDER)


if __name__ == "__main__":
    main()
