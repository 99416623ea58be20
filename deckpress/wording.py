"""Wording: the products' own words in a bank's language, from gettext catalogues, and its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.bank import KINDS, LEVELS
from deckpress.settings import OwnWord, Settings

if TYPE_CHECKING:
    from gettext import GNUTranslations

    from babel import Locale
    from babel.messages.catalog import Catalog

__all__ = [
    "ENGLISH",
    "PLACEHOLDER",
    "Words",
    "kind_titles",
    "known_words",
    "languages",
    "level_titles",
    "locale_of",
    "read_catalogue",
    "words_of",
]

PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
"""What a word leaves open: `{n}` in "{n} questions"."""
_LOCALE: Final = Path(__file__).with_name("locale")
LEVEL_WORDS: Final = ("warm-up", "core", "depth")
"""English titles of the levels that a bank has which names none."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of products in one language; those of the bank itself go first."""

    language: str = "en"
    own: Mapping[str, OwnWord] = field(default_factory=dict)
    """English word to the bank's; for a word with a plural also plural category to text."""

    def text(self, english: str, /, **given: Any) -> Any:
        """A word, the given placeholders filled: markup where a filling is markup, else a plain text."""
        own = self.own.get(english)
        return self._filled(own if isinstance(own, str) else self._translated(english), given)

    def plural(self, one: str, many: str, n: int, /, **given: Any) -> Any:
        """A word for `n` things, with the number as {n}."""
        own = self.own.get(one)
        if isinstance(own, str):
            word = own
        elif own:
            word = own.get(locale_of(self.language).plural_form(n)) or own["other"]
        else:
            catalogue = _catalogue(self.language)
            word = catalogue.ngettext(one, many, n) if catalogue else (one if n == 1 else many)
        return self._filled(word, {"n": n, **given})

    def number(self, number: int) -> str:
        """A whole number as the language writes it."""
        if number < 1000:
            return str(number)
        from babel.numbers import format_decimal  # noqa: PLC0415 - imported on use

        return format_decimal(number, locale=locale_of(self.language))

    def said(self) -> str:
        """Everything that may be said in another language than English, or in the bank's own words."""
        own = ((word,) if isinstance(word, str) else word.values() for word in self.own.values())
        base = self.language.partition("-")[0]
        catalogue = read_catalogue(base) if base in languages() else ()
        texts = ("".join(message.string or ()) for message in catalogue if message.id)
        return "\n".join([*(text for word in own for text in word), *texts])

    def _translated(self, english: str) -> str:
        catalogue = _catalogue(self.language)
        return catalogue.gettext(english) if catalogue else english

    def _filled(self, text: str, given: Mapping[str, Any]) -> Any:
        texts = {key: self.number(value) if type(value) is int else value for key, value in given.items()}
        if not any(hasattr(value, "__html__") for value in texts.values()):
            return PLACEHOLDER.sub(lambda found: str(texts.get(found[1], found[0])), text)
        from markupsafe import Markup, escape  # noqa: PLC0415 - comes with jinja2, imported on use

        parts = PLACEHOLDER.split(text)  # text and name in turn
        return Markup("").join(escape(texts[part] if place % 2 else part) for place, part in enumerate(parts))


ENGLISH: Final = Words()


def words_of(settings: Settings) -> Words:
    """The words of a bank's products."""
    return Words(settings.language, settings.words)


def kind_titles(settings: Settings, words: Words) -> dict[str, str]:
    """Each kind that the bank knows, to its title."""
    return dict(settings.kinds) or {kind: words.text(kind.replace("-", " ")) for kind in KINDS}


def level_titles(settings: Settings, words: Words) -> list[str]:
    """The titles of the levels, the first one first."""
    return list(settings.levels) or [words.text(LEVEL_WORDS[level - 1]) for level in LEVELS]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, besides English."""
    files = _LOCALE.iterdir()
    return tuple(sorted(file.name.removesuffix(".po") for file in files if file.name.endswith(".po")))


@cache
def read_catalogue(name: str) -> Catalog:
    """A catalogue by its language; "" is the list of all words in English."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - imported on use

    file = _LOCALE / (f"{name}.po" if name else "messages.pot")
    with file.open("rb") as stream:
        return read_po(stream, locale=name or None)


@cache
def known_words() -> Mapping[str, bool]:
    """Every word in English, and whether it has a plural."""
    rows = (message.id for message in read_catalogue("") if message.id)
    return {row if isinstance(row, str) else row[0]: not isinstance(row, str) for row in rows}


@cache
def locale_of(language: str) -> Locale:
    """What is known of a language; English stands for one that nobody knows."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - imported on use

    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@cache
def _catalogue(language: str) -> GNUTranslations | None:
    base = language.partition("-")[0]
    if base == "en" or base not in languages():
        return None
    from gettext import GNUTranslations  # noqa: PLC0415 - imported on use
    from io import BytesIO  # noqa: PLC0415 - as above

    from babel.messages.mofile import write_mo  # noqa: PLC0415 - as above

    compiled = BytesIO()
    write_mo(compiled, read_catalogue(base))
    compiled.seek(0)
    return GNUTranslations(compiled)
