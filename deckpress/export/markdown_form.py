"""Markdown: the files of a bank in our own format, from its document."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from deckpress.bank import Bank
from deckpress.export.document import make_document
from deckpress.read.registries import SYLLABUS_COLUMNS
from deckpress.render import Context

__all__ = ["bank_files", "question_text", "render", "toml_text", "topic_name"]

_PLAIN: Final = re.compile(r"[a-z][a-z0-9-]*(?:::[a-z0-9-]+)*|\d{1,15}")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_HEAD: Final = ("id", "prompt", "lead", "sections")


def render(bank: Bank, _context: Context) -> Mapping[str, bytes]:
    """The bank's files by their paths."""
    return bank_files(make_document(bank))


def bank_files(document: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of a document by their paths in the bank."""
    files = {"bank.toml": toml_text(document["settings"])}
    files |= {f"questions/{topic_name(topic)}.md": _topic(topic) for topic in document["topics"]}
    if tags := document.get("tags"):
        files["tags.yaml"] = "".join(f"{key}: {_text(label)}\n" for key, label in tags.items())
    if notation := document.get("notation"):
        rows = (f"{_text(tex)}: {_text(meaning)}\n" for tex, meaning in notation.items())
        files["notation.yaml"] = "".join(rows)
    if references := document.get("references"):
        files["references.yaml"] = "\n".join(
            f"{key}:\n" + "".join(f"  {name}: {_text(value)}\n" for name, value in row.items())
            for key, row in references.items()
        )
    for name, rows in document.get("syllabus", {}).items():
        files[f"syllabus/{name}.csv"] = _syllabus(rows)
    files |= {f"figures/{name}": f"{svg}\n" for name, svg in document.get("figures", {}).items()}
    pictures = {f"figures/{n}": base64.b64decode(data) for n, data in document.get("pictures", {}).items()}
    pictures |= {f"audio/{n}": base64.b64decode(data) for n, data in document.get("sounds", {}).items()}
    return {name: text.encode() for name, text in files.items()} | pictures


def topic_name(topic: Mapping[str, Any]) -> str:
    """The stem of a topic's file."""
    return f"{min(topic['number'], 99):02}-{topic['id']}"


def question_text(question: Mapping[str, Any]) -> str:
    """A question from its heading to the end of its last section."""
    block = "".join(
        f"{key}: {_value(value)}\n" for key, value in question.items() if key == "id" or key not in _HEAD
    )
    parts = [f"## {question['prompt']}", f"```yaml\n{block}```", question["lead"]]
    for name, body in question["sections"].items():
        parts += [f"### {name}", body]
    return "\n\n".join(part for part in parts if part) + "\n"


def toml_text(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Tables of values, and of one more level of tables, as TOML."""
    return "\n".join(_toml_tables(tables)) + "\n"


def _topic(topic: Mapping[str, Any]) -> str:
    head = {"order": topic["number"]} if topic["number"] > 99 else {}
    head |= {key: topic[key] for key in ("summary", "deck", "cards") if topic.get(key)}
    front = "".join(f"{key}: {_value(value)}\n" for key, value in head.items())
    parts = [f"---\n{front}---\n"] if front else []
    parts.append(f"# {topic['title']}\n")
    parts += [f"{topic['introduction']}\n"] if topic.get("introduction") else []
    return "\n".join([*parts, *map(question_text, topic["questions"])])


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)}: {_text(inner)}" for key, inner in value.items()) + "}"
    return _text(value)


def _text(value: Any) -> str:
    """A scalar of YAML: bare where it is a word or a number, else as in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _toml_tables(tables: Mapping[str, Mapping[str, Any]], above: str = "") -> Iterator[str]:
    for table, keys in tables.items():
        inner = {key: value for key, value in keys.items() if isinstance(value, dict)}
        own = {key: value for key, value in keys.items() if key not in inner}
        if own:
            yield f"[{above}{_key(table)}]"
            yield from (
                f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}" for key, value in own.items()
            )
            yield ""
        yield from _toml_tables(inner, f"{above}{_key(table)}.")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _syllabus(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([SYLLABUS_COLUMNS, *rows])
    return out.getvalue()
