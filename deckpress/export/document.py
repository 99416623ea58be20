"""The document: a whole bank as plain lists and mappings, what its author wrote and no defaults."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Final
from urllib.parse import unquote

from deckpress.bank import Bank, Picture, Question, Reference, Topic, Waiver
from deckpress.keys import KEYS
from deckpress.media import Media
from deckpress.paper import Paper
from deckpress.read.setting_rows import TABLES, field_of
from deckpress.render.pixels import bare_picture
from deckpress.render.sounds import bare_sound
from deckpress.settings import Settings

__all__ = ["VERSION", "make_document", "question_block"]

VERSION: Final = 1
"""Moves when a reader of older documents would misread a newer one."""
_DOI, _ARXIV = "https://doi.org/", "https://arxiv.org/abs/"


def make_document(bank: Bank) -> dict[str, Any]:
    """The document; Markdown stands in it as its source. Of a selection, only what it needs."""
    kept = {question.id for question in bank.questions()}
    covered = {item for question in bank.questions() for item in question.covers}
    return {
        "deckpress": VERSION,
        "settings": _settings(bank.settings, whole=not bank.others),
        "topics": [_topic(topic, kept) for topic in bank.topics if topic.questions or not bank.others],
        "tags": dict(bank.tags),
        "notation": dict(bank.notation),
        "references": {key: _reference(reference) for key, reference in bank.references.items()},
        "syllabus": {
            syllabus.id: [
                [item.id, item.text, item.dropped]
                for item in syllabus.items
                if not bank.others or item.id in covered or item.dropped
            ]
            for syllabus in bank.syllabi
        },
        "figures": {n: figure.svg for n, figure in bank.figures.items() if not isinstance(figure, Picture)},
        "pictures": {
            name: base64.b64encode(bare_picture(figure)).decode()
            for name, figure in bank.figures.items()
            if isinstance(figure, Picture)
        },
        "sounds": {n: base64.b64encode(bare_sound(sound)).decode() for n, sound in bank.sounds.items()},
    }


def question_block(question: Question) -> dict[str, Any]:
    """What the yaml block of a question says, without the keys that say nothing new."""
    defaults = {row.name: _default(row) for row in fields(Question)}
    block = {key: getattr(question, key) for key in KEYS if hasattr(question, key)}
    return {key: _plain(value) for key, value in block.items() if key == "id" or value != defaults.get(key)}


def _topic(topic: Topic, kept: set[str]) -> dict[str, Any]:
    head = {
        "summary": topic.summary,
        "deck": topic.deck,
        "introduction": topic.intro.source.strip("\n"),
        "cards": list(topic.cards),
    }
    return {
        "id": topic.id,
        "number": topic.number,
        "title": topic.title,
        **{key: value for key, value in head.items() if value},
        "questions": [_question(question, kept) for question in topic.questions],
    }


def _question(question: Question, kept: set[str]) -> dict[str, Any]:
    block = question_block(question)
    for key in ("see", "contrast"):  # a selection names nothing that it does not hold
        block[key] = [name for name in block.get(key, ()) if name in kept]
        if not block[key]:
            del block[key]
    return {
        "id": block.pop("id"),
        "prompt": question.prompt.source,
        "lead": question.lead.source.strip("\n"),
        **block,
        "sections": {
            name: section.body.source.strip("\n").rstrip() for name, section in question.sections.items()
        },
    }


def _settings(settings: Settings, *, whole: bool) -> dict[str, Any]:
    """The tables of bank.toml."""
    defaults = {row.name: _default(row) for row in fields(Settings)}
    out: dict[str, Any] = {}
    for table, keys in TABLES.items():
        tables: dict[str, Paper | Media] = {"paper": settings.paper, "media": settings.media}
        inner = tables.get(table)
        given, blank = (inner, _values_of(type(inner)())) if inner else (settings, defaults)
        names = {key: field_of(table, key) for key in keys}
        values = {key: getattr(given, name) for key, name in names.items()}
        out[table] = {key: _plain(value) for key, value in values.items() if value != blank.get(names[key])}
    out["check"] |= {
        key: dict(value) for key, value in (("rules", settings.rules), ("limits", settings.limits)) if value
    }
    out["words"] = {english: _plain(own) for english, own in settings.words.items()}
    out["kinds"] = dict(settings.kinds)
    out["levels"] = {str(level): title for level, title in enumerate(settings.levels, 1)}
    if settings.macros:
        out["math"]["macros"] = {name: macro.body for name, macro in settings.macros.items()}
    if whole:
        out["selections"] = {row.name: list(row.words) for row in settings.selections}
    return {table: values for table, values in out.items() if values}


def _values_of(table: Paper | Media) -> dict[str, Any]:
    """The fields of a table by name."""
    return {row.name: getattr(table, row.name) for row in fields(table)}


def _reference(reference: Reference) -> dict[str, str]:
    row = {"title": reference.title, "authors": reference.authors, "year": reference.year}
    for key, start in (("doi", _DOI), ("arxiv", _ARXIV), ("url", "")):
        if reference.url and reference.url.startswith(start):
            row[key] = (
                unquote(reference.url.removeprefix(start)) if key == "doi" else reference.url[len(start) :]
            )
            break
    return row | {key: value for key in ("isbn", "checked") if (value := getattr(reference, key))}


def _default(row: Any) -> Any:
    return row.default if row.default_factory is MISSING else row.default_factory()


def _plain(value: Any) -> Any:
    """A value as JSON knows it; a waiver as its author wrote it."""
    if isinstance(value, Waiver):
        return f"{value.code}: {value.reason}"
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
