"""The pipeline: read → check → render → write, in this order and only here."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.check import apply_style, check_bank, check_questions
from deckpress.lock import LOCK_FILE, Lock, check_lock, check_shipped, read_lock, refresh_lock, write_lock
from deckpress.problems import DeckpressError, EngineError, Problem, Severity, SourceError
from deckpress.read import read_source
from deckpress.read.files import Folder
from deckpress.read.memory import Memory
from deckpress.read.topic_names import find_bank as nearby_bank
from deckpress.render import FORMATS, Context
from deckpress.scratch import SCRATCH, scratch
from deckpress.selection import Selection, file_slug, select
from deckpress.stamps import Built, Stamps
from deckpress.writing import (
    leftovers,
    locked_folder,
    own_pages,
    sweep_leftovers,
    sweep_pages,
    write_files,
    write_new,
)

if TYPE_CHECKING:
    from deckpress.render.notes import DeckNotes

__all__ = [
    "Built",
    "Project",
    "build",
    "check",
    "clean",
    "judge",
    "load",
    "nearby_bank",
    "read",
    "refresh",
    "write_new",
    "write_source",
]

CACHE: Final = ".cache"


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are, and which part of the bank is wanted."""

    source: Path
    output: Path
    templates: Path
    selection: Selection = field(default_factory=Selection)
    paper: tuple[tuple[str, Any], ...] = ()
    """Fields of Paper that are not to be what bank.toml says."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bank that may be rendered, and the warnings about it."""

    bank: Bank
    lock: Lock
    warnings: tuple[Problem, ...]


def check(project: Project, *, locked: bool = False) -> tuple[Bank, list[Problem]]:
    """Everything that is wrong with the source; with `locked`, a stale lock is an error."""
    bank, problems = read(project)
    return bank, judge(project, bank, problems, locked=locked)


def read(project: Project, memory: Memory | None = None) -> tuple[Bank, list[Problem]]:
    """As much of the bank as can be read, and what the reader found; `memory` is that of read_source."""
    bank, problems = read_source(project.source, memory)
    return bank, list(apply_style(bank.settings, problems))


def judge(
    project: Project, bank: Bank, problems: Sequence[Problem], *, locked: bool = False
) -> list[Problem]:
    """The problems that the reader found and those that the rules find."""
    if _errors(problems):
        return sorted([*problems, *check_questions(bank)], key=lambda p: (p.span, p.code))
    found = [*problems, *check_bank(bank)]
    if not _errors(found):
        found += _lock_problems(project, bank, strict=locked)
    return sorted(found, key=lambda p: (p.span, p.code))


def load(project: Project) -> Loaded:
    """The checked bank. Raises SourceError carrying every problem where there is an error."""
    bank, problems = check(project)
    if _errors(problems):
        raise SourceError(problems)
    return Loaded(bank, _lock(project)[0], tuple(problems))


def build(
    project: Project,
    names: Sequence[str],
    *,
    warn: list[Problem],
    progress: Callable[[Built], None] = lambda _: None,
) -> list[Built]:
    """Render all the named products, then write them; each is told to `progress`, warnings go to `warn`.

    An unchanged product is not made again. Raises SourceError or DeckpressError before anything
    is written, so that a failed build leaves the old files untouched. Where a library is missing, the
    products that need it are left out, the others written, and EngineError raised at the end.
    """
    stamps = Stamps(
        project.output,
        project.output / CACHE,
        (project.source, project.templates),
        repr((project.selection, project.paper)),
    )
    fresh = stamps.fresh(names)
    if fresh is None:
        with scratch(project.output / CACHE):
            built = _build(project, names, stamps, warn, progress)
    else:
        _tidy(project)
        built, warnings = fresh
        warn.extend(warnings)
        for row in built:
            progress(row)
    return built


def _build(
    project: Project,
    names: Sequence[str],
    stamps: Stamps,
    warn: list[Problem],
    progress: Callable[[Built], None],
) -> list[Built]:
    started = time.perf_counter()
    loaded = load(project)
    warn.extend(loaded.warnings)
    context = Context(
        project.templates,
        DiskStore(project.output / CACHE),
        loaded.lock,
        replace(loaded.bank.settings.paper, **dict(project.paper)),
        whole=project.selection == Selection(),
    )
    bank = select(loaded.bank, project.selection)
    files, built, missing = _rendered(project, names, bank, context, started)
    if _errors(context.problems):
        raise SourceError([*loaded.warnings, *context.problems])
    warn.extend(context.problems)
    written = _write(project, files, built)
    built = [replace(row, written=not written.isdisjoint(row.paths)) for row in built]
    for row in built:
        progress(row)
    if missing:
        raise EngineError(f"not built: {', '.join(missing)}. {next(iter(missing.values()))}")
    stamps.keep(built, warn)
    return built


def _tidy(project: Project) -> None:
    """Sweep what killed builds left also where nothing is written."""
    cache = project.output / CACHE
    if (cache / SCRATCH).is_dir() or leftovers(project.output):
        with contextlib.suppress(DeckpressError), scratch(cache), locked_folder(project.output, cache):
            sweep_leftovers(project.output)


