"""Commands that show what there is: explain, list, stats, doctor."""

from __future__ import annotations

import click

from deckpress.options import Options, build_options, common_options

__all__ = ["COMMANDS"]


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a problem code means; without CODE, list all codes."""
    from deckpress.explain import code_list, code_page

    click.echo(code_page(code) if code else code_list())


@click.command("list")
@common_options
@build_options
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the questions are shown.",
)
def list_questions(options: Options, style: str) -> None:
    """List the questions: id, level, kind and prompt."""
    from deckpress.listing import questions_json, questions_text

    bank = options.bank()
    click.echo(questions_json(bank) if style == "json" else questions_text(bank))


@click.command()
@common_options
@build_options
def stats(options: Options) -> None:
    """Count questions, formulas, code, figures and coverage."""
    from deckpress.listing import stats_text

    click.echo(stats_text(options.bank()))


@click.command()
@common_options
def doctor(options: Options) -> None:
    """Show the versions of what deckpress stands on, for a bug report."""
    from deckpress.doctor import diagnose

    rows, missing = diagnose(options.project())
    click.echo("\n".join(f"{name:22} {state}" for name, state in rows))
    if missing:
        raise missing


COMMANDS = (explain, list_questions, stats, doctor)
