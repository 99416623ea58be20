"""Pictures and sounds of a table's rows: a cell with the name of a file, and what is seen or heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from deckpress.bank import Markdown, Section
from deckpress.read.cells import Cell
from deckpress.read.files import Folder
from deckpress.read.links import figure_hint, figure_name, sound_name

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["joined", "media_cell", "with_picture"]


def media_cell(folder: Folder, path: str, cell: Cell, home: str, alt: str) -> Markdown | None:
    """The picture or sound that a cell names, as a paragraph; None and a problem where there is none."""
    name = PurePosixPath(cell.text.strip().replace("\\", "/")).name
    source = f"../{home}/{name}"
    found = (sound_name if home == "audio" else figure_name)(folder, source)
    span = cell.stripped().span(path)
    if not found or not folder.exists(f"{home}/{name}"):
        hint = figure_hint(folder, name) or f"put the file into {home}/"
        folder.report("F701", span, f"{home}/{name} does not exist", hint)
        return None
    if not alt.strip():
        folder.report("F707", span, "the figure has no alternative text", "say what is seen under image_alt")
    return Markdown(f"![{alt.strip()}]({source})", span, tuple(_paragraph(source, alt.strip())))


def _paragraph(source: str, alt: str) -> list[Token]:
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    text = Token("text", "", 0, content=alt)
    # Its place is the cell's: as if two characters that are not there stood before it.
    image = Token("image", "img", 0, attrs={"src": source, "alt": ""}, children=[text], meta={"at": -2})
    inline = Token("inline", "", 0, map=[0, 1], level=1, content=f"![{alt}]({source})", children=[image])
    return [Token("paragraph_open", "p", 1, map=[0, 1]), inline, Token("paragraph_close", "p", -1)]


def with_picture(note: Section | None, picture: Markdown | None) -> Section | None:
    """In depth with a picture at its end; of the picture alone where there is no note."""
    if picture is None:
        return note
    if note is None:
        return Section("In depth", picture.span, picture)
    return replace(note, body=joined(note.body, picture, "\n\n"))


def joined(text: Markdown, media: Markdown, between: str) -> Markdown:
    """A text with what belongs behind it."""
    source = f"{text.source}{between}{media.source}"
    return replace(text, source=source, tokens=(*text.tokens, *media.tokens))
