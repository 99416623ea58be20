"""Remainders: what a sheet leaves out of each topic, said where the topic ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckpress.render.paper.pages import Group, PageView
from deckpress.render.paper.printed import PrintedTopic

__all__ = ["has_points", "left_out", "with_remainders"]


def has_points(topic: PrintedTopic) -> bool:
    """Whether a sheet may show key points of a topic."""
    return any(part.kind == "points" for question in topic.questions for part in question.parts)


def with_remainders(topics: Sequence[PrintedTopic], pages: Sequence[PageView]) -> list[PageView]:
    """The pages with the number of key points that are left out under the last question of each topic."""
    lasts = {group.topic.id: group for page in pages for group in _groups(page)}
    ends = {
        id(lasts[topic.id]): count
        for topic in topics
        if topic.id in lasts and (count := _lacking(topic, pages)["points"])
    }

    def ended(group: Group) -> Group:
        return replace(group, more=ends[id(group)]) if id(group) in ends else group

    return [
        replace(
            page,
            bands=tuple(
                replace(
                    band,
                    columns=tuple(replace(c, groups=tuple(map(ended, c.groups))) for c in band.columns),
                )
                for band in page.bands
            ),
        )
        for page in pages
    ]


def left_out(topic: PrintedTopic, pages: Sequence[PageView]) -> str:
    """What the pages of a sheet had no room for of a topic, in one line."""
    lacking = _lacking(topic, pages)
    kinds = ", ".join(f"{count} {_named(kind, count)}" for kind, count in sorted(lacking.items()))
    count = sum(topic.id in {shown.id for shown in page.topics} for page in pages)
    return f"{count} page{'s' * (count > 1)}; no room for: {kinds or 'nothing'}"


def _named(kind: str, count: int) -> str:
    return kind.removesuffix("s") + "s" * (count > 1)


def _lacking(topic: PrintedTopic, pages: Sequence[PageView]) -> Counter[str]:
    """Kind of part to how many of its items are not shown; see-references apart."""
    have: Counter[str] = Counter()
    for group in (group for page in pages for group in _groups(page) if group.topic.id == topic.id):
        for part in (part for question in group.questions for part in question.parts):
            have[part.kind] += part.count
    had: Counter[str] = Counter()
    for part in (part for question in topic.questions for part in question.parts if part.kind != "see"):
        had[part.kind] += part.count
    return had - have


def _groups(page: PageView) -> Iterator[Group]:
    return (group for column in page.columns for group in column.groups)
