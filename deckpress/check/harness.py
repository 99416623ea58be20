"""Runs inside the isolated interpreter: blocks from standard input, one namespace, no network."""

import contextlib
import io
import json
import os
import sys
import traceback
from typing import Any

_REFUSED = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.posix_spawn",
    "ctypes.dlopen",
    "webbrowser.",
    "urllib.",
    "ftplib.",
    "smtplib.",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "shutil.",
)
_ALLOWED = ("socket.gethostname",)


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse network, other programs and changes to files (an audit hook cannot be removed)."""
    if event.startswith(_REFUSED) and event not in _ALLOWED and _ON:
        message = f"{event} is not allowed in an answer's code"
        raise PermissionError(message)
    if event == "open" and _ON and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        message = "writing files is not allowed in an answer's code"
        raise PermissionError(message)


_ON: list[bool] = []


def main() -> None:
    """Print one line of JSON: what each block printed, and the traceback of a failure."""
    blocks = json.load(sys.stdin)
    outputs: list[str] = []
    trace = ""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.suppress(ImportError):
        import numpy  # noqa: F401, ICN001, PLC0415 - loads its libraries before the guard is up
    _preload(blocks)
    sys.addaudithook(_guard)
    _ON.append(True)
    for number, source in enumerate(blocks):
        out = io.StringIO()
        try:
            with contextlib.redirect_stdout(out):
                exec(compile(source, f"<block {number}>", "exec"), namespace)  # noqa: S102 - its purpose
        except BaseException:  # noqa: BLE001 - whatever an answer's code raises is its result
            trace = traceback.format_exc()
            break
        finally:
            outputs.append(out.getvalue())
    sys.stdout.write("\n" + json.dumps({"outputs": outputs, "trace": trace}))


def _preload(blocks: list[str]) -> None:
    """Import scikit-learn and SciPy, where used, before the guard: they load libraries by ctypes."""
    if any("sklearn" in block for block in blocks):
        with contextlib.suppress(ImportError):
            import sklearn.utils  # noqa: F401, PLC0415 - as above


if __name__ == "__main__":
    main()
