"""Inside: what is in blocks and lines, piece by piece, and where a piece begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from deckpress.parts import (
    NESTING,
    Block,
    Cell,
    Code,
    Definitions,
    Image,
    Inline,
    Item,
    Line,
    Link,
    Listing,
    Math,
    Notes,
    Paragraph,
    Quote,
    See,
    Table,
    Text,
)

__all__ = ["flat", "items_of", "offset_of", "with_lines", "within"]


def within(blocks: Iterable[Block | Item]) -> list[Block | Item]:
    """Every block and item, an outer one before what is in it; each line by itself."""
    out: list[Block | Item] = []
    _gather(blocks, out)
    return out


def _gather(blocks: Iterable[Block | Item], out: list[Block | Item]) -> None:
    for block in blocks:
        out.append(block)
        if isinstance(block, Paragraph):
            out.append(block.line)
        elif inner := _INNER.get(type(block)):
            _gather(inner(block), out)


_INNER: Final[Mapping[type, Callable[[Any], Iterable[Block | Item]]]] = {
    Listing: lambda block: block.items,
    Item: lambda item: item.blocks,
    Table: lambda block: [cell.line for row in (block.head, *block.rows) for cell in row],
    Quote: lambda block: block.blocks,
    Definitions: lambda block: chain(*((e,) if isinstance(e, Line) else e for e in block.entries)),
    Notes: lambda block: chain(*block.items),
}
"""A kind of block that is no paragraph to the blocks, items and lines in it."""


def items_of(blocks: Iterable[Block]) -> Iterator[Item]:
    """The items of the lists among blocks."""
    for block in blocks:
        if isinstance(block, Listing):
            yield from block.items


def with_lines(blocks: Iterable[Block], change: Callable[[Line], Line]) -> tuple[Block, ...]:
    """The blocks with each of their lines changed."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Callable[[Line], Line]) -> Block:
    def cells(row: Iterable[Cell]) -> tuple[Cell, ...]:
        return tuple(cell._replace(line=change(cell.line)) for cell in row)

    match block:
        case Line():
            return change(block)
        case Paragraph():
            return block._replace(line=change(block.line))
        case Listing():
            items = (item._replace(blocks=with_lines(item.blocks, change)) for item in block.items)
            return block._replace(items=tuple(items))
        case Quote():
            return block._replace(blocks=with_lines(block.blocks, change))
        case Table():
            return block._replace(head=cells(block.head), rows=tuple(map(cells, block.rows)))
        case Definitions():
            entries = (change(e) if isinstance(e, Line) else with_lines(e, change) for e in block.entries)
            return block._replace(entries=tuple(entries))
        case Notes():
            return block._replace(items=tuple(with_lines(note, change) for note in block.items))
        case _:
            return block


def flat(parts: Sequence[Inline]) -> Sequence[Inline]:
    """Every piece of a line in its order, one that holds others before these."""
    if not any(isinstance(part, NESTING) for part in parts):
        return parts
    out: list[Inline] = []
    for part in parts:
        out.append(part)
        if isinstance(part, NESTING):
            out += flat(part.parts)
    return out


def offset_of(part: Text | Code | Math | See | Image | Link, start: int = 0) -> int:
    """Where the character `start` of what a piece says stands in its line."""
    at = part.at
    if isinstance(at, int):
        return at + start
    inner, place = max((pair for pair in at if pair[0] <= start), default=at[0])
    return place + start - inner
