"""Engine: ziamath as our formulas want it, without the measuring that it does for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["LEAST", "engine"]

LEAST: Final = 0.625
"""The smallest script, of the formula's size: 4.5 pt in text of 7.2 pt."""

_Measure = Callable[..., tuple[float, float]]


@cache
def engine() -> ModuleType:
    """The module, with whole numbers in its drawings and LEAST."""
    import ziamath  # noqa: PLC0415 - imported on use
    from ziamath import styles  # noqa: PLC0415 - as above
    from ziamath.config import config  # noqa: PLC0415 - as above
    from ziamath.nodes.mrow import Mrow  # noqa: PLC0415 - as above

    config.svg2 = False
    config.precision = 1
    config.minsizefraction = LEAST
    tools: Any = styles, Mrow
    tools[0].asdict = vars  # it only looks into a style, and a deep copy of it takes a fifth of the time
    tools[1]._get_height_nostretch = _measured_if_used(Mrow._get_height_nostretch)  # noqa: SLF001 - no other way
    return ziamath


def _measured_if_used(measure: _Measure) -> _Measure:
    """Measure a row only where that is used: each is made twice, rows within it four times and so on.

    Only signs that grow with their row ask for the height, and they ask the innermost row that they are in.
    """

    def heights(row: Any, line: Sequence[ET.Element], **more: Any) -> tuple[float, float]:
        if any(_grows(child) for child in line):
            return measure(row, line, **more)
        return 0.0, 0.0

    return heights


def _grows(element: ET.Element) -> bool:
    """Whether a sign in an element may grow with the row that the element is in."""
    if element.tag in ("mo", "mi"):
        text = (element.text or "").strip()
        return "stretchy" in element.attrib or text in _growing()
    return element.tag != "mrow" and any(_grows(child) for child in element)


@cache
def _growing() -> frozenset[str]:
    """The signs that ziamath's dictionary calls stretchy in any of their forms."""
    from ziamath.operators import operators  # noqa: PLC0415 - imported on use

    return frozenset(sign for (sign, _), row in operators.items() if row.get("stretchy", "false") != "false")
