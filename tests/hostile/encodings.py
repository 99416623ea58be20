"""Files that are not clean UTF-8."""

from __future__ import annotations

from hostile.case import QUESTIONS, REFERENCES, Case, question, settings, topic

__all__ = ["CASES"]

_TEXT = topic(question())
_BYTES = {
    "UTF-16 with a mark": _TEXT.encode("utf-16"),
    "UTF-16 without a mark": _TEXT.encode("utf-16-le"),
    "UTF-32": _TEXT.encode("utf-32"),
    "Latin-1": _TEXT.replace("unique", "unïque").encode("latin-1"),
    "overlong slash": _TEXT.encode().replace(b"unique", b"uni\xc0\xafque"),
    "overlong null": _TEXT.encode().replace(b"unique", b"uni\xc0\x80que"),
    "lone surrogate": _TEXT.encode().replace(b"unique", b"uni\xed\xa0\x80que"),
    "pair of surrogates": _TEXT.encode().replace(b"unique", b"uni\xed\xa0\xbd\xed\xb8\x80que"),
    "above the last plane": _TEXT.encode().replace(b"unique", b"uni\xf4\x90\x80\x80que"),
    "cut in a character": _TEXT.encode() + b"\xe2\x82",
    "only continuation": b"\x80" * 4096,
    "nulls": bytes(4096),
    "random bytes": bytes((n * n * 7 + n) % 256 for n in range(4096)),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "an archive": b"PK\x03\x04" + bytes(200),
}
_CODES = frozenset({"S001", "S002"})

CASES = (
    *(Case(name, {QUESTIONS: data}, _CODES, QUESTIONS) for name, data in _BYTES.items()),
    Case("an empty file", {QUESTIONS: b""}, frozenset({"S008"}), QUESTIONS),
    Case("settings in UTF-16", {"bank.toml": settings().encode("utf-16")}, _CODES, "bank.toml"),
    Case("empty settings", {"bank.toml": b""}, frozenset({"S050", "S052"}), "bank.toml"),
    Case("null in the settings", {"bank.toml": settings(TITLE="a\0b")}, frozenset({"S002"}), "bank.toml"),
    Case(
        "references in Latin-1",
        {"references.yaml": REFERENCES.replace("Hoerl", "Hörl").encode("latin-1")},
        frozenset({"S001"}),
        "references.yaml",
    ),
    Case("tags of nulls", {"tags.yaml": bytes(64)}, _CODES, "tags.yaml"),
    Case("a lock of bytes", {"deck.lock": b"\xff\xfe" * 64}, frozenset({"S001"}), "deck.lock"),
    Case("a lock of words", {"deck.lock": "note x 1 y\n" * 9}, frozenset({"L905"}), "deck.lock"),
    Case("a million hidden characters", {QUESTIONS: _TEXT + "\u200b" * 300_000}, _CODES, risky=True),
)
