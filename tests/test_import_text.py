"""Any text in any element of a card comes in as the same text: signs of Markdown, of TeX and of HTML."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from deckpress.bank import Markdown
from deckpress.content.plain import line_text
from deckpress.export.markdown_form import question_text
from deckpress.importing.media import MediaNames
from deckpress.importing.note import Note, NoteType
from deckpress.importing.question import make_question
from deckpress.importing.roles import guess_roles
from deckpress.importing.shelf import Lock, Shelf
from deckpress.inside import within
from deckpress.parts import Fence, Line
from deckpress.problems import Severity
from deckpress.read.document import split_document
from deckpress.read.files import Folder
from deckpress.read.question import read_question

_WORDS = (
    "* ** _ __ ` `` [ ] ) < > & &amp; # ## - + 1. 2) | ~ ~~ ^ == ++ %% ! ![ $ $$ \\ { } {{ }} : :: :a: ' \" a b foo x_y "
    "http://a.b/c www.x.yz <b> id: --- *** ``` ~~~ 日本 é [^1] [[w]] {#1} {.x} @ / = Table:x [!NOTE] ::: TODO “ … (c) "
    "]( {a|b} ? \\\\ &#64; </p> <!-- {lang=ja}"
)
SIGNS = (*_WORDS.split(" "), " ", " ", "  ", "\n", "B c", "- [ ] t", "\u00a0", ": ")
INLINE = ("b", "i", "u", "sub", "sup", "code", "em", "strong", "mark", "s", "span", "kbd")
BASIC = NoteType("Basic", ("Front", "Back"), (("{{Front}}", "{{Back}}"),))
GAPS = NoteType("Cloze", ("Text", "Extra"), is_cloze=True)


def piece(rng: random.Random, plain: list[str]) -> str:
    """Some elements with random signs in them; their text goes to `plain`."""
    text = "".join(rng.choice(SIGNS) for _ in range(rng.randrange(1, 7)))
    plain.append(text)
    made, kind = html.escape(text, quote=False), rng.random()
    if kind < 0.3:
        return made
    if kind < 0.6:
        name = rng.choice(INLINE)
        return f"<{name}>{made}</{name}>"
    if kind < 0.8:
        name = rng.choice(("div", "p", "blockquote", "h2"))
        return f"<{name}>{made}</{name}>"
    if kind < 0.9:
        return f"{made}<br>"
    plain.append("x")
    return f"<ul><li>{made}</li><li>x</li></ul>"


def field(rng: random.Random) -> tuple[str, str]:
    plain: list[str] = []
    made = "".join(piece(rng, plain) for _ in range(rng.randrange(1, 5)))
    return made, "".join(plain)


def bare(text: str) -> str:
    return re.sub(r"[\s•]", "", unicodedata.normalize("NFKC", text))


def shown(text: Markdown) -> str:
    out = [
        block.content if isinstance(block, Fence) else line_text(block.parts, pictures=True)
        for block in within(text.blocks)
        if isinstance(block, Fence | Line)
    ]
    return bare("".join(out))


def question_of(note: Note) -> tuple[Any, Any]:
    """The question as our reader reads it, and what became of the note."""
    shelf = Shelf(Path("/nonexistent"), None, Lock())
    made = make_question(note, guess_roles(note.kind, {}), MediaNames({}, {}, shelf))
    assert not made.dropped
    folder = Folder(Path())
    text = question_text({"id": "x", **made.question})
    document = split_document(folder, "questions/01-x.md", f"# T\n\n{text}")
    assert len(document.questions) == 1, text
    question = read_question(folder, document.questions[0])
    errors = [p.message for p in folder.problems if p.severity is Severity.ERROR]
    assert errors == [], (text, errors)
    assert question is not None
    return question, made


@pytest.mark.parametrize("seed", range(4))
def test_any_text_stays_the_same(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        (front, asked), (back, told) = field(rng), field(rng)
        question, made = question_of(Note("g", BASIC, {"Front": front, "Back": back}))
        if made.tally.lost:
            continue
        assert not bare(asked) or shown(question.prompt) == bare(asked), front
        assert not bare(told) or shown(question.lead) == bare(told), back


@pytest.mark.parametrize("seed", range(2))
def test_any_text_stays_the_same_around_deletions(seed: int) -> None:
    rng = random.Random(seed)
    kept = 0
    for _ in range(120):
        parts = [html.escape("".join(rng.choice(SIGNS) for _ in range(3)), quote=False) for _ in range(3)]
        inner = re.sub(r"[{}:]", "", parts[1]).strip() or "x"
        outer = [re.sub(r"[{}]", "", part) for part in (parts[0], parts[2])]
        text = f"word {outer[0]} {{{{c2::{inner}::why}}}} {outer[1]}"
        question, made = question_of(Note("g", GAPS, {"Text": text, "Extra": ""}))
        if made.tally.lost or not question.clozes:
            continue
        kept += 1
        assert shown(question.lead) == bare(html.unescape(f"word{outer[0]}{inner}{outer[1]}")), text
        assert "{{c1::" in question.clozes[0].text.source
    assert kept > 100
