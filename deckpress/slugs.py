"""Slugs: how ids, topics and keys are written, and how a text names a question."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["NAMED", "SLUG"]

SLUG: Final = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""Regular expression of a slug: lower-case words joined by hyphens, the first one begins with a letter."""
NAMED: Final = re.compile(rf"\[({SLUG})\]")
"""A question named in a text: [its-id]."""
