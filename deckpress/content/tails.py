"""Tails: punctuation, units and endings that never leave the formula beside which they stand."""

from __future__ import annotations

import re
from collections.abc import MutableSequence, Sequence
from typing import TYPE_CHECKING, Final

from deckpress.content.plain import SPACELESS
from deckpress.content.voice import Voice

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["LETTERS", "joined", "short_cells", "tie"]

LETTERS: Final = "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
"""A letter of Chinese or Japanese, behind each of which a line may break."""
_FEW_LETTERS: Final = re.compile(rf"(<t[hd][^>]*>)({LETTERS}{{2,6}})(?=</t[hd]>)")

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


def short_cells(rows: str) -> str:
    """The rows of a table with each cell of a few letters in one piece: no column is one letter wide."""
    return _FEW_LETTERS.sub(rf"\1{_OPENED}\2</span>", rows)


def joined(html: str) -> str:
    """A text in which a short word of Hebrew or Arabic does not leave the Latin name that it is joined to."""
    return _JOINED.sub(rf"{_OPENED}\g<0></span>", html)


def tie(children: Sequence[Token], html: MutableSequence[str], voice: Voice) -> None:
    """Tie each inline formula to what stands beside it; `html` holds a piece for each child."""
    for index, child in enumerate(children):
        if child.type == "math_inline":
            first = last = index  # with the emphasis, link or deletion around it
            while first and last + 1 < len(children) and _around(children[first - 1], children[last + 1]):
                first, last = first - 1, last + 1
            _tie(children, html, voice, (first, index, last))
        elif child.type == "code_inline" and index and len(child.content) <= _SHORT:
            _tie_code(html, index)


def _tie_code(html: MutableSequence[str], index: int) -> None:
    """Tie code to the prefix before it."""
    if found := _PREFIX.search(html[index - 1]):
        html[index - 1] = html[index - 1][: found.start()]
        html[index] = f"{_OPENED}{found[0]}{html[index]}</span>"


def _around(left: Token, right: Token) -> bool:
    return left.nesting > 0 and right.nesting < 0


def _tie(
    children: Sequence[Token], html: MutableSequence[str], voice: Voice, at: tuple[int, int, int]
) -> None:
    first, index, last = at
    head = tail = ""
    if first and children[first - 1].type == "text" and (found := _before(html[first - 1])):
        head, html[first - 1] = found[0], html[first - 1][: found.start()]
    if last + 1 < len(children) and children[last + 1].type == "text":
        tail, html[last + 1] = _tail(html[last + 1], counted=children[index].content[-1:].isdigit())
    elif last + 1 < len(children) and children[last + 1].type == "footnote_ref":
        tail, html[last + 1] = html[last + 1], ""
    if not head and not tail:
        return
    if first == index:
        html[index] = voice.tied(html[index], tail, head)
    elif _wide(children[first : index + 1]):
        html[first], html[last] = head + html[first], html[last] + tail
    else:
        html[first], html[last] = _OPENED + head + html[first], f"{html[last]}{tail}</span>"


def _before(html: str) -> re.Match[str] | None:
    """What of a text must stay with the formula behind it; as a rule nothing, as its last character says."""
    return _BEFORE.search(html) if html[-1:] in _LAST else None


def _wide(tokens: Sequence[Token]) -> bool:
    """Whether a formula, or the hint that stands for it on a front, may be as wide as a line."""
    hints = (len(str(token.meta.get("hint", ""))) for token in tokens)
    return len(tokens[-1].content) > _SHORT or max(hints) > _SHORT


def _tail(html: str, *, counted: bool) -> tuple[str, str]:
    """What stays with a formula, and the rest; behind a number also a unit."""
    if counted and (unit := _UNIT.match(html)):
        return unit[0].replace(" ", "\u00a0"), html[unit.end() :]
    found = _BEHIND.match(html)
    end = found.end() if found else 0
    return html[:end], html[end:]
