"""Fingerprints: the names of what the cache keeps, made from all that goes into it.

What is kept depends on what it is made from, on our own code that makes it and on the libraries that the code
uses. A key that leaves one of them out gives old results for new sources, which nothing else would notice.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

__all__ = ["LIBRARIES", "PROGRAM", "fingerprint"]

PROGRAM: Final = ("deckpress",)
"""All of our code."""
LIBRARIES: Final = (
    "babel",
    "brotli",
    "font-source-sans-pro",
    "fonttools",
    "genanki",
    "jinja2",
    "markdown-it-py",
    "math-core",
    "mdit-py-plugins",
    "mutagen",
    "pillow",
    "pygments",
    "pymupdf-fonts",
    "pyyaml",
    "weasyprint",
    "ziamath",
)
"""Every library that a product may depend on."""


def fingerprint(kind: str, *parts: object, code: Sequence[str], libraries: Sequence[str]) -> str:
    """A key for the cache, 64 hexadecimal digits.

    `kind` says what is kept, `parts` what it is made from: texts, bytes, and values whose repr tells them
    apart. `code` names our modules that make it, `libraries` the distributions that these use.
    """
    digest = hashlib.sha256(_makers(tuple(code), tuple(libraries)))
    for part in (kind, *parts):
        data = part if isinstance(part, bytes) else (part if isinstance(part, str) else repr(part)).encode()
        digest.update(b"%d\0" % len(data) + data)
    return digest.hexdigest()


@cache
def _makers(code: tuple[str, ...], libraries: tuple[str, ...]) -> bytes:
    """A hash of modules and versions, taken once: code that changes later does not run before a restart."""
    digest = hashlib.sha256(repr([(name, _version(name)) for name in libraries]).encode())
    for path in _files(code):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _files(code: Sequence[str]) -> Iterator[Path]:
    """The files of modules, and all files of packages."""
    for name in code:
        found = find_spec(name)
        origin = Path((found and found.origin) or "")
        if origin.name != "__init__.py":
            yield origin
            continue
        for place, folders, names in os.walk(origin.parent):
            folders[:] = sorted(folder for folder in folders if folder != "__pycache__")
            yield from (Path(place, file) for file in sorted(names))


@cache
def _installed() -> dict[str, str]:
    """Name to version of what is installed, by names of folders, which is quicker than what is in them."""
    found: dict[str, str] = {}
    for place in sys.path:
        with contextlib.suppress(OSError):
            names = [path.stem for path in Path(place).iterdir() if path.suffix == ".dist-info"]
            rows = (name.partition("-") for name in names)
            found = {name.lower(): version for name, _, version in rows} | found
    return found


def _version(name: str) -> str:
    if version := _installed().get(name.replace("-", "_")):
        return version
    from importlib import metadata  # noqa: PLC0415 - slow, and as a rule not needed

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "is missing"  # the product that needs it says so
