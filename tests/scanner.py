"""A scanner of finished files: what in them could run, play, fetch or command."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

__all__ = ["scan"]

_ACTIVE = {"iframe", "frame", "object", "embed", "applet", "base", "form", "audio", "video", "portal"}
_LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction"}
_MARKER = re.compile(r"\[(?:sound:|/?anki:|/?latex\]|/?\$\$?\]|\[?type:)", re.I)
_STYLE = re.compile(r"@import|expression\(|url\(\s*['\"]?(?!data:font/|#)[a-z/]", re.I)
_MEDIA = re.compile(r"[a-z0-9._-]+")


class _Html(HTMLParser):
    def __init__(self, scripts: tuple[str, ...]) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts, self.inside = scripts, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.inside = tag if tag in ("script", "style") else ""
        runs = tag == "script" and values.get("type") != "application/ld+json"
        if tag in _ACTIVE or (runs and ("src" in values or not self.scripts)):
            self.found.append(f"<{tag}>")
        if tag == "link" and values.get("rel") not in (
            "canonical",
            "license",
            "prev",
            "next",
            "up",
            "contents",
        ):
            self.found.append(f"<link rel={values.get('rel')}>")
        for name, value in values.items():
            if name.startswith("on") or (name == "http-equiv" and value.lower() == "refresh"):
                self.found.append(f"<{tag} {name}>")
            if name in _LOADS and not re.fullmatch(r"[a-z0-9._-]*|data:image/.*", value):
                self.found.append(f"<{tag} {name}={value[:40]}>")
            if name in ("href", "xlink:href") and not re.match(
                r"https?://|mailto:|#|[a-z0-9._-]+(?:#|$)|$", value
            ):
                self.found.append(f"<{tag} {name}={value[:40]}>")
            if name == "style" and _STYLE.search(value):
                self.found.append(f"<{tag} style={value[:40]}>")

    def handle_data(self, data: str) -> None:
        if self.inside == "style" and _STYLE.search(data):
            self.found.append("style that loads")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - its signature
        self.inside = ""


def scan(data: bytes) -> list[str]:
    """What is found in a deck, a page or a printed product; nothing in a sound one."""
    if data[:2] == b"PK":
        return list(_deck(data))
    if data[:4] == b"%PDF":
        return list(_pdf(data))
    text = data.decode("utf-8")
    hashed = "sha256-" in text[:4000]  # the page's own script, which its policy names by hash
    return _html(text, ("own",) if hashed else ())


def _html(text: str, scripts: tuple[str, ...] = ()) -> list[str]:
    parser = _Html(scripts)
    parser.feed(text)
    return parser.found


def _deck(data: bytes) -> Iterator[str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in json.loads(archive.read("media")).values():
        if not _MEDIA.fullmatch(name):
            yield f"media {name}"
    database = sqlite3.connect(":memory:")
    database.deserialize(archive.read("collection.anki2"))
    (models, decks) = database.execute("select models, decks from col").fetchone()
    texts = [
        field for (fields,) in database.execute("select flds from notes") for field in fields.split("\x1f")
    ]
    for model in json.loads(models).values():
        texts += [side for card in model["tmpls"] for side in (card["qfmt"], card["afmt"])]
        if _STYLE.search(model["css"]):
            yield "style that loads"
    texts += [deck["desc"] for deck in json.loads(decks).values()]
    database.close()
    for text in texts:
        yield from _html(text)
        if found := _MARKER.search(text):
            yield f"marker {found[0]}"


def _pdf(data: bytes) -> Iterator[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary):
                continue
            for key in ("/JS", "/JavaScript", "/EmbeddedFiles", "/Launch", "/AA", "/XFA"):
                if key in item:
                    yield f"pdf {key}"
            kind = str(item.get("/S", ""))
            if kind in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/Movie", "/Sound"):
                yield f"pdf action {kind}"
            if kind == "/URI" and not str(item.URI).startswith(("https://", "http://", "mailto:")):
                yield f"pdf link {item.URI}"
