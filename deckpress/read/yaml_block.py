"""Flat YAML, read from the node tree: every key and value is a string with its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

import yaml

from deckpress.bank import Span
from deckpress.read.files import Folder, unseen_message
from deckpress.read.nearest import near, nearest
from deckpress.read.quotes import CURLY, quoted, uncurled
from deckpress.read.yaml_faults import Fault, find_silent_fault, find_yaml_fault
from deckpress.read.yaml_nodes import Loader, is_sound, mark_place, node_span

__all__ = ["ANY", "Entry", "Value", "nearest", "read_entries", "read_table"]

PAIRED: Final = ("symbols",)
"""Keys whose value may be a mapping: each pair is read as one text, "name: value"."""
_LIMIT: Final = 8192
_TABLE_LIMIT: Final = 1 << 20


_WORD: Final = r"[A-Za-z0-9](?:[A-Za-z0-9_./() +-]*[A-Za-z0-9_./()+-])?"
_PLAIN: Final = re.compile(rf"([a-z]+): (?:({_WORD})|\[({_WORD}(?:, {_WORD})*)\])")
"""A line that is a key with a plain value or a list of such in one line, whatever else YAML knows."""


class _Any(Collection[str]):
    """A collection that holds every key."""

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


ANY: Final = _Any()
"""Legal keys where every key is legal."""


class Value(NamedTuple):
    """A scalar as written."""

    text: str
    span: Span


class Entry(NamedTuple):
    """A key with its one or more values."""

    key: str
    span: Span
    values: tuple[Value, ...]
    listed: bool = False
    """Whether the values were written as a list."""

    @property
    def text(self) -> str:
        """The first value, or nothing."""
        return self.values[0].text if self.values else ""


def read_entries(folder: Folder, text: str, origin: Span, legal: Collection[str]) -> dict[str, Entry] | None:
    """Read a flat mapping of legal keys and report everything else; None where it is no YAML at all."""
    plain = _plain_entries(text, origin, legal) if len(text) <= _LIMIT else None
    if plain:
        return plain
    before = len(folder.problems)
    node = _compose(folder, text, origin, legal, _LIMIT)
    if node is None:
        return None if len(folder.problems) > before else {}
    return dict(_entries(folder, node, origin, legal))


def _plain_entries(text: str, origin: Span, legal: Collection[str]) -> dict[str, Entry] | None:
    """The entries of lines of plain words, which need no parser; None where there is anything else."""
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.split("\n")):
        found = _PLAIN.fullmatch(line)
        if not found or found[1] in entries or found[1] not in legal:
            return None
        path, row, shift = origin.path, origin.line + number, 1 if number else origin.column
        at, words = found.start(2), [found[2]]
        if found[3]:
            at, words = found.start(3), found[3].split(", ")
        values = []
        for word in words:
            values.append(Value(word, Span(path, row, shift + at, row, shift + at + len(word))))
            at += len(word) + len(", ")
        span = Span(path, row, shift, row, shift + found.end(1))
        entries[found[1]] = Entry(found[1], span, tuple(values), listed=bool(found[3]))
    return entries


def read_table(
    folder: Folder, text: str, origin: Span, legal: Collection[str]
) -> dict[str, tuple[Span, dict[str, Entry]]]:
    """Read a mapping of names to flat mappings, as in references.yaml."""
    node = _compose(folder, text, origin, legal, _TABLE_LIMIT)
    rows: dict[str, tuple[Span, dict[str, Entry]]] = {}
    told = False
    pairs = list(_pairs(folder, node, origin))
    for (key, value, span), after in zip_longest(pairs, pairs[1:]):
        if isinstance(value, yaml.MappingNode):
            rows[key] = (span, dict(_entries(folder, value, origin, legal)))
        elif key in legal or (after and after[0] in legal):  # one mistake, told once
            if key in legal and not told:
                folder.report(
                    "S024", span, f"{key!r} is not indented", "indent it by two spaces under its name"
                )
            told |= key in legal
        else:
            folder.report(
                "S024", span, f"{key!r} has no keys of its own", "indent its keys by two spaces under it"
            )
    return rows


def _compose(folder: Folder, text: str, origin: Span, legal: Collection[str], limit: int) -> yaml.Node | None:
    if len(text) > limit:
        folder.report(
            "S003",
            origin,
            f"the YAML is longer than {limit} characters",
            "keep only keys and short values here",
        )
        return None
    try:
        if fault := find_silent_fault(text):
            _told(folder, origin, fault)
            return None
        if not is_sound(folder, text, origin):
            return None
        node: yaml.Node | None = yaml.compose(text, Loader)
    except yaml.MarkedYAMLError as error:
        if fault := find_yaml_fault(text, legal):
            _told(folder, origin, fault)
            return None
        span = mark_place(origin, error.problem_mark) if error.problem_mark else origin
        folder.report(
            "S021",
            span,
            f"the YAML cannot be read: {error.problem or error.context}",
            "quote values that hold ': ', '#', '[' or start with a special character",
        )
        return None
    except yaml.YAMLError as error:
        folder.report("S021", origin, f"the YAML cannot be read: {error}")
        return None
    if node is not None and not isinstance(node, yaml.MappingNode):
        if fault := find_yaml_fault(text, legal):
            _told(folder, origin, fault)
            return None
        listed = isinstance(node, yaml.SequenceNode)
        folder.report(
            "S021",
            mark_place(origin, node.start_mark),
            "a list where keys with values are expected" if listed else "expected keys with values",
            "write one 'key: value' a line" + (", without '- '" if listed else ""),
        )
        return None
    return node


def _told(folder: Folder, origin: Span, fault: Fault) -> None:
    """Report a fault of one line."""
    line, column = origin.line + fault.line, fault.column + 1
    folder.report(
        "S021", Span(origin.path, line, column, line, column + fault.length), fault.message, fault.hint
    )


def _pairs(
    folder: Folder, node: yaml.Node | None, origin: Span, legal: Collection[str] | None = None
) -> Iterator[tuple[str, yaml.Node, Span]]:
    """The keys and values; a key that is not legal is told, and read as the nearest one not given."""
    seen: dict[str, Span] = {}
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    given = {key.value for key, _ in pairs if isinstance(key, yaml.ScalarNode)}
    for key, value in pairs:
        span = node_span(origin, key)
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            folder.report("S025", span, "a key must be a plain word", "merge keys are not used here")
            continue
        name = key.value
        if legal is not None and name not in legal and name not in seen:
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            hint = nearest(uncurled(name), legal) or (f"write {slug}" if slug in legal else "")
            folder.report("S022", span, f"unknown key {name!r}", hint)
            seen[name] = span
            name = near(uncurled(name), legal) or (slug if slug in legal else "")
            if not name or name in given:
                continue
        if name in seen:
            folder.report(
                "S023",
                span,
                f"the key {name!r} is repeated",
                "keep one of them",
                (seen[name], "first written here"),
            )
        else:
            seen[name] = span
            yield name, value, span


def _entries(
    folder: Folder, node: yaml.Node, origin: Span, legal: Collection[str]
) -> Iterator[tuple[str, Entry]]:
    for key, value, span in _pairs(folder, node, origin, legal):
        if key in PAIRED and isinstance(value, yaml.MappingNode):
            inner = _entries(folder, value, origin, ANY)
            values = [Value(f"{name}: {entry.text}", entry.span) for name, entry in inner]
            yield key, Entry(key, span, tuple(values), listed=True)
            continue
        listed = isinstance(value, yaml.SequenceNode)
        values = []
        for item in value.value if listed else [value]:
            place = node_span(origin, item)
            if not isinstance(item, yaml.ScalarNode):
                _report_nested(folder, key, item, mark_place(origin, item.start_mark), listed=listed)
            elif not item.style and item.value[:1] and item.value[0] in CURLY:
                plain = uncurled(item.value)
                folder.report(
                    "S024", place, "curly quotes around a value; use straight ones", f"write {quoted(plain)}"
                )
                values.append(Value(plain, place))
            else:
                text = item.value
                if item.style == '"' and (found := folder.unseen.search(text)):  # as an escape: "\\u202e"
                    folder.report("S002", place, unseen_message(found[0]), "delete its escape")
                    text = folder.unseen.sub(" ", text)
                values.append(Value(text, place))
        yield key, Entry(key, span, tuple(values), listed)


def _report_nested(folder: Folder, key: str, item: yaml.Node, span: Span, *, listed: bool) -> None:
    """A list or mapping where a value belongs: most often a text with a colon and no quotes."""
    pairs = item.value if listed and isinstance(item, yaml.MappingNode) else []
    if len(pairs) == 1 and all(isinstance(node, yaml.ScalarNode) for node in pairs[0]):
        text = f"{pairs[0][0].value}: {pairs[0][1].value}".strip()
        message = "a value with a colon; put the value in quotes"
        folder.report("S025", span, message, f"write {quoted(text)}")
        return
    message = f"{key!r} takes a value or a list of values, not a nested one"
    folder.report("S025", span, message, "quote a value that holds ': '")
