"""Adding: a new question at the end of a topic's file, with its block; all else in the file stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.bank import Topic
from deckpress.ids import slug_of
from deckpress.problems import SettingsError, printable
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest

__all__ = ["Addition", "add_question"]


@dataclass(frozen=True, slots=True)
class Addition:
    """A question that is to be added."""

    id: str
    path: str
    """The topic's file, relative to the source."""
    line: int
    """Of its heading."""
    data: bytes
    """The file's new content."""


def add_question(root: Path, prompt: str, topic: str = "", answer: str = "") -> Addition:
    """The addition of a question to the topic of that id or number; to the last one where none is named.

    Raises SettingsError where the prompt is no line of text or there is no such topic.
    """
    words = " ".join(prompt.split())
    if not words or words.startswith("#"):
        raise SettingsError("the prompt is empty: give the question in quotes, without '#'")
    bank, _ = read_source(root)
    chosen = _topic(bank.topics, topic)
    path = chosen.span.path
    data = Folder(root).bytes_of(path)
    if data is None:
        raise SettingsError(f"{path} cannot be read")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8; save it as such first") from None
    taken = {question.id for question in bank.questions()}
    name = slug_of(words, f"{chosen.id}-{len(chosen.questions) + 1}", taken)
    lines = [
        "",
        f"## {words}",
        "",
        "```yaml",
        f"id: {name}",
        "```",
        *(["", answer.strip()] if answer else []),
    ]
    end = "\r\n" if "\r\n" in text else "\n"
    kept = text.rstrip()
    new = end.join([kept, *lines, ""])
    return Addition(name, path, kept.count("\n") + 3, new.encode())


def _topic(topics: Sequence[Topic], wanted: str) -> Topic:
    """The topic of an id, a number or a file's name; the last one where nothing is wanted."""
    if not topics:
        raise SettingsError("the bank has no topic; add questions/01-topic.md with a line '# Topic title'")
    if not wanted:
        return topics[-1]
    for topic in topics:
        file = topic.span.path.rpartition("/")[2]
        if wanted in (topic.id, file, file.removesuffix(".md"), str(topic.number)):
            return topic
    names = [topic.id for topic in topics]
    hint = nearest(wanted, names)
    raise SettingsError(f"there is no topic {printable(wanted)!r}; {hint or ', '.join(names)}")
