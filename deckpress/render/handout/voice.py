"""The page's voice: MathML, inline drawings coloured by CSS, links between questions."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from deckpress.bank import AnyFigure, Figure, Labels
from deckpress.content.code import Run
from deckpress.content.figures import inline_svg
from deckpress.content.labels import marks
from deckpress.content.math import shown_text
from deckpress.content.prepared import Prepared, player
from deckpress.content.tables import Row, ShownCell, rows_html
from deckpress.content.voice import ruby_html
from deckpress.render.handout.addresses import Addresses
from deckpress.render.handout.formulas import page_math
from deckpress.wording import ENGLISH, Words

__all__ = ["PageVoice"]

_TAGS: Final = {"k": "b", "s": "u", "c": "i"}
"""Class of a coloured run of code to the element that the page's style colours: shorter, and many."""
_NAMESPACE: Final = ' xmlns="http://www.w3.org/2000/svg"'
_WIDE: Final = 12  # characters of a formula, and of a line of code, that surely fit 320 pixels
_WIDE_CODE: Final = 22
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
}


@dataclass(slots=True)
class PageVoice:
    """Numbers the figures of a page, so that ids inside drawings stay unique."""

    figures: list[str] = field(default_factory=list)
    formulas: set[str] = field(default_factory=set)
    """MathML of every formula, for the font subset."""
    addresses: Addresses = field(default=Addresses())
    words: Words = ENGLISH
    """What names boxes that scroll."""
    pictures: Mapping[str, Prepared] = field(default_factory=dict)
    """File name to the picture made ready for pages."""
    files: dict[str, bytes] | None = None
    """Where pictures become files beside the page; None where they stand in it."""
    shown: int = 0
    """How many pictures stand in it."""

    def math(self, tex: str, *, display: bool) -> str:
        """Native MathML; a display formula can be copied as TeX and, where it may be wide, scrolled."""
        html = page_math(tex, display=display)
        self.formulas.add(html)
        if not display:
            return html
        reached = _reached(self.words.text("Formula"), scrolls=len(shown_text(html)) > _WIDE)
        return f'<div class="formula"{reached}>{html}</div>'

    def tied(self, formula: str, tail: str, head: str = "") -> str:
        """A browser may break a line beside any formula, so these are held together."""
        return f'<span class="nb">{head}{formula}{tail}</span>'

    def literal(self, html: str, *, code: bool) -> str:  # noqa: ARG002 - one signature for all voices
        """Nothing is taken for a command here."""
        return html

    def ruby(self, base: str, reading: str) -> str:
        """As browsers set it."""
        return ruby_html(base, reading)

    def figure(self, figure: AnyFigure, alt: str, caption: str) -> str:
        """A picture, or an inline drawing whose tokens are CSS variables."""
        self.figures.append(figure.name)
        if not isinstance(figure, Figure):
            shown = self._picture(self.pictures[figure.name], alt, ground=figure.ground)
        else:
            shown = inline_svg(figure, alt, f"f{len(self.figures)}").replace(_NAMESPACE, "")
        note = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure id="figure_{len(self.figures)}">{shown}{note}</figure>'

    def labels(self, figure: AnyFigure, labels: Labels) -> str:
        """A picture with numbered marks, and their key below."""
        self.figures.append(figure.name)
        number = len(self.figures)
        if isinstance(figure, Figure):
            shown = inline_svg(figure, labels.alt, f"f{number}").replace(_NAMESPACE, "")
        else:
            shown = self._picture(self.pictures[figure.name], labels.alt, ground=figure.ground)
        drawn = marks(
            labels.labels, figure.width, figure.height, ink="var(--ink)", paper="var(--paper)", family=""
        )
        box = f'viewBox="0 0 {figure.width:g} {figure.height:g}"'
        rows = "".join(f"<li><b>{label.number}</b> {label.text}</li>" for label in labels.labels)
        note = f"<p>{labels.caption}</p>" if labels.caption else ""
        return (
            f'<figure id="figure_{number}" class="labelled"><div class="marked">{shown}'
            f'<svg class="marks" aria-hidden="true" {box}>{drawn}</svg></div>'
            f'<figcaption>{note}<ul class="key">{rows}</ul></figcaption></figure>'
        )

    def sound(self, name: str, alt: str, *, alone: bool) -> str:
        """A player, and below one that stands alone what is heard, folded: it may be the answer."""
        made = self.pictures[name]
        shown = player(self._source(made), alt)
        if not alone:
            return shown
        label = escape(self.words.text("What is heard"))
        words = f"<details><summary>{label}</summary><p>{escape(alt, quote=False)}</p></details>"
        return f'<div class="sound" data-heard="{escape(alt)}">{shown}{words}</div>'

    def _picture(self, made: Prepared, alt: str, *, ground: bool) -> str:
        lazy = ' loading="lazy"' if self.files is not None else ""
        kind = ' class="ground"' if ground else ""
        size = f'width="{made.width}" height="{made.height}"'
        return f'<img{kind} src="{self._source(made)}"{lazy} {size} alt="{escape(alt)}">'

    def _source(self, made: Prepared) -> str:
        """The address of a picture or a sound: its data, or a file beside the page."""
        if self.files is not None:
            self.files[made.name] = made.data
            return made.name
        self.shown += 1
        kind = _TYPES.get(made.name.rpartition(".")[2], "image/webp")
        return f"data:{kind};base64,{base64.b64encode(made.data).decode()}"

    def address(self, question_id: str) -> str:
        """The question's anchor, which is its id."""
        return self.addresses.question(question_id)

    def code(self, runs: Sequence[Run], *, output: bool) -> str:
        """A block that can be scrolled where a line may be too long; only what has a colour is marked."""
        kind = "output" if output else "code"
        label = self.words.text("Output") if output else self.words.text("Code")
        longest = max(map(len, "".join(run.text for run in runs).split("\n")))
        reached = _reached(label, scrolls=longest > _WIDE_CODE)
        return f'<pre class="{kind}"{reached}><code>{"".join(map(_slim, runs))}</code></pre>'

    def table(self, rows: Sequence[Row], caption: str) -> str:
        """A table in a box that scrolls sideways; under an empty corner stand row headings."""
        head = f"<caption>{caption}</caption>" if caption else ""
        plain = unescape(caption) if "<" not in caption else ""
        name = self.words.text("Table: {caption}", caption=plain) if plain else self.words.text("Table")
        return (
            f'<div class="table" tabindex="0" role="group" aria-label="{escape(name)}">'
            f"<table>{head}{rows_html(_headings(rows))}</table></div>"
        )


