"""Markdown to parts, with every construct that a product could not show safely reported."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Markdown, Span
from deckpress.read.autolinks import autolink_plugin
from deckpress.read.cloze import cloze_plugin
from deckpress.read.delimiters import check_brackets, delimiter_plugin, set_off
from deckpress.read.dollars import check_dollars
from deckpress.read.emphasis import emphasis_plugin
from deckpress.read.fast_blocks import common_blocks, common_line
from deckpress.read.files import Folder, unseen_message
from deckpress.read.foreign import (
    check_definitions,
    check_deletions,
    check_foreign,
    stands_before_attributes,
    task_plugin,
)
from deckpress.read.foreign_marks import DRAWN, SIMPLE_TABLE
from deckpress.read.inert import check_balance, inert_plugin
from deckpress.read.links import check_broken, check_image, check_link, is_written, suspicious
from deckpress.read.math import check_math
from deckpress.read.nearest import near, nearest
from deckpress.read.parts import blocks_of_tokens
from deckpress.read.phrases import check_phrases, phrase_plugin
from deckpress.read.plain_lines import as_paragraph, break_lines, is_plain, plain_tokens
from deckpress.read.shown import stands_at_end
from deckpress.read.tex import MathError
from deckpress.read.tokens import Tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["read_cell", "read_markdown"]

_TICKED: Final = re.compile(r"`(.*)`", re.S)  # GitHub's other inline form, $`x`$
_DEPTH: Final = 20
_HTML: Final = re.compile(r"</?[A-Za-z][^>]*>|<!--|<!\[CDATA|<\?")
_COMMENT: Final = "delete the comment; a draft question has 'draft: true'"
_MARKUP: Final = "write Markdown; put code and types such as vector<int> in backticks"
_HEADING: Final = "use a bold phrase at the start of the paragraph"
_UNDERLINED: Final = f"{_HEADING}; a rule of dashes needs a free line above it"
_ODD_INFO: Final = re.compile(r"[\s{}=]")
_INFOS: Final = ("python", "python run", "python test", "text output", "text lost", "math", "math aside")


@cache
def _parser(with_cloze: bool, delimiters: tuple[str, ...]) -> MarkdownIt:  # noqa: FBT001 - a cache key
    from markdown_it import MarkdownIt  # noqa: PLC0415 - imported on use
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415 - imported on use
    from mdit_py_plugins.dollarmath import dollarmath_plugin  # noqa: PLC0415 - imported on use
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - imported on use

    from deckpress.read.places import keep_places  # noqa: PLC0415 - imported on use

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * _DEPTH})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])  # off already; not even tried, which is quicker
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # we judge, with a place
    keep_places(parser)
    emphasis_plugin(parser)
    deflist_plugin(parser)
    footnote_plugin(parser, inline=False)
    inert_plugin(parser)
    autolink_plugin(parser)
    phrase_plugin(parser)
    task_plugin(parser)
    if "dollar" in delimiters:
        dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False)
    if "tex" in delimiters:
        delimiter_plugin(parser)
    if with_cloze:
        cloze_plugin(parser, tex="tex" in delimiters)
    return parser


def read_markdown(
    folder: Folder, source: str, span: Span, *, cloze: bool = False, inline: bool = False, margin: int = 0
) -> Markdown:
    """Parse a part of a question, or one line of inline text; `span` is the place of its start."""
    if "dollar" in folder.delimiters or "$" not in source:
        common = (common_line if inline else common_blocks)(source, folder.macros, cloze=cloze)
        if common is not None:
            return Markdown(source, span, common, margin=margin)
    parser = _parser(cloze, folder.delimiters)
    env: dict[str, Any] = {}
    tokens = parser.parseInline(source) if inline else parser.parse(source, env)
    text = Tokens(source, span, tuple(tokens), margin=margin)
    check_definitions(folder, text, env)
    if not cloze:
        for line in text.inlines():
            check_deletions(folder, text, line)
    return _made(_check(folder, text, inline=inline))


def read_cell(
    folder: Folder, source: str, span: Span, *, inline: bool = False, doubled: bool = False
) -> Markdown:
    """Parse a cell of a table: one line is a paragraph of inline text, several are blocks whose lines end.

    With `inline` any number of lines is inline text. Plain text is not even parsed.
    """
    if is_plain(source):
        return _made(Tokens(source, span, plain_tokens(source, inline=inline), doubled=doubled))
    parser = _parser(with_cloze=False, delimiters=folder.delimiters)
    if inline:
        tokens = parser.parseInline(source)
    elif "\n" in source:
        tokens = break_lines(parser.parse(source))
    else:
        tokens = as_paragraph(parser.parseInline(source))
    return _made(_check(folder, Tokens(source, span, tuple(tokens), doubled=doubled), inline=inline))


def _made(text: Tokens) -> Markdown:
    """A text whose tokens were judged, as parts."""
    blocks = blocks_of_tokens(text.tokens)
    return Markdown(text.source, text.span, blocks, margin=text.margin, doubled=text.doubled)


def _check(folder: Folder, text: Tokens, *, inline: bool) -> Tokens:
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
                _HEADING if token.markup[0] == "#" else _UNDERLINED,
            )
        elif token.type == "hr" and SIMPLE_TABLE.fullmatch(text.source.split("\n")[(token.map or [0])[0]]):
            hint = "write it with bars: | a | b |, then |---|---|"
            folder.report("S045", text.span_of(token), "a table of another Markdown is no table here", hint)
        elif token.type == "inline":
            before = text.tokens[index - 1]
            alone = not inline and before.type == "paragraph_open" and before.level == 0
            _check_inline(folder, text, token, alone)
    return set_off(text) if "tex" in folder.delimiters else text


def _check_fence(folder: Folder, text: Tokens, token: Token, ran: bool) -> bool:  # noqa: FBT001 - state
    info = token.info.strip()
    if info == "math aside":  # from here on a formula like others, but for paper
        token.info, token.meta = "math", {**token.meta, "aside": True}
    if token.info.strip() == "math":
        _check_block_math(folder, text, token)
    elif info.lower() in DRAWN:
        hint = "draw it as an SVG in figures/ and show it as ![what is seen](../figures/name.svg)"
        folder.report("S045", text.span_of(token), f"what {info} draws is shown as its code", hint)
    elif info == "text lost":
        hint = "say it in Markdown, then delete the fence, which no product shows"
        folder.report("S046", text.span_of(token), "something that an import could not express", hint)
    elif _ODD_INFO.search(info) and info not in _INFOS:
        folder.report("S012", text.span_of(token), f"the fence says {info!r}", _info_hint(info))
    elif info == "text output" and not ran:
        folder.report(
            "S013",
            text.span_of(token),
            "output without a 'python run' block before it",
            "mark the block that prints it as 'python run'",
        )
    return ran or info == "python run"


def _info_hint(info: str) -> str:
    """What to write behind a fence's marks."""
    language = re.match(r"\{?[.=]?([A-Za-z][\w+#-]*)", info)
    plain = language and not near(info, _INFOS) and language[1] not in ("python", "text")
    return f"write the language alone: {language[1]}" if language and plain else nearest(info, _INFOS)


