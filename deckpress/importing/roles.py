"""Roles: which field of a note type is the prompt, which the answer, and which only goes with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deckpress.importing.note import NoteType, refuse
from deckpress.problems import SettingsError
from deckpress.read.nearest import nearest

__all__ = ["ROLES", "Mapped", "guess_roles", "read_mapping", "role_of"]

ROLES: Final = ("prompt", "answer", "cloze", "note", "also", "tags", "drop")
_NAMES: Final = {
    "prompt": """front question prompt word term expression q vocab vocabulary vocabulary-kanji kanji key
        vorderseite frage begriff wort recto avant pregunta anverso palabra fronte domanda frente pergunta
        表面 正面 問題 单词 單詞 вопрос лицевая""",
    "answer": """back answer definition meaning translation a response value description english
        rückseite ruckseite antwort bedeutung verso arrière reponse réponse respuesta reverso traducción retro
        risposta resposta 裏面 背面 意味 答え 答案 释义 ответ оборот""",
    "cloze": "text cloze lückentext luckentext texte texto testo",
    "also": "also aliases synonyms",
    "tags": "tags tag",
}
_MASKED: Final = {"Occlusion", "Image", "Header", "Back Extra"}
"""Fields by which Anki's own image occlusion is known."""
_OWN_MARKS: Final = {"Topic id", "Kind", "Report", "Id", "Spare 1"}
"""Fields by which the note types of our own decks are known."""
_OWN: Final = {
    "Prompt": "prompt",
    "Answer": "answer",
    "Text": "cloze",
    "Key points": "note",
    "Figure": "note",
    "More": "note",
    "Source": "note",
}
_ROLE_OF: Final = {name: role for role, names in _NAMES.items() for name in names.split()}
_FIELD: Final = re.compile(r"\{\{\s*(?![#/^!])(?:[^{}:]*:)*([^{}:]+?)\s*\}\}")
_SPECIAL: Final = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"))


@dataclass(frozen=True, slots=True)
class Mapped:
    """The roles of one note type's fields."""

    kind: NoteType
    roles: Mapping[str, str]
    guessed: bool
    cards: tuple[str, ...]
    """What each card template asks: forward, reverse, typed, or another field."""

    def cards_of(self, places: Sequence[int]) -> list[str]:
        """The cards of a note that has those of these places; all, where none is known."""
        words = {word for place, word in enumerate(self.cards) if not places or place in places}
        return [word for word in ("forward", "reverse", "typed") if word in words]

    def others_of(self, places: Sequence[int]) -> int:
        """How many cards of a note ask for a field that is neither prompt nor answer."""
        return sum(word == "other" for place, word in enumerate(self.cards) if not places or place in places)

    def fields_of(self, role: str) -> list[str]:
        """The fields with a role, in order."""
        return [name for name in self.kind.fields if self.roles.get(name) == role]

    def text(self) -> str:
        """One line that tells a person what goes where."""
        pairs = ", ".join(f"{name} = {self.roles[name]}" for name in self.kind.fields)
        return f"{self.kind.name or 'columns'}: {pairs}"


def read_mapping(given: Sequence[str], file: Path | None) -> dict[str, dict[str, str]]:
    """Note type to its fields' roles; the empty name is for all. Raises SettingsError or SourceError."""
    out: dict[str, dict[str, str]] = {}
    if file:
        try:
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            refuse(
                "I004", file, f"the mapping cannot be read: {error}", 'write [Type], then Field = "prompt"'
            )
        for name, row in tables.items():
            if isinstance(row, dict):
                out[name] = {field: str(role) for field, role in row.items()}
            else:
                out.setdefault("", {})[name] = str(row)
    for pair in (pair for text in given for pair in text.split(",") if pair.strip()):
        field, sign, role = pair.partition("=")
        if not sign:
            raise SettingsError(f"--map {pair.strip()!r}: write Field=role, such as Front=prompt")
        out.setdefault("", {})[field.strip()] = role.strip()
    for role in (role for row in out.values() for role in row.values() if role not in ROLES):
        raise SettingsError(f"there is no role {role!r}; {nearest(role, ROLES) or ', '.join(ROLES)}")
    return out


def guess_roles(kind: NoteType, given: Mapping[str, Mapping[str, str]]) -> Mapped:
    """The roles that were given; others by the names of fields, then by what cards show, then by order."""
    wanted = {**given.get("", {}), **given.get(kind.name, {})}
    known = {name.casefold(): role for name, role in wanted.items()}
    roles = {name: known[name.casefold()] for name in kind.fields if name.casefold() in known}
    if set(kind.fields) >= _MASKED:
        roles = {"Header": "prompt", "Back Extra": "answer"} | roles
    if set(kind.fields) >= _OWN_MARKS:
        roles = {name: _OWN.get(name, "drop") for name in kind.fields} | roles
    if not {"prompt", "cloze"} & set(roles.values()):
        _guess_first(kind, roles)
    if "answer" not in roles.values() and "cloze" not in roles.values():
        _guess_answer(kind, roles)
    fronts = " ".join(front + back for front, back in kind.cards)
    seen = set(_fields_in(fronts, kind.fields))
    for name in kind.fields:
        if f"{{{{#{name}}}}}" in fronts and name not in seen:
            roles.setdefault(name, "drop")  # it only switches a card on
        role = _ROLE_OF.get(_plain(name), "note")
        roles.setdefault(name, role if role in ("also", "tags") else "note")
    return Mapped(kind, roles, not set(kind.fields) <= known.keys(), _cards(kind, roles))


def role_of(name: str) -> str:
    """The role that the name of a field or column says, or nothing."""
    return _ROLE_OF.get(_plain(name), "")


def _guess_first(kind: NoteType, roles: dict[str, str]) -> None:
    role = "cloze" if kind.is_cloze else "prompt"
    shown = _shown(kind, 0)
    found = _named(kind, role, roles) or next((n for n in shown if n not in roles), "") or _next(kind, roles)
    if found:
        roles[found] = role


def _guess_answer(kind: NoteType, roles: dict[str, str]) -> None:
    found = _named(kind, "answer", roles)
    found = found or next((n for n in _shown(kind, 1) if n not in roles and n not in _shown(kind, 0)), "")
    found = found or _next(kind, roles)
    if found:
        roles[found] = "answer"


def _named(kind: NoteType, role: str, roles: Mapping[str, str]) -> str:
    free = [name for name in kind.fields if name not in roles]
    return next((name for name in free if _ROLE_OF.get(_plain(name)) == role), "")


def _next(kind: NoteType, roles: Mapping[str, str]) -> str:
    return next((name for name in kind.fields if name not in roles), "")


def _shown(kind: NoteType, side: int) -> list[str]:
    """The fields that a side of the first card shows, in order."""
    return _fields_in(kind.cards[0][side], kind.fields) if kind.cards else []


def _fields_in(template: str, fields: Iterable[str]) -> list[str]:
    known = set(fields)
    return [name for name in _FIELD.findall(template) if name in known and name not in _SPECIAL]


def _cards(kind: NoteType, roles: Mapping[str, str]) -> tuple[str, ...]:
    """What the card templates ask: the prompt, the answer, or to type."""
    found = []
    for front, _ in () if kind.is_cloze else kind.cards:
        shown = _fields_in(front.partition("{{type:")[0] or front, kind.fields)
        asked = roles.get(shown[0]) if shown else ""
        word = {"prompt": "forward", "answer": "reverse"}.get(asked or "prompt", "other")
        found.append("typed" if "{{type:" in front else word)
    return tuple(found)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())
