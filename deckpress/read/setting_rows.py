"""Setting rows: what bank.toml may say - a row each, which reader, schemas, exports and docs read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deckpress.bank import DIRECTIONS
from deckpress.media import MEDIA_KEYS, Media
from deckpress.paper import PAPER_KEYS, Paper
from deckpress.read.addresses import SECURE

__all__ = ["DEFAULTS", "OWN_TABLES", "RANGES", "SETTINGS", "SLUG", "TABLES", "SettingRow", "field_of"]

SLUG: Final = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*")
"""The bank's slug, and the name of a selection."""

_ADDRESS: Final = re.compile(rf"({SECURE})?")
_REPORT: Final = re.compile(rf"({SECURE}|mailto:\S+)?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FAMILY: Final = re.compile(r"(?=.{1,80}\Z)\w[\w .+-]*")
"""Name of a family of fonts: it goes into style sheets, so that no quote or bracket may be in it."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One key of bank.toml."""

    table: str
    key: str
    what: str
    """What it says, in Markdown, for docs/settings.md."""
    holds: type = str
    choices: tuple[str, ...] = ()
    """All that it, or each of its list, may be; empty where it may be anything."""
    shape: re.Pattern[str] | None = None
    """What its text, or each of its list, must match."""
    expected: str = "an https address"
    """What a text of another shape should have been."""
    field: str = ""
    """Of Settings, where it has another name."""
    default: str = "none"
    """What holds where it is missing, in Markdown."""
    lines: bool = False
    """Whether its text may have several lines."""
    some: bool = False
    """Whether its list may not be empty."""

    @property
    def name(self) -> str:
        """The field of Settings."""
        return self.field or self.key


SETTINGS: Final[Mapping[str, SettingRow]] = {
    row.name: row
    for row in (
        SettingRow(
            "bank",
            "title",
            "the bank's title",
            default="obligatory",
        ),
        SettingRow(
            "bank",
            "slug",
            "lower-case words joined by `-`, at most 100 characters: names the output files "
            "and the root of the tags",
            shape=SLUG,
            expected="lower-case words joined by '-', at most 100 characters",
            default="obligatory",
        ),
        SettingRow(
            "bank",
            "namespace",
            "any text of 8 or more characters without spaces, unlike that of any other bank",
            shape=re.compile(r"\S{8,}"),
            expected="at least 8 characters without spaces, chosen once",
            default="obligatory, permanent",
        ),
        SettingRow(
            "bank",
            "version",
            "shown on the outputs",
            default="none",
        ),
        SettingRow(
            "bank",
            "language",
            "a language tag such as `en-GB`; it decides on quotation marks, hyphens on paper "
            "and the order of the index. The products speak English, German, French, Spanish, "
            "Hebrew and Japanese; in a bank of another language they speak English but for "
            "what [words] says",
            shape=_LANGUAGE,
            expected="a language tag such as en-GB",
            default="`en`",
        ),
        SettingRow(
            "bank",
            "description",
            "one or two sentences",
            default="none",
            lines=True,
        ),
        SettingRow(
            "bank",
            "licence",
            "of the bank's text",
            default="none",
        ),
        SettingRow(
            "bank",
            "licence_url",
            "where the licence of the text stands",
            shape=_ADDRESS,
            default="none",
        ),
        SettingRow(
            "bank",
            "authors",
            "a list of names",
            holds=list,
            default="none",
        ),
        SettingRow(
            "bank",
            "report_url",
            "where readers report errors; `{id}` becomes the question's id",
            shape=_REPORT,
            default="none",
        ),
        SettingRow(
            "bank",
            "home_url",
            "where newer releases are found",
            shape=_ADDRESS,
            default="none",
        ),
        SettingRow(
            "deck",
            "name",
            "the deck's name in Anki; topics become sub-decks of it. Cards already imported "
            "stay where they are",
            field="deck_name",
            default="the title",
        ),
        SettingRow(
            "deck",
            "question_type_id",
            "Anki's number of the note type of questions",
            holds=int,
            default="made from the namespace, permanent",
        ),
        SettingRow(
            "deck",
            "cloze_type_id",
            "Anki's number of the note type of clozes and labels",
            holds=int,
            default="made from the namespace, permanent",
        ),
        SettingRow(
            "deck",
            "cards",
            "which sides of a question are asked, of all questions whose topic or block does "
            "not say: see below",
            holds=list,
            choices=DIRECTIONS,
            field="directions",
            default='`["forward"]`',
            some=True,
        ),
        SettingRow(
            "deck",
            "extra_cards",
            "a list of `reverse` (the short answer's formula on the front, the question on "
            "the back) and `type-in` (a short term of a cloze item, to be typed); may be "
            "switched on in any later release",
            holds=list,
            choices=("reverse", "type-in"),
            default="none",
        ),
        SettingRow(
            "deck",
            "adopt",
            "`true` gives the notes of imported questions the guids that they had in the old "
            "deck, so that who studied it goes on ([move](move.md))",
            holds=bool,
            default="`false`, permanent",
        ),
        SettingRow(
            "fonts",
            "families",
            "names of font families, as `fc-list : family` shows them, for characters that "
            "our own fonts lack",
            holds=list,
            shape=_FAMILY,
            expected="names of fonts, of letters, digits and spaces",
            default="none",
        ),
        SettingRow(
            "index",
            "stop",
            "a list of words that the index leaves out",
            holds=list,
            field="index_stop",
            default="none",
        ),
        SettingRow(
            "handout",
            "search",
            "whether the handout carries the small inline script that searches and filters; "
            "without it the page has no script at all",
            holds=bool,
            default="`true`",
        ),
        SettingRow(
            "handout",
            "pages",
            '`"one"` file, or `"topic"`: a folder with a page per topic and `index.html`, to '
            "be copied or published as it is; builds replace and remove only pages of their "
            "own in it",
            choices=("one", "topic"),
            field="handout_pages",
            default='`"one"`',
        ),
        SettingRow(
            "check",
            "coverage",
            "`error` or `warning`: what a syllabus item without a question is",
            choices=("error", "warning"),
            default="`error`",
        ),
        SettingRow(
            "check",
            "style",
            'how much the rules of style weigh: `"house"` (as [codes](codes.md) lists them), '
            '`"advice"` (shown in one line a rule, never counted, not even by `--strict`) or '
            '`"none"`',
            choices=("house", "advice", "none"),
            default='`"advice"`',
        ),
        SettingRow(
            "math",
            "delimiters",
            'what marks a formula: `"dollar"` reads `$…$` and `$$…$$`, `"tex"` reads '
            "`\\\\(…\\\\)` and `\\\\[…\\\\]`; one or both",
            holds=list,
            choices=("dollar", "tex"),
            default='`["dollar"]`',
        ),
    )
}
"""Every key of the tables of texts, lists and switches, by its field of Settings."""
RANGES: Final = PAPER_KEYS | MEDIA_KEYS
"""Every key of [paper] and [media] by its field, with its bounds."""
DEFAULTS: Final[Mapping[str, object]] = {
    key: getattr(Paper() if key in PAPER_KEYS else Media(), key) for key in RANGES
}
OWN_TABLES: Final = ("selections", "topics", "words", "kinds", "levels")
"""Tables whose keys are the author's."""
_NAMES: Final = ("bank", "deck", "paper", "fonts", "index", "handout", "media", "check", "math")
_BOUNDED: Final = {"paper": tuple(PAPER_KEYS), "media": tuple(MEDIA_KEYS)}
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: tuple(row.key for row in SETTINGS.values() if row.table == name) for name in _NAMES},
    **_BOUNDED,
    **dict.fromkeys(OWN_TABLES, ()),
}
"""Table of bank.toml to its keys."""
_FIELDS: Final = {(row.table, row.key): row.name for row in SETTINGS.values()}


def field_of(table: str, key: str) -> str:
    """The field that a key of a table fills: of Settings, or of Paper or Media."""
    return _FIELDS.get((table, key), key)
