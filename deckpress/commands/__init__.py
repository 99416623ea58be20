"""Commands beside the build: one file per family, each with its COMMANDS; what is heavy waits for use."""

from __future__ import annotations

from deckpress.commands import identity, live, looking, moving, pushing, writing

__all__ = ["COMMANDS"]

COMMANDS = (
    *looking.COMMANDS,
    *identity.COMMANDS,
    *writing.COMMANDS,
    *moving.COMMANDS,
    *pushing.COMMANDS,
    *live.COMMANDS,
)
