"""A part of the handout: one question's article, byte for byte as the whole handout has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deckpress.bank import Bank, Markdown, Question
from deckpress.content.blocks import image_of
from deckpress.inside import within
from deckpress.parts import Paragraph
from deckpress.pictures import FIGURES
from deckpress.render import Store
from deckpress.render.environment import make_environment, render_source
from deckpress.render.handout.addresses import Addresses
from deckpress.render.handout.apparatus import question_apparatus
from deckpress.render.handout.handout import HOME, page_files
from deckpress.render.handout.voice import PageVoice
from deckpress.render.pictures import page_use, prepare
from deckpress.render.views import view_topics
from deckpress.sections import SECTIONS
from deckpress.wording import words_of

__all__ = ["render_article"]

_ARTICLE: Final = """{% from "handout/parts.html.j2" import dots, links, numbers %}
{% include "handout/question.html.j2" %}
"""
"""One question's template with what the whole page has around it."""


def render_article(
    bank: Bank,
    templates: Path,
    question_id: str,
    store: Store | None = None,
    files: dict[str, bytes] | None = None,
) -> str:
    """The article of one question of a bank; its pictures stand in it, without a store empty.

    Where topics have pages of their own, pictures are files beside them, which `files` gets by name.
    Raises DeckpressError where a template is at fault.
    """
    (topic,) = [t for t in bank.topics if any(q.id == question_id for q in t.questions)]
    several = bank.settings.handout_pages == "topic"
    at = Addresses(page_files(bank), f"{topic.id}.html", HOME) if several else Addresses()
    shown = topic.questions if several else tuple(bank.questions())
    pictures = prepare(bank, page_use(), store, question_id)
    beside = files if several else None
    voice = PageVoice(addresses=at, words=words_of(bank.settings), pictures=pictures, files=beside)
    voice.figures.extend("" for _ in range(_figures_before(bank, shown, question_id)))
    (view,) = view_topics(bank, lambda _index, _count: voice, only=question_id, where=True)
    return render_source(
        make_environment(templates, bank.settings),
        _ARTICLE,
        settings=bank.settings,
        at=at,
        topic=view,
        q=view.questions[0],
        book=question_apparatus(bank, view.questions[0]),
    )


def _figures_before(bank: Bank, shown: tuple[Question, ...], question_id: str) -> int:
    """How many drawings stand on the page before a question's: they are numbered in the order of making."""
    ends = {topic.questions[-1].id: topic.intro for topic in bank.topics if topic.questions}
    count = 0
    for question in shown:
        if question.id == question_id:
            break
        count += sum(map(_figures, _texts(question)))
        count += _figures(ends[question.id]) if question.id in ends else 0
    return count


def _texts(question: Question) -> Iterator[Markdown]:
    """What the page shows of a question in blocks."""
    if question.shown:
        yield question.shown
    yield question.lead
    yield from (section.body for section in question.sections.values() if SECTIONS[section.name].page)


def _figures(text: Markdown) -> int:
    """How many paragraphs of a text are a drawing."""
    if "![" not in text.source:
        return 0
    images = (image_of(block) for block in within(text.blocks) if isinstance(block, Paragraph))
    return sum(image is not None and image.source.startswith(FIGURES) for image in images)
