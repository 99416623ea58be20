"""Addresses: where a handout's parts are, seen from one of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Addresses"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The hrefs that one page uses; without files everything stands on the same page."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Question id to the file that shows it, where there are several."""
    here: str = ""
    """File of the page that links."""
    home: str = ""
    """File of the first page, which has the contents, the sources and the index."""

    def question(self, name: str) -> str:
        """A question's permanent anchor."""
        return f"{self._file(self.files.get(name, ''))}#{name}"

    def topic(self, name: str) -> str:
        """The head of a topic, which has a page of its own where there are several."""
        return f"{name}.html" if self.files else f"#topic_{name}"

    def front(self, anchor: str) -> str:
        """Something that stands on the first page."""
        return f"{self._file(self.home)}#{anchor}"

    def _file(self, name: str) -> str:
        return "" if name == self.here else name