def _check_block_math(folder: Folder, text: Tokens, token: Token) -> None:
    try:
        token.content = check_math(token.content.strip(), folder.macros)
    except MathError as error:
        before = token.content[: len(token.content) - len(token.content.lstrip()) + error.offset]
        number = before.count("\n")
        row = (token.map[0] if token.map else 0) + (token.type == "fence") + number
        column = len(before) - before.rfind("\n") - 1
        span = text.place_line(row, token.content.split("\n")[number], column, error.length)
        folder.report(error.code, span, error.message, error.hint)


def _check_inline(folder: Folder, text: Tokens, inline: Token, alone: bool) -> None:  # noqa: FBT001 - state
    children, unseen = inline.children or [], folder.unseen
    told = len(folder.problems)
    if "$" in inline.content and "dollar" in folder.delimiters:
        check_dollars(folder, text, inline)
    check_balance(folder, text, inline)
    check_phrases(folder, text, inline)
    check_brackets(folder, text, inline)
    check_foreign(folder, text, inline, tex=len(folder.problems) == told)
    if len(folder.problems) > told and stands_before_attributes(children):
        inline.children = children = children[:1]  # of which a word was said
    for index, child in enumerate(children):
        hidden = str(child.attrs.get("title", "")) if child.attrs else ""
        if found := unseen.search(child.content + hidden):
            place = text.place_in(inline, child)  # the source has none: it was written as an entity
            folder.report("S002", place, unseen_message(found[0]), "delete its entity")
        if child.type == "math_inline":
            _expand_inline_math(folder, text, inline, index)
        elif child.type == "text":
            _check_text(folder, text, inline, index)
        elif child.type == "link_open":
            check_link(folder, text, inline, index)
        elif child.type == "image":
            at_end = text.tokens[0] is inline and stands_at_end(children, index)  # of a prompt
            check_image(folder, text, inline, child, at_end or (alone and len(children) == 1))


def _expand_inline_math(folder: Folder, text: Tokens, inline: Token, index: int) -> None:
    children = inline.children or []
    child = children[index]
    shift = 0
    if ticked := _TICKED.fullmatch(child.content):
        child.content = ticked[1]
        shift = 1
    try:
        child.content = check_math(child.content, folder.macros)
    except MathError as error:
        span = text.place_in(inline, child, error.offset + shift, error.length)
        folder.report(error.code, span, error.message, error.hint)


def _check_text(folder: Folder, text: Tokens, inline: Token, index: int) -> None:
    children = inline.children or []
    content = children[index].content
    tags = _HTML.finditer(content) if "<" in content else ()
    if found := next((tag for tag in tags if is_written(inline, children[index], tag)), None):
        folder.report(
            "S043",
            text.place_in(inline, children[index], found.start(), len(found[0])),
            f"raw HTML: {found[0]}",
            _COMMENT if found[0] == "<!--" else _MARKUP,
        )
    if suspicious(content):
        check_broken(folder, text, inline, children[index])
