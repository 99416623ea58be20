"""Doctor: versions of the engines, and whether everything that is needed is there."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from importlib import metadata
from typing import Final

from deckpress import __version__
from deckpress.pipeline import Project
from deckpress.problems import EngineError

__all__ = ["diagnose"]

_LIBRARIES: Final = (
    "click",
    "genanki",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "math-core",
    "pygments",
    "pyyaml",
    "weasyprint",
    "ziamath",
    "fonttools",
    "brotli",
    "pypdfium2",
    "starlette",
    "uvicorn",
    "watchfiles",
    "anki",
    "numpy",
    "scikit-learn",
)
_OPTIONAL: Final = ("pypdfium2", "starlette", "uvicorn", "watchfiles", "anki", "numpy", "scikit-learn")
_PROGRAMS: Final = ("pdfinfo", "qpdf", "chromium", "java")
PANGO: Final = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def diagnose(project: Project) -> tuple[list[tuple[str, str]], EngineError | None]:
    """Rows of name and state, and an error where something needed is missing."""
    rows = [
        ("deckpress", __version__),
        ("python", sys.version.split()[0]),
        ("system", f"{platform.system()} {platform.machine()}"),
    ]
    missing = None
    for name in _LIBRARIES:
        try:
            rows.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            rows.append((name, "missing" if name not in _OPTIONAL else "not installed (optional)"))
            if name not in _OPTIONAL:
                missing = EngineError(f"{name} is missing; run: make install")
    pango = ctypes.util.find_library("pango-1.0")
    rows.append(("pango", pango or f"missing: {PANGO}"))
    if not pango:
        missing = EngineError(f"Pango is missing; run: {PANGO}")
    subsetter = ctypes.util.find_library("harfbuzz-subset")
    rows.append(("harfbuzz-subset", subsetter or "not installed (optional: quicker sheets)"))
    rows += [(f"{name} (tests)", shutil.which(name) or "not found") for name in _PROGRAMS]
    rows += [
        ("source", str(project.source)),
        ("output", str(project.output)),
        ("templates", str(project.templates)),
    ]
    return rows, missing
