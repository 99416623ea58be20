"""AnkiConnect: a running Anki asked over HTTP in the add-on's words; each failure is one clear line."""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deckpress.problems import EngineError, SettingsError

__all__ = ["HOST", "Anki"]

HOST: Final = "127.0.0.1:8765"
_VERSION: Final = 6
_CHUNK: Final = 500  # notes or cards of a request
_ANSWER: Final = 1 << 28  # bytes
_SECONDS: Final = 30.0
_IMPORT_SECONDS: Final = 600.0
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_HOST: Final = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(?P<port>\d{1,5}))?")
_SAYINGS: Final = (
    ("api key", "Anki does not take the key; set ANKICONNECT_KEY to 'apiKey' of the add-on's configuration"),
    (
        "collection is not available",
        "no collection is open in Anki; choose a profile and close its dialogs, then try again",
    ),
    ("unsupported action", "this AnkiConnect is too old for what is asked ({action}); update the add-on"),
)
"""What an error of the add-on holds, and what to say of it."""


@dataclass(frozen=True, slots=True)
class Anki:
    """A running Anki with the add-on."""

    host: str = HOST
    key: str = ""
    seconds: float = _SECONDS
    """How long an answer may take."""

    def permit(self, profile: str = "") -> None:
        """Ask to be let in. Raises EngineError where Anki is closed, refuses, or another profile is open."""
        found = self.ask("requestPermission")
        if not isinstance(found, dict) or found.get("permission") != "granted":
            raise EngineError(
                "Anki does not give permission; answer Yes in its dialog, or list this program there"
            )
        if found.get("requireApikey") and not self.key:
            raise EngineError(
                "Anki wants a key; set ANKICONNECT_KEY to 'apiKey' of the add-on's configuration"
            )
        if int(found.get("version") or 0) < _VERSION:
            raise EngineError(
                f"this AnkiConnect speaks version {found.get('version')}; update the add-on to {_VERSION}"
            )
        if profile and (there := self.ask("getActiveProfile")) != profile:
            raise EngineError(
                f"the profile {there!r} is open in Anki, not {profile!r}; switch profiles first"
            )

    def notes(self, query: str) -> list[dict[str, Any]]:
        """What Anki says of each note that a search finds."""
        return list(self._all("notesInfo", "notes", self.ask("findNotes", query=query)))

    def cards(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        """What Anki says of each card."""
        return list(self._all("cardsInfo", "cards", numbers))

    def import_package(self, path: Path) -> None:
        """Import a package: by its path where Anki runs here, else through its media folder."""
        name = (_parts(self.host))[0].strip("[]")
        if name in _LOOPBACK:
            self.ask("importPackage", path=str(path.resolve()))
            return
        data = base64.b64encode(path.read_bytes()).decode()
        self.ask("storeMediaFile", filename=f"_{path.name}", data=data)
        try:
            self.ask("importPackage", path=f"_{path.name}")
        finally:
            self.ask("deleteMediaFile", filename=f"_{path.name}")

    def ask(self, action: str, **given: Any) -> Any:
        """The result of an action. Raises EngineError with what to do about a failure."""
        body: dict[str, Any] = {"action": action, "version": _VERSION, "params": given}
        data = json.dumps(body | ({"key": self.key} if self.key else {})).encode()
        try:
            made = json.loads(
                self._post(data, _IMPORT_SECONDS if action == "importPackage" else self.seconds)
            )
        except (ValueError, RecursionError):
            raise EngineError(
                f"what answers at {self.host} is not AnkiConnect; --host names another address"
            ) from None
        if not isinstance(made, dict) or not {"result", "error"} <= made.keys():
            raise EngineError(f"what answers at {self.host} is not AnkiConnect; --host names another address")
        if error := made["error"]:
            raise EngineError(_said(action, str(error)))
        return made["result"]

    def _post(self, data: bytes, seconds: float) -> bytes:
        """The answer to a request; no proxy of the environment is asked."""
        name, port = _parts(self.host)
        connection = http.client.HTTPConnection(name.strip("[]"), port, timeout=seconds)
        try:
            connection.request("POST", "/", data, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read(_ANSWER)
        except TimeoutError:
            raise EngineError(
                f"Anki at {self.host} does not answer in {seconds:g} s; a dialog may be open in it: close it"
            ) from None
        except (OSError, http.client.HTTPException) as error:
            raise EngineError(
                f"Anki does not answer at {self.host} ({getattr(error, 'strerror', None) or error}); "
                "start it, with the add-on AnkiConnect (2055492159)"
            ) from None
        finally:
            connection.close()
        if answer.status == http.client.FORBIDDEN:
            raise EngineError("Anki forbids it; answer Yes in its dialog, or list this program there")
        return body

    def _all(self, action: str, key: str, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
        listed = list(numbers or ())
        for start in range(0, len(listed), _CHUNK):
            found = self.ask(action, **{key: listed[start : start + _CHUNK]})
            yield from (row for row in found if row)


def _parts(host: str) -> tuple[str, int]:
    """Name and port. Raises SettingsError where the text is neither."""
    found = _HOST.fullmatch(host.strip().removeprefix("http://").rstrip("/"))
    if not found or not 0 < int(found["port"] or 8765) < 65536:
        raise SettingsError(f"--host {host!r}: write an address and a port, such as {HOST}")
    return found["name"], int(found["port"] or 8765)


def _said(action: str, error: str) -> str:
    for words, saying in _SAYINGS:
        if words in error:
            return saying.format(action=action)
    return f"Anki says to {action}: {' '.join(error.split())[:200]}"
