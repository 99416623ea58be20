"""The hostile set is refused at its place or shown as text, and nothing of it takes long or runs."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory, one_file
from hostile.payloads import PAYLOADS, Payload
from scanner import scan

from deckpress.lock import Lock
from deckpress.problems import Severity
from deckpress.read import read_source
from deckpress.render import FORMATS, Context

SETTINGS = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "payload-tests"\n'
FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9" stroke="var(--ink)"/></svg>'
)
QUESTION = b"""# T

## What is it?

```yaml
BLOCK
```

Then TEXT

### In depth

![what is seen in the figure](../figures/f.svg "It")
"""
CPU_SECONDS = 5
"""For one large thing: its own work, however busy the machine is."""
MEMORY = 600 << 20
"""Bytes of addresses for one large thing, those of the libraries among them."""
STORE = Memory()
# Large things, each made by a line of Python.
LARGE = {
    "many brackets": "'[' * 8000",
    "many pictures": "'![' * 4000",
    "many stars": "'*a ' * 4000",
    "many underscores": "'_' * 8000",
    "many backticks": "' '.join('`' * n for n in range(120))",
    "many dollars": "'$a ' * 4000",
    "many tags": "'<a ' * 4000",
    "many inert tags": "'<b>' * 3000",
    "many openings": "'{{c1::' * 2000",
    "many ends": "'}}' * 4000",
    "many ampersands": "'&amp' * 3000",
    "many links": "'[a](' * 3000",
    "many angles": "'<' * 9000",
    "many items": "'- ' * 3000",
    "many cells": "'|a' * 4000",
    "many bars": "'|' * 3000 + chr(10) + '|-' * 1500",
    "deep quotes": "'>' * 500 + ' x'",
    "deep lists": "chr(10).join('  ' * n + '- x' for n in range(100))",
    "deep braces": "'$' + '{' * 900 + '}' * 900 + '$'",
    "deep fractions": r"'$' + r'\frac{' * 300 + '$'",
    "a long word": "'a' * 16000",
    "a long line": "'word ' * 3000",
    "many notes": "'[^1] ' * 3000",
    "many terms": "('a' + chr(10) + ': b' + chr(10) * 2) * 900",
    "many tildes": "'~a' * 4000",
    "many carets": "'^a' * 4000",
    "many equals": "'==a ' * 3000",
    "too long": "'x ' * 20000",
    "many headings": "('## x' + chr(10)) * 3000",
    "many escapes": "chr(92) * 16000",
}
_RUN = """
import os, resource, signal, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from test_hostile import CPU_SECONDS, LARGE, MEMORY, build
def attempt(name, number):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY,) * 2)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    folder = Path({folder!r}, str(number))
    folder.mkdir()
    build(folder, "text", eval(LARGE[name]).encode())
def tried(name, number):
    child = os.fork()
    if not child:
        attempt(name, number)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
build(Path({folder!r}, "first"), "text", b"more.")  # what all need is kept for those that follow
for number, name in enumerate(LARGE):
    print(tried(name, number), name, flush=True)
