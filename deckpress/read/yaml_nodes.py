"""YAML's events and nodes: what may be built from a text, and where each stands."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from deckpress.bank import Span
from deckpress.read.files import Folder

__all__ = ["Loader", "is_sound", "mark_place", "node_span"]

_NESTING: Final = 8
_SUSPECT: Final = re.compile(r"[&*!]|(?:[\[{][^\]}]*){8}")
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def is_sound(folder: Folder, text: str, origin: Span) -> bool:
    """Whether a text may be built: walk the events, which cannot recurse."""
    if not _SUSPECT.search(text):
        return True
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        named = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if named:
            folder.report(
                "S025",
                mark_place(origin, event.start_mark),
                "anchors, aliases and type tags are not used here",
                "write the value itself, in quotes where it starts with '&', '*' or '!'",
            )
            return False
        if depth > _NESTING:
            folder.report(
                "S004",
                mark_place(origin, event.start_mark),
                "the YAML is nested too deeply",
                "keys with values or lists of values are enough",
            )
            return False
    return True


def mark_place(origin: Span, mark: Any) -> Span:  # PyYAML has two kinds of mark
    """The place of a mark in a text that starts at `origin`."""
    shift = origin.column - 1 if mark.line == 0 else 0
    return Span(origin.path, origin.line + mark.line, mark.column + 1 + shift)


def node_span(origin: Span, node: yaml.Node) -> Span:
    """The place of a node in a text that starts at `origin`."""
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
