"""Moving: a bank written in forms that other tools read, and other tools' files written into a bank."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from deckpress.cache import DiskStore
from deckpress.export import Form
from deckpress.pipeline import CACHE, Project, load
from deckpress.problems import Problem, SettingsError
from deckpress.render import Context
from deckpress.scratch import scratch
from deckpress.selection import file_slug, select
from deckpress.writing import refuse_strangers, write_folder

__all__ = ["export", "write_import"]


def export(project: Project, form: Form, warn: list[Problem]) -> tuple[Path, int]:
    """Write the chosen part of the bank in another form; its path and how many questions it holds.

    Raises SourceError where the source has errors, SettingsError where the folder holds other files.
    """
    loaded = load(project)
    warn.extend(loaded.warnings)
    bank, cache = select(loaded.bank, project.selection), project.output / CACHE
    with scratch(cache):
        product = form.renderer()(bank, Context(project.templates, DiskStore(cache), loaded.lock))
        path = project.output / f"{file_slug(bank, project.selection)}{form.suffix}"
        if isinstance(product, bytes):
            write_folder(project.output, cache, {path.name: product})
        else:
            refuse_strangers(path, product)
            write_folder(path, cache, product)
    return path, sum(1 for _ in bank.questions())


def write_import(bank: Path, files: Mapping[str, bytes]) -> None:
    """Write what an import made into a bank's folder, all or none. Raises DeckpressError where that fails."""
    for name in sorted({name.partition("/")[0] for name in files if "/" in name}):
        if (bank / name).is_symlink():
            raise SettingsError(f"{bank / name} is a link to another folder; put the folder itself there")
    cache = bank / CACHE
    there = cache.exists()
    write_folder(bank, cache, files)
    if not there and cache.is_dir():
        shutil.rmtree(cache)
