"""The print's voice: formulas as characters of one generated font, figures painted for paper."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from deckpress.bank import AnyFigure, Drawing, Figure, Labels
from deckpress.content.code import Run, code_html, code_lines
from deckpress.content.figures import painted_svg
from deckpress.content.labels import marks
from deckpress.content.prepared import printed_width
from deckpress.content.tables import Row, rows_html
from deckpress.render.paper.outlines import Piece
from deckpress.render.paper.plates import ASSET, FAMILY, Plates

__all__ = ["PrintVoice", "smallest_text"]

_FONT_SIZE: Final = re.compile(r'font-size="([\d.]+)"')
_FIGURE: Final = 320.0  # width at which a figure fills its column
_LINE: Final = (1.04, 0.34)  # em above and below the baseline that a line of text gives a formula
_BASELINE: Final = 0.3555  # em from the top of an empty line to its baseline, as fonts.py sets the font
_ROOT: Final = re.compile(r"<svg\b([^>]*)>")
_SIDES: Final = re.compile(r'\s(?:width|height)="[^"]*"')
_NUMBER: Final = 5.4  # pt: radius of the disc round a label's number, at least
_LEAST: Final = 0.8
_CHARACTER: Final = 0.6  # em: every character of the face for code
_READING: Final = 0.5  # size of a reading above its word, as print.css.j2 has it
_HANG: Final = 2  # characters
_LONG_LINE: Final = 30  # characters


@dataclass(slots=True)
class PrintVoice:
    """One topic's voice: its palette, and the plates that all topics share."""

    plates: Plates
    palette: Mapping[str, str]
    measure: float
    """Room for a display formula, in em of the text."""

    def math(self, tex: str, *, display: bool) -> str:
        """A formula in the line, or set off on its own."""
        shown = self.plates.characters(tex, display=display)
        if display:
            return self._display(tex, shown)
        return "<wbr>".join(_inline(char, self.plates.pieces[char]) for char in shown)

    def _display(self, tex: str, shown: str) -> str:
        pieces = [self.plates.pieces[char] for char in shown]
        width = sum(piece.advance for piece in pieces)
        if width * _LEAST <= self.measure or len(pieces) == 1:
            scale = min(1.0, self.measure / width) if width else 1.0
            if scale < _LEAST:
                self.plates.scaled[tex] = scale
            size = f' style="font-size:{100 * scale:.1f}%"' if scale < 1 else ""
            return f'<div class="formula"{size}>{_tall(shown, pieces)}</div>'
        parts = "<wbr>".join(_tall(char, [piece]) for char, piece in zip(shown, pieces, strict=True))
        return f'<div class="formula broken">{parts}</div>'

    def tied(self, formula: str, tail: str, head: str = "") -> str:
        """On paper a formula is a word like others: only a hyphen lets a line break beside it."""
        if head.endswith("-") and "<wbr>" not in formula:
            return f'<span class="whole">{head}{formula}</span>{tail}'
        return head + formula + tail

    def literal(self, html: str, *, code: bool) -> str:  # noqa: ARG002 - one signature for all voices
        """Nothing is taken for a command here."""
        return html

    def ruby(self, base: str, reading: str) -> str:
        """The reading in a box above its word, which is as wide as the wider of the two."""
        more = (_READING * _width(reading) - _width(base)) / 2
        wide = f' style="padding-left:{more:.2f}em;padding-right:{more:.2f}em"' if more > 0 else ""
        return f'<span class="ruby"{wide}>{base}<span class="rt">{reading}</span></span>'

    def figure(self, figure: AnyFigure, alt: str, caption: str) -> str:
        """A picture, or a drawing in the topic's palette, its labels in the sheet's own face."""
        address, data, width = self._image(figure)
        self.plates.assets[address] = data
        return _shown(address, alt, width, caption)

    def labels(self, figure: AnyFigure, labels: Labels) -> str:
        """A picture with numbered marks, as one drawing; the key is for the sheet to place."""
        address, data, width = self._image(figure)
        if isinstance(figure, Drawing):  # its numbers want room
            tallest = self.plates.tallest / self.plates.column
            width = 100 * min(1.0, tallest * figure.width / figure.height)
        size = f'width="{figure.width:g}" height="{figure.height:g}"'
        if address.endswith(".svg"):
            under = _ROOT.sub(lambda r: f"<svg {size}{_SIDES.sub('', r[1])}>", data.decode(), count=1)
        else:
            self.plates.assets[address] = data
            under = f'<image href="{address}" {size}/>'
        ink, paper = self.palette["ink"], self.palette["paper"]
        unit = 100 * figure.width / (width * self.plates.column)  # of the drawing, in a point of paper
        sides, least = (figure.width, figure.height), _NUMBER * unit
        over = marks(labels.labels, *sides, ink=ink, paper=paper, family=FAMILY, least=least)
        box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {figure.width:g} {figure.height:g}" {size}'
        drawing = f"<svg {box}>{under}{over}</svg>".encode()
        name = f"{ASSET}labels/{hashlib.sha256(drawing).hexdigest()[:16]}.svg"
        self.plates.assets[name] = drawing
        return _shown(name, labels.alt, width, labels.caption)

    def _image(self, figure: AnyFigure) -> tuple[str, bytes, float]:
        """Address, bytes, and width in percent of the column."""
        plates = self.plates
        if not isinstance(figure, Figure):
            made = plates.pictures[figure.name]
            points = printed_width(figure, plates.column, plates.tallest)
            return f"{ASSET}{made.name}", made.data, 100 * points / plates.column
        data = painted_svg(figure, self.palette, FAMILY).encode()
        # Heights are kept by an answer's HTML: the address must change with the drawing.
        address = f"{ASSET}figure/{hashlib.sha256(data).hexdigest()[:16]}/{figure.name}"
        width = min(100.0, 100 * figure.width / _FIGURE)
        if plates.tallest < plates.column:  # a flash card has less room than a column
            width = min(width, 100 * plates.tallest * figure.width / figure.height / plates.column)
        return address, data, width

    def sound(self, name: str, alt: str, *, alone: bool) -> str:  # noqa: ARG002 - one signature for all voices
        """A mark with what is heard: paper makes no sound."""
        shown = f'<span class="sound">♪<span class="heard"> {escape(alt, quote=False)}</span></span>'
        return f"<p>{shown}</p>" if alone else shown

    def address(self, question_id: str) -> str:
        """The question's anchor in the same document; empty where cards are cut apart."""
        return f"#q-{question_id}" if self.plates.links else ""

    def code(self, runs: Sequence[Run], *, output: bool) -> str:
        """A block of code, indented by two; a long line goes on further in."""
        rows = [_code_line(line) for line in code_lines(runs)]
        return f'<pre class="{"output" if output else "code"}"><code>{"".join(rows)}</code></pre>'

    def table(self, rows: Sequence[Row], caption: str) -> str:
        """A table with its caption above."""
        head = f"<caption>{caption}</caption>" if caption else ""
        return f"<table>{head}{rows_html(rows)}</table>"


