"""The deck's voice: TeX for Anki's MathJax, figures as media files, no links between cards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from deckpress.bank import AnyFigure, Figure, Label, Labels
from deckpress.content.code import Run, code_html
from deckpress.content.figures import painted_svg
from deckpress.content.labels import place
from deckpress.content.markers import mute_alt, mute_deletion, mute_math
from deckpress.content.prepared import Prepared, player, sound_mark
from deckpress.content.signs import BREAKING_TEX
from deckpress.content.tables import Row, rows_html
from deckpress.content.voice import LEFT_TO_RIGHT, ruby_html
from deckpress.render.deck.formulas import mathjax

__all__ = ["DeckVoice"]

_COMMAND: Final = re.compile(r"\\(?:text|mathrm|operatorname)\b|\\[A-Za-z]+|\\.")
_CHEMICAL: Final = re.compile(r"\\text\{[^{}]*[A-Z)\]][a-z]?\}[_^]")  # full of capitals, which are wide
_ABOVE: Final = re.compile(
    r"\\(?:over|under)set\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
)  # takes no room in the line
_CAPITAL: Final = re.compile(r"[A-Z]")
_LAYOUT: Final = re.compile(r"[{}_^\s]")
_LONG: Final = 18  # characters of a formula that leave a phone's line ragged
_WIDE: Final = 25  # characters that no line of a 320 px phone holds beside a list's margin
_WIDE_DISPLAY: Final = 15  # characters of a formula set off that a 320 px phone may not hold
_PIECE: Final = "<wbr>"  # between the pieces of a formula that may break there
_TAIL: Final = 6  # characters that a mark and a list's margin take from a line beside a formula
_TIED_TAG: Final = '<span class="nb">'
_LONG_TAG: Final = '<span class="long">'
_SIGN: Final = re.compile(r"\\left\b|\\right\b|\\[A-Za-z]+|\\.|[][(){}=<>+]")
_OPENERS: Final = frozenset(("{", "(", "[", r"\left"))
_CLOSERS: Final = frozenset(("}", ")", "]", r"\right"))
_SUMS: Final = frozenset(("+", r"\overset", r"\underset"))
"""Where an equation of chemistry may break too: before a sum's sign and an arrow with a text."""


@dataclass(slots=True)
class DeckVoice:
    """Collects the media files of the fields it makes."""

    light: Mapping[str, str]
    night: Mapping[str, str]
    """Palette of the topic in the two modes."""
    pictures: Mapping[str, Prepared] = field(default_factory=dict)
    """File name to the picture made ready for cards."""
    waits: bool = False
    """Whether sounds wait until they are asked for."""
    hides: str = "hide-one"
    """What a card of a label hides."""
    media: dict[str, bytes] = field(default_factory=dict)
    """Media name to content; the name holds a hash of the content."""

    def math(self, tex: str, *, display: bool) -> str:
        """TeX between MathJax's marks; a long formula in a line may break before a relation.

        One set off that may be wider than a phone stands in a box that the keyboard reaches and scrolls.
        """
        if display:
            html = mathjax(tex, display=True)
            return f'<span class="wide" tabindex="0">{html}</span>' if _room(tex) >= _WIDE_DISPLAY else html
        if _room(tex) < _LONG:
            return mathjax(tex, display=False)
        return _PIECE.join(_scrolling(piece) for piece in _pieces(tex))

    def tied(self, formula: str, tail: str, head: str = "") -> str:
        """A browser may break a line beside any formula, so these are held together."""
        if formula.startswith(LEFT_TO_RIGHT):
            return f"{_TIED_TAG}{head}{formula}{tail}</span>"
        first, mark, rest = formula.partition(_PIECE)
        if not mark:
            return _held(formula, tail, head)
        before, mark, last = rest.rpartition(_PIECE)
        first = _held(first, "", head) if head else first
        return f"{first}{_PIECE}{before}{mark}{_held(last, tail, '') if tail else last}"

    def literal(self, html: str, *, code: bool) -> str:
        r"""Text in which \( and \[ start no formula; commands in brackets are muted in the whole field.

        Code stays as it is, so that it is found by search: MathJax does not look into it.
        """
        return html if code else mute_math(html)

    def ruby(self, base: str, reading: str) -> str:
        """As browsers set it."""
        return ruby_html(base, reading)

    def figure(self, figure: AnyFigure, alt: str, caption: str) -> str:
        """A picture, or two images of a drawing, of which the card's style shows the one for the mode."""
        note = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{self._images(figure, alt)}{note}</figure>"

    def labels(self, figure: AnyFigure, labels: Labels) -> str:
        """A picture on which each label is a deletion, and its mask the hint: no script is needed."""
        deletions = "".join(_deletion(label) for label in labels.labels)
        shown = f'<div class="labels {self.hides}">{self._images(figure, labels.alt)}{deletions}</div>'
        return f'{shown}<p class="caption">{labels.caption}</p>' if labels.caption else shown

    def _images(self, figure: AnyFigure, alt: str) -> str:
        if not isinstance(figure, Figure):
            made = self.pictures[figure.name]
            self.media[made.name] = made.data
            kind = "picture ground" if figure.ground else "picture"
            size = f'width="{made.width}" height="{made.height}"'
            return f'<img class="{kind}" src="{made.name}" {size} alt="{mute_alt(alt)}">'
        return "".join(
            f'<img class="{mode}" src="{self._add(figure, palette)}" alt="{mute_alt(alt)}">'
            for mode, palette in (("day", self.light), ("night", self.night))
        )

    def sound(self, name: str, alt: str, *, alone: bool) -> str:
        """A mark where the note puts Anki's tag, or a player that waits."""
        made = self.pictures[name]
        self.media[made.name] = made.data
        shown = player(made.name, alt) if self.waits else sound_mark(made.name)
        return f"<p>{shown}</p>" if alone else shown

    def _add(self, figure: Figure, palette: Mapping[str, str]) -> str:
        data = painted_svg(figure, palette).encode()
        stem = figure.name.removesuffix(".svg").lower()
        name = f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}.svg"
        self.media[name] = data
        return name

    def address(self, question_id: str) -> str:  # noqa: ARG002 - one signature for all voices
        """Cards come alone: there is nothing to lead to."""
        return ""

    def code(self, runs: Sequence[Run], *, output: bool) -> str:
        """A block that scrolls by itself, by keyboard too."""
        html = code_html(runs)
        return f'<pre class="{"output" if output else "code"}" tabindex="0"><code>{html}</code></pre>'

    def table(self, rows: Sequence[Row], caption: str) -> str:
        """A table that scrolls by itself, by keyboard too."""
        head = f"<caption>{caption}</caption>" if caption else ""
        return f'<div class="table" tabindex="0"><table>{head}{rows_html(rows)}</table></div>'


