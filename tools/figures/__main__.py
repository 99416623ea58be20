"""Write every computed figure into source/figures."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "source" / "figures"


def main() -> None:
    """Draw and save all of them."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__":
            for draw in getattr(importlib.import_module(f"tools.figures.{module.name}"), "FIGURES", ()):
                draw().write(FOLDER)


if __name__ == "__main__":
    main()
