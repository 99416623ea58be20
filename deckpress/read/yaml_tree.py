"""YAML's node tree as flat entries: every key and value is a string with its place; else a problem."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import zip_longest

import yaml

from deckpress.bank import Span
from deckpress.read.entries import ANY, PAIRED, Entry, Value
from deckpress.read.files import Folder, unseen_message
from deckpress.read.nearest import near, nearest
from deckpress.read.quotes import CURLY, quoted, uncurled
from deckpress.read.yaml_faults import Fault, find_silent_fault, find_yaml_fault
from deckpress.read.yaml_nodes import Loader, is_sound, mark_place, node_span

__all__ = ["tree_entries", "tree_table"]


def tree_entries(
    folder: Folder, text: str, origin: Span, legal: Collection[str], limit: int
) -> dict[str, Entry] | None:
    """A flat mapping of legal keys, of up to `limit` characters; None where it is no YAML at all."""
    before = len(folder.problems)
    node = _compose(folder, text, origin, legal, limit)
    if node is None:
        return None if len(folder.problems) > before else {}
    return dict(_entries(folder, node, origin, legal))


def tree_table(
    folder: Folder, text: str, origin: Span, legal: Collection[str], limit: int
) -> dict[str, tuple[Span, dict[str, Entry]]]:
    """A mapping of names to flat mappings, of up to `limit` characters."""
    node = _compose(folder, text, origin, legal, limit)
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
