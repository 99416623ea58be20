"""Parts: the parser's tokens become typed parts, here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from deckpress.parts import (
    At,
    Block,
    Break,
    Cell,
    Code,
    Definitions,
    Deletion,
    Fence,
    Formula,
    Image,
    Inline,
    Item,
    Line,
    Link,
    Listing,
    Marked,
    Math,
    NoteMark,
    Notes,
    Paragraph,
    Phrase,
    Quote,
    Ruby,
    Rule,
    See,
    Table,
    Text,
)
from deckpress.slugs import NAMED

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["blocks_of_tokens", "named_text"]


def blocks_of_tokens(tokens: Sequence[Token]) -> tuple[Block, ...]:
    """The blocks that a text's tokens mean."""
    return _Tokens(tokens).blocks()


class _Tokens:
    """Tokens on their way to blocks."""

    __slots__ = ("at", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def blocks(self) -> tuple[Block, ...]:
        """All blocks up to the end of the one that holds them."""
        out: list[Block] = []
        tokens, count = self.tokens, len(self.tokens)
        while self.at < count:
            token = tokens[self.at]
            self.at += 1
            if token.type == "paragraph_open":
                out.append(Paragraph(self.line(), token.hidden))
            elif token.nesting < 0:
                break
            elif reader := _BLOCKS.get(token.type):
                out.append(reader(self, token))
        return tuple(out)

    def line(self, cell: int = -1) -> Line:
        """The line in a block that holds one, and past the block's end."""
        token = self.tokens[self.at]
        if self.tokens[self.at + 1].nesting < 0:  # as a rule
            self.at += 2
            return _line(self, token, cell)
        line = Line((), "")
        while (token := self.tokens[self.at]).nesting >= 0:
            if token.type == "inline":
                line = _line(self, token, cell)
            self.at += 1
        self.at += 1
        return line

    def lots(self) -> list[tuple[Block, ...]]:
        """The blocks of each part of a block that has some, and past its end."""
        out = []
        while self.tokens[self.at].nesting > 0:
            self.at += 1
            out.append(self.blocks())
        self.at += 1
        return out


def _line(_: _Tokens, token: Token, cell: int = -1) -> Line:
    children, rows = token.children or (), token.map
    return Line(_parts(children), token.content, rows[0] if rows else 0, cell)


def _row(token: Token) -> int:
    return token.map[0] if token.map else 0


def _paragraph(tokens: _Tokens, token: Token) -> Paragraph:
    return Paragraph(tokens.line(), token.hidden)


def _listing(tokens: _Tokens, token: Token) -> Listing:
    items = []
    while (opening := tokens.tokens[tokens.at]).nesting > 0:
        tokens.at += 1
        row, end = opening.map or (0, 0)
        items.append(Item(tokens.blocks(), row, end))
    tokens.at += 1
    start = int(token.attrs["start"]) if "start" in token.attrs else 1
    return Listing(tuple(items), token.tag == "ol", start, _row(token))


def _quote(tokens: _Tokens, token: Token) -> Quote:
    return Quote(tokens.blocks(), _row(token))


def _table(tokens: _Tokens, token: Token) -> Table:
    rows: list[tuple[Cell, ...]] = []
    while (part := tokens.tokens[tokens.at]).type != "table_close":
        tokens.at += 1
        if part.type == "tr_open":
            rows.append(_cells(tokens))
    tokens.at += 1
    return Table(rows[0], tuple(rows[1:]), _row(token))


def _cells(tokens: _Tokens) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    while (opening := tokens.tokens[tokens.at]).nesting > 0:
        tokens.at += 1
        align = str(opening.attrs["style"]).removeprefix("text-align:") if opening.attrs else ""
        cells.append(Cell(tokens.line(len(cells)), align))
    tokens.at += 1
    return tuple(cells)


def _definitions(tokens: _Tokens, token: Token) -> Definitions:
    entries: list[Line | tuple[Block, ...]] = []
    while (opening := tokens.tokens[tokens.at]).nesting > 0:
        tokens.at += 1
        entries.append(tokens.line() if opening.type == "dt_open" else tokens.blocks())
    tokens.at += 1
    return Definitions(tuple(entries), _row(token))


def _notes(tokens: _Tokens, token: Token) -> Notes:
    return Notes(tuple(tokens.lots()), _row(token))


def _fence(_: _Tokens, token: Token) -> Fence | Formula:
    info = token.info.strip()
    return _formula(_, token) if info == "math" else Fence(info, token.content, _row(token))


def _indented(_: _Tokens, token: Token) -> Fence:
    return Fence("", token.content, _row(token), indented=True)


def _formula(_: _Tokens, token: Token) -> Formula:
    row, end = token.map or (0, 0)
    return Formula(token.content.strip(), row, end, bool(token.meta.get("aside")))


def _rule(_: _Tokens, token: Token) -> Rule:
    return Rule(_row(token))


_BLOCKS: Final[Mapping[str, Callable[[_Tokens, Token], Block]]] = {
    "inline": _line,
    "heading_open": _paragraph,  # which is refused, and read on so that what is in it is judged too
    "bullet_list_open": _listing,
    "ordered_list_open": _listing,
    "blockquote_open": _quote,
    "table_open": _table,
    "dl_open": _definitions,
    "footnote_block_open": _notes,
    "fence": _fence,
    "code_block": _indented,
    "math_block": _formula,
    "hr": _rule,
}
"""Type of the token with which a block begins to what reads it; other tokens say nothing of their own."""


def _parts(children: Sequence[Token]) -> tuple[Inline, ...]:
    """The pieces of a line, those between an opening and its end inside one piece."""
    open_: list[tuple[Token, list[Inline]]] = []
    out: list[Inline] = []
    for child in children:
        kind = child.type
        if kind == "text":
            content, at = child.content, child.meta.get("at", 0)
            at = at if isinstance(at, int) else tuple(at)
            if "[" in content and NAMED.search(content):
                named_text(out, content, at)
            else:
                out.append(Text(content, at))
        elif child.nesting > 0:
            open_.append((child, out))
            out = []
        elif child.nesting < 0:
            if open_:
                opening, outer = open_.pop()
                outer.append(_nesting(opening, child, tuple(out)))
                out = outer
        elif reader := _INLINE.get(kind):
            out.append(reader(child))
    while open_:  # a tag that is never closed was refused; what it holds is kept
        out = [*open_.pop()[1], *out]
    return tuple(out)


def named_text(out: list[Inline], content: str, at: At) -> None:
    """Text cut at each [id] that stands in it."""
    end = 0
    for found in NAMED.finditer(content):
        if found.start() > end:
            out.append(Text(content[end : found.start()], _moved(at, end)))
        out.append(See(found[1], _moved(at, found.start())))
        end = found.end()
    if end < len(content):
        out.append(Text(content[end:], _moved(at, end)))


def _moved(at: At, by: int) -> At:
    """The place of a text less its first characters."""
    if isinstance(at, int):
        return at + by
    first = max((pair for pair in at if pair[0] <= by), default=at[0])
    rest = tuple((inner - by, place) for inner, place in at if inner > by)
    return ((0, first[1] + by - first[0]), *rest)


def _first(child: Token, marks: int = 0) -> int:
    """Where a piece begins, or what stands between its marks."""
    at = child.meta.get("at", 0)
    return int(at if isinstance(at, int) else at[0][1]) + marks


def _code(child: Token) -> Code:
    return Code(child.content, _first(child, 1))


def _math(child: Token) -> Math:
    return Math(child.content, _first(child, 1))


def _break(child: Token) -> Break:
    return Break("" if child.type == "softbreak" else child.tag)


def _image(child: Token) -> Image:
    attrs = child.attrs
    alt = "".join([inner.content or " " for inner in child.children or ()])
    at = _first(child)
    end = at + len("![") + len(child.content)
    return Image(str(attrs.get("src", "")), alt, str(attrs.get("title", "")), at, end)


def _ruby(child: Token) -> Ruby:
    return Ruby(child.content, tuple(child.meta["readings"]))


def _note_mark(child: Token) -> NoteMark:
    return NoteMark(child.meta["id"] + 1)


_INLINE: Final[Mapping[str, Callable[[Token], Inline]]] = {
    "code_inline": _code,
    "math_inline": _math,
    "softbreak": _break,
    "hardbreak": _break,
    "wordbreak": _break,
    "image": _image,
    "ruby": _ruby,
    "footnote_ref": _note_mark,
}


def _nesting(opening: Token, closing: Token, parts: tuple[Inline, ...]) -> Inline:
    if opening.type == "link_open":
        end = 0 if opening.info == "auto" else _first(closing)
        return Link(str(opening.attrs["href"]), parts, _first(opening), end)
    if opening.type == "phrase_open":
        return Phrase(str(opening.attrs["lang"]), parts)
    if opening.type == "cloze_open":
        return Deletion(opening.meta["number"], opening.meta["hint"], parts)
    return Marked(opening.tag, parts)
