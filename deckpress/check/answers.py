"""Answers: a lead that can be said in one breath, and the facts that mark it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from deckpress.bank import Bank, Markdown, Question
from deckpress.check.style import is_english
from deckpress.check.words import stems
from deckpress.content.plain import FORMULA, line_text, list_items, plain_text, word_count
from deckpress.inside import within
from deckpress.parts import Item
from deckpress.problems import Problem, Severity, problem

__all__ = ["check_answers"]

Limit = Callable[[str], int]

_LEAD_MAX, _SENTENCE_MAX = 60 / 40, 40 / 28  # shares of the limit at which it is an error
_LISTED: Final = 3
_FEWEST_POINTS: Final = 2
_PLACEHOLDERS: Final = (
    "todo",
    "tbd",
    "fixme",
    "lorem ipsum",
    "answer here",
    "candidate's response",
    "rest of the answer",
    "see video",
    "see solution",
    "see link",
    "see the video",
    "see the solution",
    "see the link",
)
_VAGUE: Final = ("various", "several", "etc", "and so on", "a lot of")
_FILLERS: Final = (
    "crucial",
    "plays a vital role",
    "plays a key role",
    "plays a crucial role",
    "it depends",
)
_DATED: Final = ("currently", "the latest", "state of the art", "recently", "nowadays", "today")
_PHRASES: Final = (*_PLACEHOLDERS, *_VAGUE, *_FILLERS, *_DATED)
_END: Final = re.compile(
    r"(?<=[.!?])[\"')]*\s+(?=[A-Z0-9□\"'(Α-ΩА-ЯЁ\u0590-\u0dff])|(?<=[।؟۔])\s+|(?<=[。！？])[」』）]*"
)
_MAYBE_END: Final = re.compile("[.!?।؟۔。！？].")
"""What a line has that is more than one sentence; quicker to look for."""
_LEAK, _LEAK_MAX = 0.6, 0.8


def check_answers(bank: Bank, question: Question) -> Iterator[Problem]:
    """C002, C006, A201 to A212."""
    limit = bank.settings.limit
    lead = plain_text(question.lead, math=FORMULA)
    if not lead.strip():
        return
    written = "\n".join([text.source for text in question.texts()]).lower()
    has_phrase = any(map(written.__contains__, _PHRASES))  # far quicker than patterns, and as a rule no
    if has_phrase and is_english(bank.settings):
        yield from _placeholders(question)
    yield from _lead(question, lead, limit)
    yield from _leak(question, lead)
    yield from _points(question, limit)
    if has_phrase:
        yield from _wording(question)
    yield from _depth(question, limit("depth_words"))


def _placeholders(question: Question) -> Iterator[Problem]:
    for found in _phrases(question.texts(), _PLACEHOLDERS, "C006", "a placeholder", "write the answer"):
        whole = any(
            text.span.path == found.span.path
            and text.span.line <= found.span.line <= text.span.line + text.source.count("\n")
            and plain_text(text).strip(" .:…-[]()").lower() in _PLACEHOLDERS
            for text in question.texts()
        )
        yield replace(found, code="C002") if whole else found


def _phrases(
    texts: Iterable[Markdown], phrases: tuple[str, ...], code: str, what: str, hint: str
) -> Iterator[Problem]:
    """Each place where one of the phrases stands as whole words."""
    for text in texts:
        lower = text.source.lower()
        for phrase in phrases:
            if phrase in lower:
                yield from _places(text, phrase, code, what, hint)


def _places(text: Markdown, phrase: str, code: str, what: str, hint: str) -> Iterator[Problem]:
    pattern = re.compile(rf"\b{re.escape(phrase)}\b(?! on\b)", re.I)
    for line in text.lines():
        if found := pattern.search(line.content):
            yield problem(code, text.place(line, found.start(), len(found[0])), f"{what}: {found[0]!r}", hint)


def _lead(question: Question, text: str, limit: Limit) -> Iterator[Problem]:
    most, longest_wanted = limit("lead_words"), limit("sentence_words")
    span = question.lead.span_of(question.lead.blocks[0])
    count = word_count(text)
    if count > most:
        yield problem(
            "A201",
            span,
            f"the short answer has {count} words, at most {most} are wanted",
            "say the idea; move the rest to In depth",
            severity=Severity.ERROR if count > round(most * _LEAD_MAX) else None,
        )
    parts = [part for line in text.split("\n") for part in _sentences(line)]
    counts = [word_count(part) for part in parts] if len(parts) > 1 else [count]
    sentences = [count for count in counts if count > 1]
    listed = sum(isinstance(block, Item) for block in within(question.lead.blocks))
    if len(sentences) > limit("lead_sentences") and not listed:
        yield problem(
            "A202",
            span,
            f"the short answer has {len(sentences)} sentences",
            f"keep {limit('lead_sentences')}",
        )
    longest = max(sentences, default=0)
    if longest > longest_wanted:
        yield problem(
            "A203",
            span,
            f"a sentence of the short answer has {longest} words",
            "split it",
            severity=Severity.ERROR if longest > round(longest_wanted * _SENTENCE_MAX) else None,
        )
    if listed > _LISTED:
        yield problem(
            "A204",
            span,
            f"the short answer is a list of {listed} items",
            "say the idea; put the list under Key points",
        )


def _sentences(line: str) -> list[str]:
    return _END.split(line) if _MAYBE_END.search(line) else [line]


def _leak(question: Question, lead: str) -> Iterator[Problem]:
    answer = stems(lead)
    if len(answer) < 3 or FORMULA in lead:
        return
    share = len(answer & stems(plain_text(question.prompt, math=FORMULA))) / len(answer)
    if share >= _LEAK:
        yield problem(
            "A209",
            question.prompt.span,
            f"{share:.0%} of the answer's words stand in the prompt",
            "ask without them",
            severity=Severity.ERROR if share >= _LEAK_MAX else None,
        )


def _points(question: Question, limit: Limit) -> Iterator[Problem]:
    section = question.sections.get("Key points")
    if section is None:
        yield problem(
            "A208",
            question.span,
            "the question has no key points",
            "add '### Key points' with two to five facts that a correct answer holds",
        )
        return
    items = list_items(section.body)
    if items and not _FEWEST_POINTS <= len(items) <= limit("key_points"):
        yield problem(
            "A207",
            section.span,
            f"{len(items)} key points, {_FEWEST_POINTS} to {limit('key_points')} are wanted",
            "keep what a correct answer must hold",
        )
    for item, text in items:
        if (count := word_count(text)) > limit("key_point_words"):
            yield problem(
                "A207",
                section.body.span_of(item),
                f"a key point of {count} words",
                f"one fact of at most {limit('key_point_words')} words",
            )


def _wording(question: Question) -> Iterator[Problem]:
    texts = [question.lead, *([body] if (body := question.body("Key points")) else [])]
    yield from _phrases(texts, _VAGUE, "A205", "a vague quantifier", "name them or count them")
    yield from _phrases(texts, _FILLERS, "A206", "a filler", "say what it does, or on what it depends")
    yield from _phrases(texts, _DATED, "A210", "a time-bound word", "give the year or the version")


def _depth(question: Question, most: int) -> Iterator[Problem]:
    section = question.sections.get("In depth")
    if section is None:
        return
    lines = [line for line in section.body.lines() if line.cell < 0]  # of running text
    count = sum(word_count(line.content) for line in lines)
    if count <= most:
        return
    count = sum(word_count(line_text(line.parts, lambda _: FORMULA)) for line in lines)  # a formula is one
    if count > most:
        yield problem(
            "A212",
            section.span,
            f"In depth has {count} words, at most {most} are wanted",
            "cut, or make a second question",
        )
