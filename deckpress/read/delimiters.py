r"""TeX's own delimiters: `\(…\)` in a line and `\[…\]` on its own, for banks that ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from deckpress.problems import Problem
from deckpress.read.files import Folder
from deckpress.read.tokens import Tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["check_brackets", "delimiter_plugin", "set_off", "tell_once"]

_PAIR: Final = re.compile(
    r"(?<!\\)(?:\\\((?P<line>(?:[^\\]|\\[^()])+)\\\)|\\\[(?P<display>(?:[^\\]|\\[^\[\]])+)\\\])", re.S
)
_GUARDED: Final = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)", re.S)
_ALONE: Final = re.compile(r"(?<!\\)(?:\\\\)*(\\[(\[])")
_TEX: Final = re.compile(r"\\[A-Za-z]{2,}|[\^_]\{|\w\^\w|^ ?[A-Za-z](?:_\w)? ?[=<>+] ?\w")
_BRACKETS: Final = "brackets, where a formula may be meant"
_NEAR: Final = 80
_SETTING: Final = '[math] delimiters = ["dollar", "tex"] in bank.toml'


def delimiter_plugin(parser: MarkdownIt) -> None:
    """Teach a parser to read formulas between TeX's delimiters."""
    parser.inline.ruler.before("escape", "tex_math", _inline_rule)
    parser.block.ruler.before(
        "fence", "tex_math", _block_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def check_brackets(folder: Folder, text: Tokens, inline: Token) -> None:
    """S045 for delimiters that the bank does not read; M401 for one that it reads and nothing closes."""
    if "\\(" not in inline.content and "\\[" not in inline.content:
        return
    bare = _GUARDED.sub(lambda found: " " * len(found[0]), inline.content)
    reads = "tex" in folder.delimiters
    if not reads and (found := _PAIR.search(bare)):
        span = text.place(inline, found.start(), len(found[0].split("\n", maxsplit=1)[0]))
        hint = f"write $…$ in a line and a ```math fence on its own, or set {_SETTING}"
        folder.report("S045", span, f"{_BRACKETS}: {found[0]}", hint)
        return
    rest = _PAIR.sub(lambda found: " " * len(found[0]), bare)
    for found in _ALONE.finditer(rest) if reads else ():
        if _TEX.search(rest[found.end() : found.end() + _NEAR]):
            closing = {"(": "\\)", "[": "\\]"}[found[1][1]]
            span = text.place(inline, found.start(1), 2)
            message = f"a formula is opened by '{found[1]}' and never closed"
            folder.report("M401", span, message, f"close it with '{closing}'")
            return


def _inline_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    found = _PAIR.match(state.src, state.pos) if state.src.startswith(("\\(", "\\["), state.pos) else None
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        display = found["display"] is not None
        token = state.push("math_inline", "math", 0)
        token.content = found["display"] if display else found["line"]
        token.meta |= {"at": state.pos + 1, "display": display}  # a mark of one character is counted anyway
    state.pos = found.end()
    return True


def _block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    at = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("\\[", at):
        return False
    lines: list[str] = []
    for number in range(start, end):
        if number > start and (state.isEmpty(number) or state.sCount[number] < state.blkIndent):
            return False
        first = at + 2 if number == start else state.bMarks[number] + state.tShift[number]
        lines.append(state.src[first : state.eMarks[number]])
        if number > start and lines[-1].startswith("\\["):
            return False  # which keeps many that nothing closes from taking long
        if "\\]" in lines[-1]:
            break
    else:
        return False
    last, _, after = lines[-1].partition("\\]")
    content = "\n".join([*lines[:-1], last])
    if after.strip() or not content.strip():
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.content = True, content
        token.map = [start, start + len(lines)]
        state.line = start + len(lines)
    return True


def tell_once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems with the first only of those about delimiters that the bank does not read."""
    told = [problem for problem in problems if problem.message.startswith(_BRACKETS)]
    more = {id(problem) for problem in told[1:]}
    return [problem for problem in problems if id(problem) not in more]


def set_off(text: Tokens) -> Tokens:
    """A display formula inside a paragraph stands between two paragraphs; elsewhere it stays in its line."""
    out: list[Token] = []
    for token in text.tokens:
        out.append(token)
        if token.type != "paragraph_close" or out[-2].type != "inline":
            continue
        if any(_is_display(child) for child in out[-2].children or []):
            opening, line, closing = out[-3:]
            out[-3:] = _split(opening, line, closing)
    return text if len(out) == len(text.tokens) else replace(text, tokens=tuple(out))


def _is_display(child: Token) -> bool:
    return bool(child.meta.get("display")) and child.level == 0


def _split(opening: Token, line: Token, closing: Token) -> Iterator[Token]:
    """The paragraphs and formulas that a paragraph becomes; a mark behind a formula goes into it."""
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    words: list[Token] = []
    children = list(line.children or [])
    for index in range(len(children) + 1):
        child = children[index] if index < len(children) else None
        if child is not None and not _is_display(child):
            words.append(child)
            continue
        if any(word.content.strip() or word.nesting for word in words):
            part = copy(line)
            part.children = _trimmed(words)
            yield from (copy(opening), part, copy(closing))
        words = []
        if child is not None:
            mark = _take_mark(children, index + 1)
            tex = child.content.rstrip() + mark
            yield Token("math_block", "math", 0, map=line.map, level=opening.level, content=tex, block=True)


def _take_mark(children: list[Token], index: int) -> str:
    """The punctuation mark with which the text behind a formula begins, taken out of it."""
    after = children[index] if index < len(children) else None
    if after is None or after.type != "text" or after.content[:1] not in tuple(".,;:!?"):
        return ""
    children[index] = copy(after)
    children[index].content = after.content[1:]
    at = after.meta.get("at", 0)
    moved = [(max(k - 1, 0), v + (k == 0)) for k, v in at] if isinstance(at, list) else at + 1
    children[index].meta = {**after.meta, "at": moved}
    return after.content[0]


def _trimmed(words: list[Token]) -> list[Token]:
    """The words without line ends and spaces at either end."""
    while words and words[0].type == "softbreak":
        words.pop(0)
    while words and words[-1].type == "softbreak":
        words.pop()
    return words
