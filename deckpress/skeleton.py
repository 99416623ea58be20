"""Skeleton: the files of a new bank, from templates/new/ and a few answers."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from deckpress.problems import SettingsError
from deckpress.read.setting_rows import SETTINGS
from deckpress.read.setting_values import find_fault
from deckpress.render.environment import make_environment, render_template
from deckpress.settings import Settings

__all__ = ["STYLES", "Answers", "skeleton_files", "slug_for", "title_for"]

STYLES: Final = SETTINGS["style"].choices
_FILES: Final[Mapping[str, str]] = {
    "source/bank.toml": "bank.toml.j2",
    "source/tags.yaml": "tags.yaml.j2",
    "source/questions/01-first-topic.md": "topic.md.j2",
    "source/figures/forgetting.svg": "forgetting.svg.j2",
    "README.md": "README.md.j2",
    ".gitignore": "gitignore.j2",
}
_WORKFLOW: Final = {".github/workflows/check.yml": "workflow.yml.j2"}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new bank is to be."""

    title: str
    slug: str
    language: str = "en"
    style: str = "advice"
    """How much the rules of style weigh: one of STYLES."""
    program: str = "python build.py"
    """How deckpress is called."""


def slug_for(name: str) -> str:
    """The slug for a folder's name: lower-case ASCII words joined by '-'; 'bank' where none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:100].strip("-") or "bank"


def title_for(name: str) -> str:
    """A title for a folder's name: its words, the first one with a capital."""
    words = " ".join(re.split(r"[-_\s]+", name.strip())) or "Bank"
    return words[:1].upper() + words[1:]


def skeleton_files(templates: Path, answers: Answers, *, workflow: bool = False) -> dict[str, bytes]:
    """Path to content of every file. Raises SettingsError at an answer that bank.toml may not hold."""
    for key in ("title", "slug", "language", "style"):
        if fault := find_fault(key, getattr(answers, key)):
            raise SettingsError(f"the {key} is {getattr(answers, key)!r}; {fault}")
    if not answers.title.strip():
        raise SettingsError("the title is empty")
    settings = Settings(answers.title, answers.slug, "", language=answers.language)
    environment = make_environment(templates, settings).overlay(autoescape=False, keep_trailing_newline=True)
    environment.filters["toml"] = _toml
    values = asdict(answers) | {"namespace": f"{answers.slug}/{secrets.token_hex(5)}"}
    chosen = {**_FILES, **(_WORKFLOW if workflow else {})}
    return {
        path: render_template(environment, f"new/{template}", **values).encode()
        for path, template in chosen.items()
    }


def _toml(text: str) -> str:
    """A text as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
