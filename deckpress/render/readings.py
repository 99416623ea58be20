"""Readings: the kana of Japanese index entries, from readings above words and from other wordings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from deckpress.bank import Bank
from deckpress.inside import flat
from deckpress.parts import Ruby

__all__ = ["readings_of"]

_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")


def readings_of(bank: Bank, labels: Iterable[str]) -> dict[str, str]:
    """Label to its kana, where the bank gives them.

    A question's `also` in kana alone is the reading of its `term`; else a label is read as the words
    with readings that it is made of.
    """
    if bank.settings.language.partition("-")[0] != "ja":
        return {}
    words = _words(bank)
    found = {label: _read(label, words) for label in labels}
    for question in bank.questions():
        kana = [wording for wording in question.also if _KANA.fullmatch(wording)]
        if question.term and kana:
            found[question.term] = kana[0]
    return {label: kana for label, kana in found.items() if kana}


def _words(bank: Bank) -> dict[str, str]:
    """Every word that has a reading above it somewhere in the bank, the first one it has."""
    words: dict[str, str] = {}
    for question in bank.questions():
        for text in question.texts():
            for line in text.lines():
                for part in flat(line.parts):
                    if isinstance(part, Ruby):
                        words.setdefault(part.content, "".join(part.readings))
    return words


def _read(label: str, words: Mapping[str, str]) -> str:
    """The kana of a label; '' where some of it has none."""
    for word in sorted(words, key=len, reverse=True):
        label = label.replace(word, words[word])
    return label if _KANA.fullmatch(label) else ""
