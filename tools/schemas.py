"""JSON Schemas of the bank's files, made from what the reader itself uses; written by tools/docs.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.bank import DIRECTIONS, KINDS, LEVELS  # noqa: E402 - after the path is set
from deckpress.export import document  # noqa: E402 - as above
from deckpress.keys import KEYS, Holds  # noqa: E402 - as above
from deckpress.problems import codes  # noqa: E402 - as above
from deckpress.read import (  # noqa: E402 - as above
    checks,
    registries,
    setting_rows,
    table,
    titles,
    topic,
    topic_settings,
    words,
)
from deckpress.sections import SECTIONS  # noqa: E402 - as above
from deckpress.settings import LIMITS, MOST_LEVELS  # noqa: E402 - as above
from deckpress.wording import known_words  # noqa: E402 - as above

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
LIST: Schema = {"type": "array", "items": TEXT}
CARDS: Schema = {"type": "array", "items": {"enum": list(DIRECTIONS)}, "minItems": 1}


def schemas() -> dict[str, Schema]:
    """File name in docs/schemas/ to schema."""
    return {
        "question.json": _object("A question's yaml block", _question(), ["id"]),
        "front-matter.json": _object(
            "The front matter of a file of questions", dict.fromkeys(topic.HEAD_KEYS, TEXT) | {"cards": CARDS}
        ),
        "bank.json": _object(
            "bank.toml",
            {
                name: _object(f"[{name}]", _settings(name, keys) | _inner(name)) if keys else _own(name)
                for name, keys in setting_rows.TABLES.items()
            },
            ["bank"],
        ),
        "references.json": _table(
            "references.yaml", _object("A reference", _reference(), ["title", "authors", "year"])
        ),
        "tags.json": _table("tags.yaml", TEXT),
        "notation.json": {**_head("notation.yaml"), "type": "object", "additionalProperties": TEXT},
        "export.json": _export(),
        "table.json": {
            **_head("The first row of a table of questions"),
            "type": "array",
            "items": {"enum": list(table.COLUMNS)},
            "uniqueItems": True,
            "allOf": [{"contains": {"const": name}} for name in ("id", "prompt", "answer")],
        },
        "syllabus.json": {
            **_head("A row of syllabus/*.csv"),
            "type": "array",
            "items": TEXT,
            "minItems": len(registries.SYLLABUS_COLUMNS),
            "maxItems": len(registries.SYLLABUS_COLUMNS),
        },
    }


def _topics() -> Schema:
    """A table [topics.NAME]."""
    names = {str: TEXT, int: {"type": "integer", "minimum": 0}, list: CARDS}
    return _object("[topics.NAME]", {key: names[wanted] for key, wanted in topic_settings.TOPIC_KEYS.items()})


def _question() -> dict[str, Schema]:
    shapes: dict[Holds, Schema] = {
        "id": {"type": "string", "pattern": f"^{words.ID.pattern}$", "maxLength": words.ID_LIMIT},
        "line": TEXT,
        "kind": {"type": "string", "pattern": f"^{words.ID.pattern}$", "examples": list(KINDS)},
        "level": {"type": "integer", "minimum": 1, "maximum": MOST_LEVELS, "examples": list(LEVELS)},
        "cards": CARDS,
        "words": LIST,
        "texts": LIST,
        "waivers": LIST,
        "symbols": {"anyOf": [{"type": "object", "additionalProperties": TEXT}, LIST]},
        "flag": {"type": "boolean"},
    }
    term = {"term": {"type": "string", "maxLength": LIMITS["term_characters"]}}
    return {key: shapes[row.holds] for key, row in KEYS.items()} | term


def _export() -> Schema:
    """What `export json` writes: the tables and files of a bank, Markdown as its source."""
    sections = {"type": "object", "properties": dict.fromkeys(SECTIONS, TEXT), "additionalProperties": False}
    keys = {"prompt": TEXT, "lead": TEXT, "sections": sections, **_question(), "level": {"type": "integer"}}
    question_row = _object("A question", keys, ["id", "prompt", "lead", "sections"])
    topic_keys = {
        "id": TEXT,
        "number": {"type": "integer"},
        "title": TEXT,
        "summary": TEXT,
        "deck": TEXT,
        "cards": CARDS,
        "introduction": TEXT,
        "questions": {"type": "array", "items": question_row},
    }
    rows = {"type": "array", "items": {"type": "array", "items": TEXT, "minItems": 3, "maxItems": 3}}
    parts: dict[str, Schema] = {
        "deckpress": {"const": document.VERSION},
        "settings": {"type": "object", "additionalProperties": {"type": "object"}},
        "topics": {
            "type": "array",
            "items": _object("A topic", topic_keys, ["id", "number", "title", "questions"]),
        },
        "tags": {"type": "object", "additionalProperties": TEXT},
        "notation": {"type": "object", "additionalProperties": TEXT},
        "references": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": TEXT},
        },
        "syllabus": {"type": "object", "additionalProperties": rows},
        "figures": {"type": "object", "additionalProperties": TEXT},
        "pictures": {
            "type": "object",
            "additionalProperties": {"type": "string", "contentEncoding": "base64"},
        },
        "sounds": {
            "type": "object",
            "additionalProperties": {"type": "string", "contentEncoding": "base64"},
        },
    }
    return _object("What export json writes", parts, ["deckpress", "settings", "topics"])


def _settings(table: str, keys: tuple[str, ...]) -> dict[str, Schema]:
    names = {str: "string", int: "integer", bool: "boolean", float: "number"}
    out: dict[str, Schema] = {}
    for key in keys:
        field = setting_rows.field_of(table, key)
        if field in setting_rows.RANGES:
            out[key] = _bounded(field)
            continue
        row = setting_rows.SETTINGS[field]
        one: Schema = {"type": names[str]}
        if row.choices:
            one = {"enum": list(row.choices)}
        elif row.shape and row.holds is str:
            one |= {"pattern": f"^{row.shape.pattern}$"}
        if row.holds is list:
            out[key] = {"type": "array", "items": one} | ({"minItems": 1} if row.some else {})
        else:
            out[key] = one if row.holds is str else {"type": names[row.holds]}
    return out


def _inner(table: str) -> dict[str, Schema]:
    """The tables inside a table."""
    return _checks() if table == "check" else {"macros": _macros()} if table == "math" else {}


def _macros() -> Schema:
    """The table [math.macros]."""
    pair = {"type": "array", "prefixItems": [TEXT, {"type": "integer", "minimum": 0, "maximum": 9}]}
    row = {"anyOf": [TEXT, {**pair, "minItems": 2, "maxItems": 2}]}
    return {"type": "object", "propertyNames": {"pattern": "^[A-Za-z]+$"}, "additionalProperties": row}


def _checks() -> dict[str, Schema]:
    """The two tables inside [check]."""
    rules = {code.code: {"enum": list(checks.SWITCHES)} for code in codes().values() if code.style}
    limits = {name: {"type": "integer", "minimum": 1, "default": value} for name, value in LIMITS.items()}
    return {
        "rules": {"type": "object", "properties": rules, "additionalProperties": False},
        "limits": {"type": "object", "properties": limits, "additionalProperties": False},
    }


def _own(table: str) -> Schema:
    """A table whose keys are the author's, or words of the products."""
    title: Schema = {"type": "string", "maxLength": titles.TITLE_LIMIT}
    if table == "kinds":
        return _table("[kinds]", title)
    if table == "levels":
        return _object("[levels]", {str(level): title for level in range(1, MOST_LEVELS + 1)})
    if table != "words":
        return _table(f"[{table}]", _topics() if table == "topics" else LIST)
    forms = {"type": "object", "required": ["other"], "additionalProperties": TEXT}
    rows = {word: {"anyOf": [TEXT, forms]} if plural else TEXT for word, plural in known_words().items()}
    return _object("[words]", rows)


def _bounded(key: str) -> Schema:
    row = setting_rows.RANGES[key]
    default = setting_rows.DEFAULTS[key]
    if row.choices:
        return {"enum": list(row.choices)}
    if isinstance(default, bool):
        return {"type": "boolean"}
    bounds = {"type": "number", "minimum": row.least, "maximum": row.most}
    return {"anyOf": [{"const": 0}, bounds]} if row.zero else bounds


def _reference() -> dict[str, Schema]:
    shapes: dict[str, Schema] = {
        name: {"type": "string", "pattern": f"^(?:{shape.pattern})$"}
        for name, (shape, _) in registries.SHAPES.items()
    }
    shapes["year"]["type"] = ["string", "integer"]
    return {key: shapes.get(key, TEXT) for key in registries.REFERENCE_KEYS}


def _table(title: str, row: Schema) -> Schema:
    names = {"pattern": f"^{words.ID.pattern}$"}
    return {**_head(title), "type": "object", "propertyNames": names, "additionalProperties": row}


def _object(title: str, properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    head = {**_head(title), "type": "object", "additionalProperties": False, "properties": properties}
    return head | ({"required": required} if required else {})


def _head(title: str) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}


def write(folder: Path) -> None:
    """Write every schema."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
