"""Blocks: the outermost pieces of a text and what each is, for products that take some of them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from deckpress.bank import Markdown
from deckpress.pictures import SOUNDS

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["CAPTION", "Block", "Kind", "blocks_of"]

Kind = Literal["formula", "figure", "sound", "table", "code", "text"]
"""A formula of its own, a paragraph that is a picture or a sound, a table with its caption, code, else."""
CAPTION: Final = "Table: "
"""How the paragraph before a table begins that is its caption."""


@dataclass(frozen=True, slots=True)
class Block:
    """One outermost piece of a text."""

    kind: Kind
    text: Markdown
    """The text, of which only this piece is left."""

    @property
    def first(self) -> Token:
        """Its first token, which says what a formula or a fence holds."""
        return self.text.tokens[0]


def blocks_of(text: Markdown | None) -> Iterator[Block]:
    """The pieces of a text in their order; together their HTML is that of the text."""
    if text is None:
        return
    caption: tuple[Token, ...] = ()
    for run in _runs(text.tokens):
        kind = _kind(run)
        if caption and kind != "table":
            yield Block("text", replace(text, tokens=caption))
            caption = ()
        if kind == "text" and _is_caption(run):
            caption = run
            continue
        yield Block(kind, replace(text, tokens=(*caption, *run)))
        caption = ()
    if caption:
        yield Block("text", replace(text, tokens=caption))


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The tokens of each outermost block."""
    first = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tuple(tokens[first : index + 1])
            first = index + 1


def _kind(run: Sequence[Token]) -> Kind:
    head = run[0]
    if head.type == "math_block" or (head.type == "fence" and head.info.strip() == "math"):
        return "formula"
    if head.type == "table_open":
        return "table"
    if head.type in ("fence", "code_block"):
        return "code"
    children = run[1].children or [] if head.type == "paragraph_open" else []
    if len(children) == 1 and children[0].type == "image":
        return "sound" if str(children[0].attrs["src"]).startswith(SOUNDS) else "figure"
    return "text"


def _is_caption(run: Sequence[Token]) -> bool:
    return run[0].type == "paragraph_open" and run[1].content.startswith(CAPTION)
