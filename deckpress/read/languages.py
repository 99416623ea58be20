"""Languages of a topic's prompts and answers, where they are not the bank's: each text becomes one phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deckpress.bank import Markdown, Question, Topic
from deckpress.settings import TopicSettings

if TYPE_CHECKING:
    from markdown_it.token import Token

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
    """A text whose lines are phrases of a language; what was read is left as it is."""
    if not tag:
        return text
    return replace(text, tokens=tuple(_marked(token, tag) for token in text.tokens))


def _marked(token: Token, tag: str) -> Token:
    children = token.children or []
    if token.type != "inline" or not any(child.type != "image" for child in children):
        return token
    from markdown_it.token import Token  # noqa: PLC0415 - imported on use

    start = Token("phrase_open", "span", 1, attrs={"lang": tag})
    return replace(token, children=[start, *children, Token("phrase_close", "span", -1)])
