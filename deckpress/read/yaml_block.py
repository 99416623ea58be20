"""Flat YAML, read from the node tree: every key and value is a string with its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from deckpress.bank import Span
from deckpress.read.files import Folder

__all__ = ["Entry", "Value", "nearest", "read_entries", "read_table"]

_LIMIT: Final = 8192
_TABLE_LIMIT: Final = 1 << 20
_NESTING: Final = 8
_SUSPECT: Final = re.compile(r"[&*!]|(?:[\[{][^\]}]*){8}")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Value:
    """A scalar as written."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
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
    before = len(folder.problems)
    node = _compose(folder, text, origin, _LIMIT)
    if node is None:
        return None if len(folder.problems) > before else {}
    return dict(_entries(folder, node, origin, legal))


def read_table(
    folder: Folder, text: str, origin: Span, legal: Collection[str]
) -> dict[str, tuple[Span, dict[str, Entry]]]:
    """Read a mapping of names to flat mappings, as in references.yaml."""
    node = _compose(folder, text, origin, _TABLE_LIMIT)
    rows: dict[str, tuple[Span, dict[str, Entry]]] = {}
    for key, value, span in _pairs(folder, node, origin):
        if isinstance(value, yaml.MappingNode):
            rows[key] = (span, dict(_entries(folder, value, origin, legal)))
        else:
            folder.report(
                "S024", span, f"{key!r} has no keys of its own", "indent its keys by two spaces under it"
            )
    return rows


def nearest(word: str, known: Collection[str]) -> str:
    """A hint naming the nearest known word, or all of them where there are few."""
    names = {name.lower(): name for name in sorted(known)}
    close = difflib.get_close_matches(word.lower(), names, 1, 0.6)
    if close:
        return f"did you mean {names[close[0]]!r}?"
    return f"known: {', '.join(sorted(known))}" if 0 < len(known) <= 14 else ""


def _compose(folder: Folder, text: str, origin: Span, limit: int) -> yaml.Node | None:
    if len(text) > limit:
        folder.report(
            "S003",
            origin,
            f"the YAML is longer than {limit} characters",
            "keep only keys and short values here",
        )
        return None
    try:
        if _SUSPECT.search(text) and not _sound(folder, text, origin):
            return None
        node: yaml.Node | None = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        span = _at(origin, error.problem_mark) if error.problem_mark else origin
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
        folder.report(
            "S021", _at(origin, node.start_mark), "expected keys with values", "write one 'key: value' a line"
        )
        return None
    return node


def _sound(folder: Folder, text: str, origin: Span) -> bool:
    """Walk the events, which cannot recurse, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        named = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if named:
            folder.report(
                "S025",
                _at(origin, event.start_mark),
                "anchors, aliases and type tags are not used here",
                "write the value itself, in quotes where it starts with '&', '*' or '!'",
            )
            return False
        if depth > _NESTING:
            folder.report(
                "S004",
                _at(origin, event.start_mark),
                "the YAML is nested too deeply",
                "keys with values or lists of values are enough",
            )
            return False
    return True


def _pairs(folder: Folder, node: yaml.Node | None, origin: Span) -> Iterator[tuple[str, yaml.Node, Span]]:
    seen: dict[str, Span] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        span = _span(origin, key)
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            folder.report("S025", span, "a key must be a plain word", "merge keys are not used here")
        elif key.value in seen:
            folder.report(
                "S023",
                span,
                f"the key {key.value!r} is repeated",
                "keep one of them",
                (seen[key.value], "first written here"),
            )
        else:
            seen[key.value] = span
            yield key.value, value, span


def _entries(
    folder: Folder, node: yaml.Node, origin: Span, legal: Collection[str]
) -> Iterator[tuple[str, Entry]]:
    for key, value, span in _pairs(folder, node, origin):
        if key not in legal:
            folder.report("S022", span, f"unknown key {key!r}", nearest(key, legal))
            continue
        listed = isinstance(value, yaml.SequenceNode)
        nodes = value.value if listed else [value]
        values = []
        for item in nodes:
            if isinstance(item, yaml.ScalarNode):
                values.append(Value(item.value, _span(origin, item)))
            else:
                folder.report(
                    "S025",
                    _at(origin, item.start_mark),
                    f"{key!r} takes a value or a list of values, not a nested one",
                    "quote a value that holds ': '",
                )
        yield key, Entry(key, span, tuple(values), listed)


def _at(origin: Span, mark: Any) -> Span:  # PyYAML has two kinds of mark
    shift = origin.column - 1 if mark.line == 0 else 0
    return Span(origin.path, origin.line + mark.line, mark.column + 1 + shift)


def _span(origin: Span, node: yaml.Node) -> Span:
    start: Any = node.start_mark
    end: Any = node.end_mark
    shift = origin.column
    return Span(
        origin.path,
        origin.line + start.line,
        start.column + (shift if start.line == 0 else 1),
        origin.line + end.line,
        end.column + (shift if end.line == 0 else 1),
    )
