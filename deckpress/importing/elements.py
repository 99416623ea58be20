"""Elements: what stands where in the HTML of a field."""

from __future__ import annotations

import re
from typing import Any, Final

from bs4.element import Comment, NavigableString, Tag

__all__ = [
    "INLINE",
    "beside",
    "is_block",
    "is_br",
    "is_odd",
    "language",
    "starts_line",
    "with_breaks",
]

INLINE: Final = frozenset(
    """a abbr b bdi bdo cite code del dfn em font i img ins kbd mark q ruby rt rp s samp small span
    strike strong sub sup time tt u var""".split()  # noqa: SIM905 - reads better as text
)


def starts_line(el: Any) -> bool:
    """Whether a text is the first of its line."""
    node = el
    while node is not None:
        before = node.previous_sibling
        while before is not None and (
            isinstance(before, Comment) or (_is_text(before) and not str(before).strip())
        ):
            before = before.previous_sibling
        if before is not None:
            return is_block(before)
        node = node.parent
        if node is None or node.name not in INLINE:
            return True
    return True


def beside(el: Any, which: str) -> Any:
    """The next thing that is seen, before or behind."""
    node = getattr(el, which)
    while node is not None and (isinstance(node, Comment) or (_is_text(node) and not str(node).strip())):
        node = getattr(node, which)
    return node


def _is_text(node: Any) -> bool:
    return isinstance(node, NavigableString)


def is_br(node: Any) -> bool:
    """Whether it is a line break."""
    return isinstance(node, Tag) and node.name == "br"


def is_block(node: Any) -> bool:
    """Whether an element begins a line of its own, as a break does for what follows it."""
    return isinstance(node, Tag) and node.name not in INLINE


def is_odd(table: Any) -> bool:
    """Whether cells of a table are joined."""
    return any(
        cell.get("rowspan", "1") != "1" or cell.get("colspan", "1") != "1"
        for cell in table.find_all(["td", "th"])
    )


def with_breaks(el: Any) -> str:
    """The text of a code block whose lines are parted by line breaks."""
    for br in el.find_all("br"):
        br.replace_with("\n")
    return str(el.get_text()).strip("\n")


def language(el: Any) -> str:
    """The language of a code block, where its class says one."""
    names = [*(el.get("class") or ()), *((el.code and el.code.get("class")) or ())]
    found = next(
        (re.fullmatch(r"(?:lang(?:uage)?-)?([a-z][a-z0-9+#]{0,11})", str(name)) for name in names), None
    )
    return found[1] if found and found[1] not in ("highlight", "code", "pre", "hljs", "math") else ""
