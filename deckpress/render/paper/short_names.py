"""Short names: what see-references call questions - their terms, else the words of an id."""

from __future__ import annotations

import re
from collections import Counter

from deckpress.bank import Bank
from deckpress.content.plain import plain_text

__all__ = ["short_names"]


def short_names(bank: Bank) -> dict[str, str]:
    """Question id to its term, else its words: "t-sne" is t-SNE where the bank says so."""
    texts = {
        question.id: "\n".join([plain_text(question.prompt), *question.also, plain_text(question.lead)])
        for question in bank.questions()
    }
    written = Counter(word for text in texts.values() for word in re.findall(r"\b[A-Za-z]{2,}\b", text))
    known: dict[str, str] = {}
    for word, _ in written.most_common():
        if not word[1:].islower():
            known.setdefault(word.lower(), word)
    terms = {question.id: question.term for question in bank.questions()}
    return {name: terms[name] or _name(name, text, known) for name, text in texts.items()}


def _name(question_id: str, text: str, known: dict[str, str]) -> str:
    words = question_id.split("-")
    whole = re.search(rf"(?<![\w-]){'[ -]'.join(map(re.escape, words))}(?![\w-])", text, re.IGNORECASE)
    if whole:
        return _inside(whole[0])
    return " ".join(known.get(word, word) for word in words)


def _inside(name: str) -> str:
    """Without the capital that only begins a sentence."""
    return name[0].lower() + name[1:] if name[1:] == name[1:].lower() and len(name) > 1 else name
