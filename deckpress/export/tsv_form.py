"""TSV: prompt and answer as plain text, a line each, for Quizlet and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from deckpress.bank import Bank, Markdown
from deckpress.content.linear import tex_text
from deckpress.content.plain import line_text
from deckpress.inside import within
from deckpress.parts import Fence, Formula, Line
from deckpress.render import Context

__all__ = ["render", "said"]

_SPACES: Final = re.compile(r"\s+")
_UNSEEN: Final = ("python test", "text lost")


def render(bank: Bank, _context: Context) -> bytes:
    """One line a question: the prompt, a tab, the short answer."""
    lines = (f"{said(q.prompt)}\t{said(q.lead)}\n" for q in bank.questions())
    return "".join(lines).encode()


def said(text: Markdown) -> str:
    """Everything that a part says, in one line without tabs; formulas as readable text."""
    return _SPACES.sub(" ", " ".join(_words(text))).strip()


def _words(text: Markdown) -> Iterator[str]:
    for block in within(text.blocks):
        match block:
            case Line():
                yield line_text(block.parts, tex_text, pictures=True)
            case Formula():
                yield tex_text(block.tex)
            case Fence() if block.info not in _UNSEEN:
                yield block.content
