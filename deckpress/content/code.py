"""Code: Pygments' tokens as three classes - keyword, literal, comment - never inline colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from deckpress.content.lexing import quicken

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["highlight_code"]


def highlight_code(source: str, language: str) -> str:
    """The code as HTML: a span of class k, s or c round each coloured run, closed at each line's end.

    Only what has a colour is marked, which makes a quarter of the bytes of Pygments' own formatter.
    An unknown language stays plain.
    """
    lexer = _lexer(language)
    text = source.rstrip("\n")
    if lexer is None:
        return escape(text, quote=False)
    return "".join(_marked(text, lexer))


def _marked(text: str, lexer: Lexer) -> Iterator[str]:
    role, run = "", ""
    for kind, value in lexer.get_tokens(text):
        here = _role(kind)
        if here != role and not value.isspace():
            if run:
                yield _span(role, run)
            role, run = here, ""
        run += value
    yield _span(role, run.rstrip("\n"))


def _span(role: str, run: str) -> str:
    html = escape(run, quote=False)
    if not role or not html:
        return html
    bare = html.rstrip()
    if bare and "\n" not in bare:
        return f'<span class="{role}">{bare}</span>{html[len(bare) :]}'
    lines = (f'<span class="{role}">{line}</span>' if line.strip() else line for line in bare.split("\n"))
    return "\n".join(lines) + html[len(bare) :]


@cache
def _role(kind: Any) -> str:
    from pygments.token import Comment, Keyword, Literal, Operator  # noqa: PLC0415 - imported on use

    if kind in Keyword or kind is Operator.Word:
        return "k"
    if kind in Literal:
        return "s"
    return "c" if kind in Comment else ""


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - imported on use
    from pygments.util import ClassNotFound  # noqa: PLC0415 - imported on use

    if language in ("", "text"):
        return None
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    quicken(lexer)
    return lexer
