"""Split: a sheet of one topic each, laid out again only where something on it changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from deckpress.bank import Bank, Picture, Span, Topic
from deckpress.fingerprints import LIBRARIES, PROGRAM, fingerprint
from deckpress.problems import Problem, problem
from deckpress.processes import ALONE
from deckpress.render import SHEET_MARK, Context

__all__ = ["split_sheets", "tell_size"]

_NAME: Final = re.compile(r"[\w-]+")
_MANY: Final = 1500
"""Questions from which a single sheet is slow to make and to open."""


def split_sheets(bank: Bank, context: Context, render: Callable[[Bank, Context], bytes]) -> dict[str, bytes]:
    """One PDF for each topic that has questions, by file name; `render` makes one of them."""
    looks = "".join(
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((context.templates / "paper").rglob("*.j2"))
    )
    topics = {f"{topic.id}.pdf": topic for topic in bank.topics if topic.questions}
    texts = {name: repr(topic) for name, topic in topics.items()}
    parts = {name: _part(bank, topic, texts[name]) for name, topic in topics.items()}
    keys = {
        name: fingerprint(
            "sheet", looks, *_seen(part, texts[name], context), code=PROGRAM, libraries=LIBRARIES
        )
        for name, part in parts.items()
    }
    made = {name: data for name, key in keys.items() if (data := context.store.get(key))}
    wanted = [name for name in parts if name not in made]
    quiet = replace(context, problems=[], crew=ALONE)
    sheets = context.crew.share(_sheet, [(render, parts[name], quiet) for name in wanted])
    for name, (data, told) in zip(wanted, sheets, strict=True):
        made[name] = data
        context.problems.extend(told)
        if not told:  # what had something to tell is made anew, and tells it
            context.store.put(keys[name], data)
    return {name: made[name] for name in parts}


def _sheet(
    render: Callable[[Bank, Context], bytes], part: Bank, context: Context
) -> tuple[bytes, list[Problem]]:
    """The sheet of a topic with our mark, and what it has to tell; also in another process."""
    context = replace(context, problems=[])
    data = render(part, context)
    head, start, tail = data.rpartition(b"startxref")
    return head + SHEET_MARK + b"\n" + start + tail, context.problems


def tell_size(bank: Bank) -> Iterator[Problem]:
    """P012 for a bank that makes a very large single sheet."""
    count = sum(1 for _ in bank.questions())
    if count > _MANY:
        said = f"the sheet has {count} questions in one file"
        yield problem(
            "P012", Span("bank.toml"), said, 'write split = "topic" under [paper]: a file for each topic'
        )


def _part(bank: Bank, topic: Topic, text: str) -> Bank:
    """The bank with one topic's questions, and of the others those that its text names."""
    topics = tuple(row if row is topic else replace(row, questions=()) for row in bank.topics)
    named = set(_NAME.findall(text))
    others = (*bank.others, *(q for row in bank.topics if row is not topic for q in row.questions))
    left = tuple(question for question in others if question.id in named)
    settings = replace(bank.settings, title=f"{bank.settings.title}: {topic.title}")
    return replace(bank, settings=settings, topics=topics, others=left)


def _seen(part: Bank, text: str, context: Context) -> tuple[object, ...]:
    """Everything that the sheet of a topic depends on, beside templates; `text` says all of the topic."""
    named = [(q.id, q.prompt.source) for q in part.others]
    figures = [
        hashlib.sha256(figure.path.read_bytes()).hexdigest() if isinstance(figure, Picture) else figure.svg
        for name, figure in sorted(part.figures.items())
        if name in text
    ]
    order = [row.id for row in part.topics]
    return text, part.settings, dict(part.notation), dict(part.tags), named, figures, order, context.paper
