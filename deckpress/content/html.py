"""Blocks to HTML: one walk, with a voice for what differs between products."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, Final

from deckpress.bank import Label, Labels, Markdown
from deckpress.content.blocks import CAPTION, image_of, is_caption
from deckpress.content.code import code_runs
from deckpress.content.lines import line_html, sound_html
from deckpress.content.symbols import symbols_html
from deckpress.content.tables import ShownCell
from deckpress.content.tails import short_cell
from deckpress.content.typography import curl_quotes
from deckpress.content.walk import Walk
from deckpress.inside import items_of
from deckpress.parts import (
    Block,
    Cell,
    Definitions,
    Fence,
    Formula,
    Image,
    Line,
    Listing,
    Notes,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from deckpress.pictures import FIGURES

__all__ = ["blocks_html", "items_html", "key_html", "labels_html", "to_html"]

_UNSEEN: Final = ("python test", "text lost")


def to_html(text: Markdown | None, walk: Walk, *, inline: bool = False) -> str:
    """The HTML of a part; `inline` drops the paragraph around a single line."""
    if text is None:
        return ""
    if inline:
        return "".join(line_html(line.parts, walk) for line in text.lines())
    return blocks_html(text.blocks, walk)


def items_html(text: Markdown | None, walk: Walk) -> list[str]:
    """The HTML of each item of a part that is one list."""
    return [_item(item.blocks, walk) for item in items_of(text.blocks)] if text else []


def _item(blocks: Sequence[Block], walk: Walk) -> str:
    """An item, whose first words stand on the line of its mark."""
    if blocks and isinstance(blocks[0], Paragraph):
        return line_html(blocks[0].line.parts, walk) + blocks_html(blocks[1:], walk)
    return blocks_html(blocks, walk)


def blocks_html(blocks: Sequence[Block], walk: Walk) -> str:
    """The HTML of blocks that follow each other."""
    out = []
    for index, block in enumerate(blocks):
        is_head = index + 1 < len(blocks) and isinstance(blocks[index + 1], Table) and is_caption(block)
        if is_head and isinstance(block, Paragraph) and image_of(block) is None:
            walk.caption = line_html(block.line.parts, walk).removeprefix(CAPTION)
        else:
            out.append(_SHOWN[type(block)](block, walk))
    return "".join(out)


def _line(line: Line, walk: Walk) -> str:
    return line_html(line.parts, walk)


def _paragraph(block: Paragraph, walk: Walk) -> str:
    """A figure or a sound that is all of a paragraph; else its line."""
    if image := image_of(block):
        return sound_html(image, walk, alone=True) or _figure(image, walk)
    html = line_html(block.line.parts, walk)
    return html if block.tight else f"<p>{html}</p>"


def _figure(image: Image, walk: Walk) -> str:
    figure = walk.bank.figures[image.source.removeprefix(FIGURES)]
    caption = escape(curl_quotes(image.caption, walk.language), quote=False)
    return walk.voice.figure(figure, image.alt, walk.voice.literal(caption, code=False))


def _listing(block: Listing, walk: Walk) -> str:
    tag = "ol" if block.ordered else "ul"
    start = f' start="{block.start}"' if block.start != 1 else ""
    items = "".join([f"<li>{blocks_html(item.blocks, walk)}</li>" for item in block.items])
    return f"<{tag}{start}>{items}</{tag}>"


def _quote(block: Quote, walk: Walk) -> str:
    return f"<blockquote>{blocks_html(block.blocks, walk)}</blockquote>"


def _definitions(block: Definitions, walk: Walk) -> str:
    entries = [
        f"<dt>{line_html(entry.parts, walk)}</dt>"
        if isinstance(entry, Line)
        else f"<dd>{blocks_html(entry, walk)}</dd>"
        for entry in block.entries
    ]
    return f"<dl>{''.join(entries)}</dl>"


def _notes(block: Notes, walk: Walk) -> str:
    items = "".join([f"<li>{blocks_html(note, walk)}</li>" for note in block.items])
    return f'<ol class="notes">{items}</ol>'


def _rule(_block: Rule, _walk: Walk) -> str:
    return "<hr>"


def _table(block: Table, walk: Walk) -> str:
    head = [_cell(cell, walk)._replace(heads="col") for cell in block.head]
    rows = [head, *([_cell(cell, walk) for cell in row] for row in block.rows)]
    html, walk.caption = walk.voice.table(rows, walk.caption), ""
    return html


def _cell(cell: Cell, walk: Walk) -> ShownCell:
    return ShownCell(short_cell(line_html(cell.line.parts, walk)), cell.align)


def _formula(block: Formula, walk: Walk) -> str:
    """A formula on lines of its own, and under it what its letters mean."""
    html = walk.voice.math(block.tex, display=True)
    symbols = walk.explainer.explain(block.tex, html) if walk.explainer else ()
    if not symbols:
        return html
    return f'{html}<p class="where">{symbols_html(symbols, walk.voice, walk.bank.settings)}</p>'


def _fence(block: Fence, walk: Walk) -> str:
    if block.info in _UNSEEN:
        return ""
    runs = code_runs(block.content, block.info.split(" ")[0])
    return walk.voice.code(runs, output=block.info == "text output")


_SHOWN: Final[Mapping[type, Callable[[Any, Walk], str]]] = {
    Line: _line,
    Paragraph: _paragraph,
    Listing: _listing,
    Quote: _quote,
    Definitions: _definitions,
    Notes: _notes,
    Rule: _rule,
    Table: _table,
    Formula: _formula,
    Fence: _fence,
}
"""A kind of block to what makes its HTML."""


def labels_html(labels: Labels | None, walk: Walk) -> str:
    """A picture with its labels, as the voice shows them."""
    if labels is None:
        return ""
    named = tuple(replace(label, text=_named_label(label, walk)) for label in labels.labels)
    caption = escape(curl_quotes(labels.caption, walk.language), quote=False)
    shown = replace(labels, labels=named, caption=walk.voice.literal(caption, code=False))
    return walk.voice.labels(walk.bank.figures[labels.figure], shown)


def key_html(labels: Labels | None, walk: Walk) -> str:
    """Number and name of each label."""
    rows = labels.labels if labels else ()
    return " ".join(f'<span class="label"><b>{r.number}</b> {_named_label(r, walk)}</span>' for r in rows)


def _named_label(label: Label, walk: Walk) -> str:
    text = escape(curl_quotes(label.text, walk.language), quote=False)
    return walk.voice.literal(text, code=False)
