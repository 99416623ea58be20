"""Inlays: formulas and sounds lifted out of a field's HTML before it is parsed, and laid back as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from deckpress.importing.media import MediaNames
from deckpress.importing.tally import Tally
from deckpress.read.math import check_math
from deckpress.read.tex import MathError

__all__ = ["FORMULA", "Inlays"]

FORMULA: Final = re.compile(
    r"\\\((?P<a>.+?)\\\)|\\\[(?P<b>.+?)\\\]|\[\$\](?P<c>.+?)\[/\$\]|\[\$\$\](?P<d>.+?)\[/\$\$\]"
    r"|\[latex\](?P<e>.+?)\[/latex\]|<anki-mathjax(?P<block>[^>]*)>(?P<f>.+?)</anki-mathjax>",
    re.S | re.I,
)
"""A formula in any of the forms that Anki knows."""
_SOUND: Final = re.compile(r"\[sound:([^\]\n]+)\]")
_SPEECH: Final = re.compile(r"\[anki:tts[^\]]*\](.*?)\[/anki:tts\]", re.S)
_MARK: Final = re.compile("\ue000(\\d+)\ue001")
_ALONE: Final = re.compile("(?:^|(?<=\n))[ \t]*\ue000(\\d+)\ue001[ \t]*\\\\?(?=\n|$)")
_TAG: Final = re.compile(r"<[^>]*>")
_BREAK: Final = re.compile(r"<br\s*/?>|</?div[^>]*>|</?p[^>]*>", re.I)
_DOLLARS: Final = re.compile(r"^(?:\$\$?)\s*(.+?)\s*(?:\$\$?)$", re.S)
_DISPLAY: Final = re.compile(
    r"^\\begin\{(?:displaymath|equation\*?|align\*?|math)\}\s*(.+?)\s*\\end\{[a-z*]+\}$", re.S
)


@dataclass(slots=True)
class _Inlay:
    raw: str
    tex: str = ""
    display: bool = False
    sound: str = ""


@dataclass(slots=True)
class Inlays:
    """The inlays of one field."""

    tally: Tally
    media: MediaNames
    found: list[_Inlay] = field(default_factory=list)

    def lift(self, html: str) -> str:
        """The HTML with a mark in the place of each formula and sound."""
        html = _SPEECH.sub(lambda found: found[1], html) if "[anki:tts" in html else html
        if "\\" in html or "[" in html or "<anki" in html:
            html = FORMULA.sub(self._math, html)
            html = _SOUND.sub(lambda found: self._mark(_Inlay(found[0], sound=found[1])), html)
        return html

    def raw(self, text: str) -> str:
        """Code with what stood in it."""
        return _MARK.sub(lambda found: unescape(_TAG.sub("", self.found[int(found[1])].raw)), text)

    def lay(self, text: str, *, flat: bool) -> str:
        """The Markdown with formulas and sounds in it; a displayed formula alone in its line gets a fence."""
        if not self.found:
            return text
        if not flat:
            text = _ALONE.sub(self._fence, text)
        return _MARK.sub(lambda found: self._inline(self.found[int(found[1])]), text)

    def _math(self, found: re.Match[str]) -> str:
        name, tex = next((key, value) for key, value in found.groupdict().items() if value and key != "block")
        display = name in ("b", "d") or "true" in (found["block"] or "")
        tex = unescape(_TAG.sub("", _BREAK.sub("\n", tex))).replace("\xa0", " ").strip()
        if name == "e":
            for shape in (_DISPLAY, _DOLLARS):
                if held := shape.match(tex):
                    display = shape is _DISPLAY or tex.startswith("$$")
                    tex = held[1]
                    break
        return self._mark(_Inlay(found[0], " ".join(tex.split()) if not display else tex, display))

    def _mark(self, inlay: _Inlay) -> str:
        self.found.append(inlay)
        return f"\ue000{len(self.found) - 1}\ue001"

    def _fence(self, mark: re.Match[str]) -> str:
        inlay = self.found[int(mark[1])]
        if inlay.sound or not inlay.display or not self._sound_math(inlay):
            return mark[0]
        lines = [line.strip() for line in inlay.tex.split("\n") if line.strip()]
        return "\n```math\n" + "\n".join(lines) + "\n```\n"

    def _inline(self, inlay: _Inlay) -> str:
        if inlay.sound:
            return self.media.sound(inlay.sound, inlay.raw, self.tally)
        tex = " ".join(inlay.tex.split())
        if tex and self._sound_math(inlay):
            return f"${tex}$"
        self.tally.lose(inlay.raw, "a formula that cards and paper do not share")
        ticks = "``" if "`" in tex else "`"
        return f"{ticks}{tex or ' '}{ticks}"

    @staticmethod
    def _sound_math(inlay: _Inlay) -> bool:
        try:
            check_math(" ".join(inlay.tex.split()), {})
        except MathError:
            return False
        return bool(inlay.tex) and "$" not in inlay.tex
