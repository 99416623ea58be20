"""Editors: addresses that open a file at its line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from deckpress.bank import Span
from deckpress.problems import SettingsError
from deckpress.read.nearest import nearest

__all__ = ["EDITORS", "editor_pattern", "link_to"]

EDITORS: Final[Mapping[str, str]] = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "vscodium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "macvim": "mvim://open?url=file://{path}&line={line}&column={column}",
    "emacs": "emacs://open?url=file://{path}&line={line}&column={column}",
}
"""Editor to the address that it answers to."""
_PATTERN: Final = re.compile(r"(?!javascript:|data:|vbscript:|https?:|file:)[a-z][a-z0-9+.-]*:\S*\{path\}\S*")


def editor_pattern(given: str) -> str:
    """The pattern of an editor that EDITORS knows, or the given one; '' where none is given.

    Raises SettingsError at a word that is neither.
    """
    if not given or given in EDITORS:
        return EDITORS.get(given, "")
    if not _PATTERN.fullmatch(given):
        hint = nearest(given, EDITORS) if given.isalpha() else ""
        raise SettingsError(
            f"the editor {given!r} is none of {', '.join(EDITORS)}, and no pattern such as "
            f"'scheme://open?file={{path}}&line={{line}}&column={{column}}'{'; ' if hint else ''}{hint}"
        )
    return given


def link_to(pattern: str, root: Path, span: Span) -> str:
    """The address that opens a place of the source; '' without a pattern."""
    if not pattern:
        return ""
    path = quote((root.resolve() / span.path).as_posix())
    values = {"path": path, "line": str(span.line), "column": str(span.column)}
    return re.sub(r"\{(path|line|column)\}", lambda found: values[found[1]], pattern)
