"""Folios: the pages on which questions stand, for see-references and the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deckpress.render.paper.pages import ColumnView, Group, PageView
from deckpress.render.paper.printed import PrintedQuestion

__all__ = ["folios", "with_folios"]


def folios(pages: Sequence[PageView]) -> dict[str, int]:
    """Question id to the number of the page on which it begins."""
    return {
        question.id: number
        for number, page in enumerate(pages, 1)
        for column in page.columns
        for question in column.questions
        if not question.begun
    }


def with_folios(pages: Sequence[PageView]) -> list[PageView]:
    """The pages with the numbers that see-references were measured without."""
    numbers = folios(pages)

    def column(view: ColumnView) -> ColumnView:
        return replace(view, groups=tuple(group(g) for g in view.groups))

    def group(view: Group) -> Group:
        return replace(view, questions=tuple(_numbered(q, numbers) for q in view.questions))

    return [
        replace(page, bands=tuple(replace(b, columns=tuple(map(column, b.columns))) for b in page.bands))
        for page in pages
    ]


def _numbered(question: PrintedQuestion, numbers: Mapping[str, int]) -> PrintedQuestion:
    return replace(question, parts=tuple(part.with_pages(numbers) for part in question.parts))
