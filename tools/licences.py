"""What stands on a user's machine because of deckpress: the distributions it needs, and their licences."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["ALLOWED", "choices", "closure", "refused", "runtime", "wanted"]

ALLOWED: Final = {
    r"0BSD|MIT|MIT License|MIT-0|MIT-CMU": "permissive",
    r"BSD( License)?|BSD-[23]-Clause": "permissive",
    r"Apache-2\.0|Apache Software License": "permissive",
    r"PSF-2\.0|Python Software Foundation License|Unlicense|ISC|ISC License \(ISCL\)": "permissive",
    r"SIL OFL V?1\.1|OFL-1\.1|SIL Open Font License 1\.1 \(OFL-1\.1\)": "fonts: may be embedded in documents",
    r"MPL-[12]\.[01]|Mozilla Public License [12]\.[01] \(MPL [12]\.[01]\)": "its own files only; used unchanged",
    r"LGPL-3\.0-only": "a library that users can replace; used unchanged (frozendict, which genanki wants)",
}
"""Patterns of licence names that a run-time distribution may have, and why."""
BY_NAME: Final = {
    "pypdfium2": "BSD-3-Clause and Apache-2.0, with the notices of the parts of PDFium, which are permissive too",
    "mutagen": "GPL-2.0-or-later: an extra that users may leave out, used unchanged; no better library is permissive",
}
"""Distributions that are let in by name, and why."""
USERS: Final = frozenset({"audio", "import", "serve"})
"""The extras that are for users; the others are for those who work on deckpress."""
_OSI: Final = "License :: OSI Approved :: "


def closure(lines: list[str]) -> dict[str, metadata.Distribution]:
    """The installed distributions that the requirements lead to in this environment, by normal name."""
    found: dict[str, metadata.Distribution] = {}
    done: set[tuple[str, str]] = set()
    ahead = [(Requirement(line), "") for line in lines]
    while ahead:
        need, extra = ahead.pop()
        if need.marker and not need.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(need.name)
        for asked in {"", *need.extras}:
            if (name, asked) not in done:
                done.add((name, asked))
                found[name] = metadata.distribution(name)
                ahead += [(Requirement(line), asked) for line in found[name].requires or []]
    return found


def choices(about: Any) -> list[str]:
    """The licences of which a distribution's metadata lets its user choose one; none where it says none."""
    expression = about.get("License-Expression")
    if expression:
        return re.split(r"\s+OR\s+", expression)
    classified = [row.removeprefix(_OSI) for row in about.get_all("Classifier", []) if row.startswith(_OSI)]
    return classified or [row for row in [(about.get("License") or "").strip()] if row]


def refused(distributions: dict[str, metadata.Distribution]) -> list[str]:
    """A line on each distribution that offers no licence of ALLOWED."""
    lines = []
    for name, distribution in sorted(distributions.items()):
        offered = choices(distribution.metadata)
        if name not in BY_NAME and not any(_allowed(licence) for licence in offered):
            lines.append(f"{name}: {' or '.join(offered) or 'no licence'}")
    return lines


def _allowed(licence: str) -> bool:
    """Whether all parts of an expression are allowed; what is nested deeper is not judged, so refused."""
    parts = re.split(r"\s+AND\s+", licence)
    return all(any(re.fullmatch(pattern, part) for pattern in ALLOWED) for part in parts)


def runtime(root: Path) -> dict[str, metadata.Distribution]:
    """The closure of what pyproject.toml says that deckpress needs."""
    return closure(wanted(root))


def wanted(root: Path) -> list[str]:
    """The requirements that pyproject.toml lists, with those of the extras for users."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras: dict[str, list[str]] = table["project"]["optional-dependencies"]
    lines: list[str] = table["project"]["dependencies"]
    return lines + [line for name in sorted(USERS) for line in extras.get(name, [])]
