"""Values of bank.toml: what each key may hold, and how a value that is nearly right is written."""

from __future__ import annotations

import re
from typing import Any, Final

from deckpress.read.files import UNSEEN
from deckpress.read.nearest import near
from deckpress.read.quotes import quoted
from deckpress.read.setting_rows import DEFAULTS, RANGES, SETTINGS

__all__ = ["chosen", "find_fault", "mended", "wanted_type"]

_NAMES: Final[dict[type, str]] = {list: "a list of texts", bool: "true or false"}


def find_fault(key: str, value: object, unseen: re.Pattern[str] = UNSEEN) -> str:
    """What is expected of a value of a field of Settings; '' where it is right."""
    if key in RANGES:
        default = DEFAULTS[key]
        return "" if RANGES[key].allows(value, default) else RANGES[key].expected(default)
    row = SETTINGS[key]
    if type(value) is not row.holds:
        return f"expected {_NAMES.get(row.holds, row.holds.__name__)}"
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return "expected a list of texts"
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    if any(unseen.search(text) for text in texts):
        return "expected text without characters that cannot be seen"
    if not row.lines and any("\n" in text for text in texts):
        return "expected a text of one line"
    if type(value) is int and not 1 << 30 <= value < 1 << 53:
        return "expected a permanent number of 10 to 16 digits, chosen once"
    if row.choices and not ({*texts} <= {*row.choices} and (texts or not row.some)):
        return f"expected one of {', '.join(row.choices)}"
    if row.shape and not all(map(row.shape.fullmatch, texts)):
        return f"expected {row.expected}"
    return ""


def wanted_type(key: str) -> type:
    """The type of a key's value, by its field; str for an unknown one."""
    return type(DEFAULTS[key]) if key in DEFAULTS else SETTINGS[key].holds if key in SETTINGS else str


def _choices(key: str) -> tuple[str, ...]:
    return RANGES[key].choices if key in RANGES else SETTINGS[key].choices if key in SETTINGS else ()


def chosen(key: str, value: Any) -> Any:
    """A value, or each of a list, with the capitals of the choice that it means."""
    names = {choice.lower(): choice for choice in _choices(key)}
    if isinstance(value, list):
        return [names.get(item.lower(), item) if isinstance(item, str) else item for item in value]
    return names.get(value.strip().lower(), value) if isinstance(value, str) else value


def mended(key: str, value: object) -> str:
    """How to write a value that is nearly right; '' where nothing is near."""
    wanted = wanted_type(key)
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
    shape = SETTINGS[key].shape if key in SETTINGS else None
    return _shaped(key, value, shape) if shape and isinstance(value, str) else ""


def _shaped(key: str, value: str, shape: re.Pattern[str]) -> str:
    """The value in the shape that its key wants, where it is plain what that is."""
    language, _, region = value.replace("_", "-").partition("-")
    host = re.fullmatch(r"(?:https?:/*)?((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)", value.strip())
    mail = re.fullmatch(r"[^@\s:]+@[^@\s]+", value.strip())
    made = {
        "slug": re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-"),
        "language": language.lower() + (f"-{region.upper()}" if region else ""),
        "report_url": f"mailto:{value.strip()}" if mail else (f"https://{host[1]}" if host else ""),
    }.get(key, f"https://{host[1]}" if host else "")
    return f'write {key} = "{made}"' if made and shape.fullmatch(made) else ""
