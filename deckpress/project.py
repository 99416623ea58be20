"""A project: where a bank and its products are, and which part of the bank is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deckpress.selection import Selection

__all__ = ["Project"]


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are, and which part of the bank is wanted."""

    source: Path
    output: Path
    templates: Path
    selection: Selection = field(default_factory=Selection)
    paper: tuple[tuple[str, Any], ...] = ()
    """Fields of Paper that are not to be what bank.toml says."""
    jobs: int = 0
    """Processes that may work side by side; 0 stands for one on each core."""
