"""The server: a bench that runs until it is told to stop."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from deckpress.bench.desk import Desk
from deckpress.bench.guard import LOOPBACK
from deckpress.bench.sheets import SheetMaker
from deckpress.bench.site import Site, make_site
from deckpress.judging import Project
from deckpress.problems import DeckpressError

__all__ = ["serve"]

_CACHE: Final = ".cache"
_HEADERS: Final = 16 << 10  # bytes of a request's head
_WILD: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, and only served where --host says so


def serve(
    project: Project,
    templates: Path,
    *,
    host: str,
    port: int,
    editor: str,
    ready: Callable[[str], None],
) -> None:
    """Serve the bench of a project; `ready` hears its address. `templates` is where bench/ stands.

    Raises DeckpressError where the port is taken.
    """
    import uvicorn  # noqa: PLC0415 - imported on use

    listening = _listen(host, port)
    port = listening.getsockname()[1]
    desk = Desk(project)
    sheets = SheetMaker(project.templates, project.output / _CACHE)
    hosts = (*LOOPBACK, *(("*",) if host in _WILD else (f"[{host}]" if ":" in host else host.lower(),)))
    stop, watching = threading.Event(), threading.Event()
    watcher = threading.Thread(target=desk.watch, args=(stop, watching.set), daemon=True)
    watcher.start()
    watching.wait()
    config = uvicorn.Config(
        make_site(Site(desk, templates, editor, sheets), port, hosts),
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=_HEADERS,
        limit_concurrency=100,
        timeout_graceful_shutdown=1,
        server_header=False,
        date_header=False,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
    )
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{port}/")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        stop.set()
        sheets.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        reason = error.strerror or error
        raise DeckpressError(f"cannot serve at {host}:{port}: {reason}; --port names another") from None
    listening.listen(128)
    return listening
