"""Print Lighthouse's four scores of the handout, served gzipped on localhost, for a desktop and a phone.

Needs Chromium and npm's lighthouse: `make lighthouse` brings both together.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run"
    " --disable-background-networking --disable-component-update"
)


def served(folder: Path) -> ThreadingHTTPServer:
    """A server of the folder's pages on a free port of localhost."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = folder / self.path.lstrip("/")
            data = gzip.compress(path.read_bytes(), 9) if path.is_file() else b""
            self.send_response(200 if data else 404)
            if data:
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def scores(address: str, *flags: str) -> str:
    """The four scores of one run."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    done = subprocess.run(
        [PROGRAM, address, "--quiet", "--output=json", f"--chrome-flags={FLAGS}", *flags],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        check=True,
    )
    rows = json.loads(done.stdout)["categories"]
    return ", ".join(f"{name} {rows[name]['score']:.2f}" for name in CATEGORIES)


def main() -> None:
    """Build both kinds of handout of the shipped bank and judge a page of each."""
    if not PROGRAM.is_file():
        sys.exit("lighthouse is not installed: make lighthouse")
    with tempfile.TemporaryDirectory() as name:
        place, build = Path(name), [sys.executable, str(ROOT / "build.py"), "handout", "-q"]
        subprocess.run([*build, "-s", str(ROOT / "source"), "-o", str(place)], check=True)
        source = Path(shutil.copytree(ROOT / "source", place / "source"))
        settings = source / "bank.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + '\n[handout]\npages = "topic"\n', "utf-8")
        subprocess.run([*build, "-s", str(source), "-o", str(place)], check=True)
        server = served(place)
        pages = (
            "ml-interview-handout.html",
            *(f"ml-interview-handout/{page}.html" for page in ("index", "foundations")),
        )
        for page in pages:
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            print(f"{page}, desktop: {scores(address, '--preset=desktop')}")
            print(f"{page}, phone: {scores(address)}")
        server.shutdown()


if __name__ == "__main__":
    main()
