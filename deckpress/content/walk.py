"""The walk: what a text needs on its way to HTML, besides its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deckpress.bank import Bank
from deckpress.content.plain import plain_text
from deckpress.content.symbols import Explainer
from deckpress.content.voice import Voice

__all__ = ["Walk"]


@dataclass(slots=True)
class Walk:
    """What the walk needs besides the parts."""

    bank: Bank
    voice: Voice
    prompts: Mapping[str, str]
    """Question id to the plain text of its prompt, for [id] links."""
    explainer: Explainer | None = None
    """What is said under displayed formulas; nothing where there is none."""
    caption: str = field(default="", init=False)

    @property
    def language(self) -> str:
        """Of the bank, whose quotation marks are set."""
        return self.bank.settings.language

    def prompt_of(self, question_id: str) -> str:
        """The plain prompt of any question of the bank, also of one that is not in the product."""
        left_out = (plain_text(q.prompt) for q in self.bank.others if q.id == question_id)
        return self.prompts.get(question_id) or next(left_out, "")

    def address_of(self, question_id: str) -> str:
        """Where the product shows a question; empty where it does not."""
        return self.voice.address(question_id) if question_id in self.prompts else ""
