"""Sorting: the order of an index in a language, and the letter under which an entry stands.

Words are compared letter by letter without accents and capitals, then by accents, then as written. A
language's own letters stand where its dictionaries have them; Japanese goes by kana.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

__all__ = ["heading", "sort_key"]

_AFTER: Final = {
    "cs": "c č,h ch,r ř,s š,z ž",
    "da": "z æ ø å",
    "de": "",
    "eo": "c ĉ,g ĝ,h ĥ,j ĵ,s ŝ,u ŭ",
    "es": "n ñ",
    "et": "s š z ž,w õ ä ö ü",
    "fi": "z å ä ö",
    "hr": "c č ć,d đ,s š,z ž",
    "hu": "o ö,u ü",
    "is": "a á,d ð,e é,i í,o ó,u ú,y ý,z þ æ ö",
    "lt": "c č,s š,z ž",
    "lv": "c č,g ģ,k ķ,l ļ,n ņ,s š,z ž",
    "nb": "z æ ø å",
    "pl": "a ą,c ć,e ę,l ł,n ń,o ó,s ś,z ź ż",
    "ro": "a ă â,i î,s ș,t ț",
    "sk": "a ä,c č,h ch,o ô,s š,z ž",
    "sl": "c č ć,d đ,s š,z ž",
    "sv": "z å ä ö",
    "tr": "c ç,g ğ,h ı,o ö,s ş,u ü",
}
"""Language to its letters that follow another: in Spanish ñ comes after every n, not among them."""
_SAME: Final = {"nn": "nb", "no": "nb", "az": "tr", "bs": "hr", "sr": "hr"}
_ANYWHERE: Final = "и й,г ґ,і ї"
"""Cyrillic letters that only look like accented ones."""
_APART: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ı": "i"}
    | dict(zip("ךםןףץς", "כמנפצσ", strict=True))  # forms at the end of words
)
_ROWS: Final = "あかさたなはまやらわ"
_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_JAMO: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"  # in the order of U+1100 and those after it
_VOWELS: Final = dict(zip("AIUEO", "あいうえお", strict=True))


def sort_key(text: str, language: str, reading: str = "") -> tuple[object, ...]:
    """What decides the place of a text; `reading` is how it is read, where its script does not tell."""
    primary, accents = _weights(reading or text, language)
    return primary, accents, text.casefold(), text


def heading(text: str, language: str, reading: str = "") -> str:
    """The letter, or row of kana, under which a text stands; `#` for none."""
    primary, _ = _weights(reading or text, language)
    if not primary:
        return "#"
    letter, rank = primary[0]
    if "ぁ" <= letter <= "ん":
        return max(row for row in _ROWS if row <= letter)
    if "\u1100" <= letter <= "\u1112":
        return _JAMO[ord(letter) - 0x1100]
    own = next((own for own, place in _letters(language).items() if place == (letter, rank)), letter)
    return _upper(own, language)


def _upper(letter: str, language: str) -> str:
    return "İ" if letter == "i" and _base(language) == "tr" else letter.upper()


@lru_cache(4096)
def _weights(text: str, language: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """The letters of a text with their rank behind the one they follow; and its accents."""
    letters: list[tuple[str, int]] = []
    accents, plain = "", _plain(text, language)
    own = _letters(language)
    at = 0
    while at < len(plain):
        length = 2 if plain[at : at + 2] in own else 1
        letter = plain[at : at + length]
        at += length
        if letter in own:
            letters.append(own[letter])
            continue
        for char in unicodedata.normalize("NFD", letter.translate(_APART)):
            if unicodedata.combining(char):
                accents += char
            else:
                letters.append((char, 0))
    return tuple(letters), accents


def _plain(text: str, language: str) -> str:
    """Without capitals; kana as hiragana, their small and long forms as full ones."""
    if _base(language) == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    out = ""
    for char in unicodedata.normalize("NFC", text).casefold():
        if "ァ" <= char <= "ヶ":
            out += chr(ord(char) - 0x60)
        elif char == "ー" and out:
            out += _VOWELS.get(unicodedata.name(out[-1], "")[-1:], "")
        else:
            out += char
    return out.translate(_SMALL)


@cache
def _letters(language: str) -> dict[str, tuple[str, int]]:
    """Each letter that is a language's own, to the letter it follows and its rank behind it."""
    found = {}
    for group in f"{_AFTER.get(_base(language), '')},{_ANYWHERE}".split(","):
        first, *own = group.split() or [""]
        for rank, letter in enumerate(own, 1):
            found[letter] = (first, rank)
    return found


def _base(language: str) -> str:
    base = language.lower().partition("-")[0]
    return _SAME.get(base, base)
