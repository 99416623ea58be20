"""JSON: the whole document, after docs/schemas/export.json."""

from __future__ import annotations

import json

from deckpress.bank import Bank
from deckpress.export.document import make_document
from deckpress.render import Context

__all__ = ["render"]


def render(bank: Bank, _context: Context) -> bytes:
    """The document as JSON in UTF-8."""
    return (json.dumps(make_document(bank), indent=1, ensure_ascii=False) + "\n").encode()
