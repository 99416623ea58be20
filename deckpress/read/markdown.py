"""Markdown to tokens, with every construct that a product could not show safely reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from deckpress.bank import Markdown, Span
from deckpress.read.cloze import cloze_plugin
from deckpress.read.files import Folder
from deckpress.read.math import MathError, check_math
from deckpress.read.yaml_block import nearest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_TICKED: Final = re.compile(r"`(.*)`", re.S)  # GitHub's other inline form, $`x`$
_DEPTH: Final = 20
_HTML: Final = re.compile(r"</?[A-Za-z][^>]*>|<!--|<!\[CDATA|<\?")
_GUARDED: Final = re.compile(r"\\.|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.S)  # escaped, or code
_BROKEN_LINK: Final = re.compile(r"\]\([A-Za-z]+:")
_LINK: Final = re.compile(r"(https?://[^\s]+|mailto:[^\s]+|#[a-z][a-z0-9-]*)")
_INFOS: Final = ("python", "python run", "python test", "text output", "math")
_IMAGE: Final = re.compile(r"\.\./figures/([A-Za-z0-9_][A-Za-z0-9_.-]*\.svg)")
_ALT: Final = 20


@cache
def _parser(with_cloze: bool) -> MarkdownIt:  # noqa: FBT001 - a cache key
    from markdown_it import MarkdownIt  # noqa: PLC0415 - imported on use
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - imported on use

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * _DEPTH})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])  # off already; not even tried, which is quicker
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # we judge, with a place
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False)
    if with_cloze:
        cloze_plugin(parser)
    return parser


def read_markdown(
    folder: Folder, source: str, span: Span, *, cloze: bool = False, inline: bool = False
) -> Markdown:
    """Parse a part of a question, or one line of inline text; `span` is the place of its start."""
    parser = _parser(cloze)
    text = Markdown(source, span, tuple(parser.parseInline(source) if inline else parser.parse(source)))
    ran = False
    for index, token in enumerate(text.tokens):
        if token.level >= _DEPTH:
            folder.report(
                "S004",
                text.span_of(token),
                "lists or quotes are nested too deeply",
                f"stay under {_DEPTH // 2} levels",
            )
            break
        if token.type == "fence":
            ran = _check_fence(folder, text, token, ran)
        elif token.type == "math_block":
            _check_block_math(folder, text, token)
        elif token.type == "heading_open":
            folder.report(
                "S010",
                text.span_of(token),
                "a heading inside a section",
                "use a bold phrase at the start of the paragraph",
            )
        elif token.type == "inline":
            before = text.tokens[index - 1]
            alone = not inline and before.type == "paragraph_open" and before.level == 0
            _check_inline(folder, text, token, alone)
    return text


def _check_fence(folder: Folder, text: Markdown, token: Token, ran: bool) -> bool:  # noqa: FBT001 - state
    info = token.info.strip()
    if info == "math":
        _check_block_math(folder, text, token)
    elif " " in info and info not in _INFOS:
        folder.report("S012", text.span_of(token), f"the fence says {info!r}", nearest(info, _INFOS))
    elif info == "text output" and not ran:
        folder.report(
            "S013",
            text.span_of(token),
            "output without a 'python run' block before it",
            "mark the block that prints it as 'python run'",
        )
    return ran or info == "python run"


def _check_block_math(folder: Folder, text: Markdown, token: Token) -> None:
    try:
        check_math(token.content.strip())
    except MathError as error:
        margin = len(token.content) - len(token.content.lstrip())
        before = token.content[: margin + error.offset]
        first = text.span.line + (token.map[0] if token.map else 0)
        shift = 0 if token.type == "math_block" else 1
        line = first + shift + before.count("\n")
        column = len(before) - before.rfind("\n")
        span = Span(text.span.path, line, column, line, column + error.length)
        folder.report("M401", span, error.message, error.hint)


def _check_inline(folder: Folder, text: Markdown, inline: Token, alone: bool) -> None:  # noqa: FBT001 - state
    children = inline.children or []
    for index, child in enumerate(children):
        if child.type == "math_inline":
            _check_inline_math(folder, text, inline, index)
        elif child.type == "text":
            _check_text(folder, text, inline, index)
        elif child.type == "link_open":
            _check_link(folder, text, inline, child)
        elif child.type == "image":
            _check_image(folder, text, inline, child, alone and len(children) == 1)


def _offset(children: Sequence[Token], index: int, content: str) -> int:
    """Where child `index` starts in the inline text, found by walking its elder siblings."""
    cursor = 0
    for child in children[: index + 1]:
        if child.content:
            at = content.find(child.content, cursor)
            if child is children[index]:
                return max(at, cursor) if at < 0 else at
            cursor = at + len(child.content) if at >= 0 else cursor
    return cursor


def _check_inline_math(folder: Folder, text: Markdown, inline: Token, index: int) -> None:
    children = inline.children or []
    child = children[index]
    if ticked := _TICKED.fullmatch(child.content):
        child.content = ticked[1]
    try:
        check_math(child.content)
    except MathError as error:
        start = _offset(children, index, inline.content) + error.offset
        found = inline.content[start : start + error.length] or inline.content[start : start + 1]
        folder.report("M401", text.span_of(inline, found or "$", start), error.message, error.hint)


def _check_text(folder: Folder, text: Markdown, inline: Token, index: int) -> None:
    children = inline.children or []
    content = children[index].content
    if "<" in content and (
        found := _raw_html(inline.content, content, _offset(children, index, inline.content))
    ):
        folder.report(
            "S043",
            text.span_of(inline, *found),
            f"raw HTML: {found[0]}",
            "write Markdown; put code and types such as vector<int> in backticks",
        )
    broken = _BROKEN_LINK.search(content) if "](" in content else None
    if broken and (at := _bare(inline.content).find(broken[0])) >= 0:
        folder.report(
            "S044",
            text.span_of(inline, broken[0], at),
            "a link that is not well formed",
            "write [text](https://…) or [text](#id)",
        )


def _raw_html(source: str, content: str, start: int) -> tuple[str, int] | None:
    """The first tag of a text that stands in the source as it is, and where; escaped ones are text."""
    bare = _bare(source)
    for found in _HTML.finditer(content):
        at = bare.find(found[0], start)
        if at >= 0:
            return found[0], at
    return None


def _bare(source: str) -> str:
    """The source with blanks for what is escaped or code."""
    return _GUARDED.sub(lambda found: " " * len(found[0]), source)


def _check_link(folder: Folder, text: Markdown, inline: Token, child: Token) -> None:
    href = str(child.attrs.get("href", ""))
    if not _LINK.fullmatch(href):
        folder.report(
            "S044",
            text.span_of(inline, href.split("%", maxsplit=1)[0]),
            f"the link {href!r} leads out of the bank",
            "link to https://…, mailto: or to a question as [text](#id)",
        )


def _check_image(folder: Folder, text: Markdown, inline: Token, child: Token, alone: bool) -> None:  # noqa: FBT001 - state
    source, caption = str(child.attrs.get("src", "")), str(child.attrs.get("title", ""))
    span = text.span_of(inline, "![")
    if not _IMAGE.fullmatch(source):
        folder.report(
            "F701",
            span,
            f"the figure {source!r} is not in figures/",
            'write ![what is seen](../figures/name.svg "caption")',
        )
    if not alone:
        folder.report("F704", span, "a figure inside a line of text", "give it a paragraph of its own")
    if len(child.content.strip()) < _ALT or child.content.strip() == caption.strip():
        folder.report(
            "F705",
            span,
            "the figure's alternative text is too short or repeats the caption",
            f"say in at least {_ALT} characters what is seen",
        )
