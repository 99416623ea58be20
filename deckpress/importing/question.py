"""Questions: a note becomes a question of our format, read back by our own reader before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from typing import Any, Final

from deckpress.export.markdown_form import question_text
from deckpress.importing.cloze import (
    gapped,
    has_cloze,
    item_of,
    mark_deletions,
    out_of_formulas,
    without_marks,
)
from deckpress.importing.commonmark import is_simple, to_html
from deckpress.importing.escape import plain_markdown
from deckpress.importing.made import DATA, Made, faults_of, with_losses
from deckpress.importing.media import MediaNames
from deckpress.importing.note import Note, missing_library
from deckpress.importing.occlusion import is_occlusion, label_items
from deckpress.importing.ready import ready_question
from deckpress.importing.roles import Mapped
from deckpress.importing.tally import Tally
from deckpress.read.files import UNSEEN
from deckpress.read.question import LIMIT

__all__ = ["make_question"]

_LONG: Final = 1 << 16  # characters of a field, pictures inside it not counted
_PRIVATE: Final = re.compile("[\ue000-\ue03f]")
_TAG: Final = re.compile(r"<[^>]*>")
_LINE: Final = re.compile(r"<(?:br|/?div|/?p|/?li|/?tr)[^>]*>", re.I)
_OCCLUSION: Final = ("Header", "Back Extra", "Comments")
_EMPTY: Final = "—"


def make_question(note: Note, mapped: Mapped, media: MediaNames) -> Made:
    """The question of a note, without an id. Raises EngineError where a library is missing."""
    made = Made(note)
    if long := next((name for name, text in note.fields.items() if len(DATA.sub("", text)) > _LONG), ""):
        made.dropped = f"its field {long!r} is longer than {_LONG} characters"
        return made
    if not any(text.strip() for text in note.fields.values()):
        made.dropped = "all its fields are empty"
        return made
    if note.question is not None:
        return ready_question(made, note.question, media)
    clean = {name: _clean(text) for name, text in note.fields.items()}
    writer = _Writer(replace(note, fields=clean), mapped, media, made.tally)
    if is_occlusion(clean):
        question = writer.labels()
    else:
        question = writer.cloze() if mapped.fields_of("cloze") else writer.pair()
    made.question = _sound(question, writer, made.tally)
    if len(question_text({"id": "x", **made.question})) > LIMIT - 100:
        made.dropped, made.question = f"the question would be longer than {LIMIT} characters", {}
    return made


@dataclass(slots=True)
class _Writer:
    note: Note
    mapped: Mapped
    media: MediaNames
    tally: Tally
    sources: dict[str, str] = field(default_factory=dict)
    """Part to what it was made from."""
    pictures: list[str] = field(default_factory=list)
    """Those that wait for a paragraph of their own."""

    def _taken(self) -> list[str]:
        """The waiting pictures, which then wait no more."""
        out, self.pictures = self.pictures, []
        return out

    def pair(self) -> dict[str, Any]:
        """A question of prompt and answer."""
        prompt, before = _shown(self._joined("prompt", flat=True), self._taken())
        lead = self._joined("answer")
        lead = "\n\n".join(part for part in (*before, lead, *self._taken()) if part)
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
            text, before = _shown(self._text(raw, flat=True), self._taken())
            notes = list(self._notes())
            lead = "\n\n".join((*before, *([notes.pop(0)[1]] if notes else [])))
            return self._question(text, lead, notes, "")
        text = self._text(mark_deletions(out_of_formulas(raw, self.tally), self.tally), flat=True)
        more = [*self._taken(), *(note for _, note in self._notes())]  # a cloze card shows the lead only
        lead = "\n\n".join((without_marks(text), *more))
        return self._question(gapped(text), lead, [], f"- {item_of(text)}")

    def labels(self) -> dict[str, Any]:
        """A question of a picture whose regions are hidden: Anki's own image occlusion."""
        fields = self.note.fields
        mask = next(name for name, text in fields.items() if "::image-occlusion:" in text)
        shown = next((name for name, text in fields.items() if "<img" in text.lower()), "")
        self._text(fields.get(shown, ""), flat=True)
        pictures, (items, left) = self._taken(), label_items(fields[mask])
        words = {name: self._text(fields.get(name, ""), flat=name == "Header") for name in _OCCLUSION}
        prompt = words["Header"] or plain_markdown("What is hidden?", flat=True)
        lead = "\n\n".join(text for text in (words["Back Extra"], words["Comments"]) if text)
        question = self._question(prompt, lead or " ", [], "")
        if left:
            self.tally.change("a mask that is no region")
        if pictures and items:
            section = "\n\n".join((pictures[0], "\n".join(items)))
            question["sections"] = {"Labels": section, **question["sections"]}
            self.sources["Labels"] = f"{fields[shown]}\n{fields[mask]}"
            question["lead"] = lead
        else:
            self.tally.lose(f"{fields.get(shown, '')}\n{fields[mask]}", "an image occlusion")
            question |= {"lead": lead or _EMPTY, "draft": True}
        question["cards"] = ["cloze"]
        return question

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
        question["origin"] = f"{self.note.origin} {{#1}}" if cloze else self.note.origin
        if also := [" ".join(unescape(_TAG.sub(" ", text)).split()) for text in self._fields("also")]:
            question["also"] = [text for text in also if text]
        cards = ["cloze"] if cloze else self.mapped.cards_of(self.note.cards)
        if cards not in ([], ["forward"]):
            question["cards"] = cards
        if self.mapped.others_of(self.note.cards):
            self.tally.change("a card that asks for another field than prompt and answer")
        sections = {"In depth": "\n\n".join(text for _, text in notes)} if notes else {}
        question["sections"] = sections | ({"Cloze": cloze} if cloze else {})
        return question

    def _notes(self) -> Iterator[tuple[str, str]]:
        """Name and text of each field that goes with the answer."""
        names = [name for name in self.mapped.fields_of("note") if self.note.fields.get(name, "").strip()]
        for name in names:
            self.sources["In depth"] = self.sources.get("In depth", "") + self.note.fields[name] + "\n"
            text = self._text(self.note.fields[name], flat=False)
            if text := "\n\n".join(part for part in (text, *self._taken()) if part):
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
            if is_simple(text) and not (flat and "\n" in text.strip()):
                return text.strip() if flat else text.strip("\n").rstrip()
            text = to_html(text)
        if self.note.markup == "text" or not re.search(r"[<&\\\[]", text):
            return plain_markdown(text if self.note.markup == "text" else " ".join(text.split()), flat=flat)
        try:
            from deckpress.importing.markup import to_markdown  # noqa: PLC0415 - of the extra, imported on use
        except ModuleNotFoundError:
            raise missing_library("markdownify") from None
        try:
            return to_markdown(text, self.tally, self.media, self.pictures, flat=flat)
        except RecursionError:
            self.tally.lose(text, "elements nested too deeply")
            return plain_markdown(_plain(text), flat=flat)


