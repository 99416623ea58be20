"""Code: Pygments classes, never inline colours."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

__all__ = ["highlight_code"]


def highlight_code(source: str, language: str) -> str:
    """The code as HTML with one span per coloured token; an unknown language stays plain."""
    lexer = _lexer(language)
    if lexer is None:
        return escape(source, quote=False).rstrip("\n")
    from pygments import highlight  # noqa: PLC0415 - imported on use

    return str(highlight(source, lexer, _formatter())).rstrip("\n")


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - imported on use
    from pygments.util import ClassNotFound  # noqa: PLC0415 - imported on use

    if language in ("", "text"):
        return None
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


@cache
def _formatter() -> HtmlFormatter[Any]:
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415 - imported on use

    return HtmlFormatter(nowrap=True, noclasses=False)
