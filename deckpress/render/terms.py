"""The index of terms: tags, and the terms that prompts and other wordings name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from deckpress.bank import Bank, Question
from deckpress.content import plain_text

__all__ = ["Term", "index_terms"]

_MOST: Final = 12
"""A term in more questions than this finds nothing; only a tag may have more."""
_BREAK: Final = re.compile(r"[,;:?!.()\"“”|]\s|[?!.:;,()\"“”|]|\s[–—-]\s")
_COMMON: Final = frozenset("""
a about above across act add after again against all almost already also although always am among an and
another any apart appear are arise around as ask assign at avoid away be beat because become before behave
being belong best better between beyond both build but buy by calculate call can cannot care carry cause change
changed choose classify clear combine come compare compute computing conclude contain contribute could create
creep curb decide define deploy describe design did differ differently do does done each either else end engineer
estimate evaluate even every exploit explain far find fit follow for from full gain get give good had handle
happen hard harder has have heavily help here holds how however if ignore implement in individual inside instead
interpret into is it its itself judge keep know largely lead learn leave less let like long look lose lower made
make many may mean measure meets might minimise mislead misleading model's more most move much must need neither
new next no nor not notice of offer often on once one only optimise or organise other others out over own people
per perform pick plain poorly predict prefer prepare present preserve prevent price process produce project
properly punish put rare rarer rather real reason reduce regularise relate rely replace resolve reuse reveal
reveals reward round run same say score select separate serve serves set several shape shift ship should show
since so solve some split start still stop strike strongly such suit suppose take tell than that the their them
then there these they this those though through time to together too train treat trust try tune two under until
up us use used useful uses using usual usually validate very wants was waste way we well went were what when where
whether which while who whole why will with within without work would write wrong you your
advantages aloud articles blind body box business case challenges child choice clarify code colleague current
customers data drawbacks downsides enough example experience goal goes guide interviewer impact inputs job join
kind kinds ladder large letter limits list lists loan maze methods name news number object old open output outputs
parents path phone playlist practice proud result restaurant risk role scratch semantics setting settings shallow
size sources speed square stages steps structure study task technical term thousands twelve-hour type types video
weekly whose word words
""".split())


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
    if bank.settings.language.split("-")[0] == "en":
        _add_terms(bank, found, labels)
    letters: dict[str, list[Term]] = defaultdict(list)
    for key in sorted(found):
        letters[key[0].upper()].append(Term(_capital(labels[key]), tuple(found[key])))
    return sorted(letters.items())


def _tagged(bank: Bank) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for question in bank.questions():
        for tag in question.tags:
            found[_key(bank.tags.get(tag, tag))][question.id] = None
    return found


def _add_terms(bank: Bank, found: dict[str, dict[str, None]], labels: dict[str, str]) -> None:
    wordings = {q.id: _wordings(q) for q in bank.questions()}
    texts = {q.id: f" {' '.join(map(_key, wordings[q.id]))} {_key(plain_text(q.lead, math='|'))} "
             for q in bank.questions()}
    for question in bank.questions():
        for term in _candidates(wordings[question.id], question.id):
            key = _key(term)
            places = [name for name, text in texts.items() if f" {key} " in text]
            if key not in found and len(places) <= _MOST and _is_term(term, question.id, len(places)):
                found[key] = dict.fromkeys(places)
                labels.setdefault(key, term)
    tags = {_key(label) for label in bank.tags.values()}
    parts = {word for key in found if " " in key for word in key.split()}
    for key in [key for key in found if key in parts and not labels[key].isupper() and key not in tags]:
        del found[key]


def _wordings(question: Question) -> list[str]:
    return [plain_text(question.prompt, math="|"), *question.also]


def _candidates(wordings: list[str], name: str) -> Iterator[str]:
    """Runs of up to three words between common words; a word of the id also by itself."""
    for part in (part for wording in wordings for part in _BREAK.split(f"{wording} ")):
        run: list[str] = []
        for word in [*part.split(), "the"]:
            if word[0].isalpha() and not {word.lower(), _key(word)} & _COMMON:
                run.append(word)
                if word.lower() in name.split("-") or word.isupper():
                    yield word
                continue
            if 1 < len(run) <= 3 or (run and "-" in run[0]):
                yield " ".join(run)
            run = []


def _is_term(term: str, name: str, count: int) -> bool:
    """Whether several questions use it, or the author made it part of the question's id."""
    slug = re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")
    return len(slug) > 1 and (count > 2 or f"-{slug}-" in f"-{name}-" or (term.isupper() and len(term) > 1))


def _key(text: str) -> str:
    """What decides the order and whether two terms are one: lower case, no plural, no apostrophe."""
    words = re.findall(r"[^\s,;:?!.()\"“”|-]+", text.lower().replace("’", "'"))
    return " ".join(_single(word.removesuffix("'s")) for word in words)


def _single(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias")) else word


def _capital(label: str) -> str:
    return label if any(c.isupper() for c in label) or "_" in label else label[:1].upper() + label[1:]
