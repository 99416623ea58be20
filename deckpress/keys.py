"""Keys: what the block of a question may say - a row each, which reader, schemas, tables and exports read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["KEYS", "Holds", "KeyRow"]

Holds = Literal["id", "line", "kind", "level", "words", "texts", "cards", "symbols", "flag", "waivers"]
"""What a key holds: the identity; a line of text; one of the kinds or levels; a list of single words or of
texts; directions; letters with their meanings; true or false; codes with reasons."""
_LISTS: Final = frozenset({"words", "texts", "cards", "symbols", "waivers"})


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of the block; a field of Question has its name and its default."""

    name: str
    holds: Holds
    what: str
    """What it says, in Markdown, for docs/format.md."""

    @property
    def listed(self) -> bool:
        """Whether it takes several values."""
        return self.holds in _LISTS


KEYS: Final[Mapping[str, KeyRow]] = {
    row.name: row
    for row in (
        KeyRow(
            "id",
            "id",
            "obligatory, permanent: lower-case words joined by `-`. Never change it: review histories hang "
            "on it",
        ),
        KeyRow(
            "term",
            "line",
            "the name that an expert would look up, at most 40 characters: head on the sheet, in the index, "
            "in lists. The prompt stays on cards and in the handout",
        ),
        KeyRow(
            "kind",
            "kind",
            "definition, comparison, mechanism, derivation, practice, calculation, case-study, "
            "system-design, coding or behavioural, or one of [the bank's own](settings.md)",
        ),
        KeyRow("level", "level", "1 warm-up, 2 core, 3 depth, or the bank's own"),
        KeyRow(
            "index",
            "texts",
            'further words under which the index leads here; `"Linear regression: assumptions"` is a '
            "sub-entry",
        ),
        KeyRow("tags", "words", "words of `source/tags.yaml`; a bank without this file takes any word"),
        KeyRow("covers", "words", "items of `source/syllabus/*.csv` that the question answers"),
        KeyRow("also", "texts", "other wordings of the prompt"),
        KeyRow("see", "words", "ids of related questions"),
        KeyRow("contrast", "words", "ids of questions that are easily confused with it"),
        KeyRow(
            "cards",
            "cards",
            "which sides are asked: `forward`, `reverse`, `typed`, or its `cloze` items alone; "
            "[settings](settings.md) say what each does",
        ),
        KeyRow(
            "symbols",
            "symbols",
            "what letters of its displayed formulas mean, one `TeX: meaning` a line under it; "
            "`source/notation.yaml` says it for the whole bank",
        ),
        KeyRow("draft", "flag", "`true` keeps it out of the outputs"),
        KeyRow("allow", "waivers", 'rules that it may break: `["Q103: why"]`'),
        KeyRow(
            "origin",
            "line",
            "what names the question in the deck it was imported from; `import` writes it, and finds it "
            "again by it. ` {#1}` behind it: cloze item 1 is that note",
        ),
    )
}
"""Every key by its name, in the order in which it is written."""
