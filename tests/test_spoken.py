"""A bank without a Latin letter makes products without an English word, whoever of us says it."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from typing import Literal

import pytest
from conftest import TEMPLATES, Memory, need, one_file

from deckpress.bank import Bank
from deckpress.lock import Lock
from deckpress.read import read_bank
from deckpress.render import Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout import handout
from deckpress.render.paper import cheatsheet, flashcards, selftest

SETTINGS = """[bank]
title = "כותרת"
slug = "b"
namespace = "tests/spoken-he"
version = "1.0"
language = "he"
description = "תיאור."
licence = "רישיון"
report_url = "https://example.org/{id}"
[deck]
extra_cards = ["reverse", "type-in"]
"""
FIRST = """# נושא

## מה זה?

```yaml
id: q1
kind: system-design
level: 2
tags: [t]
also: ["עוד ניסוח"]
see: [q2]
contrast: [q3]
```

תשובה, ראו [q2].

```math
1 + 1 = 2
```

### Key points

- נקודה.

### In depth

Table: טבלה

| א | ב |
|---|---|
| 1 | 2 |

```
12345678901234567890123456789
```

![ציור של קו עולה מצד אל צד](../figures/f.svg "קו")

```math
1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 = 45
```

### Example

דוגמה.

### Cloze

- מילה {{c1::אחת}} כאן.

### Pitfalls

- טעות.

### Follow-ups

- ומה אחר כך?

### References

- r, 3
- s

## ומה עוד?

```yaml
id: q2
kind: coding
level: 1
```

כלום.

## ומה לא?

```yaml
id: q3
level: 3
```

הכול.
"""
SECOND = "---\nsummary: תקציר.\n---\n# עוד נושא\n\n## למה?\n\n```yaml\nid: q4\n```\n\nככה.\n"
REFERENCES = """r:
  title: ספר
  authors: כהן, לוי, מזרחי
  year: 2020
  isbn: 9780306406157
s:
  title: מאמר
  authors: כהן
  year: 2021
  url: https://example.org/s
"""
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 60"><path d="M0 0L9 9" stroke="var(--ink)"/></svg>\n'
NAMES = r"STIX Two Math|SIL Open Font License|deckpress [\d.]+\w*|ISBN|https://\S+|\bq[1-4]\b|\bt\b"
"""What is called the same in every language."""


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    source = tmp_path_factory.mktemp("source")
    for name in ("questions", "figures"):
        (source / name).mkdir()
    (source / "bank.toml").write_text(SETTINGS, encoding="utf-8")
    (source / "questions/01-a.md").write_text(FIRST, encoding="utf-8")
    (source / "questions/02-b.md").write_text(SECOND, encoding="utf-8")
    (source / "figures/f.svg").write_text(FIGURE, encoding="utf-8")
    (source / "references.yaml").write_text(REFERENCES, encoding="utf-8")
    (source / "tags.yaml").write_text("t: תג\n", encoding="utf-8")
    return read_bank(source)


def _english(page: str) -> list[str]:
    """Latin words that a reader of HTML sees or hears."""
    page = re.sub(r"<(style|script|annotation|math)\b.*?</\1>", " ", page, flags=re.S)
    page = re.sub(r"\\[(\[].*?\\[)\]]|\{\{[^{}]*\}\}", " ", page, flags=re.S)  # TeX and Anki's marks
    heard = re.findall(r'\s(?:aria-label|alt|title|placeholder)="([^"]*)"', page)
    return _latin(html.unescape(" ".join([*heard, re.sub(r"<[^>]*>", " ", page)])))


def _latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", re.sub(NAMES, " ", text))


@pytest.mark.parametrize("pages", ["one", "topic"])
def test_the_handout(pages: Literal["one", "topic"], bank: Bank, store: Memory) -> None:
    from dataclasses import replace

    settings = replace(bank.settings, handout_pages=pages)
    made = handout.render(replace(bank, settings=settings), Context(TEMPLATES, store, Lock()))
    for page in [made] if isinstance(made, bytes) else made.values():
        assert _english(page.decode()) == []
        assert '"learningResourceType":"שאלות ותשובות"' in page.decode()


def test_the_cards(bank: Bank) -> None:
    notes = make_notes(bank, TEMPLATES)
    sides = [side for _, _, cards in notes.types.values() for card in cards for side in card[2:]]
    for text in [*sides, *(field for note in notes.notes for field in note.fields)]:
        assert _english(text) == [], text


@pytest.mark.parametrize("product", [cheatsheet, selftest, flashcards], ids=lambda module: module.__name__)
def test_paper(product: object, bank: Bank, tmp_path: Path, store: Memory) -> None:
    need("pdftotext", "pdfinfo", "fc-list")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(one_file(product.render(bank, Context(TEMPLATES, store, Lock()))))  # type: ignore[attr-defined]
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, check=True).stdout.decode()
    assert _latin(text) == []
    about = subprocess.run(["pdfinfo", paper], capture_output=True, check=True).stdout.decode()
    assert _latin(about.partition("Title:")[2].partition("\n")[0]) == []


def test_the_same_bank_in_english_would_be_found(bank: Bank, store: Memory) -> None:
    from dataclasses import replace

    english = replace(bank, settings=replace(bank.settings, language="en"))
    page = one_file(handout.render(english, Context(TEMPLATES, store, Lock()))).decode()
    assert {"Pitfalls", "Contents", "minute"} <= {*_english(page)}
    assert len(_english(page)) > 100
