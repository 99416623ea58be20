"""The command line: parse, call, print. Only this module, commands/ and terminal.py print."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import click

from deckpress import __version__
from deckpress.commands import COMMANDS
from deckpress.commands.mending import count_fixes, make_fixes, show_fixes
from deckpress.options import Options, build_options, common_options, paper_options, report_options
from deckpress.problems import DeckpressError, Problem, Severity, SourceError
from deckpress.terminal import be_strict, hear_renderers, show_problems, show_progress

__all__ = ["cli", "main"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, "--version", prog_name="deckpress")
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn one question bank into an Anki deck, a PDF cheat sheet and an HTML handout.

    \b
    python build.py all                     build everything into output/
    python build.py check                   look for problems in source/
    python build.py deck --only trees       build a smaller deck
    python build.py explain M401            say what a code means
    """  # noqa: D301 - click keeps the lines of a paragraph that starts with the character \b
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line; every failure ends in a message and an exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    gc.disable()  # a build makes many values, drops few and ends soon: collecting costs a tenth of it
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except DeckpressError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except ModuleNotFoundError as error:
        click.echo(f"error: the library {error.name} is missing; run: make install", err=True)
        sys.exit(4)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        click.echo(f"error: the system refused: {error.strerror or error}{place}", err=True)
        sys.exit(1)
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            raise
        click.echo(
            f"internal error: {type(error).__name__}: {error}\n"
            "this is a fault of deckpress; run again with -v and report what it shows",
            err=True,
        )
        sys.exit(1)
    finally:
        gc.freeze()  # nor does the interpreter look through all of them once more at its end


def _terminate(_number: int, _frame: object) -> None:
    """Leave as Ctrl-C does, through every clean-up, with the exit code of a terminated program."""
    sys.exit(143)


def _product(name: str, text: str, paper: Sequence[str]) -> None:
    """Add the command that builds one product, or all of them."""

    @cli.command(name, help=text)
    @common_options
    @build_options
    @paper_options(paper)
    def command(options: Options) -> None:
        _build(options, _usual() if name == "all" else [name])


def _usual() -> list[str]:
    from deckpress.render import FORMATS

    return [row.name for row in FORMATS.values() if not row.extra]


def _add_products() -> None:
    from deckpress.render import FORMATS

    _product("all", f"Build the usual products: {', '.join(_usual())}.", list(FORMATS["cheatsheet"].paper))
    for row in FORMATS.values():
        _product(row.name, f"Build the {row.name}: {row.help}.", row.paper)


def _build(options: Options, names: list[str]) -> None:
    from deckpress.pipeline import build

    warnings: list[Problem] = []
    started = time.perf_counter()
    if options.verbose:
        hear_renderers()
    try:
        build(options.project(), names, warn=warnings, progress=partial(show_progress, options))
    except SourceError as error:
        show_problems(error.problems, options)
        raise
    show_problems(warnings, options, fold=True)
    if not options.quiet:
        click.echo(f"done in {time.perf_counter() - started:.1f} s", err=True)
    be_strict(options, warnings)


@cli.command()
@common_options
@report_options
def check(options: Options, style: str, run: bool, locked: bool, **how: bool) -> None:
    """Look for problems in the source; without --fix, nothing is written."""
    from deckpress.judging import check as check_project

    if how["diff"]:
        show_fixes(options, unsafe=how["unsafe"])
        return
    if how["fix"]:
        make_fixes(options, unsafe=how["unsafe"])
    today = datetime.now(UTC).date()
    bank, problems = check_project(options.project(), locked=locked, today=today)
    if run:
        problems += _run_code(bank, options)
    show_problems(problems, options, style, out=style != "text")
    count_fixes(options, problems, style)
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if errors:
        raise SourceError(problems)
    be_strict(options, problems)
    if not any(p.severity is Severity.WARNING for p in problems) and not options.quiet and style == "text":
        click.echo(f"{sum(1 for _ in bank.questions())} questions, no problems", err=True)


def _run_code(bank: Any, options: Options) -> list[Problem]:
    from deckpress.check.run import run_blocks
    from deckpress.pipeline import CACHE
    from deckpress.scratch import scratch
    from deckpress.selection import Selection, select

    found: list[Problem] = []
    count = 0
    with scratch(options.project().output / CACHE):
        for question, problems in run_blocks(select(bank, Selection(options.only, drafts=True))):
            count += 1
            found += problems
            if options.verbose:
                click.echo(f"{'failed' if problems else 'ran':7} {question.id}", err=True)
    if not options.quiet:
        click.echo(f"ran the code of {count} questions", err=True)
    return found


@cli.command()
@common_options
@click.option("--retire", multiple=True, metavar="ID", help="Declare a shipped question gone for good.")
def lock(options: Options, retire: tuple[str, ...]) -> None:
    """Record when each card last changed, in deck.lock."""
    from deckpress.pipeline import refresh

    now = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    try:
        path, changed = refresh(options.project(), now, retire)
    except SourceError as error:
        show_problems(error.problems, options)
        raise
    if not options.quiet:
        click.echo(f"{path}: {changed} changed", err=True)


@cli.command()
@common_options
def clean(options: Options) -> None:
    """Remove what builds wrote."""
    from deckpress.pipeline import clean as clean_project

    for path in clean_project(options.project()):
        if not options.quiet:
            click.echo(f"removed {path}", err=True)


_add_products()
for _command in COMMANDS:
    cli.add_command(_command)
