"""The command that gives questions their ids."""

from __future__ import annotations

import click

from deckpress.options import Options, common_options

__all__ = ["COMMANDS"]


@click.command()
@common_options
@click.option("--dry-run", is_flag=True, help="Show the ids; write nothing.")
def ids(options: Options, dry_run: bool) -> None:
    """Give each question that has no id a permanent one, written into the source."""
    from deckpress.ids import find_ids
    from deckpress.pipeline import write_source

    made, files = find_ids(options.source)
    if files and not dry_run:
        write_source(options.project(), files)
    for new in made:
        click.echo(f"{options.source}/{new.path}:{new.line}: {new.id}")
    if not options.quiet:
        count = f"{len(made)} id{'s' * (len(made) != 1)}"
        click.echo(f"{count} {'to write' if dry_run else 'written'}", err=True)


COMMANDS = (ids,)
