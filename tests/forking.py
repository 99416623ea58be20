"""A server of processes: it has imported everything that build.py uses, and forks for each command.

A process that is forked here has the command's arguments, folder, environment, output and exit code to itself, as one
that was started; only the half second of starting and importing is spent once for all.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PARTS = ("check", "commands", "content", "export", "read", "render")
LIBRARIES = ("genanki", "jinja2", "pygments.lexers", "weasyprint", "ziamath")


def serve(end: socket.socket) -> None:
    """Answer each request with the exit status of a command, until the other side is gone."""
    _prepare()
    while True:
        data, outputs, _, _ = socket.recv_fds(end, 1 << 20, 2)
        if not data:
            return
        request = json.loads(data)
        child = os.fork()
        if not child:
            end.close()
            _become(request, outputs)
            runpy.run_path(str(ROOT / "build.py"), run_name="__main__")
            return
        for output in outputs:
            os.close(output)
        status = os.waitpid(child, 0)[1]
        end.send(str(os.waitstatus_to_exitcode(status)).encode())


def _prepare() -> None:
    sys.path[0] = str(ROOT)  # as for a script of that folder
    for name in ("deckpress.cli", "deckpress.pipeline", *LIBRARIES):
        import_module(name)
    for part in PARTS:
        package = import_module(f"deckpress.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    gc.collect()
    gc.freeze()


def _become(request: dict[str, Any], outputs: list[int]) -> None:
    """What a start would have given the process."""
    for output, number in zip(outputs, (1, 2), strict=True):
        os.dup2(output, number)
        os.close(output)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = [str(ROOT / "build.py"), *request["arguments"]]


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
