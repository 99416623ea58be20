"""Options that several commands share, gathered into one value."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deckpress.paper import PAPER_KEYS, Key, Paper
from deckpress.problems import SettingsError
from deckpress.settings import MOST_LEVELS

if TYPE_CHECKING:
    from deckpress.bank import Bank
    from deckpress.judging import Project

__all__ = [
    "Options",
    "build_options",
    "common_options",
    "paper_options",
    "report_options",
    "templates_folder",
]

_ROOT = Path(__file__).resolve().parent.parent
_Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for on the command line."""

    source: Path
    output: Path
    templates: Path
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None
    strict: bool = False
    only: tuple[str, ...] = ()
    level: tuple[int, ...] = ()
    drafts: bool = False
    jobs: int = 0
    changes: tuple[tuple[str, Any], ...] = ()
    """Fields of Paper, where they were given."""

    def project(self) -> Project:
        """The project. Raises SettingsError where the source folder does not exist."""
        from deckpress.judging import Project  # noqa: PLC0415 - imported on use
        from deckpress.read.topic_names import find_bank  # noqa: PLC0415 - imported on use
        from deckpress.selection import Selection  # noqa: PLC0415 - imported on use

        if bank := find_bank(self.source):
            raise SettingsError(f"{self.source} holds no bank, but {bank} does: write -s {bank}")
        if not self.source.is_dir():
            raise SettingsError(f"there is no source folder {self.source}; -s names another one")
        if not self.templates.is_dir():
            raise SettingsError(
                f"there is no templates folder {self.templates}; --templates names another one"
            )
        selection = Selection(self.only, self.level, self.drafts)
        return Project(self.source, self.output, self.templates, selection, self.changes, self.jobs)

    def bank(self) -> Bank:
        """The chosen part of the bank. Raises SourceError where it cannot be read."""
        from deckpress.read import read_bank  # noqa: PLC0415 - imported on use
        from deckpress.selection import select  # noqa: PLC0415 - imported on use

        project = self.project()
        return select(read_bank(project.source), project.selection)

    def use_color(self, *, err: bool) -> bool:
        """Whether a stream gets colours: as told, else on a terminal without NO_COLOR."""
        if self.color is not None:
            return self.color
        stream = sys.stderr if err else sys.stdout
        return stream.isatty() and not os.environ.get("NO_COLOR")


def _folder(name: str) -> Path:
    """The folder in the working directory, else beside build.py, else inside the package."""
    for place in (Path(name), _ROOT / name, Path(__file__).parent / name):
        if place.is_dir():
            return place
    return Path(name)


def templates_folder(given: Path | None) -> Path:
    """The folder of templates that was given, else the one that there is."""
    return given or _folder("templates")


def common_options(command: _Command) -> _Command:
    """Folders and how much to say; the command gets one `options` value."""

    @click.option("-s", "--source", type=click.Path(path_type=Path), help="Folder of the bank [source].")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to [output].")
    @click.option("--templates", type=click.Path(path_type=Path), help="Folder of templates [templates].")
    @click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
    @click.option("-v", "--verbose", is_flag=True, help="Say more.")
    @click.option("--color/--no-color", default=None, help="Colours, whatever the terminal says.")
    @functools.wraps(command)
    def wrapper(**given: Any) -> Any:
        names = Options.__dataclass_fields__
        values = {name: given.pop(name) for name in tuple(given) if name in names}
        for name in ("source", "output", "templates"):
            values[name] = values[name] or _folder(name)
        return command(options=Options(**values), **given)

    return wrapper


def build_options(command: _Command) -> _Command:
    """Which questions."""
    for decorate in reversed(
        (
            click.option(
                "--only",
                multiple=True,
                metavar="NAME",
                help="Keep a selection, topic, tag, kind or question; may be given several times.",
            ),
            click.option(
                "--level",
                multiple=True,
                type=click.IntRange(1, MOST_LEVELS),
                help="Keep a level; may be repeated.",
            ),
            click.option("--drafts", is_flag=True, help="Keep drafts too."),
            click.option("--strict", is_flag=True, help="Fail on warnings (exit code 3)."),
            click.option(
                "--jobs",
                type=click.IntRange(0, 256),
                default=0,
                help="Processes that work side by side; 0 stands for one on each core [0].",
            ),
        )
    ):
        command = decorate(command)
    return command


def paper_options(names: Iterable[str]) -> Callable[[_Command], _Command]:
    """Options for fields of Paper; those that are given go into `options.changes`."""
    chosen = tuple(names)

    def decorate(command: _Command) -> _Command:
        @functools.wraps(command)
        def wrapper(options: Options, **given: Any) -> Any:
            values = [(name, given.pop(name)) for name in chosen]
            changes = tuple((name, value) for name, value in values if value is not None)
            return command(options=replace(options, changes=changes), **given)

        wrapped: _Command = wrapper
        for name in reversed(chosen):
            wrapped = _paper_option(name, PAPER_KEYS[name])(wrapped)
        return wrapped

    return decorate


def _paper_option(name: str, key: Key) -> Callable[[_Command], _Command]:
    default, flag = getattr(Paper(), name), "--" + name.replace("_", "-")
    text = f"{key.help.removesuffix('.')} [bank.toml]."
    if isinstance(default, bool):
        return click.option(f"{flag}/--no-{flag[2:]}", default=None, help=text)
    kind: click.ParamType[Any] = click.Choice(key.choices)
    if key.most:
        least, most = key.least, key.most
        whole = isinstance(default, int)
        kind = click.IntRange(int(least), int(most)) if whole else click.FloatRange(least, most)
    return click.option(flag, type=kind, help=text)


def report_options(command: _Command) -> _Command:
    """How problems are shown, and what else is checked."""
    for decorate in reversed(
        (
            click.option(
                "--format",
                "style",
                type=click.Choice(["text", "concise", "json", "github", "sarif"]),
                default="text",
                show_default=True,
                help="How problems are shown.",
            ),
            click.option("--run", is_flag=True, help="Also run the code of the answers."),
            click.option(
                "--only",
                multiple=True,
                metavar="NAME",
                help="Run the code of this topic, tag, kind or question only; may be repeated.",
            ),
            click.option("--fix", is_flag=True, help="Mend in the source what has one right answer."),
            click.option(
                "--unsafe-fixes",
                "unsafe",
                is_flag=True,
                help="With --fix or --diff, also put the nearest known name in the place of an unknown one.",
            ),
            click.option("--diff", is_flag=True, help="Show what --fix would do; change nothing."),
            click.option("--locked", is_flag=True, help="Also fail where deck.lock is stale."),
            click.option("--strict", is_flag=True, help="Fail on warnings (exit code 3)."),
        )
    ):
        command = decorate(command)
    return command