def _write(project: Project, files: Mapping[str, bytes], built: Sequence[Built]) -> set[Path]:
    """Write what changed; its paths."""
    with locked_folder(project.output, project.output / CACHE):
        sweep_leftovers(project.output)
        changed = {n: data for n, data in files.items() if not _holds(project.output / n, data)}
        if changed:
            write_files(project.output, changed)
        sweep_pages([path for row in built for path in row.paths if path.parent != project.output])
    return {project.output / name for name in changed}


def _rendered(
    project: Project, names: Sequence[str], bank: Bank, context: Context, started: float
) -> tuple[dict[str, bytes], list[Built], dict[str, EngineError]]:
    """The files of all products, a row on each, and why a product could not be made."""
    count = sum(1 for _ in bank.questions())
    files: dict[str, bytes] = {}
    built: list[Built] = []
    missing: dict[str, EngineError] = {}
    for name in names:
        try:
            product = FORMATS[name].renderer()(bank, context)
        except EngineError as error:
            missing[name] = error
            continue
        made = FORMATS[name].files(file_slug(bank, project.selection), product)
        now = time.perf_counter()
        paths = tuple(project.output / file_name for file_name in made)
        built.append(Built(name, paths, sum(map(len, made.values())), count, now - started, written=True))
        files |= made
        started = now
    if missing and not built:
        raise next(iter(missing.values()))
    return files, built, missing


def refresh(project: Project, now: int, retire: Sequence[str] = ()) -> tuple[Path, int]:
    """Write deck.lock anew; its path and how many notes and types changed.

    Raises SourceError where the source has errors, or a shipped id is gone and not retired.
    """
    bank, problems = read_source(project.source)
    problems = list(apply_style(bank.settings, problems))
    problems += [] if _errors(problems) else check_bank(bank)
    lock, faults = _lock(project)
    if _errors([*problems, *faults]):
        raise SourceError([*problems, *faults])
    content = _content(project, bank)
    hashes, types = content.note_hashes(), content.type_hashes()
    retired = replace(lock, retired=lock.retired | frozenset(retire))
    faults += check_shipped(retired, {name.partition("/")[0] for name in hashes}) if lock.exists else []
    faults += [p for p in check_lock(lock, hashes, types, {}) if p.severity is Severity.ERROR]
    if _errors(faults):
        raise SourceError([*problems, *faults])
    new = refresh_lock(lock, hashes, types, now, retire)
    changed = sum(lock.notes.get(n) != e for n, e in new.notes.items())
    changed += sum(lock.types.get(n) != e for n, e in new.types.items())
    text = write_lock(new).encode()
    path = project.source / LOCK_FILE
    if not _holds(path, text):
        with locked_folder(project.source, project.output / CACHE):
            write_files(project.source, {LOCK_FILE: text})
    return path, changed


def write_source(project: Project, files: Mapping[str, bytes]) -> None:
    """Replace files of the source, all or none of them. Raises DeckpressError where that fails."""
    with locked_folder(project.source, project.output / CACHE):
        write_files(project.source, files)


def clean(project: Project) -> list[Path]:
    """Remove the products and the cache; what was removed."""
    settings = read_source(project.source)[0].settings
    slugs = [settings.slug, *(f"{settings.slug}-{row.name}" for row in settings.selections)]
    paths = [project.output / row.file_name(slug) for slug in slugs for row in FORMATS.values()]
    pages = [page for path in paths for page in own_pages(path.with_suffix(""))]
    removed = [path for path in (*paths, *pages) if path.is_file()]
    for path in removed:
        path.unlink()
    for folder in {page.parent for page in pages}:
        with contextlib.suppress(OSError):  # holds something that no build wrote
            folder.rmdir()
    cache_folder = project.output / CACHE
    if cache_folder.is_dir() and not cache_folder.is_symlink():
        import shutil  # noqa: PLC0415 - needed here only

        shutil.rmtree(cache_folder)
        removed.append(cache_folder)
    return removed


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _lock(project: Project) -> tuple[Lock, list[Problem]]:
    folder = Folder(project.source)
    text = folder.text_of(LOCK_FILE) if folder.exists(LOCK_FILE) else None
    if folder.problems:
        return Lock(), folder.problems
    return read_lock(text)


def _content(project: Project, bank: Bank) -> DeckNotes:
    from deckpress.render.notes import make_notes  # noqa: PLC0415 - jinja2 is imported on use

    return make_notes(select(bank, Selection()), project.templates)


def _lock_problems(project: Project, bank: Bank, *, strict: bool) -> list[Problem]:
    lock, problems = _lock(project)
    if problems:
        return problems
    shipped = check_shipped(lock, {question.id for question in bank.questions() if not question.draft})
    if not strict or not lock.exists:
        return [replace(p, severity=Severity.ERROR) for p in shipped] if strict else shipped
    content = _content(project, bank)
    places = {f"{q.id}/{c.number}": c.text.span for q in bank.questions() for c in q.clozes}
    found = check_lock(lock, content.note_hashes(), content.type_hashes(), places)
    return [replace(p, severity=Severity.ERROR) for p in [*shipped, *found]]


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
