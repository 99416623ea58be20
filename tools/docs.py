"""Rewrite docs/codes.md, docs/cli.md, docs/schemas/ and the table of sections from what the program uses."""

from __future__ import annotations

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.cli import cli  # noqa: E402 - after the path is set
from deckpress.keys import KEYS  # noqa: E402 - as above
from deckpress.problems import codes  # noqa: E402 - as above
from deckpress.read.setting_rows import RANGES, SETTINGS, TABLES, field_of  # noqa: E402 - as above
from deckpress.sections import SECTIONS  # noqa: E402 - as above
from tools.map import modules_list  # noqa: E402 - as above
from tools.schemas import write as write_schemas  # noqa: E402 - as above


def sections_table() -> str:
    """The sections and where they show, as docs/format.md has them."""
    cards = {
        "back": "card",
        "fold": "card (folded)",
        "source": "card (folded)",
        "notes": "cards of their own",
    }
    sheets = {
        "points": "sheet",
        "list": "sheet",
        "drawn": "sheet (formula, figure, table)",
        "code": "sheet (code)",
        "picture": "sheet",
    }
    rows = (
        ", ".join(filter(None, (cards[row.card], sheets.get(row.sheet), "handout" if row.page else "")))
        for row in SECTIONS.values()
    )
    lines = (
        f"| `### {row.name}` | {row.what} | {where} |"
        for row, where in zip(SECTIONS.values(), rows, strict=True)
    )
    return "| section | what | where it shows |\n|---|---|---|\n" + "\n".join(lines) + "\n"


def keys_table() -> str:
    """The keys of a question's block, as docs/format.md has them."""
    return "| key | what |\n|---|---|\n" + "".join(
        f"| `{row.name}` | {row.what} |\n" for row in KEYS.values()
    )


def settings_page(page: str) -> str:
    """docs/settings.md with the table of each table's keys."""
    for table, keys in TABLES.items():
        fields = {key: field_of(table, key) for key in keys}
        rows = ((key, RANGES.get(field) or SETTINGS[field]) for key, field in fields.items())
        lines = "".join(f"| `{key}` | {row.default} | {row.what} |\n" for key, row in rows)
        if lines:
            head, mark, rest = page.partition(f"\n## [{table}]\n\n")
            page = head + mark + with_table(rest, f"| key | default | what |\n|---|---|---|\n{lines}")
    return page


def architecture_page(page: str) -> str:
    """docs/architecture.md with the list of modules at its end."""
    head, mark, rest = page.partition("\n## Every module\n\n")
    return f"{head}{mark}{rest.partition(chr(10) * 2)[0]}\n\n{modules_list()}"


def with_table(page: str, table: str) -> str:
    """A page with a table in the place of the one that has the same head."""
    head, _, rest = page.partition(table.split("\n", 1)[0])
    _, _, after = rest.partition("\n\n")
    return f"{head}{table}\n{after}"


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
    format_page = ROOT / "docs" / "format.md"
    text = with_table(with_table(format_page.read_text("utf-8"), sections_table()), keys_table())
    format_page.write_text(text, encoding="utf-8")
    page = ROOT / "docs" / "architecture.md"
    page.write_text(architecture_page(page.read_text("utf-8")), encoding="utf-8")
    page = ROOT / "docs" / "settings.md"
    page.write_text(settings_page(page.read_text("utf-8")), encoding="utf-8")