"""


def write(folder: Path, slot: str, content: bytes) -> Path:
    for name in ("questions", "figures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = content if slot == "text" else b"more."
    block = content if slot == "block" else b"id: it"
    question = QUESTION.replace(b"BLOCK", block).replace(b"TEXT", text)
    (folder / "questions/01-t.md").write_bytes(content if slot == "file" else question)
    (folder / "bank.toml").write_bytes(content if slot == "settings" else SETTINGS.encode())
    (folder / "figures/f.svg").write_bytes(content if slot == "figure" else FIGURE.encode())
    return folder


def build(folder: Path, slot: str, content: bytes) -> list[str]:
    """The codes of what is wrong; where nothing is, the products are made and scanned."""
    bank, problems = read_source(write(folder, slot, content))
    errors = [p for p in problems if p.severity is Severity.ERROR]
    if not errors:
        for name in ("deck", "handout"):
            data = one_file(FORMATS[name].renderer()(bank, Context(TEMPLATES, STORE, Lock())))
            assert scan(data) == []
    return sorted({p.code for p in errors})


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.name[:60].encode().hex()[:40])
def test_payload(payload: Payload, tmp_path: Path) -> None:
    found = build(tmp_path / "bank", payload.slot, payload.content)
    if payload.wanted == "text":
        assert found == [], payload
    else:
        assert payload.wanted in found, payload


def test_the_set_is_large() -> None:
    assert len(PAYLOADS) + len(LARGE) >= 120
    assert len({payload.content for payload in PAYLOADS}) == len(PAYLOADS)


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How each large thing ended: "0" for an answer in time and memory, else its signal or exit code."""
    folder = tmp_path_factory.mktemp("large")
    code = _RUN.format(root=str(ROOT), tests=str(ROOT / "tests"), folder=str(folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    rows = (line.split(" ", 1) for line in done.stdout.splitlines())
    return {name: f"{end}{done.stderr[-2000:] if end != '0' else ''}" for end, name in rows}


@pytest.mark.skipif(os.name != "posix", reason="limits of memory are of POSIX")
@pytest.mark.parametrize("name", LARGE)
def test_large_things_end_in_time_and_memory(name: str, ends: dict[str, str]) -> None:
    assert ends[name] == "0"


@pytest.mark.parametrize("kind", ["link", "fifo", "device", "folder", "sparse"])
@pytest.mark.parametrize("place", ["questions/01-t.md", "bank.toml", "figures/f.svg", "tags.yaml"])
def test_odd_files_are_refused_at_once(kind: str, place: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "bank", "", b"")
    path = folder / place
    path.unlink(missing_ok=True)
    if kind == "link":
        path.symlink_to("/etc/hostname")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(1 << 34)
    _, problems = read_source(folder)
    found = {p.code for p in problems if p.severity is Severity.ERROR}
    assert found & {"S003", "S005", "S006", "S050", "F701", "F706"}, found


@pytest.mark.parametrize("product", [row.name for row in FORMATS.values()])
def test_nothing_active_stands_in_the_products_of_the_sample(product: str, sample: object) -> None:
    made = FORMATS[product].renderer()(sample, Context(TEMPLATES, Memory(), Lock()))  # type: ignore[arg-type]
    assert scan(one_file(made)) == []


def test_nothing_active_stands_in_the_shipped_products(shipped_outputs: Path) -> None:
    files = [path for path in shipped_outputs.glob("[!.]*.*") if path.suffix in (".apkg", ".pdf", ".html")]
    assert len(files) >= 3
    assert {path.name: scan(path.read_bytes()) for path in files} == {path.name: [] for path in files}


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x</script>",
        "<img src=https://e.example/x.png>",
        "<p onclick=x>",
        "<iframe src=x></iframe>",
        '<a href="javascript:x">',
    ],
)
def test_the_scanner_finds_what_is_planted(planted: str) -> None:
    assert scan(f"<!doctype html><p>{planted}".encode())


@pytest.mark.parametrize(
    "planted",
    [
        r"\(\href{javascript:x}{y}\)",
        r"\[\require{html}\]",
        "[sound:x.mp3]",
        "[latex]x[/latex]",
        "[$]x[/$]",
        "[anki:tts lang=en_US]x[/anki:tts]",
        "<script>x</script>",
    ],
)
def test_the_scanner_finds_what_is_planted_in_a_deck(planted: str, sample: object) -> None:
    from deckpress.render.deck.deck import render

    data = one_file(render(sample, Context(TEMPLATES, Memory(), Lock())))  # type: ignore[arg-type]
    archive = zipfile.ZipFile(io.BytesIO(data))
    database = sqlite3.connect(":memory:")
    database.deserialize(archive.read("collection.anki2"))
    database.execute("update notes set flds = flds || ? where id = (select min(id) from notes)", (planted,))
    database.commit()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as copy:
        copy.writestr("media", archive.read("media"))
        copy.writestr("collection.anki2", database.serialize())
    database.close()
    assert scan(made.getvalue())
