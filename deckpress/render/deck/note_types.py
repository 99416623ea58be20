"""The two note types of a deck: fields, card templates and style, with their permanent ids.

Anki refuses notes whose type gained, lost or renamed a field or card template, so both lists were
fixed on the first day: spare fields stand empty, and the optional card templates make no card until
a field of theirs is filled. Never add, remove or reorder an entry here; docs/deck.md says more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deckpress.bank import Bank
from deckpress.content.markers import mute_brackets, mute_math
from deckpress.content.palette import palette
from deckpress.render.environment import make_environment, render_template

__all__ = ["CLOZE", "QUESTION", "NoteType", "card_templates", "cards_of", "field_name", "style"]


@dataclass(frozen=True, slots=True)
class NoteType:
    """What is permanent about a note type."""

    name: str
    is_cloze: bool
    fields: tuple[tuple[str, int], ...]
    """Name and permanent id of each field, in order; the first one sorts."""
    cards: tuple[tuple[str, str, int], ...]
    """Name, file stem in templates/deck/ and permanent id of each card template."""


QUESTION: Final = NoteType(
    "Question",
    is_cloze=False,
    fields=(
        ("Prompt", 7101300450101),
        ("Answer", 7101300450102),
        ("Key points", 7101300450103),
        ("Figure", 7101300450104),
        ("More", 7101300450105),
        ("Related", 7101300450106),
        ("Source", 7101300450107),
        ("Topic", 7101300450108),
        ("Topic id", 7101300450109),
        ("Level", 7101300450110),
        ("Kind", 7101300450111),
        ("Report", 7101300450112),
        ("Id", 7101300450113),
        ("Reverse prompt", 7101300450114),
        ("Reverse answer", 7101300450115),
        ("Type prompt", 7101300450116),
        ("Type answer", 7101300450117),
        ("Spare 1", 7101300450118),
        ("Spare 2", 7101300450119),
        ("Spare 3", 7101300450120),
    ),
    cards=(
        ("Question", "question", 7101300450201),
        ("Reverse", "reverse", 7101300450202),
        ("Type in", "typein", 7101300450203),
    ),
)
_WANTS: Final = {"Reverse": "Reverse prompt", "Type in": "Type prompt"}
"""Card template to the field without which it makes no card."""
_STOPS: Final = {"Question": "Spare 1"}
"""Card template to the field with which it makes no card."""
CLOZE: Final = NoteType(
    "Cloze",
    is_cloze=True,
    fields=(
        ("Text", 7101300450301),
        ("Context", 7101300450302),
        ("More", 7101300450303),
        ("Figure", 7101300450304),
        ("Source", 7101300450305),
        ("Topic", 7101300450306),
        ("Topic id", 7101300450307),
        ("Level", 7101300450308),
        ("Kind", 7101300450309),
        ("Report", 7101300450310),
        ("Id", 7101300450311),
        ("Spare 1", 7101300450312),
        ("Spare 2", 7101300450313),
        ("Spare 3", 7101300450314),
    ),
    cards=(("Cloze", "cloze", 7101300450401),),
)


def cards_of(kind: NoteType, fields: Sequence[str]) -> tuple[int, ...]:
    """Numbers of the card templates that make a card of a note of questions."""
    filled = {name for (name, _), text in zip(kind.fields, fields, strict=True) if text}
    return tuple(
        number
        for number, (name, _, _) in enumerate(kind.cards)
        if (_WANTS[name] in filled if name in _WANTS else _STOPS[name] not in filled)
    )


def field_name(name: str) -> str:
    """The macro in fields.html.j2 that makes a field: 'Key points' → key_points."""
    return name.lower().replace(" ", "_")


def card_templates(kind: NoteType, bank: Bank, templates: Path) -> list[tuple[str, int, str, str]]:
    """Name, id, front and back of each card template; [[ … ]] is ours, {{…}} is Anki's."""
    environment = make_environment(templates, bank.settings, _plain_to_template).overlay(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )

    def side(stem: str, which: str) -> str:
        return render_template(environment, f"deck/{stem}.{which}.html", settings=bank.settings).strip()

    return [(name, number, side(stem, "front"), side(stem, "back")) for name, stem, number in kind.cards]


def _plain_to_template(value: Any) -> Any:
    """A word as HTML of a card template, where it must be neither a field nor a command of Anki."""
    from markupsafe import Markup, escape  # noqa: PLC0415 - comes with jinja2, imported on use

    safe = mute_brackets(mute_math(str(escape(value)))).replace("{", "&#123;")
    return value if isinstance(value, Markup) else Markup(safe)  # noqa: S704 - escaped


def style(bank: Bank, templates: Path) -> str:
    """The CSS of both note types."""
    count = len(bank.topics)
    accents = [
        (topic.id, palette(index, count), palette(index, count, night=True))
        for index, topic in enumerate(bank.topics)
    ]
    return render_template(
        make_environment(templates, bank.settings),
        "deck/style.css.j2",
        accents=accents,
        rtl=bank.settings.rtl,
        spaceless=bank.settings.spaceless,
        chain=bank.settings.chain,
        light=palette(0, 1),
        night=palette(0, 1, night=True),
    )