def _held(piece: str, tail: str, head: str) -> str:
    """A piece of a formula and what must not leave it."""
    if piece.startswith(_LONG_TAG):  # scrolls by itself, and the mark with it
        return f"{_LONG_TAG}{head}{piece.removeprefix(_LONG_TAG).removesuffix('</span>')}{tail}</span>"
    scrolls = _room(unescape(piece[2:-2])) >= _WIDE - _TAIL
    return f"{_LONG_TAG if scrolls else _TIED_TAG}{head}{piece}{tail}</span>"


def _deletion(label: Label) -> str:
    name, at = mute_deletion(label.text, hidden=True), place(label)
    answer = f'<span class="ring {label.shape}" style="{at}"></span><span class="name">{name}</span>'
    mask = f'<span class="mask" role="img" aria-label="?" style="{at}"></span>'
    return f"{{{{c{label.number}::{answer}::{mask}}}}}"


def _scrolling(tex: str) -> str:
    html = mathjax(tex, display=False)
    return f"{_LONG_TAG}{html}</span>" if _length(tex) >= _WIDE else html


def _room(tex: str) -> float:
    """Roughly how much room a formula takes, in small letters."""
    return _length(tex) + len(_CAPITAL.findall(_COMMAND.sub("", tex))) / 2  # half as wide again


def _length(tex: str) -> int:
    """Roughly how many characters a formula shows."""
    shown = _LAYOUT.sub("", _COMMAND.sub(_shown, _ABOVE.sub("", tex)))
    return len(shown) + (len(_CAPITAL.findall(shown)) // 2 if _CHEMICAL.search(tex) else 0)


def _shown(command: re.Match[str]) -> str:
    return "" if command[0] in (r"\text", r"\mathrm", r"\operatorname") else "x"


def _pieces(tex: str) -> list[str]:
    """A formula cut before each relation, in chemistry each term too, that stands outside all brackets."""
    depth, cuts = 0, [0]
    signs = BREAKING_TEX | _SUMS if _CHEMICAL.search(tex) else BREAKING_TEX
    for found in _SIGN.finditer(tex):
        if found[0] in _OPENERS:
            depth += 1
        elif found[0] in _CLOSERS:
            depth -= 1
        elif found[0] in signs and depth == 0 and tex[: found.start()].strip():
            cuts.append(found.start())
    ends = [*cuts[1:], len(tex)]
    # An empty group before the relation keeps the space in front of it.
    return [f"{'{}' if start else ''}{tex[start:end].strip()}" for start, end in zip(cuts, ends, strict=True)]
