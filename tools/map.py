"""The map of the code: every module in one line, in the order in which data meets them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["ROOMS", "modules_list"]

PACKAGE: Final = Path(__file__).resolve().parent.parent / "deckpress"
_Room = tuple[str, str, str]
ROOMS: Final[tuple[_Room, ...]] = (
    (
        "The command",
        "",
        (
            "__init__ __main__ cli options terminal report commands/__init__ commands/writing commands/mending "
            "commands/looking commands/identity commands/live commands/moving commands/pushing"
        ),
    ),
    ("The order of the stages", "", "project pipeline stamps fingerprints digests judging"),
    (
        "Values",
        "",
        "span parts inside markdown slugs sections keys pictures paper media settings bank problems wording",
    ),
    (
        "Reading: files",
        "read",
        "__init__ memory files addresses nearest quotes topic topic_names topic_settings document headings fences",
    ),
    (
        "Reading: a question",
        "read",
        "question block yaml_block entries yaml_tree yaml_nodes yaml_faults words directions notation shown labels cloze",
    ),
    (
        "Reading: Markdown and formulas",
        "read",
        (
            "markdown tokens parts fast_blocks fast_lines places links autolinks emphasis phrases languages inert dollars delimiters "
            "foreign foreign_marks math expansion macros chemistry tex"
        ),
    ),
    ("Reading: tables", "read", "table cells plain_lines table_media"),
    (
        "Reading: pictures and sounds",
        "read",
        "media figures drawings drawing_tree drawing_rules drawing_ground pictures picture_parts sounds fonts",
    ),
    (
        "Reading: the bank's own files",
        "read",
        "settings setting_rows setting_values toml_faults checks own_words titles registries",
    ),
    (
        "Checking",
        "check",
        (
            "__init__ prompts answers standing cards clozes code duplicates names symbols links follow_ups references "
            "coverage selections tidiness waivers style words run harness"
        ),
    ),
    ("Identity", "", "lock locking selection"),
    (
        "Content: what products share of a text",
        "content",
        (
            "__init__ walk html blocks lines voice tables typography tails plain typed math signs linear symbols code lexing figures paths labels "
            "phrases prepared palette markers sorting"
        ),
    ),
    (
        "Rendering: what wings share",
        "render",
        "__init__ views environment pictures pixels sounds index candidates readings",
    ),
    ("Rendering: the deck", "render/deck", "__init__ deck notes note_types voice formulas package"),
    (
        "Rendering: the handout",
        "render/handout",
        "__init__ handout article apparatus addresses linked_data voice formulas math_font",
    ),
    (
        "Rendering: paper, its products",
        "render/paper",
        "__init__ cheatsheet split flashcards card_grid selftest printed worth narrow ties short_names proof",
    ),
    (
        "Rendering: paper, the plan of a sheet",
        "render/paper",
        "choice heights units pack sharing plan pages frame remainders folios index_pages gathering",
    ),
    (
        "Rendering: paper, voice, formulas and the PDF",
        "render/paper",
        (
            "voice plates outlines drawable engine formula_font fonts installed pdf printing marks structure "
            "impression reprint formula_tags furniture annotations gradients"
        ),
    ),
    ("Writing", "", "writing cache scratch processes"),
    (
        "Beside the build",
        "",
        "skeleton adding ids fixes explain listing doctor watching push ankiconnect moving",
    ),
    (
        "Exporting",
        "export",
        "__init__ document markdown_form json_form csv_form tsv_form anki_text_form crowdanki_form defaults",
    ),
    (
        "Importing",
        "importing",
        (
            "__init__ run forms folder package collection wire objects tables dialects/__init__ dialects/card "
            "dialects/outline dialects/blocks dialects/sides note roles question markup elements inlay cloze occlusion "
            "escape commonmark media made tally ready own_document own_table topics shelf merge report"
        ),
    ),
    (
        "The bench",
        "bench",
        "__init__ server site guard desk snapshot outline answers parts cards sheets typeset editors",
    ),
)
"""Heading, folder, and the modules in it in the order in which a question, or a caller, meets them."""


def modules_list() -> str:
    """Every module with the first line of its docstring, as docs/architecture.md has them."""
    placed = {PACKAGE / folder / f"{name}.py" for _, folder, names in ROOMS for name in names.split()}
    lines = []
    for heading, folder, names in ROOMS:
        lines += [f"**{heading}**", ""]
        paths = (PACKAGE / folder / f"{name}.py" for name in names.split())
        lines += [_line(path) for path in paths if path.is_file()]
        lines += [""]
    return "\n".join([*lines, *_unplaced(placed)]).rstrip("\n") + "\n"


def _unplaced(placed: set[Path]) -> Iterator[str]:
    """Modules that no room of this file has yet."""
    rest = sorted(set(PACKAGE.rglob("*.py")) - placed)
    if rest:
        yield from ("**Not yet in tools/map.py**", "")
        yield from map(_line, rest)


def _line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    name = path.relative_to(PACKAGE).as_posix()
    return f"- `{name}`: {docstring.partition(chr(10))[0]}"
