"""Values of bank.toml: what each key may hold, and how a value that is nearly right is written."""

from __future__ import annotations

import re
from typing import Any, Final

from deckpress.bank import DIRECTIONS
from deckpress.media import MEDIA_KEYS, Media
from deckpress.paper import PAPER_KEYS, Paper
from deckpress.read.addresses import SECURE
from deckpress.read.files import UNSEEN
from deckpress.read.nearest import near
from deckpress.read.quotes import quoted

__all__ = ["CHOICES", "SHAPES", "WANTED", "chosen", "find_fault", "mended"]

_KEYS: Final = PAPER_KEYS | MEDIA_KEYS
_DEFAULTS: Final[dict[str, object]] = {
    key: getattr(Paper() if key in PAPER_KEYS else Media(), key) for key in _KEYS
}
WANTED: Final[dict[str, type]] = {
    "authors": list,
    "delimiters": list,
    "directions": list,
    "extra_cards": list,
    "adopt": bool,
    "question_type_id": int,
    "cloze_type_id": int,
    "search": bool,
    "families": list,
    "index_stop": list,
}
_NAMES: Final[dict[type, str]] = {list: "a list of texts", bool: "true or false"}
CHOICES: Final = {
    "coverage": ("error", "warning"),
    "style": ("house", "advice", "none"),
    "handout_pages": ("one", "topic"),
    "directions": DIRECTIONS,
    "extra_cards": ("reverse", "type-in"),
    "delimiters": ("dollar", "tex"),
}
SHAPES: Final = {
    "slug": re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*"),
    "namespace": re.compile(r"\S{8,}"),
    "language": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "licence_url": re.compile(rf"({SECURE})?"),
    "report_url": re.compile(rf"({SECURE}|mailto:\S+)?"),
    "home_url": re.compile(rf"({SECURE})?"),
}

FAMILY: Final = re.compile(r"(?=.{1,80}\Z)\w[\w .+-]*")
"""Name of a family of fonts: it goes into style sheets, so that no quote or bracket may be in it."""


def find_fault(key: str, value: object, unseen: re.Pattern[str] = UNSEEN) -> str:
    """What is expected of a value; '' where it is right."""
    if key in _KEYS:
        default = _DEFAULTS[key]
        return "" if _KEYS[key].allows(value, default) else _KEYS[key].expected(default)
    wanted = WANTED.get(key, str)
    if type(value) is not wanted:
        return f"expected {_NAMES.get(wanted, wanted.__name__)}"
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return "expected a list of texts"
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    if any(unseen.search(text) for text in texts):
        return "expected text without characters that cannot be seen"
    if key != "description" and any("\n" in text for text in texts):
        return "expected a text of one line"
    if type(value) is int and not 1 << 30 <= value < 1 << 53:
        return "expected a permanent number of 10 to 16 digits, chosen once"
    if key == "families" and not all(FAMILY.fullmatch(text) for text in texts):
        return "expected names of fonts, of letters, digits and spaces"
    if key in CHOICES and not _is_choice(key, value):
        return f"expected one of {', '.join(CHOICES[key])}"
    if key in SHAPES and not SHAPES[key].fullmatch(str(value)):
        return {
            "slug": "expected lower-case words joined by '-', at most 100 characters",
            "namespace": "expected at least 8 characters without spaces, chosen once",
            "language": "expected a language tag such as en-GB",
        }.get(key, "expected an https address")
    return ""


def _is_choice(key: str, value: object) -> bool:
    """Whether a value is a choice, or a list of choices; questions have at least one card."""
    if key == "directions" and not value:
        return False
    return {*(value if isinstance(value, list) else [value])} <= {*CHOICES[key]}


def _choices(key: str) -> tuple[str, ...]:
    return _KEYS[key].choices if key in _KEYS else CHOICES.get(key, ())


def chosen(key: str, value: Any) -> Any:
    """A value, or each of a list, with the capitals of the choice that it means."""
    names = {choice.lower(): choice for choice in _choices(key)}
    if isinstance(value, list):
        return [names.get(item.lower(), item) if isinstance(item, str) else item for item in value]
    return names.get(value.strip().lower(), value) if isinstance(value, str) else value


def mended(key: str, value: object) -> str:
    """How to write a value that is nearly right; '' where nothing is near."""
    default = _DEFAULTS.get(key)
    wanted = WANTED.get(key, str) if default is None else type(default)
    if isinstance(value, str) and wanted is bool:
        word = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(value.lower(), value.lower())
        return f"write {key} = {word}, without quotes" if word in ("true", "false") else ""
    if isinstance(value, int) and wanted is bool:
        return f"write {key} = {'true' if value else 'false'}" if value in (0, 1) else ""
    if isinstance(value, str) and wanted in (int, float) and re.fullmatch(r"\d+(\.\d+)?", value.strip()):
        return f"write {key} = {value.strip()}, without quotes"
    if isinstance(value, str) and wanted is list:
        return f"write {key} = [{quoted(value)}]"
    if isinstance(value, (int, float)) and wanted is str and str(value) in (_choices(key) or (str(value),)):
        return f'write {key} = "{value}", in quotes'
    if isinstance(value, str) and _choices(key) and (close := near(value, _choices(key))):
        return f"did you mean {close!r}? known: {', '.join(_choices(key))}"
    return _shaped(key, value) if key in SHAPES and isinstance(value, str) else ""


def _shaped(key: str, value: str) -> str:
    """The value in the shape that its key wants, where it is plain what that is."""
    language, _, region = value.replace("_", "-").partition("-")
    host = re.fullmatch(r"(?:https?:/*)?((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", value.strip())
    mail = re.fullmatch(r"[^@\s:]+@[^@\s]+", value.strip())
    made = {
        "slug": re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-"),
        "language": language.lower() + (f"-{region.upper()}" if region else ""),
        "report_url": f"mailto:{value.strip()}" if mail else (f"https://{host[1]}" if host else ""),
    }.get(key, f"https://{host[1]}" if host else "")
    return f'write {key} = "{made}"' if made and SHAPES[key].fullmatch(made) else ""
