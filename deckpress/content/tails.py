"""Tails: punctuation, units and endings that never leave the formula beside which they stand."""

from __future__ import annotations

import re
from collections.abc import MutableSequence, Sequence
from typing import Final

from deckpress.content.plain import SPACELESS
from deckpress.content.voice import Voice
from deckpress.parts import NESTING, Code, Deletion, Inline, Math, NoteMark, Text

__all__ = ["LETTERS", "joined", "short_cell", "tie"]

LETTERS: Final = "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
"""A letter of Chinese or Japanese, behind each of which a line may break."""
_FEW_LETTERS: Final = re.compile(rf"{LETTERS}{{2,6}}")

_UNITS: Final = (
    r"[kcmµn]?m[²³]?|[kmµ]?g|t|ms|s|min|h|[kMGT]?B|[kMG]?Hz|°C?|K|N|J|[kM]?W|V|A|Pa|mol|rad|dB|eV|l|%|‰|€"
)
_BEHIND: Final = re.compile(
    rf"(?:(?:(?![{SPACELESS}])[^\W\d_]){{1,12}}(?![\w<]))?"
    r"(?:\u00a0[;:!?»])?[-,.;:!?)\]“”‘’«»‹›%‰°′″…־،％℃‥〟؛؟٪।॥、。，．：；！？）」』】〕〉》｝］・ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ〜]*"
)
"""What stands right behind a formula and must not begin a line: the ending of nth or xs, and marks."""
_UNIT: Final = re.compile(rf"[ \u00a0](?:{_UNITS})(?!\w)[,.;:!?)]*")
_OPEN: Final = "(\\[“”„‘’‚«»‹›（「『【〔〈《｛［"
_BEFORE: Final = re.compile(rf"(?:(?:(?![{SPACELESS}])[^\W\d_]){{1,12}}-|[{_OPEN}]|«\u00a0|-)+$")
"""What stands right before a formula and must not end a line: brackets, and a prefix with its hyphen."""
_LAST: Final = frozenset(f"{_OPEN}\u00a0-\n")
"""Its last character, or that of a text in which it stands before a line end."""
_PREFIX: Final = re.compile(r"[\u0590-\u08ff]{1,3}-$")
"""A word of Hebrew or Arabic that is joined to the name behind it."""
_JOINED: Final = re.compile(r"(?<!\w)[\u0590-\u08ff]{1,3}-[A-Za-z0-9][\w.%]{0,15}(?![\w<])")
_SHORT: Final = 24  # characters
_OPENED: Final = '<span class="nb">'


def short_cell(html: str) -> str:
    """A cell of a table, in one piece where it is a few letters: no column is one letter wide."""
    return f"{_OPENED}{html}</span>" if _FEW_LETTERS.fullmatch(html) else html


def joined(html: str) -> str:
    """A text in which a short word of Hebrew or Arabic does not leave the Latin name that it is joined to."""
    return _JOINED.sub(rf"{_OPENED}\g<0></span>", html)


def tie(parts: Sequence[Inline], html: MutableSequence[str], voice: Voice) -> None:
    """Tie each formula to what stands beside it; `html` holds a piece for each part."""
    for index, part in enumerate(parts):
        if isinstance(part, Text):  # as a rule
            continue
        if isinstance(part, Code):
            if index and len(part.content) <= _SHORT:
                _tie_code(html, index)
        elif formula := _formula(part):
            _tie(parts, html, voice, index, formula)


def _tie_code(html: MutableSequence[str], index: int) -> None:
    """Tie code to the prefix before it."""
    if found := _PREFIX.search(html[index - 1]):
        html[index - 1] = html[index - 1][: found.start()]
        html[index] = f"{_OPENED}{found[0]}{html[index]}</span>"


def _formula(part: Inline) -> Math | None:
    """A formula, also one that is all of an emphasis, link or deletion around it."""
    while isinstance(part, NESTING):
        if len(part.parts) != 1:
            return None
        part = part.parts[0]
    return part if isinstance(part, Math) else None


def _tie(
    parts: Sequence[Inline], html: MutableSequence[str], voice: Voice, index: int, formula: Math
) -> None:
    head = tail = ""
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    if isinstance(before, Text) and (found := _before(html[index - 1])):
        head, html[index - 1] = found[0], html[index - 1][: found.start()]
    if isinstance(after, Text):
        tail, html[index + 1] = _tail(html[index + 1], counted=formula.tex[-1:].isdigit())
    elif isinstance(after, NoteMark):
        tail, html[index + 1] = html[index + 1], ""
    if not head and not tail:
        return
    if parts[index] is formula:
        html[index] = voice.tied(html[index], tail, head)
    elif _wide(parts[index]):
        html[index] = f"{head}{html[index]}{tail}"
    else:
        html[index] = f"{_OPENED}{head}{html[index]}{tail}</span>"


def _before(html: str) -> re.Match[str] | None:
    """What of a text must stay with the formula behind it; as a rule nothing, as its last character says."""
    return _BEFORE.search(html) if html[-1:] in _LAST else None


def _wide(part: Inline) -> bool:
    """Whether a formula, or the hint that stands for it on a front, may be as wide as a line."""
    while isinstance(part, NESTING):
        if isinstance(part, Deletion) and len(part.hint) > _SHORT:
            return True
        part = part.parts[0]
    return isinstance(part, Math) and len(part.tex) > _SHORT


def _tail(html: str, *, counted: bool) -> tuple[str, str]:
    """What stays with a formula, and the rest; behind a number also a unit."""
    if counted and (unit := _UNIT.match(html)):
        return unit[0].replace(" ", "\u00a0"), html[unit.end() :]
    found = _BEHIND.match(html)
    end = found.end() if found else 0
    return html[:end], html[end:]
