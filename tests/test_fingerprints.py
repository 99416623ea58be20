"""What the cache keeps has a name made from all that goes into it."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, TEMPLATES, Memory

from deckpress import fingerprints
from deckpress.bank import Bank
from deckpress.fingerprints import LIBRARIES, PROGRAM, fingerprint
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.read import read_source
from deckpress.render import FORMATS, Context

PACKAGE = ROOT / "deckpress"
NO_PRODUCT = {"click", "filelock", "mutagen"}
"""Libraries that change no byte of a product; and one that is optional."""
ELSEWHERE = {
    "fingerprints",
    "bank",
    "problems",
    "pictures",
    "render",
    "pixels",
    "sounds",
    "prepared",
    "processes",
}
"""Modules whose values are parts of the keys, that have keys of their own, or that say only how many work."""


def key(*parts: object, kind: str = "x") -> str:
    return fingerprint(kind, *parts, code=("deckpress.span",), libraries=("jinja2",))


def test_every_part_counts_and_none_runs_into_the_next() -> None:
    keys = [
        key("ab", "c"),
        key("a", "bc"),
        key("abc"),
        key("ab", "c", ""),
        key("ab", "c", kind="y"),
        key("ab"),
    ]
    keys += [
        fingerprint("x", "ab", code=code, libraries=libraries)
        for code in (("deckpress.span",), ("deckpress.bank",), PROGRAM)
        for libraries in (("jinja2",), ("weasyprint",), ("jinja2", "weasyprint"))
    ]
    assert len({*keys}) == len(keys) - 1  # one of them is written twice
    assert key("ab", "c") == keys[0]


def test_another_version_or_another_line_of_code_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key("a")
    for name, changed in (("_version", lambda _: "0"), ("_files", lambda _: iter([Path(__file__)]))):
        with monkeypatch.context() as patch:
            patch.setattr(fingerprints, name, changed)
            fingerprints._makers.cache_clear()
            assert key("a") != before
        fingerprints._makers.cache_clear()
    assert key("a") == before


def test_every_library_of_the_products_is_among_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[<>=]", row)[0] for row in project["dependencies"]}
    assert named - NO_PRODUCT == {*LIBRARIES} - NO_PRODUCT, "fingerprints.LIBRARIES lacks a dependency"


@pytest.mark.parametrize(
    "path", [p for p in PACKAGE.rglob("*.py") if "store.put(" in p.read_text()], ids=lambda path: path.stem
)
def test_what_is_kept_is_kept_under_a_fingerprint(path: Path) -> None:
    text = path.read_text()
    assert "fingerprint(" in text, f"{path.name} keeps something under a key of its own making"
    assert not re.search(r"store\.(get|put)\([rf\"']", text)


@pytest.mark.parametrize("stem", ["outlines", "math_font", "pixels"])
def test_the_code_of_a_key_holds_what_its_modules_import(stem: str) -> None:
    (path,) = PACKAGE.rglob(f"{stem}.py")
    callers = {"pixels": "pictures"}
    (caller,) = (PACKAGE / "render").rglob(f"{callers.get(stem, stem)}.py")
    wanted = set(re.findall(r"from deckpress\.([\w.]+) import", path.read_text()))
    stems = {name.rpartition(".")[2] for name in wanted} - ELSEWHERE
    named = {word.rpartition(".")[2] for word in re.findall(r"\"deckpress\.([\w.]+)\"", caller.read_text())}
    assert stems - {"pictures"} <= named, f"_CODE of {caller.name} lacks modules that its result depends on"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return read_source(ROOT / "tests" / "sample")[0]


@pytest.mark.parametrize("product", ["cheatsheet", "flashcards"])
def test_levels_of_its_own_change_what_was_measured(product: str, bank: Bank) -> None:
    """Dots behind a heading may need another line, and nothing but the settings says so."""
    kept, render = Memory(), FORMATS[product].renderer()
    own = replace(bank, settings=replace(bank.settings, levels=tuple(f"level {n}" for n in range(1, 10))))
    for shown in (bank, own):
        old = render(shown, Context(TEMPLATES, kept, Lock(), Paper()))
        assert old == render(shown, Context(TEMPLATES, Memory(), Lock(), Paper()))


def test_no_key_is_made_by_hand() -> None:
    """Every call names its code and its libraries as constants that can be read."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "fingerprint" and node.args:
                assert {word.arg for word in node.keywords} == {"code", "libraries"}, (
                    f"{path.name}:{node.lineno}"
                )
