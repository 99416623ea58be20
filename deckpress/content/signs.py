"""Signs of relation: one list of them, as TeX and as characters, and where a line on a screen may break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["ARROWS", "BREAKING", "BREAKING_TEX", "RELATIONS", "SIGNS", "Sign", "has_relation"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of relation."""

    char: str
    """As MathML and text have it."""
    tex: tuple[str, ...]
    """Every way to write it."""
    breaks: bool = False
    """Whether a long formula in a line of a card or page may go on in the next line before it."""


SIGNS: Final = (
    Sign("=", ("=",), breaks=True),
    Sign("<", ("<", r"\lt"), breaks=True),
    Sign(">", (">", r"\gt"), breaks=True),
    Sign("≤", (r"\le", r"\leq"), breaks=True),
    Sign("≥", (r"\ge", r"\geq"), breaks=True),
    Sign("≈", (r"\approx",), breaks=True),
    Sign("∝", (r"\propto",), breaks=True),
    Sign("→", (r"\to", r"\rightarrow"), breaks=True),
    Sign("↔", (r"\leftrightarrow",), breaks=True),
    Sign("⟶", (r"\longrightarrow",), breaks=True),
    Sign("⟵", (r"\longleftarrow",), breaks=True),
    Sign("⇌", (r"\rightleftharpoons",), breaks=True),
    Sign("←", (r"\gets", r"\leftarrow")),
    Sign("≠", (r"\ne", r"\neq")),
    Sign("∼", (r"\sim",)),
    Sign("≃", (r"\simeq",)),
    Sign("≅", (r"\cong",)),
    Sign("≡", (r"\equiv",)),
    Sign("≔", (r"\coloneqq",)),
    Sign("∈", (r"\in",)),
    Sign("∉", (r"\notin",)),
    Sign("⊂", (r"\subset",)),
    Sign("⊆", (r"\subseteq",)),
    Sign("≪", (r"\ll",)),
    Sign("≫", (r"\gg",)),
    Sign("↦", (r"\mapsto",)),
    Sign("⇒", (r"\Rightarrow",)),
    Sign("⇐", (r"\Leftarrow",)),
    Sign("⇔", (r"\Leftrightarrow",)),
    Sign("⟹", (r"\Longrightarrow", r"\implies")),
    Sign("⟺", (r"\Longleftrightarrow", r"\iff")),
)
RELATIONS: Final = frozenset(sign.char for sign in SIGNS)
"""Characters: a line of paper may break behind each, and each has spaces round it in text."""
BREAKING: Final = frozenset(sign.char for sign in SIGNS if sign.breaks)
BREAKING_TEX: Final = frozenset(tex for sign in SIGNS if sign.breaks for tex in sign.tex)
ARROWS: Final = frozenset("→←↔⟶⟵⇌")
"""Those that chemistry has, with texts above and below."""
_TEX: Final = frozenset(tex for sign in SIGNS for tex in sign.tex)
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[=<>]")


def has_relation(tex: str) -> bool:
    """Whether a formula says that something is equal to, less than or otherwise related to something."""
    return any(found[0] in _TEX for found in _TOKEN.finditer(tex))
