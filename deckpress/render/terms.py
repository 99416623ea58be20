"""The index: tags, the terms of questions, and what prompts and other wordings name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.content import plain_text

__all__ = ["Term", "index_terms"]

_MOST: Final = 12
"""A term in more questions than this finds nothing; only a tag may have more."""
_BREAK: Final = re.compile(r"[,;:?!.()\"“”|]\s|[?!.:;,()\"“”|]|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the index."""

    label: str
    questions: tuple[str, ...]
    """Ids, in study order."""


def index_terms(bank: Bank) -> list[tuple[str, list[Term]]]:
    """The entries under their letters, in alphabetical order."""
    found = _tagged(bank)
    labels = {_key(label): label for label in bank.tags.values()}
    for question in bank.questions():
        if question.term:
            key = _key(question.term)
            found[key] = {question.id: None, **found.get(key, {})}
            labels.setdefault(key, question.term)
    if bank.settings.language.split("-")[0] == "en":
        _add_terms(bank, found, labels)
    letters: dict[str, list[Term]] = defaultdict(list)
    for key in sorted(found, key=lambda key: labels[key].casefold()):
        letters[labels[key][:1].upper() or "#"].append(Term(labels[key], tuple(found[key])))
    return sorted(letters.items())


def _tagged(bank: Bank) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for question in bank.questions():
        for tag in question.tags:
            found[_key(bank.tags.get(tag, tag))][question.id] = None
    return found


def _add_terms(bank: Bank, found: dict[str, dict[str, None]], labels: dict[str, str]) -> None:
    wordings = {q.id: _wordings(q) for q in bank.questions()}
    texts = {
        q.id: f" {' '.join(map(_key, wordings[q.id]))} {_key(plain_text(q.lead, math='|'))} "
        for q in bank.questions()
    }
    terms = [(term, q.id) for q in bank.questions() for term in _candidates(wordings[q.id], q.id)]
    places_of = _places({_key(term) for term, _ in terms}, texts)
    for term, name in terms:
        key = _key(term)
        places = places_of[key]
        if key not in found and len(places) <= _MOST and _is_term(term, name, len(places)):
            found[key] = dict.fromkeys(places)
            labels.setdefault(key, _capital(term))
    kept = {*bank.tags.values(), *(question.term for question in bank.questions())}
    _drop_parts(found, labels, set(map(_key, kept)))


def _places(keys: set[str], texts: dict[str, str]) -> dict[str, list[str]]:
    """The ids of the texts that hold each key as whole words; one pass, whatever the number of keys."""
    places: dict[str, dict[str, None]] = {key: {} for key in keys}
    lengths = sorted({key.count(" ") + 1 for key in keys})
    for name, text in texts.items():
        words = text.split()
        for length in lengths:
            for start in range(len(words) - length + 1):
                if (key := " ".join(words[start : start + length])) in places:
                    places[key][name] = None
    return {key: list(names) for key, names in places.items()}


def _drop_parts(found: dict[str, dict[str, None]], labels: dict[str, str], kept: set[str]) -> None:
    """A word that only stands for a longer entry goes: "matrix" beside "confusion matrix"."""
    for longer in [key for key in found if " " in key]:
        for key in longer.split():
            plain = labels.get(key, "")[1:].islower()
            if key in found and key not in kept and (plain or found[key].keys() <= found[longer].keys()):
                del found[key]


def _wordings(question: Question) -> list[str]:
    return [plain_text(question.prompt, math="|"), *question.also]


@cache
def _common() -> frozenset[str]:
    """English words that are no terms, in the form that `_key` gives."""
    text = resources.files(__package__).joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(map(_key, text.split()))


def _candidates(wordings: list[str], name: str) -> Iterator[str]:
    """Runs of up to three words between common words; a word of the id also by itself."""
    for part in (part for wording in wordings for part in _BREAK.split(f"{wording} ")):
        run: list[str] = []
        for word in [*part.split(), "the"]:
            if word[0].isalpha() and _key(word) not in _common():
                run.append(word)
                if word.lower() in name.split("-") or word.isupper():
                    yield word
                continue
            if 1 < len(run) <= 3 or (run and "-" in run[0]):
                yield " ".join(run)
            run = []


def _is_term(term: str, name: str, count: int) -> bool:
    """Whether several questions use it, or the author made it what the question's id is about.

    A plain word that is only one of an id's words ("curse", "key") finds nothing.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")
    if len(slug) < 2 or count > 2 or term.isupper():
        return len(slug) > 1
    return slug in name.split("-vs-") if term.isalpha() and term[1:].islower() else f"-{slug}-" in f"-{name}-"


def _key(text: str) -> str:
    """What decides the order and whether two terms are one: lower case, no plural, no apostrophe."""
    words = re.findall(r"[^\s,;:?!.()\"“”|-]+", text.lower().replace("’", "'"))
    return " ".join(_single(word.removesuffix("'s")) for word in words)


def _single(word: str) -> str:
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias"))
    return word[:-1] if plural else word


def _capital(term: str) -> str:
    """With a capital, unless it begins with a symbol (k-means, t-SNE) or is a name in code."""
    return term if term[1:2] == "-" or "_" in term or "=" in term else term[0].upper() + term[1:]
