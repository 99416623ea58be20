"""Installed: which characters the machine's own fonts have, for paper in scripts that ours lack."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import unicodedata
from functools import cache
from typing import Final

__all__ = ["families", "fingerprint", "installed", "is_emoji", "package_for"]

_PACKAGES: Final = (
    (("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH"), "fonts-noto-cjk"),
    (("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "DEVANAGARI", "THAI"), "fonts-noto-core"),
)


def _listed(wanted: str) -> str:
    program = shutil.which("fc-list")
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - fontconfig's own lister, no input of the bank
            [program, "--format", wanted], capture_output=True, check=False, timeout=30, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


@cache
def installed() -> frozenset[int]:
    """The code points that an installed font has, by fontconfig; none where its program is missing."""
    points: set[int] = set()
    for part in {part for line in _listed("%{charset}\n").splitlines() for part in line.split()}:
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


@cache
def families() -> frozenset[str]:
    """The names of the installed families, in lower case."""
    names = (name for line in _listed("%{family}\n").splitlines() for name in line.split(","))
    return frozenset(name.strip().casefold() for name in names)


@cache
def fingerprint() -> str:
    """A name for the set of installed fonts: what was made with others is not reused."""
    lines = sorted(_listed("%{file} %{fontversion} %{charset}\n").splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def is_emoji(char: str) -> bool:
    """Whether a character is a picture, or a mark that only shapes one."""
    point = ord(char)
    return 0x1F000 <= point <= 0x1FAFF or 0x2600 <= point <= 0x27BF or point in (0xFE0F, 0x20E3)


def package_for(char: str) -> str:
    """The Debian package that has a character."""
    if is_emoji(char):
        return "fonts-noto-color-emoji"
    name = unicodedata.name(char, "")
    return next((package for starts, package in _PACKAGES if name.startswith(starts)), "fonts-noto-extra")
