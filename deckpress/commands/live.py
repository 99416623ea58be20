"""Commands that go on until Ctrl-C: watch builds whenever the bank changes."""

from __future__ import annotations

import gc
import time
from functools import partial

import click

from deckpress.options import Options, build_options, common_options
from deckpress.problems import DeckpressError, Problem, SettingsError, SourceError
from deckpress.terminal import show_problems, show_progress

__all__ = ["COMMANDS"]


@click.command()
@click.argument("products", nargs=-1, metavar="[PRODUCT]...")
@common_options
@build_options
def watch(options: Options, products: tuple[str, ...]) -> None:
    """Build PRODUCTs, or the usual ones, and again whenever the bank or a template changes."""
    from deckpress.watching import changes

    gc.enable()  # this runs for hours
    names = _products(products)
    project = options.project()
    if not options.quiet:
        click.echo(f"watching {project.source} and {project.templates}; Ctrl-C ends it", err=True)
    for changed in changes((project.source, project.templates), leave_out=(project.output,)):
        if changed and not options.quiet:
            first = min(path.name for path in changed)
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            click.echo(f"{time.strftime('%H:%M:%S')} {first}{more} changed", err=True)
        _build(options, names)


def _products(given: tuple[str, ...]) -> list[str]:
    """The products named, or the usual ones. Raises SettingsError at a name that is none."""
    from deckpress.read.nearest import nearest
    from deckpress.render import FORMATS

    for name in given:
        if name not in FORMATS:
            raise SettingsError(f"there is no product {name!r}; {nearest(name, FORMATS)}".rstrip("; "))
    return list(dict.fromkeys(given)) or [row.name for row in FORMATS.values() if not row.extra]


def _build(options: Options, names: list[str]) -> None:
    """Build; whatever is wrong is shown, and ends nothing."""
    from deckpress.pipeline import build

    warnings: list[Problem] = []
    started = time.perf_counter()
    try:
        build(options.project(), names, warn=warnings, progress=partial(show_progress, options))
    except SourceError as error:
        show_problems(error.problems, options)
    except DeckpressError as error:
        click.echo(f"error: {error}", err=True)
    else:
        show_problems(warnings, options)
        if not options.quiet:
            click.echo(f"built in {time.perf_counter() - started:.1f} s", err=True)


COMMANDS = (watch,)
