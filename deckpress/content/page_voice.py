"""The page's voice: MathML, inline drawings coloured by CSS, links between questions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

from deckpress.bank import Figure
from deckpress.content.figures import inline_svg
from deckpress.content.math import mathml

__all__ = ["PageVoice"]

_TOKEN: Final = re.compile(r'<span class="([a-z0-9]+)">([^<]*)</span>')
_SAME: Final = re.compile(r'<i class="([kmc])">([^<]*)</i>((?:[ \n]*<i class="\1">[^<]*</i>)+)')
_COLOURS: Final = (
    ("k", frozenset("k kn kd kc kr kt ow".split())),
    ("m", frozenset("s s1 s2 sa sd si se mi mf mh mb mo".split())),
    ("c", frozenset("c c1 cm ch cs".split())),
)
_PLAIN_TEX: Final = re.compile(r"[A-Za-z0-9 =+\-<>,.()|]*")
_EMPTY_HEAD: Final = re.compile(r'<tr><th[^>]*></th>')
_FIRST_CELL: Final = re.compile(r"<tr><td([^>]*)>(.*?)</td>", re.S)


@dataclass(slots=True)
class PageVoice:
    """Numbers the figures of a page, so that ids inside drawings stay unique."""

    figures: list[str] = field(default_factory=list)
    formulas: set[str] = field(default_factory=set)
    """MathML of every formula, for the font subset."""

    def math(self, tex: str, *, display: bool) -> str:
        """Native MathML; a display formula can be scrolled and reached by keyboard."""
        html = mathml(tex, display=display, annotated=not _PLAIN_TEX.fullmatch(tex))
        self.formulas.add(html)
        if not display:
            return html
        return f'<div class="formula" tabindex="0" role="group" aria-label="Formula">{html}</div>'

    def figure(self, figure: Figure, alt: str, caption: str) -> str:
        """An inline drawing whose tokens are CSS variables."""
        self.figures.append(figure.name)
        svg = inline_svg(figure, alt, f"f{len(self.figures)}").replace(' xmlns="http://www.w3.org/2000/svg"', "")
        note = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure id="figure_{len(self.figures)}">{svg}{note}</figure>'

    def address(self, question_id: str) -> str:
        """The question's anchor, which is its id."""
        return f"#{question_id}"

    def code(self, html: str, *, output: bool) -> str:
        """A block that can be scrolled and reached by keyboard; only what has a colour is marked."""
        kind, label = ("output", "Output") if output else ("code", "Code")
        return (f'<pre class="{kind}" tabindex="0" role="group" aria-label="{label}">'
                f"<code>{_slim(html)}</code></pre>")

    def table(self, html: str, caption: str) -> str:
        """A table in a box that scrolls sideways; under an empty corner stand row headings."""
        if _EMPTY_HEAD.search(html):
            html = _EMPTY_HEAD.sub("<tr><td></td>", html, count=1)
            head, mark, body = html.partition("<tbody>")
            html = head + mark + _FIRST_CELL.sub(r'<tr><th scope="row"\1>\2</th>', body)
        head = f"<caption>{caption}</caption>" if caption else ""
        label = f'aria-label="Table{": " + escape(caption) if caption and "<" not in caption else ""}"'
        return (f'<div class="table" tabindex="0" role="group" {label}>'
                f"<table>{head}{html}</table></div>")


def _slim(html: str) -> str:
    """Pygments' spans reduced to three colours: a tenth of the elements, and the same picture."""
    def coloured(found: re.Match[str]) -> str:
        name = next((name for name, classes in _COLOURS if found[1] in classes), "")
        return f'<i class="{name}">{found[2]}</i>' if name else found[2]

    return _SAME.sub(lambda found: f'<i class="{found[1]}">{found[2]}{_INNER.sub("", found[3])}</i>',
                     _TOKEN.sub(coloured, html))


_INNER: Final = re.compile(r"</?i[^>]*>")
