"""How 'check' mends the source: --fix, --diff and a word on what could be mended."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

import click

from deckpress.options import Options
from deckpress.problems import Problem, StrictError, printable

__all__ = ["count_fixes", "make_fixes", "show_fixes"]

_ROUNDS = 8
"""Times that the source is looked at again, since one mistake may hide another."""


def _today() -> date:
    return datetime.now(UTC).date()


def make_fixes(options: Options, *, unsafe: bool) -> None:
    """Mend what can be mended, again and again until nothing more can."""
    from deckpress.fixes import mend
    from deckpress.pipeline import check, write_source

    project = options.project()
    for _ in range(_ROUNDS):
        mended = mend(check(project, today=_today())[1], project.source, unsafe=unsafe)
        if not mended.files:
            return
        write_source(project, mended.files)
        for problem in mended.problems:
            if not options.quiet:
                click.echo(
                    f"{options.source}/{problem.span}: mended {problem.code} {problem.message}", err=True
                )


def show_fixes(options: Options, *, unsafe: bool) -> None:
    """Show a diff of what would be mended first. Raises StrictError where there is something."""
    from deckpress.fixes import as_diff, mend
    from deckpress.pipeline import check

    project = options.project()
    mended = mend(check(project, today=_today())[1], project.source, unsafe=unsafe)
    if mended.files:
        text = as_diff(mended, project.source, options.source.as_posix())
        for_terminal = (printable(line, len(line) * 8) for line in text.splitlines())
        click.echo("\n".join(for_terminal) if sys.stdout.isatty() else text, nl=sys.stdout.isatty())
        raise StrictError(f"{len(mended.problems)} would be mended by --fix")


def count_fixes(options: Options, problems: Sequence[Problem], style: str) -> None:
    """Say how many of the problems could be mended."""
    if style != "text" or options.quiet or not problems:
        return
    from deckpress.fixes import with_edits

    edits = [problem.edit for problem in with_edits(problems, options.source) if problem.edit]
    safe = sum(edit.safe for edit in edits)
    if safe:
        click.echo(f"{safe} can be mended by --fix", err=True)
    if len(edits) > safe:
        click.echo(f"{len(edits) - safe} more can be guessed by --fix --unsafe-fixes", err=True)
