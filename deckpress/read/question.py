"""One question: its prompt, block, lead and sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from deckpress.bank import KINDS, LEVELS, Cloze, Labels, Markdown, Question, Section, Span, Waiver
from deckpress.inside import items_of
from deckpress.keys import KEYS, Holds
from deckpress.parts import Listing
from deckpress.read.block import take_block
from deckpress.read.cloze import find_cloze_fault, find_doubtful_hint
from deckpress.read.directions import read_cards
from deckpress.read.document import Part, split_sections
from deckpress.read.files import Folder
from deckpress.read.foreign import check_plain_values
from deckpress.read.headings import section_name
from deckpress.read.labels import read_labels, split_labels
from deckpress.read.markdown import read_markdown
from deckpress.read.nearest import near, nearest
from deckpress.read.notation import read_symbols
from deckpress.read.shown import shown_by
from deckpress.read.words import read_id, read_words
from deckpress.read.yaml_block import Entry, read_entries
from deckpress.sections import SECTIONS

__all__ = ["LIMIT", "key_spans", "read_fields", "read_question"]

_LISTS: Final = {"list": (False, True), "clozes": (False,)}
"""Shape of a section that must be one list to whether its items may have bullets, and numbers."""
LIMIT: Final = 16384
_NUMBER: Final = re.compile(r"(?<!\s)\s*\{#(\d{1,3})\}\s*$")
_WAIVER: Final = re.compile(r"([A-Z]\d{3}):?\s+(\S.*)")


def read_question(folder: Folder, part: Part) -> Question | None:
    """The question under a `## ` heading, or None where it has no usable identity."""
    before = len(folder.problems)
    question = _read(folder, part)
    if question:
        found = folder.problems[before:]
        folder.problems[before:] = [replace(problem, question=question.id) for problem in found]
    return question


def _read(folder: Folder, part: Part) -> Question | None:
    if len(part.text) > LIMIT:
        folder.report(
            "S003",
            part.span,
            f"the question is longer than {LIMIT} characters",
            "split it: a question is one idea",
        )
        return None
    if not part.heading:
        folder.report("C001", part.span, "the prompt is empty", "write the question after '## '")
    block, rest = take_block(folder, part)
    if block is None:
        return None
    entries = read_entries(folder, block.text, block.origin(), tuple(KEYS))
    if entries is None:
        return None
    identity = _identity(folder, entries, block)
    lead, *parts = split_sections(folder, rest)
    prompt, shown = shown_by(folder, read_markdown(folder, part.heading, part.span, inline=True))
    return (
        Question(
            id=identity,
            prompt=prompt,
            shown=shown,
            lead=_lead(folder, lead, part.span, parts),
            span=part.span,
            sections=(sections := _sections(folder, parts)),
            labels=_labels(folder, sections.get("Labels")),
            clozes=_clozes(folder, sections.get("Cloze")),
            spans=key_spans(entries),
            **read_fields(folder, entries),
        )
        if identity
        else None
    )


def _identity(folder: Folder, entries: Mapping[str, Entry], block: Part) -> str:
    entry = entries.get("id")
    if not entry or not entry.text:
        folder.report(
            "S026",
            entry.span if entry else block.origin(),
            "the question has no id",
            "add 'id: a-permanent-name', or run 'python build.py ids'; it must never change",
        )
        return ""
    return read_id(folder, entry)


def _lead(folder: Folder, part: Part, heading: Span, parts: list[Part]) -> Markdown:
    text = read_markdown(folder, part.text, part.origin())
    if not text and all(section_name(other.heading) != "Labels" for other in parts):
        folder.report(
            "C001", heading, "the question has no answer", "write the short answer under the yaml block"
        )
    return text


def _sections(folder: Folder, parts: list[Part]) -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for part in parts:
        name = section_name(part.heading)
        if not name:
            folder.report(
                "S030", part.span, f"unknown section {part.heading!r}", nearest(part.heading, SECTIONS)
            )
            name = near(part.heading, SECTIONS)
            if not name or name in {section_name(other.heading) for other in parts}:
                continue
        if name in sections:
            folder.report(
                "S031",
                part.span,
                f"the section {name!r} is repeated",
                "join the two",
                (sections[name].span, "first written here"),
            )
        else:
            shape = SECTIONS[name].shape
            is_cloze = shape == "clozes"
            place = replace(folder, problems=[]) if is_cloze else folder  # its items are checked one by one
            whole = part.text
            written = split_labels(whole)[0] if shape == "labels" else whole
            body = read_markdown(place, written, part.origin(), cloze=is_cloze)
            if written != whole:
                body = replace(body, source=whole)
            sections[name] = Section(name, part.span, body)
            _check_shape(folder, sections[name])
    return sections


def _labels(folder: Folder, section: Section | None) -> Labels | None:
    return read_labels(folder, section.body, split_labels(section.body.source)[1]) if section else None


def _check_shape(folder: Folder, section: Section) -> None:
    if not section.body:
        folder.report(
            "C001", section.span, f"the section {section.name!r} is empty", "fill it or delete its heading"
        )
    elif lists := _LISTS.get(SECTIONS[section.name].shape):
        tops = section.body.blocks
        if len(tops) != 1 or not isinstance(tops[0], Listing) or tops[0].ordered not in lists:
            folder.report(
                "S032",
                section.span,
                f"{section.name!r} must be one list",
                "start each item with '- ' and write nothing else here",
            )


def _clozes(folder: Folder, section: Section | None) -> tuple[Cloze, ...]:
    items: dict[int, Cloze] = {}
    tex = "tex" in folder.delimiters
    for position, (written, span) in enumerate(_items(section), 1):
        given = _NUMBER.search(written)
        number = int(given[1]) if given else position
        source = written[: given.start()] if given else written
        if fault := find_cloze_fault(source, tex=tex):
            folder.report("Z301", _place(source, fault[0], span), *fault[1:])
            continue
        if doubt := find_doubtful_hint(source, tex=tex):
            folder.report("Z308", _place(source, doubt[0], span), *doubt[1:])
        if number in items:
            folder.report(
                "Z307",
                span,
                f"two cloze items are number {number}",
                "give each its own {#n}",
                (items[number].text.span, "the other"),
            )
            continue
        items[number] = Cloze(number, read_markdown(folder, source, span, cloze=True, margin=span.column - 1))
    return tuple(items.values())


def _place(source: str, at: int, span: Span) -> Span:
    """The place of a character of an item whose first one stands at `span`."""
    lines = source[:at].split("\n")
    column = len(lines[-1]) + span.column
    return Span(span.path, span.line + len(lines) - 1, column)


def _items(section: Section | None) -> list[tuple[str, Span]]:
    """Each item of a section's bullet list, without its bullet and margin, and its place."""
    if section is None:
        return []
    lines = section.body.source.split("\n")
    out = []
    for item in items_of(section.body.blocks):
        rows = lines[item.row : item.end]
        margin = len(rows[0]) - len(rows[0].lstrip("-*+ "))
        text = "\n".join([rows[0][margin:], *(_cut(row, margin).rstrip() for row in rows[1:])]).rstrip()
        out.append((text, Span(section.span.path, section.body.span.line + item.row, margin + 1)))
    return out


