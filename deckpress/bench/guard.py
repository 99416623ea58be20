"""The guard: who may ask the bench for something, and what a browser may do with the answer."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["FRAME_POLICY", "LOOPBACK", "PAGE_POLICY", "Guard"]

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine to itself."""
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""What the bench's page may load: files of its own."""
FRAME_POLICY: Final = (
    "default-src 'none'; script-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""What a card or a part of the handout may load: no script; style attributes as a template may have them."""
_HEADERS: Final = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cache-control": b"no-store",
}
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?", re.I)


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses requests that no page of the bench makes; the rest get its headers."""

    app: _App
    port: int
    hosts: tuple[str, ...] = LOOPBACK
    """Names under which it may be asked; with '*', any address that is a number."""

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = self._refusal(scope)
        if status:
            await _refuse(status, send)
            return

        async def sealed(message: _Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        await self.app(scope, receive, sealed)

    def _refusal(self, scope: _Scope) -> int:
        """The status of a refusal, or 0."""
        given: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name, []).append(value)
        hosts = given.get(b"host", [])
        if len(hosts) != 1 or not self._is_own(hosts[0].decode("latin-1")):
            return 421  # a name that somebody made lead to this machine
        if scope["method"] not in ("GET", "HEAD"):
            return 405  # there is nothing to be written
        for origin in given.get(b"origin", []):
            scheme, mark, host = origin.decode("latin-1").partition("://")
            if scheme != "http" or not mark or not self._is_own(host):
                return 403
        if given.get(b"sec-fetch-site", [b"none"])[0] in (b"cross-site", b"same-site"):
            opened = given.get(b"sec-fetch-mode") == [b"navigate"]
            if not opened or given.get(b"sec-fetch-dest") != [b"document"]:
                return 403  # another site's picture, script or frame
        return 0

    def _is_own(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if not found or int(found[2] or 80) != self.port:
            return False
        name = found[1].lower()
        return name in self.hosts or ("*" in self.hosts and _is_number(name))


def _is_number(name: str) -> bool:
    """Whether a host is an address and not a name, which somebody could make lead here."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _with_headers(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = list(given)
    names = {name.lower() for name, _ in headers}
    more = _HEADERS | {b"content-security-policy": PAGE_POLICY.encode()}
    return headers + [(name, value) for name, value in more.items() if name not in names]


async def _refuse(status: int, send: _Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    start = {"type": "http.response.start", "status": status, "headers": _with_headers(headers)}
    await send(start)
    await send({"type": "http.response.body", "body": b"refused\n"})
