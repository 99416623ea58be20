"""Made: what became of a note, judged by our own reader, with what was lost in its comment fence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from deckpress.export.markdown_form import question_text
from deckpress.importing.note import Note, NoteType
from deckpress.importing.tally import Tally
from deckpress.problems import Severity
from deckpress.read.document import split_document
from deckpress.read.files import UNSEEN, Folder
from deckpress.read.question import read_question

__all__ = ["DATA", "Made", "faults_of", "with_losses"]

_KEPT: Final = 3000  # characters of a comment fence
DATA: Final = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")


@dataclass(slots=True)
class Made:
    """What became of a note."""

    note: Note
    question: dict[str, Any] = field(default_factory=dict)
    """As in the document of an export; empty where the note is dropped."""
    tally: Tally = field(default_factory=Tally)
    dropped: str = ""
    """Why no question was made."""

    @classmethod
    def lost(cls, origin: str, why: str) -> Made:
        """A note that could not even be read."""
        return cls(Note(origin, NoteType("", ()), {}), dropped=why)


def faults_of(question: dict[str, Any]) -> list[str]:
    """What our reader says against a question: the errors' messages."""
    folder = Folder(Path())
    text = question_text({"id": "a-question", **{k: v for k, v in question.items() if k != "id"}})
    document = split_document(folder, "questions/01-x.md", f"# X\n\n{text}")
    for part in document.questions:
        read_question(folder, part)
    if len(document.questions) != 1:
        return ["it reads as several questions"]
    return [
        p.message for p in folder.problems if p.severity is Severity.ERROR and p.code not in ("F701", "F705")
    ]


def with_losses(sections: dict[str, str], tally: Tally) -> dict[str, str]:
    """The sections with a comment fence for what was lost, under In depth."""
    if not tally.lost:
        return sections
    text = "\n".join(
        dict.fromkeys(UNSEEN.sub("", DATA.sub("data:…", piece)).strip("\n") for piece in tally.lost)
    )
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    if len(text) > _KEPT:
        text = f"{text[:_KEPT]}…"
        tally.changes["a loss too long to be kept whole"] = 1
    ticks = "`" * (3 + 2 * ("```" in text))
    fence = f"{ticks}text lost\n{text}\n{ticks}"
    body = sections.get("In depth")
    return {**sections, "In depth": f"{body}\n\n{fence}" if body else fence}
