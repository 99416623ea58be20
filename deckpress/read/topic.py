"""One file of questions: a topic."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from deckpress.bank import Markdown, Question, Span, Topic
from deckpress.read.block import lift_blocks
from deckpress.read.document import Part, split_document
from deckpress.read.files import Folder
from deckpress.read.markdown import read_markdown
from deckpress.read.question import read_question
from deckpress.read.topic_names import TOPIC_NAME, elsewhere, right_name, topic_files
from deckpress.read.yaml_block import Entry, read_entries

__all__ = ["HEAD_KEYS", "read_topics"]

HEAD_KEYS: Final = ("order", "deck", "summary")


def read_topics(folder: Folder) -> tuple[Topic, ...]:
    """Every topic, in study order; ids that occur twice are reported with both places."""
    topics: dict[str, Topic] = {}
    seen: dict[str, Span] = {}
    paths = topic_files(folder)
    for path in paths:
        topic = _read_topic(folder, path, seen)
        if topic is None:
            continue
        if topic.id in topics:
            folder.report(
                "S006",
                Span(path),
                f"the topic {topic.id!r} has two files",
                "join them or rename one",
                (topics[topic.id].span, "the other"),
            )
        else:
            topics[topic.id] = topic
    if not paths:
        folder.report("S006", Span("questions"), "no file of questions", elsewhere(folder))
    return tuple(sorted(topics.values(), key=lambda topic: (topic.number, topic.id)))


def _read_topic(folder: Folder, path: str, seen: dict[str, Span]) -> Topic | None:
    name = TOPIC_NAME.fullmatch(PurePosixPath(path).name)
    if not name:
        written = PurePosixPath(path).name
        hint = f"name it {right_name(folder, written)}"
        folder.report("S006", Span(path), f"the file name {written!r} is not NN-topic.md", hint)
        return None
    text = folder.text_of(path)
    if text is None:
        return None
    document = split_document(folder, path, text)
    front = document.front_matter
    head = (read_entries(folder, front.text, front.origin(), HEAD_KEYS) if front else None) or {}
    title = document.title or Part(name[2], Span(path))
    if not title.heading:
        folder.report("S008", title.span, "the topic has no title", "write it after '# '")
    lift_blocks(folder, [title, *document.questions])
    questions = [read_question(folder, part) for part in document.questions]
    return Topic(
        id=name[2],
        number=_number(folder, head.get("order"), int(name[1])),
        title=title.heading,
        span=title.span,
        intro=read_markdown(folder, title.text, title.origin()) if title.lines else _nothing(path),
        summary=head["summary"].text if "summary" in head else "",
        deck=head["deck"].text if "deck" in head else "",
        questions=tuple(q for q in questions if q and _is_new(folder, q, seen)),
    )


def _number(folder: Folder, entry: Entry | None, default: int) -> int:
    if entry is None or (entry.text.isdecimal() and len(entry.text) <= 3):
        return int(entry.text) if entry else default
    folder.report("S024", entry.span, f"'order' is {entry.text!r}", "write a whole number")
    return default


def _is_new(folder: Folder, question: Question, seen: dict[str, Span]) -> bool:
    place = question.place("id", question.id)
    if question.id in seen:
        folder.report(
            "S028",
            place,
            f"the id {question.id!r} is taken",
            "give the newer question another id",
            (seen[question.id], "first used here"),
        )
        return False
    seen[question.id] = place
    return True


def _nothing(path: str) -> Markdown:
    return Markdown("", Span(path), ())
