"""Run: all files of one import, from notes to the new content of a bank; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deckpress.export.markdown_form import bank_files, question_text
from deckpress.importing.forms import read_notes
from deckpress.importing.made import Made
from deckpress.importing.media import MediaNames
from deckpress.importing.merge import Merge, Row, in_order, merge
from deckpress.importing.note import hash_of
from deckpress.importing.question import make_question
from deckpress.importing.report import report_json
from deckpress.importing.roles import Mapped, guess_roles
from deckpress.importing.shelf import LOCK_NAME, Shelf, open_shelf, write_lock
from deckpress.importing.topics import root_of
from deckpress.problems import SettingsError
from deckpress.skeleton import slug_for, title_for

__all__ = ["REPORT", "Outcome", "Request", "run"]

REPORT = "import-report.json"
Progress = Callable[[Sequence[Any], str], Iterable[Any]]
"""Hands its items on, and may show how far they are."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and how."""

    files: tuple[Path, ...]
    bank: Path
    mapping: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Note type to its fields' roles; the empty name is for all."""
    language: str = ""
    force: bool = False
    adopt: bool = False
    """Whether the new bank's deck keeps the guids of the old one."""


@dataclass(slots=True)
class Outcome:
    """What an import would write, and what there is to say about it."""

    merge: Merge
    mapped: list[Mapped] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    """Names of media that no file has."""


def run(request: Request, progress: Progress) -> Outcome:
    """Read, convert and merge. Raises SourceError or EngineError; then nothing was done."""
    shelf = open_shelf(request.bank)
    if request.adopt and shelf.bank and not shelf.bank.settings.adopt:
        raise SettingsError(
            "--adopt is for a new bank; in one that is there, write adopt = true under [deck]"
        )
    mapped: dict[Any, Mapped] = {}
    made: list[Made] = []
    missing: set[str] = set()
    files: dict[str, bytes] = {}
    documents: list[Mapping[str, Any]] = []
    for path in request.files:
        notes = read_notes(path)
        media = MediaNames(notes.media, files, shelf)
        for note in progress(notes.notes, path.name):
            if note.kind not in mapped:
                mapped[note.kind] = guess_roles(note.kind, request.mapping)
            made.append(make_question(note, mapped[note.kind], media))
        documents += [notes.document] if notes.document else []
        made += [Made.lost(origin, why) for origin, why in notes.dropped]
        missing |= notes.missing
    whole = next((one for one in documents if shelf.bank is None and len(request.files) == 1), None)
    if whole:
        merged = Merge([Row.whole(one) for one in made], bank_files(whole))
        ready = [(one.note.origin, in_order(one.note.question)) for one in made if one.note.question]
        shelf.lock.notes = {origin: hash_of(question_text(question)) for origin, question in ready}
        merged.files[LOCK_NAME] = write_lock(shelf.lock).encode()
    else:
        merged = merge(shelf, made, _settings(request, made), force=request.force)
    _add_media(merged, shelf, files)
    if merged.files:
        merged.files[REPORT] = report_json(merged.rows, request.files)
    return Outcome(merged, list(mapped.values()), missing)


def _settings(request: Request, made: Sequence[Made]) -> dict[str, Any]:
    """The tables of bank.toml for a new bank."""
    root = root_of([one.note.deck for one in made]) or title_for(request.files[0].stem)
    title = " ".join(root.replace("::", ": ").split()) or "Imported"
    slug = slug_for(root) if slug_for(root) != "bank" else slug_for(request.bank.resolve().name)
    mark = hash_of("\n".join(sorted(one.note.origin for one in made)))[:10]
    bank = {"title": title, "slug": slug, "namespace": f"{slug}/{mark}"}
    bank |= {"language": request.language} if request.language else {}
    deck: dict[str, Any] = {"name": " ".join(root.split())}
    deck |= {"adopt": True} if request.adopt else {}
    return {"bank": bank, "deck": deck, "check": {"style": "advice"}}


def _add_media(merged: Merge, shelf: Shelf, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        place = shelf.root / path
        if not place.is_file() or place.stat().st_size != len(data) or place.read_bytes() != data:
            merged.files[path] = data
