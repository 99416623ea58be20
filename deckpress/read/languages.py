"""Languages of a topic's prompts and answers, where they are not the bank's: each text becomes one phrase."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from deckpress.bank import Markdown, Question, Topic
from deckpress.inside import with_lines
from deckpress.parts import Image, Line, Phrase
from deckpress.settings import TopicSettings

__all__ = ["in_languages"]


def in_languages(topic: Topic, given: TopicSettings) -> Topic:
    """The topic with its prompts and answers marked as phrases of the languages that bank.toml gives."""
    prompt, answer = given.prompt_language, given.answer_language
    if not prompt and not answer:
        return topic

    def marked(question: Question) -> Question:
        return replace(question, prompt=_phrase(question.prompt, prompt), lead=_phrase(question.lead, answer))

    return replace(topic, questions=tuple(map(marked, topic.questions)))


def _phrase(text: Markdown, tag: str) -> Markdown:
    """A text whose lines are phrases of a language."""
    return replace(text, blocks=with_lines(text.blocks, partial(_marked, tag))) if tag else text


def _marked(tag: str, line: Line) -> Line:
    if all(isinstance(part, Image) for part in line.parts):
        return line
    return line._replace(parts=(Phrase(tag, line.parts),))
