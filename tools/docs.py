"""Rewrite docs/codes.md, docs/cli.md and docs/schemas/ from the table of codes and the commands themselves."""

from __future__ import annotations

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.cli import cli  # noqa: E402 - after the path is set
from deckpress.problems import codes  # noqa: E402 - as above
from tools.schemas import write as write_schemas  # noqa: E402 - as above


def codes_page() -> str:
    """The table of codes as Markdown."""
    rows = "\n".join(
        f"| {c.code} | {c.severity.value} | {_cell(c.meaning)} | {_cell(c.why)} | {'yes' if c.waivable else ''} |"
        for c in codes().values()
    )
    return (
        "# Codes\n\n"
        "Every problem that `python build.py check` can find. `python build.py explain CODE` shows an example.\n"
        'A waivable rule may be broken by a question that says why: `allow: ["Q103: reason"]`.\n\n'
        "This page is made by `make docs`.\n\n"
        f"| code | severity | what is wrong | why, and what to do | waivable |\n|---|---|---|---|---|\n{rows}\n"
    )


def cli_page() -> str:
    """Every command and its options as Markdown."""
    parts = [_HEAD]
    for name, command in sorted(cli.commands.items()):
        options = [p for p in command.params if isinstance(p, click.Option)]
        arguments = "".join(
            f" [{p.human_readable_name}]" for p in command.params if isinstance(p, click.Argument)
        )
        rows = "".join(f"| {_flags(option)} | {_cell(option.help or '')} |\n" for option in options)
        table = f"\n| option | |\n|---|---|\n{rows}" if rows else ""
        parts.append(f"## `{name}{arguments}`\n\n{command.help}\n{table}")
    parts.append(_EXIT_CODES)
    return "\n".join(parts)


def _flags(option: click.Option) -> str:
    return ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


_HEAD = """# Commands

All commands are `python build.py COMMAND`, or `deckpress COMMAND` where the package is installed.

This page is made by `make docs`.
"""
_EXIT_CODES = """## Exit codes

| code | when |
|---|---|
| 0 | all is well |
| 1 | problems in the source, or a build that failed; the old outputs are untouched |
| 2 | a wrong command, option or setting |
| 3 | warnings under `--strict` |
| 4 | a library or program is missing; the message says how to get it |
| 130 | interrupted by Ctrl-C |
| 143 | ended by SIGTERM |
"""

if __name__ == "__main__":
    (ROOT / "docs" / "codes.md").write_text(codes_page(), encoding="utf-8")
    write_schemas(ROOT / "docs" / "schemas")
    (ROOT / "docs" / "cli.md").write_text(cli_page(), encoding="utf-8")
