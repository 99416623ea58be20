"""Commands that carry a bank to other tools: export."""

from __future__ import annotations

import click

from deckpress.export import FORMS
from deckpress.options import Options, build_options, common_options
from deckpress.problems import Problem, SourceError
from deckpress.terminal import be_strict, show_problems

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


COMMANDS = (export,)
