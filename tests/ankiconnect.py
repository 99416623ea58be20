"""A small server that answers the add-on's actions with the real engine and a collection of its own."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from engine import collection, import_deck


class FakeAnki:
    """What stands in for the running program: its window, its collection and its settings."""

    def __init__(self, col: Any, folder: Path) -> None:
        self.col, self.folder = col, folder
        self.key, self.profile, self.version, self.permission = "", "User 1", 6, "granted"
        self.sleep, self.raw, self.status, self.closed = 0.0, b"", 200, False
        self.asked: list[str] = []

    def answer(self, body: dict[str, Any]) -> Any:
        action, given = body["action"], body.get("params", {})
        self.asked.append(action)
        if self.key and body.get("key") != self.key and action != "requestPermission":
            raise ValueError("valid api key must be provided")
        if self.closed and action not in ("requestPermission", "version"):
            raise ValueError("collection is not available")
        method = getattr(self, f"do_{action}", None)
        if method is None:
            raise ValueError("unsupported action")
        return method(**given)

    def do_requestPermission(self) -> Any:  # noqa: N802 - the add-on's name, as below
        if self.permission != "granted":
            return {"permission": self.permission}
        return {"permission": "granted", "requireApikey": bool(self.key), "version": self.version}

    def do_getActiveProfile(self) -> str:  # noqa: N802
        return self.profile

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        return list(self.col.find_notes(query))

    def do_notesInfo(self, notes: list[int]) -> list[Any]:  # noqa: N802
        rows = []
        for note in map(self.col.get_note, notes):
            fields = {name: {"value": note[name], "order": at} for at, name in enumerate(note.keys())}
            cards = [card.id for card in note.cards()]
            kind = note.note_type()["name"]
            rows.append(
                {"noteId": note.id, "tags": note.tags, "fields": fields, "modelName": kind, "cards": cards}
            )
        return rows

    def do_cardsInfo(self, cards: list[int]) -> list[Any]:  # noqa: N802
        return [
            {
                "cardId": card.id,
                "note": card.nid,
                "deckName": self.col.decks.name(card.did),
                "queue": card.queue,
            }
            for card in map(self.col.get_card, cards)
        ]

    def do_changeDeck(self, cards: list[int], deck: str) -> None:  # noqa: N802
        self.col.set_deck(cards, self.col.decks.id(deck))

    def do_suspend(self, cards: list[int]) -> bool:
        self.col.sched.suspend_cards(cards)
        return True

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.col.tags.bulk_add(notes, tags)

    def do_deleteNotes(self, notes: list[int]) -> None:  # noqa: N802
        self.col.remove_notes(notes)

    def do_storeMediaFile(self, filename: str, data: str) -> str:  # noqa: N802
        (Path(self.col.media.dir()) / filename).write_bytes(base64.b64decode(data))
        return filename

    def do_deleteMediaFile(self, filename: str) -> None:  # noqa: N802
        (Path(self.col.media.dir()) / filename).unlink()

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        import_deck(self.col, (Path(self.col.media.dir()) / path).read_bytes(), self.folder)
        return True


@contextmanager
def running(folder: Path) -> Iterator[tuple[FakeAnki, str]]:
    """A running Anki and its address."""
    with collection(folder / "anki") as col:
        anki = FakeAnki(col, folder)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(anki.sleep)
                made: dict[str, Any] = {"result": None, "error": None}
                try:
                    made["result"] = anki.answer(json.loads(data))
                except Exception as error:  # noqa: BLE001 - as the add-on does
                    made["error"] = str(error)
                body = anki.raw or json.dumps(made).encode()
                self.send_response(anki.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield anki, f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
