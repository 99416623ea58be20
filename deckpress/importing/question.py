"""Questions: a note becomes a question of our format, read back by our own reader before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any, Final

from deckpress.export.markdown_form import question_text
from deckpress.importing.cloze import gapped, has_cloze, item_of, mark_deletions, without_marks
from deckpress.importing.escape import plain_markdown
from deckpress.importing.media import MediaNames
from deckpress.importing.note import Note, NoteType, missing_library
from deckpress.importing.roles import Mapped
from deckpress.importing.tally import Tally
from deckpress.problems import Severity
from deckpress.read.document import split_document
from deckpress.read.files import UNSEEN, Folder
from deckpress.read.question import BLOCK_KEYS, LIMIT, read_question

__all__ = ["Made", "faults_of", "make_question"]

_LONG: Final = 1 << 16  # characters of a field, pictures inside it not counted
_KEPT: Final = 3000  # characters of a comment fence
_PRIVATE: Final = re.compile("[\ue000-\ue03f]")
_DATA: Final = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")
_TAG: Final = re.compile(r"<[^>]*>")
_LINE: Final = re.compile(r"<(?:br|/?div|/?p|/?li|/?tr)[^>]*>", re.I)
_EMPTY: Final = "—"


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


def make_question(note: Note, mapped: Mapped, media: MediaNames) -> Made:
    """The question of a note, without an id. Raises EngineError where a library is missing."""
    made = Made(note)
    if long := next((name for name, text in note.fields.items() if len(_DATA.sub("", text)) > _LONG), ""):
        made.dropped = f"its field {long!r} is longer than {_LONG} characters"
        return made
    if not any(text.strip() for text in note.fields.values()):
        made.dropped = "all its fields are empty"
        return made
    clean = {name: _clean(text) for name, text in note.fields.items()}
    writer = _Writer(replace(note, fields=clean), mapped, media, made.tally)
    question = writer.cloze() if mapped.fields_of("cloze") else writer.pair()
    made.question = _sound(question, writer, made.tally)
    if len(question_text({"id": "x", **made.question})) > LIMIT - 100:
        made.dropped, made.question = f"the question would be longer than {LIMIT} characters", {}
    return made


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


@dataclass(slots=True)
class _Writer:
    note: Note
    mapped: Mapped
    media: MediaNames
    tally: Tally
    sources: dict[str, str] = field(default_factory=dict)
    """Part to what it was made from."""

    def pair(self) -> dict[str, Any]:
        """A question of prompt and answer."""
        prompt, lead = self._joined("prompt", flat=True), self._joined("answer")
        notes = list(self._notes())
        if not lead and notes:
            lead = notes.pop(0)[1]
        return self._question(prompt, lead, notes, "")

    def cloze(self) -> dict[str, Any]:
        """A question whose prompt has gaps, and one cloze item."""
        names = self.mapped.fields_of("cloze")
        raw = "<br>".join(self.note.fields.get(name, "") for name in names)
        self.sources["Cloze"] = self.sources["prompt"] = self.sources["lead"] = raw
        if not has_cloze(raw):
            self.tally.change("a cloze note without a deletion")
            text = self._text(raw, flat=True)
            notes = list(self._notes())
            return self._question(text, notes.pop(0)[1] if notes else "", notes, "")
        text = self._text(mark_deletions(raw, self.tally), flat=True)
        return self._question(gapped(text), without_marks(text), list(self._notes()), f"- {item_of(text)}")

    def _question(self, prompt: str, lead: str, notes: list[tuple[str, str]], cloze: str) -> dict[str, Any]:
        question: dict[str, Any] = {"prompt": _heading(prompt), "lead": lead}
        if not prompt:
            question["prompt"] = plain_markdown(
                f"{self.note.kind.name or 'Note'} {self.note.origin}", flat=True
            )
            self.tally.change("a front without text")
        if not lead:
            question |= {"lead": _EMPTY, "draft": True}
            self.tally.change("no answer: a draft")
        question["origin"] = self.note.origin
        if also := [" ".join(unescape(_TAG.sub(" ", text)).split()) for text in self._fields("also")]:
            question["also"] = [text for text in also if text]
        if "cards" in BLOCK_KEYS and (cards := self.mapped.cards_of(self.note.cards)) not in (
            [],
            ["forward"],
        ):
            question["cards"] = cards
        sections = {"In depth": "\n\n".join(text for _, text in notes)} if notes else {}
        question["sections"] = sections | ({"Cloze": cloze} if cloze else {})
        return question

    def _notes(self) -> Iterator[tuple[str, str]]:
        """Name and text of each field that goes with the answer."""
        names = [name for name in self.mapped.fields_of("note") if self.note.fields.get(name, "").strip()]
        for name in names:
            self.sources["In depth"] = self.sources.get("In depth", "") + self.note.fields[name] + "\n"
            if text := self._text(self.note.fields[name], flat=False):
                label = f"**{plain_markdown(name, flat=True)}**\n\n" if len(names) > 1 else ""
                yield name, label + text

    def _joined(self, role: str, *, flat: bool = False) -> str:
        fields = self._fields(role)
        self.sources["prompt" if role == "prompt" else "lead"] = "\n".join(fields)
        texts = [text for text in (self._text(part, flat=flat) for part in fields) if text]
        return ("<br>" if flat else "\n\n").join(texts)

    def _fields(self, role: str) -> list[str]:
        found = [self.note.fields.get(name, "") for name in self.mapped.fields_of(role)]
        return [text for text in found if text.strip()]

    def _text(self, text: str, *, flat: bool) -> str:
        if self.note.markup == "markdown":
            return " ".join(text.split()) if flat else text.strip("\n").rstrip()
        if self.note.markup == "text" or not re.search(r"[<&\\\[]", text):
            return plain_markdown(text if self.note.markup == "text" else " ".join(text.split()), flat=flat)
        try:
            from deckpress.importing.markup import to_markdown  # noqa: PLC0415 - of the extra, imported on use
        except ModuleNotFoundError:
            raise missing_library("markdownify") from None
        try:
            return to_markdown(text, self.tally, self.media, flat=flat)
        except RecursionError:
            self.tally.lose(text, "elements nested too deeply")
            return plain_markdown(_plain(text), flat=flat)


def _clean(text: str) -> str:
    """A field without what cannot be seen and the marks of our own."""
    return UNSEEN.sub("", _PRIVATE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _heading(prompt: str) -> str:
    """A prompt that stands behind '## '."""
    return f"{prompt[:-1]}\\#" if prompt.endswith("#") and not prompt.endswith("\\#") else prompt


def _sound(question: dict[str, Any], writer: _Writer, tally: Tally) -> dict[str, Any]:
    """The question, each part that our reader refuses as plain text with its source in the comment fence."""
    if faults_of(question | {"sections": _kept(question["sections"], tally)}):
        blank = {"prompt": "x", "lead": "x", "sections": {}}
        for part in ("prompt", "lead"):
            if faults := faults_of({**blank, part: question[part]}):
                tally.lose(writer.sources.get(part, ""), f"not in our Markdown: {faults[0]}")
                question[part] = (
                    plain_markdown(_plain(writer.sources.get(part, "")), flat=part == "prompt") or _EMPTY
                )
        for part, body in list(question["sections"].items()):
            if faults := faults_of({**blank, "sections": {part: body}}):
                tally.lose(writer.sources.get(part, body), f"not in our Markdown: {faults[0]}")
                plain = plain_markdown(_plain(writer.sources.get(part, "")))
                if part == "Cloze" or not plain:
                    del question["sections"][part]
                else:
                    question["sections"][part] = plain
    question["sections"] = _kept(question["sections"], tally)
    return question


def _kept(sections: dict[str, str], tally: Tally) -> dict[str, str]:
    """The sections with a comment fence for what was lost, under In depth."""
    if not tally.lost:
        return sections
    text = "\n".join(
        dict.fromkeys(UNSEEN.sub("", _DATA.sub("data:…", piece)).strip("\n") for piece in tally.lost)
    )
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    if len(text) > _KEPT:
        text = f"{text[:_KEPT]}…"
        tally.changes["a loss too long to be kept whole"] = 1
    ticks = "`" * (3 + 2 * ("```" in text))
    fence = f"{ticks}text lost\n{text}\n{ticks}"
    body = sections.get("In depth")
    return {**sections, "In depth": f"{body}\n\n{fence}" if body else fence}


def _plain(html: str) -> str:
    """The words of a field without its elements and marks."""
    text = _PRIVATE.sub("", re.sub(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", r"\1", html, flags=re.S))
    text = unescape(_TAG.sub("", _LINE.sub("\n", text)))
    return UNSEEN.sub("", text).replace("\r", "")