def _reached(label: str, *, scrolls: bool) -> str:
    """Attributes of what the keyboard must reach, since a window of 320 pixels makes it scroll."""
    return f' tabindex="0" role="group" aria-label="{escape(label)}"' if scrolls else ""


def _headings(rows: Sequence[Row]) -> list[Row]:
    """Headings that have words: an empty corner is a plain cell, a lone formula gets a name."""
    head, *body = rows
    if head and not head[0].html:
        head = [ShownCell(""), *head[1:]]
        body = [[row[0]._replace(heads="row"), *row[1:]] if row else row for row in body]
    return [[_named(cell) if cell.heads else cell for cell in row] for row in (head, *body)]


def _named(head: ShownCell) -> ShownCell:
    """Checkers and some readers see no words in MathML, so they get its characters."""
    html = head.html
    if not html.startswith("<math>") or html.find("</math>") != len(html) - len("</math>"):
        return head
    name = escape(shown_text(html), quote=False)
    hidden = html.replace("<math", '<math aria-hidden="true"')
    return head._replace(html=f'<span class="name">{name}</span>{hidden}')


def _slim(run: Run) -> str:
    html = escape(run.text, quote=False)
    return f"<{_TAGS[run.role]}>{html}</{_TAGS[run.role]}>" if run.role else html
