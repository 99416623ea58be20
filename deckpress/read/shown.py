"""What a prompt shows: pictures and sounds at its end, apart from its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckpress.bank import Markdown
from deckpress.inside import flat
from deckpress.parts import Block, Image, Paragraph, Text
from deckpress.read.files import Folder

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["plain_words", "shown_by", "stands_at_end"]


def stands_at_end(children: list[Token], index: int) -> bool:
    """Whether only pictures follow a picture in its line."""
    return all(child.type == "image" or not child.content.strip() for child in children[index:])


def shown_by(folder: Folder, prompt: Markdown) -> tuple[Markdown, Markdown | None]:
    """The words of a prompt, and its pictures as paragraphs of their own."""
    if "![" not in prompt.source:
        return prompt, None
    words: list[Block] = []
    shown: list[Block] = []
    for line in prompt.lines():
        images = [part for part in line.parts if isinstance(part, Image)]
        rest = [part for part in line.parts if not isinstance(part, Image)]
        if images and rest and isinstance(last := rest[-1], Text):
            rest[-1] = last._replace(content=last.content.rstrip())
        words.append(line._replace(parts=tuple(rest)))
        shown += [Paragraph(line._replace(parts=(image,))) for image in images]
    if not shown:
        return prompt, None
    asked = replace(prompt, blocks=tuple(words))
    if not plain_words(asked):
        hint = "ask something before it: '## What is this? ![…](…)'"
        folder.report("C001", prompt.span, "the prompt has a picture and no words", hint)
    return asked, replace(prompt, blocks=tuple(shown))


def plain_words(text: Markdown) -> str:
    """What a text says, without its pictures."""
    pieces = (part for line in text.lines() for part in flat(line.parts) if not isinstance(part, Image))
    return "".join(getattr(part, "content", "") for part in pieces).strip()
