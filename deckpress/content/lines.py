"""Lines: the pieces of a line to HTML, walked here and nowhere else, with a voice for what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from deckpress.content.markers import mute_deletion, mute_hint
from deckpress.content.phrases import phrase_tag, ruby_html
from deckpress.content.tails import joined, tie
from deckpress.content.typography import Quotes, set_dashes, set_spaces
from deckpress.content.voice import left_to_right
from deckpress.content.walk import Walk
from deckpress.parts import (
    NESTING,
    Break,
    Code,
    Deletion,
    Image,
    Inline,
    Link,
    Marked,
    Math,
    NoteMark,
    Phrase,
    Ruby,
    See,
    Text,
)
from deckpress.pictures import SOUNDS

__all__ = ["line_html", "sound_html"]

_STOPS: Final = ("?", "!", ".")
_BREAKS: Final = {"": " ", "br": "<br>", "wbr": "<wbr>"}


def line_html(parts: Sequence[Inline], walk: Walk) -> str:
    """The HTML of a line."""
    if len(parts) == 1 and isinstance(only := parts[0], Text):
        return _words(only.content, "", Quotes(walk.language), walk)
    run = _Run(walk, Quotes(walk.language))
    run.cloze = _has_deletion(parts)
    return run.html(parts)


def _has_deletion(parts: Iterable[Inline]) -> bool:
    for part in parts:
        if isinstance(part, NESTING) and (isinstance(part, Deletion) or _has_deletion(part.parts)):
            return True
    return False


@dataclass(slots=True)
class _Run:
    """A line on its way."""

    walk: Walk
    quotes: Quotes
    before: str = ""
    """The last character so far."""
    cloze: bool = False
    """Whether the line is a cloze item: then only its own deletions open, end and hint."""
    hidden: bool = False
    """Whether a deletion is open."""
    named: bool = False
    """Whether the piece before names a question: it stood in one text with what follows."""
    stop: bool = False
    """Whether the prompt that stands for it ends its sentence itself."""

    def html(self, parts: Sequence[Inline]) -> str:
        """The pieces one behind the other."""
        out = [_SHOWN[type(part)](part, self) for part in parts]
        if len(out) == 1:
            return out[0]
        tie(parts, out, self.walk.voice)
        return "".join(out)

    def muted(self, html: str) -> str:
        """What is no text and no code of the line; in a deletion nothing of it is the mark of a hint."""
        return html.replace("::", ":&#58;") if self.hidden else html


def _text(part: Text, run: _Run) -> str:
    walk, content = run.walk, part.content
    if run.named:
        run.named = False
        if run.stop and content.startswith(_STOPS):
            content = content[1:]
    else:
        run.quotes.inner = 0
    text = _words(content, run.before, run.quotes, walk)
    run.before = part.content[-1:] or run.before
    return mute_deletion(text, hidden=run.hidden) if run.cloze else text


def _words(content: str, before: str, quotes: Quotes, walk: Walk) -> str:
    """Words with the marks of their language, as the voice says them; `before` is what stands before them."""
    content = set_spaces(set_dashes(content), walk.language)
    text = escape(quotes.curl(content, before), quote=False)
    text = joined(text) if walk.bank.settings.rtl else text
    return walk.voice.literal(text, code=False)


def _see(part: See, run: _Run) -> str:
    """The prompt of the question, which leads to it; the id where no question has it."""
    walk, prompt = run.walk, run.walk.prompt_of(part.question)
    label = walk.voice.literal(escape(prompt or part.content, quote=False), code=False)
    run.before, run.named, run.stop = "]", True, bool(prompt) and label.endswith(_STOPS)
    href = walk.address_of(part.question) if prompt else ""
    html = f'<a href="{href}">{label}</a>' if href else f"<em>{label}</em>" if prompt else label
    return mute_deletion(html, hidden=run.hidden) if run.cloze else html


def _code(part: Code, run: _Run) -> str:
    run.before, run.named = part.content[-1:] or run.before, False
    html = f"<code>{run.walk.voice.literal(escape(part.content, quote=False), code=True)}</code>"
    return mute_deletion(html, hidden=run.hidden) if run.cloze else html


def _math(part: Math, run: _Run) -> str:
    run.before, run.named = part.tex[-1:] or run.before, False
    html = run.walk.voice.math(part.tex.strip(), display=False)
    return run.muted(left_to_right(html) if run.walk.bank.settings.rtl else html)


def _break(part: Break, run: _Run) -> str:
    run.named = False
    if part.tag != "wbr":
        run.before = " "
    return _BREAKS[part.tag]


def _image(part: Image, run: _Run) -> str:
    run.before, run.named = part.alt[-1:] or run.before, False
    return run.muted(sound_html(part, run.walk))


def _ruby(part: Ruby, run: _Run) -> str:
    run.before, run.named = part.content[-1:], False
    return run.muted(ruby_html(part, run.walk.voice))


def _note_mark(part: NoteMark, run: _Run) -> str:
    run.named = False
    return f'<sup class="note">{part.number}</sup>'


def _marked(part: Marked, run: _Run) -> str:
    run.named = False
    return f"<{part.tag}>{run.html(part.parts)}</{part.tag}>"


def _phrase(part: Phrase, run: _Run) -> str:
    run.named = False
    return f"{phrase_tag(part.language)}{run.html(part.parts)}</span>"


def _link(part: Link, run: _Run) -> str:
    run.named = False
    href = run.walk.address_of(part.href[1:]) if part.href.startswith("#") else part.href
    html = run.html(part.parts)
    opening = run.muted(f'<a href="{escape(href)}">')
    return f"{opening}{html}</a>" if href else html


def _deletion(part: Deletion, run: _Run) -> str:
    run.named, run.hidden = False, True
    html = run.html(part.parts)
    hint, run.hidden = mute_hint(escape(part.hint, quote=False)), False
    return f"{{{{c{part.number}::{html}::{hint}}}}}" if hint else f"{{{{c{part.number}::{html}}}}}"


_SHOWN: Final[Mapping[type, Callable[[Any, _Run], str]]] = {
    Text: _text,
    See: _see,
    Code: _code,
    Math: _math,
    Break: _break,
    Image: _image,
    Ruby: _ruby,
    NoteMark: _note_mark,
    Marked: _marked,
    Phrase: _phrase,
    Link: _link,
    Deletion: _deletion,
}
"""A kind of piece to what makes its HTML."""


def sound_html(image: Image, walk: Walk, *, alone: bool = False) -> str:
    """A sound; '' where the picture is none."""
    if not image.source.startswith(SOUNDS):
        return ""
    return walk.voice.sound(image.source.removeprefix("../"), image.alt, alone=alone)
