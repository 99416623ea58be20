"""The tables [topics.NAME] of bank.toml: what a file of questions cannot say of its topic, or does not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from deckpress.bank import DIRECTIONS, Topic
from deckpress.read.directions import in_order
from deckpress.read.files import Folder
from deckpress.read.nearest import near, nearest
from deckpress.read.phrases import unknown_language
from deckpress.settings import Settings, TopicSettings
from deckpress.span import Span

__all__ = ["TOPIC_KEYS", "check_names", "read_topic_settings"]

TOPIC_KEYS: Final[Mapping[str, type]] = {
    "title": str,
    "deck": str,
    "summary": str,
    "order": int,
    "cards": list,
    "prompt_language": str,
    "answer_language": str,
}
_MOST: Final = 999
_EXPECTED: Final = {
    int: "expected a whole number",
    str: "expected a text",
    list: f"expected a list of one or more of {', '.join(DIRECTIONS)}",
}
_Place = Callable[[str, str], Span]


def read_topic_settings(folder: Folder, tables: dict[str, Any], place: _Place) -> dict[str, TopicSettings]:
    """Name of a topic to its settings, taken out of `tables`; `place` finds a key of a table."""
    given = tables.pop("topics", {})
    if not isinstance(given, dict):
        given = {"topics": given}
    topics = {}
    for name, table in given.items():
        if not isinstance(table, dict):
            hint = f'write a table of its own: [topics.{name}] with title = "…"'
            folder.report("S052", place("topics", name), f"the topic {name!r} is {table!r}", hint)
            continue
        where = f"topics.{name}"
        values: dict[str, Any] = {}
        for key, value in table.items():
            right = _key(folder, place(where, key), key, where, table)
            if right and _is_right(folder, place(where, key), right, value):
                values[right] = in_order(map(str.lower, value)) if right == "cards" else value
        topics[name] = TopicSettings(**values, span=place(where, ""), title_span=place(where, "title"))
    return topics


def _key(folder: Folder, span: Span, key: str, where: str, given: Collection[str]) -> str:
    """The key that is meant, whatever its capitals; '' and a problem where it is none."""
    if key.lower() in TOPIC_KEYS:
        return key.lower()
    folder.report("S051", span, f"unknown key {key!r} in [{where}]", nearest(key, TOPIC_KEYS))
    close = near(key, TOPIC_KEYS)
    return close if close not in given else ""


def _is_right(folder: Folder, span: Span, key: str, value: object) -> bool:
    fault = _find_fault(folder, key, value)
    if fault:
        folder.report("S052", span, f"{key!r} is {value!r}", fault)
    return not fault


def _find_fault(folder: Folder, key: str, value: object) -> str:
    """What is expected of a value; '' where it is right."""
    if type(value) is not TOPIC_KEYS[key]:
        return _EXPECTED[TOPIC_KEYS[key]]
    if isinstance(value, int):
        return "" if 0 <= value <= _MOST else f"expected a whole number up to {_MOST}"
    if isinstance(value, list):
        wrong = [word for word in value if not isinstance(word, str) or word.lower() not in DIRECTIONS]
        return _EXPECTED[list] if wrong or not value else ""
    if isinstance(value, str) and ("\n" in value or folder.unseen.search(value) or not value.strip()):
        return "expected a text of one line"
    return unknown_language(str(value)) if key.endswith("_language") else ""


def check_names(folder: Folder, settings: Settings, topics: Mapping[str, Topic]) -> None:
    """S051 for settings of a topic that has no file, and for the title of one that has its own."""
    for name, given in settings.topics.items():
        if name not in topics:
            message = f"[topics.{name}] is about a topic without a file"
            folder.report("S051", given.span, message, nearest(name, topics))
        elif given.title and topics[name].span.path.endswith(".md"):
            message = f"the topic {name!r} is a Markdown file and has its title there"
            folder.report("S051", given.title_span, message, f"write '# {given.title}' in the file")
