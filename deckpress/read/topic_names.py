"""Names of the files of questions: which files are meant as such, and what each should be called."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Final

from deckpress.read.files import Folder
from deckpress.slugs import SLUG

__all__ = ["TOPIC_NAME", "elsewhere", "find_bank", "is_spreadsheet", "right_name", "topic_files"]

TOPIC_NAME: Final = re.compile(rf"(\d{{2}})-({SLUG})\.(md|csv|tsv)")
_MEANT: Final = re.compile(
    r"(?![.~])(.+?)\.(?:md|markdown|mdown|mkdn?|mkd|mdx|qmd|rmd|(?P<table>csv|tsv|tab|xlsx?|ods|numbers))(?:\.txt)?"
    r"|(?!\.)(\d+.*)\.txt",
    re.I | re.S,
)
_SHEETS: Final = ("xls", "xlsx", "ods", "numbers")
_MANY: Final = 200


def topic_files(folder: Folder) -> list[str]:
    """Every file of questions/ that was meant to be one, well or badly named."""
    return [path for path in folder.names("questions", "") if _MEANT.fullmatch(path.split("/")[1])]


def right_name(folder: Folder, written: str) -> str:
    """The name that a file of questions should have."""
    found = _MEANT.fullmatch(written)
    plain = unicodedata.normalize("NFKD", (found[1] or found[3]) if found else written)
    words = re.findall(r"[a-z]+|\d+", "".join(c for c in plain.lower() if not unicodedata.combining(c)))
    numbers = [word for word in (*words[:1], *words[-1:]) if word.isdecimal() and len(word) <= 2]
    if numbers:
        words.pop(0 if words[0] == numbers[0] else -1)
    while words and words[0].isdecimal():
        words.pop(0)
    number = int(numbers[0]) if numbers else _next_number(folder)
    table = (found["table"] or "").lower() if found else ""
    suffix = "tsv" if table in ("tsv", "tab") else "csv" if table else "md"
    return f"{number:02}-{'-'.join(words) or 'topic'}.{suffix}"


def is_spreadsheet(name: str) -> bool:
    """Whether a file is a spreadsheet in its program's own format."""
    return name.rpartition(".")[2].lower() in _SHEETS


def _next_number(folder: Folder) -> int:
    taken = [TOPIC_NAME.fullmatch(path.split("/")[1]) for path in topic_files(folder)]
    return min(max((int(found[1]) for found in taken if found), default=0) + 1, 99)


def elsewhere(folder: Folder) -> str:
    """A hint for a bank without a file of questions: where such files seem to be."""
    own = folder.root / "questions"
    places = [folder.root, *(path for path in _folders(folder.root) if path != own), *_folders(own)]
    for place in places:
        names = sorted(f.name for f in place.iterdir() if TOPIC_NAME.fullmatch(f.name) and f.is_file())
        if names:
            where = "" if place == folder.root else f"{place.relative_to(folder.root).as_posix()}/"
            return f"move {where}{names[0]} to questions/{names[0]}"
    return "add questions/01-topic.md with a '# Topic title' and '## ' questions"


def find_bank(given: Path) -> Path | None:
    """A folder near the one given that holds a bank, where the one given holds none."""
    if given.is_dir() and ((given / "bank.toml").exists() or _has_questions(given)):
        return None
    whole = given.absolute()
    base = whole if whole.is_dir() else whole.parent
    near = [base, base.parent, *_folders(base), *(_folders(base.parent) if not whole.is_dir() else [])]
    grandchildren = [inner for place in _folders(base) for inner in _folders(place)]
    near += [*grandchildren, *(base.parent / name for name in ("source", "bank"))]
    found = next((path for path in near if (path / "bank.toml").is_file() and path != whole), None)
    return found if found is None or given.is_absolute() else Path(os.path.relpath(found))


def _has_questions(folder: Path) -> bool:
    place = folder / "questions"
    return place.is_dir() and any(_MEANT.fullmatch(file.name) for file in place.iterdir())


def _folders(place: Path) -> list[Path]:
    """The first folders of a place, by name."""
    try:
        inner = sorted(p for p in place.iterdir() if p.is_dir() and not p.is_symlink())
    except OSError:
        return []
    return [path for path in inner if not path.name.startswith(".")][:_MANY]
