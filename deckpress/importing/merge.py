"""Merge: questions made of notes go into a bank, where what a person edited is never overwritten unasked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from deckpress.export.markdown_form import bank_files, question_text
from deckpress.ids import slug_of
from deckpress.importing.made import Made
from deckpress.importing.note import hash_of
from deckpress.importing.shelf import LOCK_NAME, Placed, Shelf, write_lock
from deckpress.importing.topics import Topics, root_of
from deckpress.keys import KEYS
from deckpress.read.words import ID, ID_LIMIT
from deckpress.sections import SECTIONS

__all__ = ["Merge", "Row", "in_order", "merge", "tag_slug"]

_TAGS: Final = "tags.yaml"
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one note."""

    origin: str
    id: str
    path: str
    state: str
    """kept, changed or dropped."""
    action: str
    """new, same, updated, edited (left alone) or dropped."""
    why: tuple[str, ...] = ()

    @classmethod
    def whole(cls, one: Made) -> Row:
        """What became of a question that came with its whole bank."""
        return cls(one.note.origin, str(one.note.question and one.note.question["id"]), "", "kept", "new")


@dataclass(slots=True)
class Merge:
    """A bank after an import."""

    rows: list[Row] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """Path to new content, of all that changes."""
    diffs: list[str] = field(default_factory=list)


def merge(shelf: Shelf, made: Sequence[Made], settings: dict[str, Any], *, force: bool = False) -> Merge:
    """The bank with the questions; `settings` are the tables of bank.toml where there is none yet."""
    out = Merge()
    topics = Topics(shelf, root_of([one.note.deck for one in made]))
    taken = {question.id for question in shelf.bank.questions()} if shelf.bank else set()
    lines = {path: list(rows) for path, rows in shelf.lines.items()}
    changes: dict[str, list[tuple[Placed, str]]] = {}
    added: dict[str, list[str]] = {}
    seen: set[str] = set()
    for one in made:
        row, text = _row(shelf, one, taken, seen, force=force)
        if row.action == "new":
            row = replace(row, path=topics.path_for(one.note.deck, len(text.encode())))
            added.setdefault(row.path, []).append(text)
        elif row.action in ("updated", "edited"):
            placed = shelf.placed[row.origin]
            out.diffs.append(_diff(placed, text))
            if row.action == "updated":
                changes.setdefault(placed.path, []).append((placed, text))
        if row.action in ("new", "updated"):
            shelf.lock.notes[row.origin] = hash_of(text)
        out.rows.append(row)
    for path, found in changes.items():
        for placed, text in sorted(found, key=lambda pair: -pair[0].first):
            lines[path][placed.first : placed.end] = [*text.rstrip("\n").split("\n"), ""]
    _write_topics(out, topics, lines, added, touched={*changes, *added})
    _write_rest(out, shelf, made, settings)
    return out


def tag_slug(tag: str) -> str:
    """A tag as tags.yaml names it."""
    words = re.findall(r"[a-z0-9]+", slug_of(tag, "", set()))
    return "-".join(words) if words and words[0][0].isalpha() else f"tag-{hash_of(tag)[:6]}"


def _row(shelf: Shelf, one: Made, taken: set[str], seen: set[str], *, force: bool) -> tuple[Row, str]:
    """What is to be done with a note, and its question's text."""
    origin, why = one.note.origin, tuple(one.tally.changes)
    dropped = one.dropped or ("its guid is that of a note before it" if origin in seen else "")
    seen.add(origin)
    if dropped:
        return Row(origin, "", "", "dropped", "dropped", (dropped,)), ""
    placed = shelf.placed.get(origin)
    spare = f"note-{hash_of(origin)[:8]}"
    name = placed.id if placed else _free(one.question, spare, taken)
    text = question_text(_with_tags(name, one))
    state = "changed" if why else "kept"
    if not placed:
        return Row(origin, name, "", state, "new", why), text
    known = shelf.lock.notes.get(origin)
    if hash_of(text) in (known, hash_of(placed.text)):
        return Row(origin, name, placed.path, state, "same", why), text
    action = "updated" if force or hash_of(placed.text) == known else "edited"
    return Row(origin, name, placed.path, state, action, why), text


def _free(question: Mapping[str, Any], spare: str, taken: set[str]) -> str:
    """The id that the question has, where it is free; else one made of its prompt."""
    own = str(question.get("id", ""))
    if ID.fullmatch(own) and len(own) <= ID_LIMIT and own not in taken:
        taken.add(own)
        return own
    words = _TAG.sub(" ", _LINK.sub(r"\1 ", question["prompt"]))
    return slug_of(words, spare, taken)


def _with_tags(name: str, one: Made) -> dict[str, Any]:
    tags = list(dict.fromkeys(tag_slug(tag) for tag in one.note.tags))
    return in_order({**one.question, "id": name} | ({"tags": tags} if tags else {}))


def in_order(question: Mapping[str, Any]) -> dict[str, Any]:
    """A question with its keys and sections in the order of the format, whichever file it came from."""
    places = {key: place for place, key in enumerate(KEYS)}
    keys = sorted(question, key=lambda key: places.get(key, -1))
    sections = {name: question["sections"][name] for name in SECTIONS if name in question["sections"]}
    return {key: question[key] for key in keys} | {"sections": sections}


def _diff(placed: Placed, text: str) -> str:
    old, new = placed.text.rstrip("\n").split("\n"), text.rstrip("\n").split("\n")
    return "\n".join(difflib.unified_diff(old, new, placed.path, f"{placed.id}, imported", lineterm="", n=1))


def _write_topics(
    out: Merge, topics: Topics, lines: dict[str, list[str]], added: dict[str, list[str]], touched: set[str]
) -> None:
    new = {topics.files[name]: head for name, head in topics.heads.items()}
    for path in sorted(touched):
        text = "\n".join(lines[path]).rstrip("\n") if path in lines else f"# {new[path]['title']}"
        body = "\n\n".join([text, *(part.rstrip("\n") for part in added.get(path, ()))])
        order = new[path]["number"] if path in new else 0
        front = f"---\norder: {order}\n---\n\n" if order > 99 else ""
        out.files[path] = f"{front}{body}\n".encode()


def _write_rest(out: Merge, shelf: Shelf, made: Sequence[Made], settings: dict[str, Any]) -> None:
    """bank.toml, the tags and the lock."""
    if shelf.bank is None:
        out.files["bank.toml"] = bank_files({"settings": settings, "topics": []})["bank.toml"]
    used = {tag: tag for one in made for tag in one.question.get("tags", ())}
    used |= {tag_slug(tag): tag for one in made if not one.dropped for tag in one.note.tags}
    known = set(shelf.bank.tags) if shelf.bank else set()
    if fresh := {slug: label for slug, label in sorted(used.items()) if slug not in known}:
        tags = bank_files({"settings": {}, "topics": [], "tags": fresh})[_TAGS]
        path = shelf.root / _TAGS
        before = path.read_bytes().rstrip(b"\n") + b"\n" if known and path.is_file() else b""
        out.files[_TAGS] = before + tags
    text = write_lock(shelf.lock).encode()
    if any(row.action in ("new", "updated") for row in out.rows) or not (shelf.root / LOCK_NAME).is_file():
        out.files[LOCK_NAME] = text
