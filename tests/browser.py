"""A small driver for headless Chromium: the DevTools protocol over a pipe, no library needed."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

__all__ = ["Browser", "BrowserError", "Page", "open_browser"]

_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-timer-throttling",  # a tab behind another one is tested too
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
_WAIT: Final = 60.0


class BrowserError(Exception):
    """The browser refused a command, a script threw, or nothing came in time."""


class Browser:
    """One running Chromium, spoken to over file descriptors 3 and 4."""

    def __init__(self, program: str, folder: Path) -> None:
        # Descriptors above 9, so that placing the child's 3 and 4 never overwrites one of them.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in self._pipes()]
        commands, self._write, self._read, answers = ends
        actions = [
            (os.POSIX_SPAWN_DUP2, commands, 3),
            (os.POSIX_SPAWN_DUP2, answers, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        arguments = [program, *_FLAGS, f"--user-data-dir={folder}", "about:blank"]
        self._process = os.posix_spawn(
            program, arguments, dict(os.environ), file_actions=actions, setpgroup=0
        )
        os.close(commands)
        os.close(answers)
        self._number = 0
        self._rest = b""
        self._profile: dict[str, str] = {}
        self.events: list[dict[str, Any]] = []

    @staticmethod
    def _pipes() -> Iterator[int]:
        for _ in range(2):
            ends = os.pipe()
            yield from ends
            for end in ends:
                os.close(end)

    def send(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Send one command and wait for its answer; events on the way are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]
        while (answer := self.receive()).get("id") != self._number:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def receive(self) -> dict[str, Any]:
        """The next message of the browser."""
        until = time.monotonic() + _WAIT
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], max(until - time.monotonic(), 0))[0]:
                raise BrowserError(f"nothing came from the browser for {_WAIT:g} s")
            data = os.read(self._read, 1 << 20)
            if not data:
                raise BrowserError("the browser ended")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def wait(self, event: str, session: str) -> None:
        """Wait until an event of a session has come."""
        while not any(e.get("method") == event and e.get("sessionId") == session for e in self.events):
            self.events.append(self.receive())

    def page(self, *, width: int = 1280, height: int = 900, **media: str) -> Page:
        """A new, empty tab; media features by name, such as prefers_color_scheme="dark"."""
        target = self.send("Target.createTarget", url="about:blank", **self._profile)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.send(f"{domain}.enable")
        page.resize(width, height)
        page.emulate(**media)
        return page

    @contextmanager
    def profile(self) -> Iterator[None]:
        """An empty profile for the pages made meanwhile; they are closed at the end."""
        self._profile = {"browserContextId": self.send("Target.createBrowserContext")["browserContextId"]}
        try:
            yield
        finally:
            self.send("Target.disposeBrowserContext", **self._profile)
            self._profile = {}
            self.events.clear()

    def close(self) -> None:
        """End the browser and every process that it started."""
        try:
            self.send("Browser.close")
        except (BrowserError, OSError):
            os.killpg(self._process, signal.SIGKILL)
        os.close(self._write)
        os.close(self._read)
        os.waitpid(self._process, 0)


class Page:
    """One tab."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self.browser, self.session, self.target = browser, session, target

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the DevTools protocol in this tab."""
        return self.browser.send(method, self.session, **parameters)

    def open(self, address: str) -> None:
        """Load an address and wait until its load event."""
        self.browser.events = [e for e in self.browser.events if e.get("sessionId") != self.session]
        self.send("Page.navigate", url=address)
        self.browser.wait("Page.loadEventFired", self.session)

    def resize(self, width: int, height: int = 900, *, scale: float = 1) -> None:
        """Set the size of the window in CSS pixels, and how many device pixels one takes."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    def emulate(self, medium: str = "", **media: str) -> None:
        """Emulate a medium ("print") and media features such as prefers_color_scheme="dark"."""
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.send("Emulation.setEmulatedMedia", media=medium, features=features)

    def script(self, *, allowed: bool) -> None:
        """Allow the page's own scripts, or not; `run` works either way."""
        self.send("Emulation.setScriptExecutionDisabled", value=not allowed)

    def run(self, script: str) -> Any:
        """The value of a script, promises awaited. Raises BrowserError where it throws."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press and release one key, by its name and its Windows key code ("Tab", 9)."""
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def requests(self) -> list[str]:
        """Every address asked for since `open`, without the data inside the page."""
        urls = (e["params"]["request"]["url"] for e in self._events("Network.requestWillBeSent"))
        return [url for url in urls if not url.startswith("data:")]

    def messages(self) -> list[str]:
        """Every console message, log entry and uncaught error since `open`."""
        return [
            json.dumps(e["params"])
            for name in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
            for e in self._events(name)
        ]

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        """A PNG of the window, or of the whole page."""
        answer = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def pdf(self, path: Path, **settings: Any) -> None:
        """Print to a PDF file."""
        path.write_bytes(base64.b64decode(self.send("Page.printToPDF", **settings)["data"]))

    def close(self) -> None:
        """Close the tab."""
        self.browser.send("Target.closeTarget", targetId=self.target)

    def _events(self, name: str) -> Iterator[dict[str, Any]]:
        return (
            e for e in self.browser.events if e.get("method") == name and e.get("sessionId") == self.session
        )


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A fresh Chromium with its own empty profile; gone at the end. FileNotFoundError without one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("Chromium is not installed (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, Path(folder))
        try:
            yield browser
        finally:
            browser.close()
