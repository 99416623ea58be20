"""The command that brings a release to a running Anki."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from deckpress.options import Options, common_options
from deckpress.problems import Problem, SettingsError, SourceError
from deckpress.terminal import show_problems

if TYPE_CHECKING:
    from deckpress.ankiconnect import Anki
    from deckpress.bank import Bank
    from deckpress.push import Plan

__all__ = ["COMMANDS"]

_SHOWN = 20


@click.command()
@common_options
@click.option(
    "--host", default="127.0.0.1:8765", show_default=True, metavar="ADDRESS", help="Where Anki answers."
)
@click.option("--profile", default="", metavar="NAME", help="Go on only if this profile is open in Anki.")
@click.option("--moved", is_flag=True, help="Move cards whose topic changed to its deck.")
@click.option(
    "--retired",
    type=click.Choice(["suspend", "tag", "delete"]),
    help="What to do with the notes of questions that the bank dropped.",
)
@click.option("-y", "--yes", is_flag=True, help="Delete without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing in Anki.")
def push(options: Options, host: str, profile: str, **given: object) -> None:
    """Import the deck into a running Anki with the add-on AnkiConnect, and say what changed.

    A key is read from the environment, ANKICONNECT_KEY. docs/move.md says more.
    """
    from deckpress.ankiconnect import Anki
    from deckpress.push import look

    anki = Anki(host, os.environ.get("ANKICONNECT_KEY", ""))
    anki.permit(profile)
    bank = _import(options, anki, dry=bool(given["dry_run"]))
    dry, how = bool(given["dry_run"]), str(given["retired"] or "")
    plan = look(anki, bank, options.templates)
    _move(anki, plan, wanted=bool(given["moved"]), dry=dry)
    _retire(anki, plan, how, bank.settings.slug, dry=dry, sure=bool(given["yes"]))


def _import(options: Options, anki: Anki, *, dry: bool) -> Bank:
    """Build the deck, say what is new in it, and import it."""
    from deckpress.pipeline import build, load
    from deckpress.push import look

    project, warnings = options.project(), list[Problem]()
    try:
        bank = load(project).bank
        (built,) = build(project, ["deck"], warn=warnings)
    except SourceError as error:
        show_problems(error.problems, options)
        raise
    plan = look(anki, bank, project.templates)
    click.echo(f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged")
    names = [] if options.quiet else [*plan.new, *plan.changed]
    for name in names[:_SHOWN]:
        click.echo(f"  {name}")
    if len(names) > _SHOWN:
        click.echo(f"  … and {len(names) - _SHOWN} more")
    if not dry:
        anki.import_package(built.path)
        after = look(anki, bank, project.templates)
        if kept := len(after.new) + len(after.changed):
            click.echo(f"{kept} stay as they are in Anki: edited there later, or its import refused them")
    return bank


def _move(anki: Anki, plan: Plan, *, wanted: bool, dry: bool) -> None:
    from deckpress.push import move_cards

    count = plan.moved_count
    cards = f"{count} card{'s' * (count != 1)}"
    if count and not wanted:
        click.echo(f"{cards} in the deck of another topic; --moved moves them")
    elif count:
        click.echo(f"{cards} {'to move' if dry else 'moved'} to {', '.join(sorted(plan.moved))}")
        if not dry:
            move_cards(anki, plan)


def _retire(anki: Anki, plan: Plan, how: str, slug: str, *, dry: bool, sure: bool) -> None:
    from deckpress.push import treat_retired

    notes, names = len(plan.retired_notes()), ", ".join(sorted(plan.retired)[:_SHOWN])
    told = f"{notes} note{'s' * (notes != 1)} of questions that the bank dropped ({names})"
    if notes and not how:
        click.echo(f"{told}; --retired treats them")
    if not notes or not how:
        return
    done = {"suspend": "suspended", "tag": f"tagged {slug}::retired", "delete": "deleted"}[how]
    if dry:
        click.echo(f"{told}: to be {done}")
        return
    if how == "delete" and not sure:
        click.echo(f"{told}, with their reviews:")
        if click.prompt("type 'yes' to delete them", default="no", show_default=False, err=True) != "yes":
            raise SettingsError("nothing was deleted; without a terminal, --yes says it")
    treat_retired(anki, plan, how, slug)
    click.echo(f"{told}: {done}")


COMMANDS = (push,)
