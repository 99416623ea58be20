"""Code: Pygments' tokens as three classes - keyword, literal, comment - never inline colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from deckpress.content.lexing import quicken

if TYPE_CHECKING:
    from pygments.lexer import Lexer

__all__ = ["Run", "code_html", "code_lines", "code_runs"]


class Run(NamedTuple):
    """Characters of code in one colour; a coloured one ends where its line does."""

    role: str
    """k for keywords, s for literals, c for comments; empty for what has no colour."""
    text: str


def code_runs(source: str, language: str) -> tuple[Run, ...]:
    """The code in runs, which together are its text; an unknown language has no colours.

    Only what has a colour is apart, which makes a quarter of the bytes of Pygments' own formatter.
    """
    lexer = _lexer(language)
    text = source.rstrip("\n")
    return tuple(_marked(text, lexer)) if lexer else (Run("", text),)


def code_html(runs: Iterable[Run]) -> str:
    """A span of class k, s or c round each coloured run."""
    return "".join([_span(run) for run in runs])


def code_lines(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs of each line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1].append(Run(run.role, first))
        lines += [[Run(run.role, text)] for text in more]
    return lines


def _span(run: Run) -> str:
    html = escape(run.text, quote=False)
    return f'<span class="{run.role}">{html}</span>' if run.role else html


def _marked(text: str, lexer: Lexer) -> Iterator[Run]:
    role, run = "", ""
    for kind, value in lexer.get_tokens(text):
        here = _role(kind)
        if here != role and not value.isspace():
            yield from _runs(role, run)
            role, run = here, ""
        run += value
    yield from _runs(role, run.rstrip("\n"))


def _runs(role: str, text: str) -> Iterator[Run]:
    """A run of several lines as one for each, with the spaces at its end apart."""
    bare = text.rstrip()
    if not role or not bare:
        if text:
            yield Run("", text)
        return
    for number, line in enumerate(bare.split("\n")):
        if number:
            yield Run("", "\n")
        if line:
            yield Run(role if line.strip() else "", line)
    if len(text) > len(bare):
        yield Run("", text[len(bare) :])


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
