"""Adding: a new question at the end of a topic's file, as a heading and block or as a row; all else stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deckpress.bank import Topic
from deckpress.ids import slug_of
from deckpress.problems import SettingsError, printable
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.nearest import nearest
from deckpress.read.table import TABLE_LIMIT, columns_of, grid_of

__all__ = ["Addition", "add_question"]


@dataclass(frozen=True, slots=True)
class Addition:
    """A question that is to be added."""

    id: str
    path: str
    """The topic's file, relative to the source."""
    line: int
    """Of its heading or row."""
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
    data = Folder(root).bytes_of(path, limit=TABLE_LIMIT)
    if data is None:
        raise SettingsError(f"{path} cannot be read")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8; save it as such first") from None
    taken = {question.id for question in bank.questions()}
    name = slug_of(words, f"{chosen.id}-{len(chosen.questions) + 1}", taken)
    kept, end = text.rstrip(), "\r\n" if "\r\n" in text else "\n"
    if not path.endswith(".md"):
        kept = text.rstrip("\r\n")  # tabs at its end are cells
        row = _row(path, text, {"id": name, "prompt": words, "answer": answer.strip()})
        return Addition(name, path, kept.count("\n") + 2, f"{kept}{end}{row}{end}".encode())
    lines = [
        "",
        f"## {words}",
        "",
        "```yaml",
        f"id: {name}",
        "```",
        *(["", answer.strip()] if answer else []),
    ]
    return Addition(name, path, kept.count("\n") + 3, end.join([kept, *lines, ""]).encode())


def _row(path: str, text: str, cells: Mapping[str, str]) -> str:
    """A row of a table with these cells. Raises SettingsError where the table has no column for them."""
    grid = grid_of(path, text)
    header = grid.rows[0] if grid.rows else []
    columns = columns_of(header)
    if missing := [name for name in ("prompt", "answer", "id") if name not in columns]:
        what = "run 'ids' first, which makes it" if missing == ["id"] else "name its columns in the first row"
        raise SettingsError(f"the table {path} has no column {missing[0]!r}; {what}")
    row = [""] * len(header)
    for name, cell in cells.items():
        quoted = any(char in cell for char in f'{grid.separator}"\r\n')
        row[columns[name]] = '"' + cell.replace('"', '""') + '"' if quoted else cell
    return grid.separator.join(row)


def _topic(topics: Sequence[Topic], wanted: str) -> Topic:
    """The topic of an id, a number or a file's name; the last one where nothing is wanted."""
    if not topics:
        raise SettingsError("the bank has no topic; add questions/01-topic.md with a line '# Topic title'")
    if not wanted:
        return topics[-1]
    for topic in topics:
        file = topic.span.path.rpartition("/")[2]
        if wanted in (topic.id, file, file.rpartition(".")[0], str(topic.number)):
            return topic
    names = [topic.id for topic in topics]
    hint = nearest(wanted, names)
    raise SettingsError(f"there is no topic {printable(wanted)!r}; {hint or ', '.join(names)}")