def _cut(row: str, margin: int) -> str:
    """A line without the margin of its item; a lazy line is moved to where the margin would end."""
    return row[margin:] if not row[:margin].strip() else row.lstrip()


def read_fields(folder: Folder, entries: Mapping[str, Entry]) -> dict[str, Any]:
    """The fields of a Question that stand in its block, beside its id."""
    check_plain_values(folder, entries)
    fields: dict[str, Any] = {"kind": folder.settings.kind}
    for key, entry in entries.items():
        row = KEYS[key]
        if entry.listed and not row.listed:
            folder.report("S024", entry.span, f"{key!r} takes one value", "write it without []")
        if row.holds != "id" and (value := _READERS[row.holds](folder, entry)) is not None:
            fields[key] = value
    return fields


def _line(_folder: Folder, entry: Entry) -> str:
    return " ".join(entry.text.split())


def _kind(folder: Folder, entry: Entry) -> str | None:
    return entry.text if _one_of(folder, entry, tuple(folder.settings.kinds) or KINDS, "T801") else None


def _level(folder: Folder, entry: Entry) -> int | None:
    own = folder.settings.levels
    levels = tuple(map(str, range(1, len(own) + 1) if own else LEVELS))
    return int(entry.text) if _one_of(folder, entry, levels, "T801") else None


def _flag(folder: Folder, entry: Entry) -> bool | None:
    return entry.text == "true" if _one_of(folder, entry, ("true", "false"), "S024") else None


def _texts(_folder: Folder, entry: Entry) -> tuple[str, ...]:
    return tuple(value.text for value in entry.values)


def _one_of(folder: Folder, entry: Entry, known: tuple[str, ...], code: str) -> bool:
    if entry.text in known:
        return True
    span = entry.values[0].span if entry.values else entry.span
    hint = nearest(entry.text, known)
    if word := {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(entry.text.lower()):
        hint = f"write {word}" if word in known else hint
    folder.report(code, span, f"{entry.key!r} is {entry.text!r}", hint)
    return False


def _waivers(folder: Folder, entry: Entry) -> tuple[Waiver, ...]:
    waivers = []
    for value in entry.values:
        found = _WAIVER.fullmatch(value.text)
        if found:
            waivers.append(Waiver(found[1], found[2], value.span))
        else:
            folder.report(
                "W002",
                value.span,
                f"the waiver {value.text!r} has no code or no reason",
                "write 'CODE: why this question may break the rule' in quotes",
            )
    return tuple(waivers)


_READERS: Final[Mapping[Holds, Callable[[Folder, Entry], Any]]] = {
    "line": _line,
    "kind": _kind,
    "level": _level,
    "words": read_words,
    "texts": _texts,
    "cards": read_cards,
    "symbols": read_symbols,
    "flag": _flag,
    "waivers": _waivers,
}
"""What a key holds, to its reader: the value, or None where it is wrong and the default stays."""


def key_spans(entries: Mapping[str, Entry]) -> dict[str, Span]:
    """Key, and `key/value` of a listed value, to its place."""
    spans = {key: entry.span for key, entry in entries.items()}
    for key, entry in entries.items():
        spans.update({f"{key}/{value.text}": value.span for value in entry.values})
    return spans
