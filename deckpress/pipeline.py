"""The pipeline: read → check → render → write, in this order and only here."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.check import apply_style, check_bank
from deckpress.judging import check, judge, read
from deckpress.lock import LOCK_FILE, Lock, write_lock
from deckpress.locking import lock_of, refreshed
from deckpress.problems import DeckpressError, EngineError, Problem, SourceError, has_errors
from deckpress.processes import ALONE, Crew, cores
from deckpress.project import Project
from deckpress.read import read_source
from deckpress.render import FORMATS, Context, Product
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

__all__ = [
    "Built",
    "Project",
    "build",
    "check",
    "clean",
    "judge",
    "load",
    "read",
    "refresh",
    "write_new",
    "write_source",
]

CACHE: Final = ".cache"
_HEAVY: Final = "cheatsheet"
"""The product beside which the others are made in another process."""
_MANY: Final = 100
"""Questions from which that is quicker than to start the process."""


_Made = tuple[Product | EngineError, list[Problem], float]
"""A product or why there is none, what it has to tell, and the seconds that it took."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bank that may be rendered, and the warnings about it."""

    bank: Bank
    lock: Lock
    warnings: tuple[Problem, ...]


def load(project: Project) -> Loaded:
    """The checked bank. Raises SourceError carrying every problem where there is an error."""
    bank, problems = check(project)
    if has_errors(problems):
        raise SourceError(problems)
    return Loaded(bank, lock_of(project)[0], tuple(problems))


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
    bank = select(loaded.bank, project.selection)
    with Crew(project.jobs or cores()) as crew:
        context = Context(
            project.templates,
            DiskStore(project.output / CACHE),
            loaded.lock,
            replace(loaded.bank.settings.paper, **dict(project.paper)),
            whole=project.selection == Selection(),
            crew=crew,
        )
        files, built, missing = _rendered(project, names, bank, context, started)
    if has_errors(context.problems):
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
        pages = [path for row in built for path in row.paths if path.parent != project.output]
        sweep_pages(pages, sheets=project.selection == Selection())
    return {project.output / name for name in changed}


def _rendered(
    project: Project, names: Sequence[str], bank: Bank, context: Context, started: float
) -> tuple[dict[str, bytes], list[Built], dict[str, EngineError]]:
    """The files of all products, a row on each, and why a product could not be made."""
    loading = time.perf_counter() - started
    count = sum(1 for _ in bank.questions())
    files: dict[str, bytes] = {}
    built: list[Built] = []
    missing: dict[str, EngineError] = {}
    apart = [name for name in names if name != _HEAVY] if _HEAVY in names and count >= _MANY else []
    quiet = replace(context, crew=ALONE, store=DiskStore(project.output / CACHE))
    beside = context.crew.beside(_made, apart, bank, quiet) if apart and context.crew.jobs > 1 else None
    here = {name: _made([name], bank, context)[0] for name in names if not (beside and name in apart)}
    elsewhere = dict(zip(apart, beside(), strict=True)) if beside else {}
    for name in names:
        product, problems, spent = (here | elsewhere)[name]
        context.problems.extend(problems)
        if isinstance(product, EngineError):
            missing[name] = product
            continue
        made = FORMATS[name].files(file_slug(bank, project.selection), product)
        paths = tuple(project.output / file_name for file_name in made)
        size = sum(map(len, made.values()))
        built.append(Built(name, paths, size, count, spent + (0.0 if built else loading), written=True))
        files |= made
    if missing and not built:
        raise next(iter(missing.values()))
    return files, built, missing


def _made(names: Sequence[str], bank: Bank, context: Context) -> list[_Made]:
    """Each of the named products; also in another process."""
    made: list[_Made] = []
    for name in names:
        started, problems = time.perf_counter(), list[Problem]()
        try:
            product: Product | EngineError = FORMATS[name].renderer()(
                bank, replace(context, problems=problems)
            )
        except EngineError as error:
            product = error
        made.append((product, problems, time.perf_counter() - started))
    return made


def refresh(project: Project, now: int, retire: Sequence[str] = ()) -> tuple[Path, int]:
    """Write deck.lock anew; its path and how many notes and types changed.

    Raises SourceError where the source has errors, or a shipped id is gone and not retired.
    """
    bank, problems = read_source(project.source)
    problems = list(apply_style(bank.settings, problems))
    problems = problems if has_errors(problems) else check_bank(bank, problems)
    new, changed = refreshed(project, bank, problems, now, retire)
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


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
