"""Links between questions, and words from closed lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from deckpress.bank import Bank, Markdown, Question, Span
from deckpress.inside import flat
from deckpress.parts import Link, See
from deckpress.problems import Problem, problem
from deckpress.read.links import target_span
from deckpress.read.nearest import nearest
from deckpress.slugs import NAMED

__all__ = ["check_links"]

_TAG: Final = re.compile(r"\w(?:[\w.+#/-]|::(?=\w))*")
_GAPS: Final = re.compile(r"[^\w.+#/]+")
_GOES_ON: Final = re.compile(NAMED.pattern + ",? [a-z]")


def check_links(bank: Bank) -> Iterator[Problem]:
    """T801 for tags, T807 for links between questions, T808 for an [id] amid a sentence, T809 for origins."""
    ids = {question.id for question in bank.questions()}
    yield from _origins(bank)
    for topic in bank.topics:
        yield from _inside(topic.intro, ids)
    for question in bank.questions():
        yield from (replace(p, question=question.id) for p in _of_question(bank, question, ids))


def _of_question(bank: Bank, question: Question, ids: set[str]) -> Iterator[Problem]:
    yield from _tags(bank, question)
    for key in ("see", "contrast"):
        for target in getattr(question, key):
            if target not in ids or target == question.id:
                what = "is the question itself" if target == question.id else "is no question"
                yield problem("T807", question.place(key, target), f"{target!r} {what}", nearest(target, ids))
    for text in question.texts():
        yield from _inside(text, ids)
        yield from _mid_sentence(text, ids)


def _origins(bank: Bank) -> Iterator[Problem]:
    seen: dict[str, Question] = {}
    for question in bank.questions():
        first = seen.setdefault(question.origin, question) if question.origin else question
        if first is not question:
            yield problem(
                "T809",
                question.place("origin"),
                f"the origin {question.origin!r} is that of {first.id!r} too",
                "delete the line from the one that was copied",
                related=[(first.place("origin"), "first named here")],
                question=question.id,
            )


def _tags(bank: Bank, question: Question) -> Iterator[Problem]:
    for tag in question.tags:
        if not bank.tags:  # the bank lists none: any word will do
            if not _TAG.fullmatch(tag):
                hint = f"write {_GAPS.sub('-', tag).strip('-')}" if _GAPS.sub("", tag) else ""
                yield problem("T801", question.place("tags", tag), f"the tag {tag!r} is not one word", hint)
        elif tag not in bank.tags:
            yield problem(
                "T801",
                question.place("tags", tag),
                f"the tag {tag!r} is not in tags.yaml",
                nearest(tag, bank.tags),
            )


def _inside(text: Markdown, ids: set[str]) -> Iterator[Problem]:
    if "[" not in text.source:
        return
    for line in text.lines():
        for part in flat(line.parts):
            if isinstance(part, Link) and part.href.startswith("#") and part.href[1:] not in ids:
                yield _unknown(part.href[1:], target_span(text, line, part, 1), ids)
            elif isinstance(part, See) and "-" in part.question and part.question not in ids:
                yield _unknown(part.question, text.place_in(line, part, 1, len(part.question)), ids)


def _unknown(target: str, span: Span, ids: set[str]) -> Problem:
    return problem("T807", span, f"{target!r} is no question", nearest(target, ids))


def _mid_sentence(text: Markdown, ids: set[str]) -> Iterator[Problem]:
    """A prompt is put in the place of [id], and a prompt ends a sentence."""
    for line in text.lines() if "[" in text.source else ():
        for found in _GOES_ON.finditer(line.content):
            if found[1] in ids:
                yield problem(
                    "T808",
                    text.place(line, found.start(), len(found[1]) + 2),
                    f"[{found[1]}] becomes a whole prompt in the middle of a sentence",
                    f"end the sentence first, or write a link: [a few words](#{found[1]})",
                )
