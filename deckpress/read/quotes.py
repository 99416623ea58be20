"""Quotation marks around values: the straight ones to write, and the curly ones that mean nothing."""

from __future__ import annotations

from typing import Final

__all__ = ["CURLY", "quoted", "uncurled"]

CURLY: Final = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f"


def quoted(value: str) -> str:
    """A value in quotes, as YAML wants it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def uncurled(value: str) -> str:
    """A value without the curly quotes at its ends."""
    return value.strip(CURLY)
