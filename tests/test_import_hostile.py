"""Imports of damaged and hostile packages: refused with a code and the file's name, and nothing is written."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner
from conftest import one_file

from deckpress.bank import Bank
from deckpress.cli import cli
from deckpress.importing import package
from deckpress.importing.run import Outcome, Request, run
from deckpress.problems import DeckpressError, SourceError
from deckpress.render import Context
from deckpress.render.deck.deck import render

_SAFE = re.compile(
    r"(?:questions|figures|audio)/[a-z0-9][a-z0-9._-]*|bank\.toml|tags\.yaml|import\.lock|import-report\.json"
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a small package of the old form."""
    connection = sqlite3.connect(":memory:")
    models = {
        "1": {"name": "Basic", "type": 0, "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}]}
    }
    models["1"]["tmpls"] = [{"name": "Card", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Back}}"}]
    connection.executescript(
        "CREATE TABLE col (models text, decks text); CREATE TABLE cards (nid int, did int, odid int, ord int);"
        "CREATE TABLE notes (id integer primary key, guid text, mid int, tags text, flds text);"
    )
    connection.execute(
        "INSERT INTO col VALUES (?, ?)", (json.dumps(models), json.dumps({"5": {"name": "A::B"}}))
    )
    for number in range(1, 6):
        fields = f"Question {number} <img src='p{number}.png'>\x1fAnswer {number} [sound:s{number}.mp3] \\(x^{number}\\)"
        connection.execute("INSERT INTO notes VALUES (?, ?, 1, 'a b', ?)", (number, f"guid{number}", fields))
        connection.execute("INSERT INTO cards VALUES (?, 5, 0, 0)", (number,))
    connection.commit()
    names = {str(n): f"p{n}.png" for n in range(1, 6)} | {str(n + 5): f"s{n}.mp3" for n in range(1, 6)}
    media = {number: f"content of {name}".encode() * 9 for number, name in names.items()}
    data = {"collection.anki2": connection.serialize(), "media": json.dumps(names).encode(), **media}
    connection.close()
    return data


def pack(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def attempt(folder: Path, data: bytes) -> Outcome | DeckpressError:
    """What an import of the bytes comes to; all it may do is refuse, and all it writes is inside the bank."""
    path = folder / "deck.apkg"
    path.write_bytes(data)
    outcome = outcome_of(Request((path,), folder / "bank"))
    if not isinstance(outcome, Outcome):
        problems = outcome.problems if isinstance(outcome, SourceError) else ()
        assert {(p.span.path, p.code in ("I001", "I002", "I003")) for p in problems} <= {
            (path.as_posix(), True)
        }
        return outcome
    assert [name for name in outcome.merge.files if not _SAFE.fullmatch(name)] == []
    assert sorted(p.name for p in folder.iterdir()) == ["deck.apkg"]
    return outcome


def outcome_of(request: Request) -> Outcome | DeckpressError:
    try:
        return run(request, lambda items, _: items)
    except DeckpressError as error:
        return error


def refused(folder: Path, data: bytes) -> tuple[str, str]:
    found = attempt(folder, data)
    assert isinstance(found, SourceError), found
    return found.problems[0].code, found.problems[0].message


def test_the_small_package_is_sound(parts: dict[str, bytes], tmp_path: Path) -> None:
    outcome = attempt(tmp_path, pack(parts))
    assert isinstance(outcome, Outcome)
    assert [row.action for row in outcome.merge.rows] == ["new"] * 5
    assert {"figures/p1.png", "audio/s5.mp3"} <= outcome.merge.files.keys()


def test_three_hundred_damaged_packages(parts: dict[str, bytes], tmp_path: Path) -> None:
    rng = random.Random(15)
    whole = pack(parts)
    results = [attempt(tmp_path, damaged(rng, turn, parts, whole)) for turn in range(300)]
    assert sum(isinstance(result, Outcome) for result in results) > 20
    assert sum(isinstance(result, SourceError) for result in results) > 100


def damaged(rng: random.Random, turn: int, parts: dict[str, bytes], whole: bytes) -> bytes:
    data = bytearray(whole)
    if turn % 4 == 0:
        return bytes(data[: rng.randrange(len(data))])
    if turn % 4 == 1:
        for _ in range(rng.randrange(1, 30)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    old = {
        "collection.anki2": wounded(rng, parts["collection.anki2"]),
        "media": wounded(rng, parts["media"], 3),
    }
    if turn % 4 == 2:
        return pack({**parts, **old})
    entries = b"".join(
        entry(f"{kind}{n}.{form}") for kind, form in (("p", "png"), ("s", "mp3")) for n in range(1, 6)
    )
    files = {str(n): zstandard.compress(parts[str(n + 1)]) for n in range(10)}
    files["media"] = zstandard.compress(wounded(rng, entries, 3))
    return pack({**files, "collection.anki21b": zstandard.compress(old["collection.anki2"])})


def wounded(rng: random.Random, data: bytes, most: int = 40) -> bytes:
    """The bytes with a few of them changed, none shifted."""
    out = bytearray(data)
    for _ in range(rng.randrange(most)):
        at = rng.randrange(len(out))
        out[at] = rng.choice([rng.randrange(256), 0, 255, out[at] ^ 1])
    return bytes(out)


def entry(name: str) -> bytes:
    """A medium in the list of a new package."""
    inner = b"\x0a" + bytes([len(name)]) + name.encode()
    return b"\x0a" + bytes([len(inner)]) + inner


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.png",
        "/etc/shadow.png",
        "..\\..\\x.png",
        "a/b/c.png",
        ".hidden.png",
        "con.png",
        "é😀.png",
        "x.png\x00.exe",
        "..png",
        "%2e%2e%2fx.png",
    ],
)
def test_names_of_media_are_made_safe(name: str, parts: dict[str, bytes], tmp_path: Path) -> None:
    changed = with_note(parts, f'<img src="{name}">', "answer")
    changed["media"] = json.dumps({"1": name}).encode()
    outcome = attempt(tmp_path, pack(changed))
    assert isinstance(outcome, Outcome)
    assert len([path for path in outcome.merge.files if path.startswith("figures/")]) <= 1


def with_note(parts: dict[str, bytes], front: str, back: Any) -> dict[str, bytes]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(parts["collection.anki2"])
    connection.execute("UPDATE notes SET flds = ? WHERE id = 1", (f"{front}\x1f{back}",))
    connection.commit()
    data = connection.serialize()
    connection.close()
    return {**parts, "collection.anki2": data}


def test_bombs_are_refused(parts: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = bytes(8 << 20)
    code, message = refused(tmp_path, pack({**parts, "collection.anki2": zeros}))
    assert (code, "grows to 8 MiB" in message) == ("I002", True)
    code, message = refused(tmp_path, pack({"media": b"", "collection.anki21b": zstandard.compress(zeros)}))
    assert (code, "grows to 8 MiB" in message) == ("I002", True)
    monkeypatch.setattr(package, "_ENTRIES", 5)
    assert refused(tmp_path, pack(parts)) == ("I002", "the package holds more than 5 files")
    monkeypatch.setattr(package, "_ENTRIES", 12)
    assert isinstance(attempt(tmp_path, pack(parts)), Outcome)
    monkeypatch.setattr(package, "_ALL_MEDIA", 1000)
    assert refused(tmp_path, pack(parts))[0] == "I002"
    monkeypatch.setattr(package, "_COLLECTION", 1000)
    assert "collection.anki2 in the package is larger" in refused(tmp_path, pack(parts))[1]


def test_a_database_with_views_and_endless_queries_is_refused(
    parts: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(script: str) -> bytes:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(parts["collection.anki2"])
        connection.executescript(script)
        data = connection.serialize()
        connection.close()
        return pack({**parts, "collection.anki2": data})

    endless = (
        "ALTER TABLE notes RENAME TO old; CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
        "SELECT i + 1 FROM n) SELECT i AS id, 'g' AS guid, 1 AS mid, '' AS tags, 'a' AS flds FROM n;"
    )
    assert refused(tmp_path, altered(endless))[0] == "I003"
    assert (
        refused(tmp_path, altered("DROP TABLE cards; CREATE VIRTUAL TABLE cards USING fts5(nid, did)"))[0]
        == "I003"
    )
    assert refused(tmp_path, altered("UPDATE col SET models = '[1]'"))[0] == "I003"
    assert refused(tmp_path, altered("UPDATE col SET models = '" + "[" * 100_000 + "'"))[0] == "I003"
    rows = "; ".join(f"INSERT INTO cards VALUES ({n}, 5, 0, 0)" for n in range(20_000))
    monkeypatch.setattr("deckpress.importing.collection._STEPS", 1)
    monkeypatch.setattr("deckpress.importing.collection._STEP", 100)
    assert refused(tmp_path, altered(rows)) == ("I003", "the collection is damaged: interrupted")


@pytest.mark.parametrize(
    "back",
    [
        "<div>" * 3000 + "deep",
        "<b><i><u>" * 800,
        "<!--" * 5000,
        "&" * 20_000 + "#x110000;&#0;&#xd800;",
        "[latex]" * 500,
        "\\(" * 3000,
        "{{c1::" * 300 + "}}" * 10,
        "```\n## x\n\n```yaml\nid: x\n```",
        "\u202e\u200b\x07\ue000\ue001\ue0100\ue011",
        "<table>" * 200,
        "<p " + "a=b " * 8000 + ">x",
        "[](" * 3000,
        "x" * 70_000,
    ],
    ids=range(13),
)
def test_a_hostile_field_is_told_and_the_rest_goes_on(
    back: str, parts: dict[str, bytes], tmp_path: Path
) -> None:
    outcome = attempt(tmp_path, pack(with_note(parts, "front", back)))
    assert isinstance(outcome, Outcome)
    assert [row.action for row in outcome.merge.rows[1:]] == ["new"] * 4
    assert outcome.merge.rows[0].action in ("new", "dropped")
    assert outcome.merge.rows[0].action == "new" or outcome.merge.rows[0].why


def test_our_own_deck_comes_back(sample: Bank, context: Context, tmp_path: Path) -> None:
    outcome = attempt(tmp_path, one_file(render(sample, context)))
    assert isinstance(outcome, Outcome)
    assert {row.action for row in outcome.merge.rows} == {"new"}


def test_a_linked_folder_of_the_bank_is_not_written_through(parts: dict[str, bytes], tmp_path: Path) -> None:
    outside, bank = tmp_path / "outside", tmp_path / "bank"
    outside.mkdir()
    bank.mkdir()
    (bank / "questions").symlink_to(outside)
    (tmp_path / "deck.apkg").write_bytes(pack(parts))
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "deck.apkg"), "-o", str(bank)])
    assert "is a link to another folder" in str(result.exception)
    assert list(outside.iterdir()) == []
    assert [path.name for path in bank.iterdir()] == ["questions"]
