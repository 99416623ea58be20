"""CommonMark of other people as HTML, from which our own Markdown is made."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["is_simple", "to_html"]

_CODE: Final = re.compile(
    r"(^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\2[`~]*\s*$|\Z)|(?<!`)(`+)(?!`).*?(?<!`)\3(?!`))",
    re.S | re.M,
)
_EMBED: Final = re.compile(r"!\[\[([^\]|\n]+)(?:\|([^\]\n]*))?\]\]")
_WIKI: Final = re.compile(r"\[\[([^\]|\n]+)(?:\|([^\]\n]*))?\]\]")
_MARK: Final = re.compile(r"==(?=\S)([^=\n]+)(?<=\S)==")
_COMMENT: Final = re.compile(r"%%.*?%%|<!--.*?-->", re.S)
_ODD: Final = re.compile(
    r"!\[|\[\[|^ {0,3}#|<[A-Za-z/!]|==|%%|^\s*(?:={3,}|-{3,})\s*$"
    r"|\{[.#]|\\[()\[\]]|\]\((?!https:)|^ {0,3}\[[^\]]+\]:",
    re.M,
)


def is_simple(text: str) -> bool:
    """Whether nothing in a text is likely to read otherwise here."""
    return not _ODD.search(_CODE.sub("", text))


def to_html(text: str) -> str:
    """The HTML of a text, with formulas between TeX's marks; raw HTML is kept for the converter to judge."""
    pieces = _CODE.split(text)
    step = _CODE.groups + 1
    for at in range(0, len(pieces), step):
        pieces[at] = _plainer(pieces[at])
    whole = "".join(piece or "" for at, piece in enumerate(pieces) if at % step < 2)
    made: str = _parser().render(whole)
    return made


def _plainer(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _EMBED.sub(lambda found: f'<img src="{escape(found[1])}" alt="{escape(found[2] or "")}">', text)
    text = _WIKI.sub(lambda found: found[2] or found[1].rpartition("#")[2], text)
    return _MARK.sub(r"<mark>\1</mark>", text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - imported on use
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - imported on use

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # the converter judges
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False, renderer=_formula)
    return parser


def _formula(tex: str, options: Any) -> str:
    display = bool(options.get("display_mode"))
    return f"\\[{escape(tex, quote=False)}\\]" if display else f"\\({escape(tex, quote=False)}\\)"
