"""Answers: a lead that can be said in one breath, and the facts that mark it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from deckpress.bank import Bank, Markdown, Question
from deckpress.check.words import stems
from deckpress.content import list_items, plain_text, word_count
from deckpress.content.plain import FORMULA
from deckpress.problems import Problem, Severity, problem

__all__ = ["check_answers"]

_LEAD, _LEAD_MAX = 40, 60
_SENTENCE, _SENTENCE_MAX = 28, 40
_SENTENCES, _LISTED, _DEPTH = 3, 3, 180
_POINTS: Final = range(2, 6)
_POINT_WORDS: Final = 35
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
_END: Final = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[A-Z0-9□\"'(])")
_LEAK, _LEAK_MAX = 0.6, 0.8


def check_answers(bank: Bank) -> Iterator[Problem]:
    """C002, A201 to A212."""
    for question in bank.questions():
        lead = plain_text(question.lead, math=FORMULA)
        if not lead.strip():
            continue
        yield from _placeholders(question)
        yield from _lead(question, lead)
        yield from _leak(question, lead)
        yield from _points(question)
        yield from _wording(question)
        yield from _depth(question)


def _placeholders(question: Question) -> Iterator[Problem]:
    yield from _phrases(question.texts(), _PLACEHOLDERS, "C002", "a placeholder", "write the answer")


def _phrases(
    texts: Iterable[Markdown], phrases: tuple[str, ...], code: str, what: str, hint: str
) -> Iterator[Problem]:
    """Each place where one of the phrases stands as whole words."""
    for text in texts:
        lower = text.source.lower()
        for phrase in phrases:
            if phrase in lower:  # far quicker than a pattern, and nearly always the end of it
                yield from _places(text, phrase, code, what, hint)


def _places(text: Markdown, phrase: str, code: str, what: str, hint: str) -> Iterator[Problem]:
    pattern = re.compile(rf"\b{re.escape(phrase)}\b(?! on\b)", re.I)
    for inline in text.inlines():
        if found := pattern.search(inline.content):
            yield problem(
                code, text.place(inline, found.start(), len(found[0])), f"{what}: {found[0]!r}", hint
            )


def _lead(question: Question, text: str) -> Iterator[Problem]:
    span = question.lead.span_of(question.lead.tokens[0])
    count = word_count(text)
    if count > _LEAD:
        yield problem(
            "A201",
            span,
            f"the short answer has {count} words, at most {_LEAD} are wanted",
            "say the idea; move the rest to In depth",
            severity=Severity.ERROR if count > _LEAD_MAX else None,
        )
    sentences = [part for line in text.split("\n") for part in _END.split(line) if word_count(part) > 1]
    listed = sum(token.type == "list_item_open" for token in question.lead.tokens)
    if len(sentences) > _SENTENCES and not listed:
        yield problem("A202", span, f"the short answer has {len(sentences)} sentences", "keep three")
    longest = max(map(word_count, sentences), default=0)
    if longest > _SENTENCE:
        yield problem(
            "A203",
            span,
            f"a sentence of the short answer has {longest} words",
            "split it",
            severity=Severity.ERROR if longest > _SENTENCE_MAX else None,
        )
    if listed > _LISTED:
        yield problem(
            "A204",
            span,
            f"the short answer is a list of {listed} items",
            "say the idea; put the list under Key points",
        )


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


def _points(question: Question) -> Iterator[Problem]:
    section = question.sections.get("Key points")
    if section is None:
        yield problem(
            "A207",
            question.span,
            "the question has no key points",
            "add '### Key points' with two to five facts that a correct answer holds",
        )
        return
    items = list_items(section.body)
    if items and len(items) not in _POINTS:
        yield problem(
            "A207",
            section.span,
            f"{len(items)} key points, two to five are wanted",
            "keep what a correct answer must hold",
        )
    for token, text in items:
        if (count := word_count(text)) > _POINT_WORDS:
            yield problem(
                "A207",
                section.body.span_of(token),
                f"a key point of {count} words",
                f"one fact of at most {_POINT_WORDS} words",
            )


def _wording(question: Question) -> Iterator[Problem]:
    texts = [question.lead, *([body] if (body := question.body("Key points")) else [])]
    yield from _phrases(texts, _VAGUE, "A205", "a vague quantifier", "name them or count them")
    yield from _phrases(texts, _FILLERS, "A206", "a filler", "say what it does, or on what it depends")
    yield from _phrases(texts, _DATED, "A210", "a time-bound word", "give the year or the version")


def _depth(question: Question) -> Iterator[Problem]:
    section = question.sections.get("In depth")
    if section is None:
        return
    tables = {id(t) for t in _table_cells(section.body)}
    count = sum(word_count(t.content) for t in section.body.inlines() if id(t) not in tables)
    if count > _DEPTH and (count := _exact(section.body, tables)) > _DEPTH:
        yield problem(
            "A212",
            section.span,
            f"In depth has {count} words, at most {_DEPTH} are wanted",
            "cut, or make a second question",
        )


def _table_cells(text: Markdown) -> Iterator[object]:
    inside = False
    for token in text.tokens:
        if token.type in ("table_open", "table_close"):
            inside = token.type == "table_open"
        elif inside and token.type == "inline":
            yield token


def _exact(text: Markdown, skipped: set[int]) -> int:
    """The words of running text, a formula as one."""
    return sum(
        word_count(
            "".join(
                FORMULA
                if c.type.startswith("math")
                else " "
                if c.type == "softbreak"
                else ""
                if c.type == "image"
                else c.content
                for c in token.children or []
            )
        )
        for token in text.inlines()
        if id(token) not in skipped
    )
