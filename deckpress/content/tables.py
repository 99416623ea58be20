"""Tables: rows of cells on their way to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Row", "ShownCell", "rows_html"]


class ShownCell(NamedTuple):
    """A cell of a table."""

    html: str
    align: str = ""
    """left, center or right, where its author says it."""
    heads: str = ""
    """col or row, where it is the heading of one."""

    @property
    def outer(self) -> str:
        """The cell with its element."""
        tag, scope = ("th", f' scope="{self.heads}"') if self.heads else ("td", "")
        align = f' class="{self.align}"' if self.align else ""
        return f"<{tag}{align}{scope}>{self.html}</{tag}>"


Row = Sequence[ShownCell]


def rows_html(rows: Sequence[Row]) -> str:
    """The rows of a table, the first of which is its head."""
    head, *body = (f"<tr>{''.join([cell.outer for cell in row])}</tr>" for row in rows)
    return f"<thead>{head}</thead>" + (f"<tbody>{''.join(body)}</tbody>" if body else "")
