"""Blocks: the outermost pieces of a text and what each is, for products that take some of them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from deckpress.bank import Markdown
from deckpress.parts import Block, Fence, Formula, Image, Paragraph, Table
from deckpress.pictures import SOUNDS

__all__ = ["CAPTION", "Kind", "Piece", "image_of", "is_caption", "pieces_of"]

Kind = Literal["formula", "figure", "sound", "table", "code", "text"]
"""A formula of its own, a paragraph that is a picture or a sound, a table with its caption, code, else."""
CAPTION: Final = "Table: "
"""How the paragraph before a table begins that is its caption."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One outermost piece of a text."""

    kind: Kind
    blocks: tuple[Block, ...]
    """One block, or a caption and its table."""

    @property
    def block(self) -> Block:
        """What it is, without a caption."""
        return self.blocks[-1]


def pieces_of(text: Markdown | None) -> Iterator[Piece]:
    """The pieces of a text in their order; together their HTML is that of the text."""
    caption: tuple[Block, ...] = ()
    for block in text.blocks if text else ():
        kind = _kind(block)
        if caption and kind != "table":
            yield Piece("text", caption)
            caption = ()
        if kind == "text" and is_caption(block):
            caption = (block,)
            continue
        yield Piece(kind, (*caption, block))
        caption = ()
    if caption:
        yield Piece("text", caption)


def image_of(block: Block) -> Image | None:
    """The picture or sound that a paragraph is all of."""
    if isinstance(block, Paragraph) and len(block.line.parts) == 1:
        only = block.line.parts[0]
        return only if isinstance(only, Image) else None
    return None


def is_caption(block: Block) -> bool:
    """Whether a paragraph is the caption of a table, where one follows."""
    return isinstance(block, Paragraph) and block.line.content.startswith(CAPTION)


def _kind(block: Block) -> Kind:
    match block:
        case Formula():
            return "formula"
        case Table():
            return "table"
        case Fence():
            return "code"
        case _:
            image = image_of(block)
            return "text" if image is None else "sound" if image.source.startswith(SOUNDS) else "figure"
