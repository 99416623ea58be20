"""Files of questions: a topic each, as Markdown or as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from deckpress.bank import Markdown, Question, Settings, Span, Topic
from deckpress.read.block import lift_blocks
from deckpress.read.directions import read_cards
from deckpress.read.document import Part, split_document
from deckpress.read.files import Folder
from deckpress.read.foreign import check_plain
from deckpress.read.languages import in_languages
from deckpress.read.markdown import read_markdown
from deckpress.read.memory import content_of, kept
from deckpress.read.question import LIMIT, read_question
from deckpress.read.table import TABLE_LIMIT, read_table_questions, title_of
from deckpress.read.topic_names import TOPIC_NAME, elsewhere, is_spreadsheet, right_name, topic_files
from deckpress.read.topic_settings import check_names
from deckpress.read.yaml_block import Entry, read_entries
from deckpress.settings import TopicSettings

__all__ = ["HEAD_KEYS", "read_topics"]

HEAD_KEYS: Final = ("order", "deck", "summary", "cards")
_TOLD: Final = 1000  # repeated ids of a file


def read_topics(folder: Folder, settings: Settings) -> tuple[Topic, ...]:
    """Every topic, in study order; ids that occur twice are reported with both places."""
    topics: dict[str, Topic] = {}
    seen: dict[str, Span] = {}
    paths = topic_files(folder)
    for path in paths:
        topic = _read_topic(folder, path, settings, seen)
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
    check_names(folder, settings, topics)
    if (folder.root / "questions").is_symlink():
        hint = "links are not followed; put the folder itself there"
        folder.report("S005", Span("questions"), "questions is a link to another folder", hint)
    elif not paths:
        folder.report("S006", Span("questions"), "no file of questions", elsewhere(folder))
    return tuple(sorted(topics.values(), key=lambda topic: (topic.number, topic.id)))


def _read_topic(folder: Folder, path: str, settings: Settings, seen: dict[str, Span]) -> Topic | None:
    name = TOPIC_NAME.fullmatch(PurePosixPath(path).name)
    if not name:
        _misnamed(folder, path)
        return None
    given = settings.topics.get(name[2], TopicSettings())
    topic = Topic(
        id=name[2],
        number=int(name[1]) if given.order is None else given.order,
        title=given.title or title_of(name[2]),
        span=Span(path),
        intro=Markdown("", Span(path), ()),
        summary=given.summary,
        deck=given.deck,
        cards=given.cards,
    )
    from_file = _from_markdown if name[3] == "md" else _from_table
    key = content_of(folder.root / path, path) if folder.memory else None
    made = kept(folder.memory, key, folder.problems, lambda: from_file(folder, path, topic))
    if made is None:
        return None
    unique = replace(made, questions=tuple(_unique(folder, made.questions, seen)))
    return in_languages(unique, given)


def _misnamed(folder: Folder, path: str) -> None:
    written = PurePosixPath(path).name
    right = right_name(folder, written)
    if is_spreadsheet(written):
        if not folder.exists(f"questions/{right}"):
            hint = f"save it as a CSV file in UTF-8 under the name {right}"
            folder.report(
                "S006", Span(path), f"the spreadsheet {written!r} is no text and cannot be read", hint
            )
        return
    what = "csv" if right.endswith("csv") else "tsv" if right.endswith("tsv") else "md"
    message = f"the file name {written!r} is not NN-topic.{what}"
    folder.report("S006", Span(path), message, f"name it {right}")


def _from_table(folder: Folder, path: str, topic: Topic) -> Topic | None:
    text = folder.text_of(path, TABLE_LIMIT)
    if text is None:
        return None
    return replace(topic, questions=tuple(read_table_questions(folder, path, text)))


def _from_markdown(folder: Folder, path: str, topic: Topic) -> Topic | None:
    text = folder.text_of(path)
    if text is None:
        return None
    document = split_document(folder, path, text)
    front = document.front_matter
    head = (read_entries(folder, front.text, front.origin(), HEAD_KEYS) if front else None) or {}
    title = document.title or Part(topic.id, Span(path))
    if not title.heading:
        folder.report("S008", title.span, "the topic has no title", "write it after '# '")
    check_plain(folder, title.heading, title.span, "the title of a topic")
    lift_blocks(folder, [title, *document.questions])
    questions = [_question(folder, part) for part in document.questions]
    return replace(
        topic,
        number=_number(folder, head.get("order"), topic.number),
        title=title.heading,
        span=title.span,
        intro=_intro(folder, title) if title.lines else topic.intro,
        summary=head["summary"].text if "summary" in head else topic.summary,
        deck=head["deck"].text if "deck" in head else topic.deck,
        cards=read_cards(folder, head.get("cards")) or topic.cards,
        questions=tuple(q for q in questions if q),
    )


def _question(folder: Folder, part: Part) -> Question | None:
    """The question, read anew only where something in it changed, or its place."""
    if folder.memory is None:
        return read_question(folder, part)
    block = part.block and (part.block.text, part.block.span, part.block.first)
    key = (part.heading, part.span, part.told, part.first, part.text, tuple(part.sections), block)
    return kept(folder.memory, key, folder.problems, lambda: read_question(folder, part))


def _intro(folder: Folder, title: Part) -> Markdown:
    """What stands between the title and the first question, within the limits of a question."""
    if len(title.heading) + len(title.text) > LIMIT:
        message = f"the title and the introduction are longer than {LIMIT} characters"
        folder.report("S003", title.span, message, "questions start with '## '; split what is none")
        return Markdown("", Span(title.span.path), ())
    return read_markdown(folder, title.text, title.origin())


def _number(folder: Folder, entry: Entry | None, default: int) -> int:
    if entry is None or (entry.text.isdecimal() and len(entry.text) <= 3):
        return int(entry.text) if entry else default
    folder.report("S024", entry.span, f"'order' is {entry.text!r}", "write a whole number")
    return default


def _unique(folder: Folder, questions: Iterable[Question], seen: dict[str, Span]) -> Iterator[Question]:
    """The questions whose ids are new; problems with the others, up to a number of them."""
    told = 0
    for question in questions:
        place = question.place("id", question.id)
        if question.id not in seen:
            seen[question.id] = place
            yield question
        elif told < _TOLD:
            told += 1
            message = f"the id {question.id!r} is taken"
            hint = "give the newer question another id"
            folder.report("S028", place, message, hint, (seen[question.id], "first used here"))
