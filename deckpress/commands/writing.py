"""Commands that write into a source: new makes a bank, add appends a question to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from deckpress.options import Options, common_options, templates_folder
from deckpress.problems import SettingsError
from deckpress.terminal import program

__all__ = ["COMMANDS"]


def _asked(given: str | None, question: str, default: str, *, yes: bool, choices: Any = None) -> str:
    """What an option says; else the answer to a question, or its default where nobody is asked."""
    if given is not None or yes:
        return given if given is not None else default
    return str(click.prompt(question, default=default, type=choices, err=True))


@click.command()
@click.argument("name", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="Title of the bank; asked for where it is not given.")
@click.option("--language", metavar="TAG", help="Language of the bank, such as en or pt-BR; asked for.")
@click.option(
    "--style",
    type=click.Choice(["house", "advice", "none"]),
    help="How much the rules of style weigh; asked for.",
)
@click.option("-y", "--yes", is_flag=True, help="Take the defaults; ask nothing.")
@click.option("--ci", is_flag=True, help="Add a workflow that checks the bank on GitHub.")
@click.option("--templates", type=click.Path(path_type=Path), help="Folder of templates [templates].")
def new(name: Path, yes: bool, ci: bool, templates: Path | None, **given: str | None) -> None:
    """Make a bank in the folder NAME: settings, a topic with three questions, a README."""
    from deckpress.pipeline import write_new
    from deckpress.skeleton import STYLES, Answers, skeleton_files, slug_for, title_for

    if name.exists() and (not name.is_dir() or any(name.iterdir())):
        raise SettingsError(f"{name} exists and is not empty; name another folder")
    word = name.resolve().name
    answers = Answers(
        title=_asked(given["title"], "Title", title_for(word), yes=yes),
        slug=slug_for(word),
        language=_asked(given["language"], "Language", "en", yes=yes),
        style=_asked(given["style"], "Rules of style", "advice", yes=yes, choices=click.Choice(STYLES)),
        program=program(),
    )
    files = skeleton_files(templates_folder(templates), answers, workflow=ci)
    for path in write_new(name, files):
        click.echo(path)
    click.echo(f"next: {program()} all -s {name / 'source'} -o {name / 'output'}", err=True)


@click.command()
@click.argument("prompt")
@click.option(
    "--topic", default="", metavar="NAME", help="Topic to add it to, by id or number [the last one]."
)
@click.option("--answer", default="", metavar="TEXT", help="Its short answer, where there is one already.")
@common_options
def add(options: Options, prompt: str, topic: str, answer: str) -> None:
    """Append a question with the heading PROMPT and its block, or its row, to a topic's file."""
    from deckpress.adding import add_question
    from deckpress.pipeline import write_source

    project = options.project()
    made = add_question(project.source, prompt, topic, answer)
    write_source(project, {made.path: made.data})
    click.echo(f"{options.source}/{made.path}:{made.line}: {made.id}")
    if not options.quiet:
        todo = "" if answer else "write its short answer there, then run "
        where = "" if options.source == Path("source") else f" -s {options.source}"
        click.echo(f"next: {todo}{program()} check{where}", err=True)


COMMANDS = (new, add)
