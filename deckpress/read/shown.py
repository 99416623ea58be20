"""What a prompt shows: pictures and sounds at its end, apart from its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckpress.bank import Markdown
from deckpress.read.files import Folder

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["shown_by", "stands_at_end"]


def stands_at_end(children: list[Token], index: int) -> bool:
    """Whether only pictures follow a picture in its line."""
    return all(child.type == "image" or not child.content.strip() for child in children[index:])


def shown_by(folder: Folder, prompt: Markdown) -> tuple[Markdown, Markdown | None]:
    """The words of a prompt, and its pictures as paragraphs of their own."""
    if "![" not in prompt.source:
        return prompt, None
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    words, shown = [], []
    for token in prompt.tokens:
        children = token.children or []
        rest = [child for child in children if child.type != "image"]
        if rest and rest[-1].type == "text" and len(rest) < len(children):
            rest[-1] = rest[-1].copy(content=rest[-1].content.rstrip())
        words.append(token.copy(children=rest) if children else token)
        for image in children if len(rest) < len(children) else ():
            if image.type == "image":
                opening, closing = Token("paragraph_open", "p", 1), Token("paragraph_close", "p", -1)
                shown += [opening, token.copy(children=[image], level=1), closing]
    if not shown:
        return prompt, None
    if not any(child.content.strip() for token in words for child in token.children or ()):
        hint = "ask something before it: '## What is this? ![…](…)'"
        folder.report("C001", prompt.span, "the prompt has a picture and no words", hint)
    return replace(prompt, tokens=tuple(words)), replace(prompt, tokens=tuple(shown))