def _clean(text: str) -> str:
    """A field without what cannot be seen and the marks of our own."""
    return UNSEEN.sub("", _PRIVATE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def _shown(prompt: str, pictures: list[str]) -> tuple[str, list[str]]:
    """A prompt that ends with its picture, and the pictures that are left for the answer."""
    if not pictures or not _takes_pictures():
        return prompt, pictures
    return f"{prompt or 'What is this?'} {pictures[0]}", pictures[1:]


@cache
def _takes_pictures() -> bool:
    """Whether our reader takes a picture at the end of a prompt."""
    blank = {"prompt": "x ![a picture of something](../figures/x.png)", "lead": "x", "sections": {}}
    return not faults_of(blank)


def _heading(prompt: str) -> str:
    """A prompt that stands behind '## '."""
    return f"{prompt[:-1]}\\#" if prompt.endswith("#") and not prompt.endswith("\\#") else prompt


def _sound(question: dict[str, Any], writer: _Writer, tally: Tally) -> dict[str, Any]:
    """The question, each part that our reader refuses as plain text with its source in the comment fence."""
    if faults_of(question | {"sections": with_losses(question["sections"], tally)}):
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
                if part in ("Cloze", "Labels") or not plain:
                    del question["sections"][part]
                    question["lead"] = question["lead"] or _EMPTY
                else:
                    question["sections"][part] = plain
    question["sections"] = with_losses(question["sections"], tally)
    if faults := faults_of(question):
        tally.lose("\n".join(dict.fromkeys(writer.sources.values())), f"not in our Markdown: {faults[0]}")
        words = " ".join(re.findall(r"\w+", _plain(writer.sources.get("prompt", "")))) or "?"
        sections = with_losses({}, tally)
        question |= {"prompt": words, "lead": _EMPTY, "draft": True, "sections": sections}
    return question


def _plain(html: str) -> str:
    """The words of a field without its elements and marks."""
    text = _PRIVATE.sub("", re.sub(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", r"\1", html, flags=re.S))
    text = unescape(_TAG.sub("", _LINE.sub("\n", text)))
    return UNSEEN.sub("", text).replace("\r", "")
