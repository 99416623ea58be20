"""Commands between a bank and other tools: export, import."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from deckpress.export import FORMS
from deckpress.options import Options, build_options, common_options
from deckpress.problems import Problem, SourceError
from deckpress.terminal import be_strict, program, show_problems, show_steps

__all__ = ["COMMANDS"]


@click.command()
@click.argument("form", type=click.Choice(list(FORMS)))
@common_options
@build_options
def export(form: str, options: Options) -> None:
    """Write the bank for other tools: csv, tsv, anki-text, json, markdown or crowdanki.

    docs/move.md says what each form loses.
    """
    from deckpress.moving import export as export_project

    warnings: list[Problem] = []
    try:
        path, count = export_project(options.project(), FORMS[form], warnings)
    except SourceError as error:
        show_problems(error.problems, options)
        raise
    show_problems(warnings, options)
    if not options.quiet:
        click.echo(f"{path}: {count} question{'s' * (count != 1)}", err=True)
    be_strict(options, warnings)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "bank", required=True, type=click.Path(path_type=Path), help="Folder of the bank."
)
@click.option("--map", "pairs", multiple=True, metavar="FIELD=ROLE", help="Role of a field, as Front=prompt.")
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML file of roles by note type.")
@click.option("--language", default="", metavar="TAG", help="Language of a new bank, such as en or pt-BR.")
@click.option("--force", is_flag=True, help="Overwrite questions that were edited since they were imported.")
@click.option("--adopt", is_flag=True, help="Keep the old guids, so that learners of the old deck go on.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
def import_files(files: tuple[Path, ...], bank: Path, dry_run: bool, quiet: bool, **given: Any) -> None:
    """Bring decks, tables and notes into a bank: .apkg, .colpkg, CSV, TSV, Anki's text, Markdown, JSON.

    Roles are prompt, answer, cloze, note, also, tags and drop; those not given are guessed and shown.
    docs/move.md says what becomes of each part.
    """
    from deckpress.importing.report import report_text
    from deckpress.importing.roles import read_mapping
    from deckpress.importing.run import Request, run
    from deckpress.moving import write_import

    try:
        roles = read_mapping(given.pop("pairs"), given.pop("mapping"))
        outcome = run(Request(files, bank, roles, **given), show_steps(quiet=quiet))
    except SourceError as error:
        here = [replace(p, span=p.span._replace(path=os.path.relpath(p.span.path))) for p in error.problems]
        show_problems(here, Options(Path(), Path(), Path()))
        raise
    for diff in outcome.merge.diffs:
        click.echo(diff)
    if not dry_run:
        write_import(bank, outcome.merge.files)
    if quiet:
        return
    for mapped in outcome.mapped:
        click.echo(f"{mapped.text()}{' (guessed; --map changes it)' if mapped.guessed else ''}", err=True)
    click.echo(report_text(outcome.merge.rows), err=True)
    if outcome.missing:
        click.echo(f"media that no file has: {', '.join(sorted(outcome.missing)[:10])}", err=True)
    count = len(outcome.merge.files)
    click.echo(f"{count} file{'s' * (count != 1)} {'to write' if dry_run else 'written'} in {bank}", err=True)
    if count and not dry_run:
        click.echo(f"next: {program()} check -s {bank}", err=True)


COMMANDS = (export, import_files)
