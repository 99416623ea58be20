"""The page's voice: MathML, inline drawings coloured by CSS, links between questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from deckpress.bank import Figure
from deckpress.content.figures import inline_svg
from deckpress.content.math import mathml

__all__ = ["PageVoice"]


@dataclass(slots=True)
class PageVoice:
    """Numbers the figures of a page, so that ids inside drawings stay unique."""

    figures: list[str] = field(default_factory=list)
    formulas: set[str] = field(default_factory=set)
    """MathML of every formula, for the font subset."""

    def math(self, tex: str, *, display: bool) -> str:
        """Native MathML; a display formula can be scrolled and reached by keyboard."""
        html = mathml(tex, display=display)
        self.formulas.add(html)
        if not display:
            return html
        return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{html}</div>'

    def figure(self, figure: Figure, alt: str, caption: str) -> str:
        """An inline drawing whose tokens are CSS variables."""
        self.figures.append(figure.name)
        svg = inline_svg(figure, alt, f"f{len(self.figures)}")
        note = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{svg}{note}</figure>"

    def address(self, question_id: str) -> str:
        """The question's anchor, which is its id."""
        return f"#{question_id}"

    def code(self, html: str, *, output: bool) -> str:
        """A block that can be scrolled and reached by keyboard."""
        kind, label = ("output", "Output") if output else ("code", "Code")
        return (f'<pre class="{kind}" tabindex="0" role="group" aria-label="{label}">'
                f"<code>{html}</code></pre>")

    def table(self, html: str, caption: str) -> str:
        """A table in a box that scrolls sideways on a narrow screen."""
        head = f"<caption>{caption}</caption>" if caption else ""
        label = f'aria-label="Table{": " + escape(caption) if caption and "<" not in caption else ""}"'
        return (f'<div class="table" tabindex="0" role="group" {label}>'
                f"<table>{head}{html}</table></div>")
