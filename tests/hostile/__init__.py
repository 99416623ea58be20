"""The hostile set: banks that a stranger might send, each with what must become of it."""

from __future__ import annotations

from hostile import (
    characters,
    encodings,
    html,
    links,
    markers,
    nesting,
    paths,
    svg,
    templates,
    toml_bombs,
    yaml_bombs,
)
from hostile.payload import Payload

__all__ = ["PAYLOADS", "Payload"]

_MODULES = (
    html,
    svg,
    links,
    markers,
    templates,
    characters,
    encodings,
    yaml_bombs,
    toml_bombs,
    nesting,
    paths,
)
PAYLOADS: dict[str, Payload] = {
    f"{module.__name__.removeprefix('hostile.')}: {payload.name}": payload
    for module in _MODULES
    for payload in module.PAYLOADS
}
"""Every payload by its kind and name."""
