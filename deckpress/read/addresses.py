"""Web addresses: a host, and no user in front of it, who could pass for one."""

from __future__ import annotations

from typing import Final

__all__ = ["SECURE", "WEB"]

_REST: Final = r"//[^\s/?#@\\]+(?:[/?#]\S*)?"
SECURE: Final = f"https:{_REST}"
"""An https address; regular expression."""
WEB: Final = f"https?:{_REST}"
"""An https or http address; regular expression."""
