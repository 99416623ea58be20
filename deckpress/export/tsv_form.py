"""TSV: prompt and answer as plain text, a line each, for Quizlet and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from deckpress.bank import Bank, Markdown
from deckpress.content.linear import tex_text
from deckpress.render import Context

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["line_text", "render"]

_SPACES: Final = re.compile(r"\s+")


def render(bank: Bank, _context: Context) -> bytes:
    """One line a question: the prompt, a tab, the short answer."""
    lines = (f"{line_text(q.prompt)}\t{line_text(q.lead)}\n" for q in bank.questions())
    return "".join(lines).encode()


def line_text(text: Markdown) -> str:
    """Everything that a part says, in one line without tabs; formulas as readable text."""
    return _SPACES.sub(" ", " ".join(_words(text))).strip()


def _words(text: Markdown) -> Iterator[str]:
    for token in text.tokens:
        if token.type == "inline":
            yield "".join(_word(child) for child in token.children or ())
        elif token.type == "math_block" or (token.type == "fence" and token.info.strip() == "math"):
            yield tex_text(token.content.strip())
        elif token.type in ("fence", "code_block") and token.info.strip() not in ("python test", "text lost"):
            yield token.content


def _word(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return " "
    if child.type.startswith("math_inline"):
        return tex_text(child.content.strip())
    if child.type == "image":
        return "".join(inner.content for inner in child.children or ())
    return child.content
