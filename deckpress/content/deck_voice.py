"""The deck's voice: TeX for Anki's MathJax, figures as media files, no links between cards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from deckpress.bank import Figure
from deckpress.content.figures import painted_svg
from deckpress.content.math import mathjax

__all__ = ["DeckVoice"]


@dataclass(slots=True)
class DeckVoice:
    """Collects the media files of the fields it makes."""

    light: Mapping[str, str]
    night: Mapping[str, str]
    """Palette of the topic in the two modes."""
    media: dict[str, bytes] = field(default_factory=dict)
    """Media name to content; the name holds a hash of the content."""

    def math(self, tex: str, *, display: bool) -> str:
        """TeX between MathJax's marks."""
        return mathjax(tex, display=display)

    def figure(self, figure: Figure, alt: str, caption: str) -> str:
        """Two images, of which the card's style shows the one for the mode."""
        images = "".join(
            f'<img class="{mode}" src="{self._add(figure, palette)}" alt="{escape(alt)}">'
            for mode, palette in (("day", self.light), ("night", self.night))
        )
        note = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{images}{note}</figure>"

    def _add(self, figure: Figure, palette: Mapping[str, str]) -> str:
        data = painted_svg(figure, palette).encode()
        stem = figure.name.removesuffix(".svg").lower()
        name = f"{stem}-{hashlib.sha256(data).hexdigest()[:12]}.svg"
        self.media[name] = data
        return name

    def address(self, question_id: str) -> str:  # noqa: ARG002 - one signature for all voices
        """Cards come alone: there is nothing to lead to."""
        return ""

    def code(self, html: str, *, output: bool) -> str:
        """A block that scrolls by itself."""
        return f'<pre class="{"output" if output else "code"}"><code>{html}</code></pre>'

    def table(self, html: str, caption: str) -> str:
        """A table that scrolls by itself."""
        head = f"<caption>{caption}</caption>" if caption else ""
        return f'<div class="table"><table>{head}{html}</table></div>'
