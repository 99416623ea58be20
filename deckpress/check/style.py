"""Style: which of the house rules a bank asks for, and how much each weighs there.

Soundness rules are errors in every bank. A rule of style is what `[check.rules]` of bank.toml says of
it; else `[check] style` decides: as its row in codes.toml says, as advice, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from deckpress.problems import Problem, Severity, codes
from deckpress.settings import Settings

__all__ = ["apply_style", "is_english"]

_ENGLISH: Final = frozenset(
    (
        "Q103",
        "Q104",
        "Q105",
        "Q106",
        "Q107",
        "A205",
        "A206",
        "A210",
        "A215",
        "A216",
        "C006",
        "Z305",
    )
)
"""Rules made of English words."""
_HOUSE_ONLY: Final = frozenset(("A208", "A214", "A217", "R601"))
"""Rules that ask for a part which most banks never meant to have."""


def apply_style(settings: Settings, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with the severity that the bank gives them; rules that are off are left out."""
    for found in problems:
        severity = _severity(settings, found)
        if severity is not None:
            yield found if severity is found.severity else replace(found, severity=severity)


def is_english(settings: Settings) -> bool:
    """Whether rules about English words mean anything here."""
    return settings.language.partition("-")[0] == "en"


def _severity(settings: Settings, found: Problem) -> Severity | None:
    if not codes()[found.code].style:
        return found.severity
    asked = settings.rules.get(found.code)
    if asked:
        return None if asked == "off" else Severity(asked)
    off = found.code in _ENGLISH and not is_english(settings)
    if off or settings.style == "none":
        return None
    if settings.style == "house":
        return found.severity
    return None if found.code in _HOUSE_ONLY else Severity.ADVICE
