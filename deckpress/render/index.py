"""The index: terms, words that authors list, acronyms with their expansion, names, and tags."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from deckpress.bank import Bank, Question
from deckpress.content.plain import plain_text
from deckpress.content.sorting import heading, sort_key
from deckpress.render.candidates import (
    acronyms,
    capital,
    guesses,
    is_common,
    key_of,
    names,
    places,
    text_of,
    uncapital,
    wordings,
)
from deckpress.render.readings import readings_of

__all__ = ["IndexEntry", "index_entries"]

_FEW = 4
"""Places that an entry without sub-entries may have."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One entry of the index."""

    label: str
    main: tuple[str, ...]
    """Ids of the questions that are about it."""
    others: tuple[str, ...] = ()
    """Ids of questions that name it."""
    subs: tuple[IndexEntry, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """All ids."""
        return self.main + self.others


@dataclass(slots=True)
class _Draft:
    """An entry that is still growing; ids as keys, in order."""

    label: str
    main: dict[str, None] = field(default_factory=dict)
    others: dict[str, None] = field(default_factory=dict)
    subs: dict[str, _Draft] = field(default_factory=dict)


_Drafts = dict[str, _Draft]


def index_entries(bank: Bank) -> list[tuple[str, list[IndexEntry]]]:
    """The entries under their letters, in the order of the bank's language."""
    questions = list(bank.questions())
    drafts: _Drafts = {}
    _add_named(drafts, questions)
    texts = {question.id: text_of(question) for question in questions}
    if bank.settings.language.partition("-")[0] == "en":
        _add_english(drafts, questions)
    _add_tags(drafts, bank, questions)
    _add_mentions(drafts, texts, {q.id: " ".join((*wordings(q), plain_text(q.lead))) for q in questions})
    _drop_halves(drafts)
    for word in bank.settings.index_stop:
        drafts.pop(key_of(word), None)
    language = bank.settings.language
    kana = readings_of(bank, [draft.label for draft in drafts.values()])
    letters: dict[str, list[IndexEntry]] = defaultdict(list)
    for entry in _entries(drafts, language, kana):
        first = heading(entry.label, language, kana.get(entry.label, ""))
        letters[first if first.isalpha() else "#"].append(entry)
    return sorted(letters.items(), key=lambda row: row[0] != "#")


def _entries(drafts: _Drafts, language: str, kana: Mapping[str, str]) -> list[IndexEntry]:
    found = [
        IndexEntry(
            draft.label, tuple(draft.main), tuple(draft.others), tuple(_entries(draft.subs, language, kana))
        )
        for draft in drafts.values()
    ]
    return sorted(found, key=lambda entry: sort_key(entry.label, language, kana.get(entry.label, "")))


def _add(drafts: _Drafts, label: str, name: str) -> None:
    drafts.setdefault(key_of(label), _Draft(label)).main[name] = None


def _add_named(drafts: _Drafts, questions: list[Question]) -> None:
    """Terms and listed words; "Overfitting: remedies" stands under Overfitting where that is an entry.

    "Story: a decisive feature" stands under D as "A decisive feature (story)": nobody looks up a common word.
    """
    divided: list[tuple[str, str, str]] = []
    for question in questions:
        for label in filter(None, (question.term, *question.index)):
            head, colon, sub = label.partition(": ")
            if colon:
                divided.append((head, sub, question.id))
            else:
                _add(drafts, label, question.id)
    heads = [key_of(head) for head, _, _ in divided]
    for head, sub, name in divided:
        if is_common(head):
            _add(drafts, f"{capital(sub)} ({uncapital(head)})", name)
        elif key_of(head) in drafts or heads.count(key_of(head)) > 1:
            _add(drafts.setdefault(key_of(head), _Draft(head)).subs, sub, name)
        else:
            _add(drafts, f"{head}: {sub}", name)


def _add_english(drafts: _Drafts, questions: list[Question]) -> None:
    for question in questions:
        first, _, second = question.term.partition(" vs ")
        if second and " " not in first + second:
            _add(drafts, capital(f"{second} vs {uncapital(first)}"), question.id)
    written = {q.id: " ".join((*wordings(q), plain_text(q.lead))) for q in questions}
    for short, words in acronyms(questions).items():
        whole, word = drafts.get(key_of(words)), re.compile(rf"\b{short}s?\b")
        main = [q.id for q in questions if (whole and q.id in whole.main) or word.search(q.term)]
        shown = [name for name, text in written.items() if short in text and word.search(text)]
        if shown or main:
            label = f"{short} ({words})"
            draft = drafts.setdefault(key_of(short), _Draft(label))
            draft.label = label
            draft.main.update(dict.fromkeys(main))
            draft.others.update(dict.fromkeys(shown))
    for question in questions:
        for name in names(plain_text(question.lead, math="|")):
            drafts.setdefault(key_of(name), _Draft(capital(name))).others[question.id] = None
    for key, (label, ids) in guesses(questions).items():
        drafts.setdefault(key, _Draft(label)).others.update(dict.fromkeys(ids))


def _add_tags(drafts: _Drafts, bank: Bank, questions: list[Question]) -> None:
    """Tags that nothing else names; where questions have terms, only those that lead to few places."""
    tagged: dict[str, dict[str, None]] = defaultdict(dict)
    for question in questions:
        for tag in question.tags:
            tagged[tag][question.id] = None
    named = any(question.term for question in questions)
    for tag, ids in tagged.items():
        label = bank.tags.get(tag, tag)
        if key_of(label) not in drafts and (len(ids) <= _FEW or not named):
            drafts[key_of(label)] = _Draft(label, others=ids)
        elif not named:
            drafts[key_of(label)].others.update(ids)


def _add_mentions(drafts: _Drafts, texts: dict[str, str], written: dict[str, str]) -> None:
    """Other questions that name an entry, where they are few enough to be of use; CLIP is not "clip"."""
    where = places(drafts, texts)
    for key, draft in drafts.items():
        named = where[key]
        if draft.label.isupper() and len(draft.label) > 1:
            named = [name for name in named if draft.label in written[name]]
        if draft.main and len({*draft.main, *draft.others, *named}) <= _FEW:
            draft.others.update(dict.fromkeys(named))
        elif draft.main:
            draft.others.clear()
        for name in draft.main:
            draft.others.pop(name, None)


def _drop_halves(drafts: _Drafts) -> None:
    """Single words that only begin an entry of its own: "Brier" beside "Brier score"."""
    begun = {key_of(key.replace("'", "")).rpartition(" ")[0] for key, draft in drafts.items() if draft.main}
    for key in [key for key, draft in drafts.items() if not (draft.main or draft.subs or " " in draft.label)]:
        if key in begun:
            del drafts[key]
