"""The terminal: what a command shows of its progress and of the problems it found."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deckpress.options import Options
from deckpress.problems import Problem, Severity, StrictError
from deckpress.report import REPORTS, advice_lines, summary

if TYPE_CHECKING:
    from deckpress.stamps import Built

__all__ = ["be_strict", "hear_renderers", "program", "show_problems", "show_progress", "show_steps"]

_WHOLE = ("json", "sarif")
"""Reports that are one value, also where nothing is wrong."""


def be_strict(options: Options, problems: Sequence[Problem]) -> None:
    """Raise StrictError where warnings are not allowed; advice always is."""
    count = sum(problem.severity is Severity.WARNING for problem in problems)
    if options.strict and count:
        raise StrictError(f"{count} warnings, and --strict allows none")


def program() -> str:
    """How a person calls deckpress, for a command that is to be typed next."""
    return "python build.py" if Path(sys.argv[0]).name == "build.py" else "deckpress"


def hear_renderers() -> None:
    """Show what renderers decided, such as the parts that a sheet had no room for."""
    logger = logging.getLogger("deckpress")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(logging.StreamHandler())


def show_progress(options: Options, built: Built) -> None:
    """One line on a product, on a terminal or where -v asks for it."""
    if options.quiet or not (sys.stderr.isatty() or options.verbose):
        return
    state = f"{built.seconds:5.1f} s" if built.written else "unchanged"
    click.echo(
        f"{built.name:11} {state:>9}  {built.size / 1024:8.0f} KiB  "
        f"{built.questions} questions  {built.path}",
        err=True,
    )


def show_steps(*, quiet: bool) -> Callable[[Sequence[Any], str], Iterator[Any]]:
    """What hands on the items of a long work: on a terminal, and where it is long, with a bar."""

    def steps(items: Sequence[Any], label: str) -> Iterator[Any]:
        if quiet or len(items) < 200 or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, label=label, file=sys.stderr) as bar:
            yield from bar

    return steps


def show_problems(
    problems: Sequence[Problem],
    options: Options,
    style: str = "text",
    *,
    out: bool = False,
    fold: bool = False,
) -> None:
    """Print problems: people's text on stderr; what a program reads on stdout.

    Advice takes a line for each rule, where it is not asked for; with `fold`, as in a build, always.
    """
    unfolded = options.verbose and not fold
    advised = [p for p in problems if p.severity is Severity.ADVICE]
    if not out and not unfolded:
        problems = [p for p in problems if p.severity is not Severity.ADVICE]
    shown = [p for p in problems if not options.quiet or p.severity is Severity.ERROR]
    limit = len(shown) if out or options.verbose else 50
    text = REPORTS[style](shown[:limit], options.source, options.use_color(err=not out))
    if text and (shown or style in _WHOLE):
        click.echo(text, err=not out, color=True)
    if len(shown) > limit:
        click.echo(f"… and {len(shown) - limit} more; -v shows all", err=True)
    if advised and not (out or options.quiet or unfolded):
        hint = f"{'check ' * fold}-v lists every place; [check] style decides"
        click.echo("\n".join([*advice_lines(advised), hint]), err=True)
    if summary(shown) != "no problems" and style not in _WHOLE:
        click.echo(summary(problems), err=True)
