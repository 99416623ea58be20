"""Pictures and sounds of a table's rows: a cell with the name of a file, and what is seen or heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from deckpress.bank import Markdown, Section
from deckpress.parts import Image, Line, Paragraph
from deckpress.read.cells import Cell
from deckpress.read.files import Folder
from deckpress.read.links import figure_hint, figure_name, sound_name

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
    written = f"![{alt.strip()}]({source})"
    # Its place is the cell's: as if two characters that are not there stood before it.
    line = Line((Image(source, alt.strip(), at=-2),), written)
    return Markdown(written, span, (Paragraph(line),))


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
    return replace(text, source=source, blocks=(*text.blocks, *media.blocks))
