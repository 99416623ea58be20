"""Candidates: what the texts of questions without a term seem to name, acronyms, and names of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

from deckpress.bank import Question
from deckpress.content.plain import plain_text

__all__ = [
    "acronyms",
    "capital",
    "guesses",
    "is_common",
    "key_of",
    "names",
    "places",
    "text_of",
    "uncapital",
    "wordings",
]

_MOST: Final = 12
"""A guess that is in more questions than this finds nothing."""
_BREAK: Final = re.compile(r"[,;:?!.()\"“”|]\s|[?!.:;,()\"“”|]|\s[–—-]\s")
_SHORT: Final = r"\(([A-Za-z]?[A-Z][A-Za-z]*[A-Z])s?\)"
_BRACKETED: Final = re.compile(_SHORT)
_ACRONYM: Final = re.compile(rf"((?:[\w–’'-]+ ){{1,7}}){_SHORT}")
_NAME: Final = re.compile(
    r"(?<=[a-z,;] )[A-Z][a-zé]+(?:[–-][A-Z][a-zé]+)*(?![A-Za-z])(?:['’]s)?(?: [a-z-]+)?"
)
_ADJECTIVE: Final = re.compile(r"(?!Mean|Median)[A-Z]\w*(?:ian|ean)$")


def wordings(question: Question) -> list[str]:
    """What a question is called: its term, its prompt and other wordings of it."""
    return [*filter(None, [question.term]), plain_text(question.prompt, math="|"), *question.also]


def text_of(question: Question) -> str:
    """The key of everything that a sheet always shows of a question, and of its other wordings."""
    return " | ".join(map(key_of, (*wordings(question), plain_text(question.lead, math="|"))))


def acronyms(questions: Iterable[Question]) -> dict[str, str]:
    """Acronym to its expansion, for those that any text writes out: "mean absolute error (MAE)"."""
    found: dict[str, str] = {}
    for text in (text for question in questions for text in _texts(question)):
        for before, short in _ACRONYM.findall(text) if _BRACKETED.search(text) else ():
            if (words := _expansion(before.split(), short)) and short not in found:
                found[short] = words
    return found


def _texts(question: Question) -> Iterator[str]:
    yield question.term
    for text in question.texts():
        yield plain_text(text, math="|")


def _expansion(words: list[str], short: str) -> str:
    """The fewest last words whose initials, in order, are those of the acronym; '' where there are none."""
    wanted = [letter.lower() for place, letter in enumerate(short) if letter.isupper() or place == 0]
    for first in reversed(range(len(words))):
        initials = [part[:1].lower() for word in words[first:] for part in re.split("[–-]", word)]
        left = iter(initials)
        if initials[0] == wanted[0] and all(letter in left for letter in wanted):
            return uncapital(" ".join(words[first:]))
    return ""


def names(text: str) -> Iterator[str]:
    """Names in the middle of sentences, with the noun after them: "Thompson sampling"."""
    for found in _NAME.findall(text):
        name, _, noun = found.partition(" ")
        plain = name.removesuffix("'s").removesuffix("’s")
        if noun and key_of(noun) not in _common():
            yield found
        elif not _ADJECTIVE.match(plain):
            yield plain


def guesses(questions: list[Question]) -> dict[str, tuple[str, list[str]]]:
    """Key to label and ids, for what questions without a term name in several places or are about."""
    texts = {q.id: text_of(q) for q in questions}
    terms = [(term, q.id) for q in questions if not q.term for term in _runs(wordings(q), q.id)]
    places_of = places({key_of(term) for term, _ in terms}, texts)
    found: dict[str, tuple[str, list[str]]] = {}
    for term, name in terms:
        where = places_of[key_of(term)]
        if len(where) <= _MOST and _is_term(term, name, len(where)):
            found.setdefault(key_of(term), (capital(term), where))
    for longer in [key for key in found if " " in key]:
        for key in longer.split():
            if key in found and (found[key][0][1:].islower() or {*found[key][1]} <= {*found[longer][1]}):
                del found[key]  # "matrix" beside "confusion matrix"
    return found


def places(keys: Iterable[str], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The ids of the texts that hold each key as whole words; one pass, whatever the number of keys."""
    found: dict[str, dict[str, None]] = {key: {} for key in keys}
    lengths = sorted({key.count(" ") + 1 for key in found})
    for name, text in texts.items():
        words = text.split()
        for length in lengths:
            for start in range(len(words) - length + 1):
                if (key := " ".join(words[start : start + length])) in found:
                    found[key][name] = None
    return {key: list(names) for key, names in found.items()}


@cache
def _common() -> frozenset[str]:
    """English words that are no terms, in the form that `key_of` gives."""
    text = resources.files(__package__).joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(map(key_of, text.split()))


def is_common(word: str) -> bool:
    """Whether it is one English word that is no term."""
    return key_of(word) in _common()


def _runs(texts: list[str], name: str) -> Iterator[str]:
    """Runs of up to three words between common words; a word of the id also by itself."""
    for part in (part for text in texts for part in _BREAK.split(f"{text} ")):
        run: list[str] = []
        for word in [*part.split(), "the"]:
            if word[0].isalpha() and key_of(word) not in _common():
                run.append(word)
                if word.lower() in name.split("-") or word.isupper():
                    yield word
                continue
            if 1 < len(run) <= 3 or (run and run[0][1:2] == "-"):  # k-means; not half of a compound
                yield " ".join(run)
            run = []


def _is_term(term: str, name: str, count: int) -> bool:
    """Whether several questions use it, or the author made it what the question's id is about.

    A plain word is one only where it is the whole id: "curse", "parametric" and "class" find nothing.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")
    if term.isalpha() and term[1:].islower():
        return slug == name
    return len(slug) > 1 and (count > 2 or term.isupper() or f"-{slug}-" in f"-{name}-")


def key_of(text: str) -> str:
    """What decides the order and whether two terms are one: lower case, no plural, no bracket."""
    words = re.findall(r"[^\s,;:?!.()\"“”|–-]+", re.sub(r"\s\([^)]*\)", "", text.lower()).replace("’", "'"))
    return " ".join(_single(word.removesuffix("'s")) for word in words)


def _single(word: str) -> str:
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias"))
    return word[:-1] if plural else word


def uncapital(term: str) -> str:
    """Without the capital that only begins a sentence."""
    name = term.split(maxsplit=1)[0]
    return term if not name[1:].islower() or _ADJECTIVE.match(name) else term[0].lower() + term[1:]


def capital(term: str) -> str:
    """With a capital, unless it begins with a symbol (k-means, t-SNE) or is a name in code."""
    return term if term[1:2] == "-" or "_" in term or "=" in term else term[0].upper() + term[1:]
