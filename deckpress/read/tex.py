"""TeX as text: its faults with their place, its groups, and what was written out of a macro."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["COMMAND", "Expanded", "MathError", "find_group"]

COMMAND: Final = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.S)
_BRACE: Final = re.compile(r"\\.|[{}]", re.S)


class MathError(ValueError):
    """A formula that cannot be set; `offset` counts characters into it."""

    def __init__(
        self, offset: int, message: str, hint: str = "", length: int = 1, *, code: str = "M401"
    ) -> None:
        super().__init__(message)
        self.offset, self.message, self.hint, self.length, self.code = offset, message, hint, length, code


@dataclass(frozen=True, slots=True)
class Expanded:
    """A formula with macros written out."""

    text: str
    origins: tuple[int, ...]
    """For each character, and for the end, where in the formula as written it comes from."""


def find_group(tex: str, start: int) -> int:
    """The index behind the group that the brace at `start` opens; 0 where nothing closes it."""
    depth = 0
    for found in _BRACE.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.end()
    return 0
