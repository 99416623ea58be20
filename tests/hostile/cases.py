"""The hostile set: banks that a stranger might send, each with what must become of it."""

from __future__ import annotations

from hostile import (
    characters,
    encodings,
    html,
    links,
    markers,
    media,
    nesting,
    paths,
    svg,
    tables,
    templates,
    toml_bombs,
    yaml_bombs,
)
from hostile.case import Case

__all__ = ["CASES", "Case"]

_MODULES = (
    html,
    svg,
    links,
    markers,
    media,
    templates,
    characters,
    encodings,
    yaml_bombs,
    toml_bombs,
    nesting,
    paths,
    tables,
)
CASES: dict[str, Case] = {
    f"{module.__name__.removeprefix('hostile.')}: {payload.name}": payload
    for module in _MODULES
    for payload in module.CASES
}
"""Every payload by its kind and name."""
