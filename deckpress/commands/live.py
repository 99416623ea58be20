"""Commands that go on until Ctrl-C: serve shows the bank as it is written, watch builds it at each change."""

from __future__ import annotations

import contextlib
import gc
import time
from functools import partial

import click

from deckpress.options import Options, build_options, common_options, templates_folder
from deckpress.problems import DeckpressError, Problem, SettingsError, SourceError
from deckpress.terminal import show_problems, show_progress

__all__ = ["COMMANDS"]


@click.command()
@common_options
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8323, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--host", default="127.0.0.1", help="Address to serve at, for other machines to see the bank.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--editor",
    default="",
    envvar="DECKPRESS_EDITOR",
    metavar="NAME",
    help="Editor that links open: vscode, idea, zed and others, or a pattern with {path}, {line}, {column}.",
)
def serve(options: Options, port: int, host: str, opens: bool, editor: str) -> None:
    """Show the bank in the browser while it is written: cards, page, sheet and problems."""
    from deckpress.bench.editors import editor_pattern
    from deckpress.bench.server import serve as serve_bench

    def ready(address: str) -> None:
        gc.freeze()  # the bank as it now is, which no collection need walk through
        gc.enable()  # this runs for hours
        if not options.quiet:
            click.echo(f"{address} shows {options.source}; Ctrl-C ends it", err=True)
        if opens:
            click.launch(address)

    project = options.project()
    own = options.templates if (options.templates / "bench").is_dir() else templates_folder(None)
    with contextlib.suppress(KeyboardInterrupt):
        serve_bench(project, own, host=host, port=port, editor=editor_pattern(editor), ready=ready)


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
    with contextlib.suppress(KeyboardInterrupt):  # also where it comes while a build ends
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


COMMANDS = (serve, watch)