def _width(html: str) -> float:
    """About how wide a text is, in em."""
    text = unescape(html)
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else _CHARACTER for char in text)


def _shown(address: str, alt: str, width: float, caption: str) -> str:
    note = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{address}" alt="{escape(alt)}" style="width:{width:.4g}%">{note}</figure>'


def _inline(char: str, piece: Piece) -> str:
    if piece.ascent <= _LINE[0] and piece.depth <= _LINE[1]:
        return f'<span class="math">{char}</span>'
    return _tall(char, [piece])


def _tall(shown: str, pieces: list[Piece]) -> str:
    """Characters in a box whose padding is their height and depth."""
    above = max(piece.ascent for piece in pieces) - _BASELINE
    below = max(piece.depth for piece in pieces) + _BASELINE
    return (
        f'<span class="math tall" style="padding:{max(above, 0):.3f}em 0 {max(below, 0):.3f}em">'
        f"{shown}</span>"
    )


def _code_line(runs: Sequence[Run]) -> str:
    """A line as a box of its own, whose continuation hangs."""
    depth = 0
    shown: list[Run] = []
    for run in runs:
        text = run.text if shown else run.text.lstrip(" ")
        depth += len(run.text) - len(text)
        if text:
            shown.append(Run(run.role, text))
    inset = _CHARACTER * (depth / 2 + _HANG)
    html = code_html(shown)
    if sum(len(escape(run.text, quote=False)) for run in shown) > _LONG_LINE:
        html = html.replace("(", "(<wbr>")  # WeasyPrint breaks no word made of several spans
    return f'<span class="line" style="padding-left:{inset:.1f}em">{html or "&#8203;"}</span>'


def smallest_text(figure: Figure, column: float) -> float:
    """The size in points of a figure's smallest label, where a column is `column` points wide."""
    sizes = [float(size) for size in _FONT_SIZE.findall(figure.svg)]
    return min(sizes, default=_FIGURE) * column / max(figure.width, _FIGURE)
