"""Paths: links, devices, pipes, huge files and odd names in the source folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hostile.case import QUESTIONS, Case, Content, figure, question, topic

__all__ = ["CASES"]


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _folder(path: Path) -> None:
    path.mkdir()


def _linked_folder(path: Path) -> None:
    """A link in place of a folder; what it leads to holds the secret as a sound file."""
    away = path.parent.parent / f"{path.name}-away"
    away.mkdir()
    (away / "01-topic.md").write_text(
        topic(question(lead="TOP SECRET is what this file says of the matrix."))
    )
    path.symlink_to(away)


def _linked_questions(path: Path) -> None:
    path.parent.rmdir()
    _linked_folder(path.parent)


def _named(name: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        (path.parent / name).write_text(topic(question()))

    return make


def _bytes_named(name: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with Path(os.fsdecode(os.fsencode(path.parent) + b"/" + name)).open("w") as file:
            file.write(topic(question()))

    return make


_SECOND = "questions/02-other.md"
_PICTURE = figure("", "").files


def _put(name: str, path: str, content: Content, *refused: str, either: bool = False) -> Case:
    return Case(name, {path: content}, frozenset(refused), either=either, risky=True)


CASES = (
    _put("a linked question file", _SECOND, _link("/etc/passwd"), "S005"),
    _put("a linked file within the bank", _SECOND, _link("01-topic.md"), "S005"),
    _put("a link that leads nowhere", _SECOND, _link("no-such-file"), "S005"),
    _put("a link to itself", _SECOND, _link("02-other.md"), "S005"),
    _put("linked settings", "bank.toml", _link("/etc/passwd"), "S005"),
    _put("a linked lock", "deck.lock", _link("/etc/passwd"), "S005"),
    _put("linked tags", "tags.yaml", _link("/etc/passwd"), "S005"),
    _put("linked references", "references.yaml", _link("/proc/self/environ"), "S005"),
    _put("a linked syllabus", "syllabus/list.csv", _link("/etc/passwd"), "S005"),
    _put("a linked folder of questions", QUESTIONS, _linked_questions, "S005", "S006"),
    Case(
        "a linked figure",
        {**_PICTURE, "figures/x.svg": _link("/etc/passwd")},
        frozenset({"S005"}),
        "figures/x.svg",
        risky=True,
    ),
    Case(
        "a linked folder of figures",
        {QUESTIONS: _PICTURE[QUESTIONS], "figures": _linked_folder},
        frozenset({"S005", "F701"}),
        risky=True,
    ),
    _put("a device", _SECOND, _link("/dev/zero"), "S005"),
    _put("a pipe for questions", _SECOND, _pipe, "S005"),
    _put("a pipe for settings", "bank.toml", _pipe, "S005"),
    _put("a pipe for the lock", "deck.lock", _pipe, "S005"),
    _put("a pipe for references", "references.yaml", _pipe, "S005"),
    _put("a pipe beside", "questions/notes.txt", _pipe, either=True),
    _put("a terabyte of questions", _SECOND, _sparse, "S003"),
    _put("a terabyte of settings", "bank.toml", _sparse, "S003"),
    _put("a terabyte of lock", "deck.lock", _sparse, "S003"),
    _put("a terabyte beside", "questions/notes.txt", _sparse, either=True),
    _put("a folder that calls itself a file", _SECOND, _folder, "S003", "S005"),
    _put("a name with a line's end", _SECOND, _named("02-a\n::error::x.md"), "S005", "S006"),
    _put("a name with an escape", _SECOND, _named("02-\x1b[31m.md"), "S005", "S006"),
    _put("a name with an override", _SECOND, _named("02-\u202exslx.md"), "S005", "S006"),
    _put("a name that is no text", _SECOND, _bytes_named(b"02-\xff\xfe.md"), "S005", "S006"),
    _put("a name with a dash in front", _SECOND, _named("-rf.md"), "S005", "S006"),
    _put("a name with points", _SECOND, _named("..02-x.md"), "S006", either=True),
    _put("a name with a command", _SECOND, _named("02-$(id).md"), "S005", "S006"),
    _put("a hidden name", _SECOND, _named(".02-x.md"), "S006", either=True),
    _put("a name in capitals", _SECOND, _named("02-Topic.md"), "S006"),
    _put("a topic twice", _SECOND, _named("02-topic.md"), "S006"),
    Case(
        "figures that differ in capitals",
        {
            **_PICTURE,
            "figures/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
            "figures/X.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>',
        },
        risky=True,
    ),
    Case(
        "a figure up the path",
        {QUESTIONS: str(_PICTURE[QUESTIONS]).replace("figures/x.svg", "figures/../../x.svg")},
        frozenset({"F701"}),
        risky=True,
    ),
)
