"""Ids without effort: a question may be a heading and a paragraph; one command writes the blocks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from deckpress.ids import find_ids, slug_of
from deckpress.read import read_bank, read_source

HEAD = '[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-ids"\n'
TEXT = """# Topic

<!-- no comment -->
## What is the Über-metric, $F_1$?

An answer.
## 漢字

Signs.

## What is the über-metric, F 1?
```yaml
level: 2   # kept
```

Another.

## Named

```yaml
id: named
```

Done.

## 2 plus 2

```yaml
id:
```

Four.
"""


def _bank(folder: Path, text: str) -> Path:
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text(HEAD, encoding="utf-8")
    (folder / "questions/01-signs.md").write_bytes(text.encode())
    return folder


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build.py", "ids", "-s", str(folder), "-o", str(folder.parent / "out"), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_missing_ids_are_written_and_nothing_else_changes(end: str, mark: str, tmp_path: Path) -> None:
    text = mark + TEXT.replace("<!-- no comment -->\n", "").replace("\n", end)
    folder = _bank(tmp_path / "bank", text)
    path = folder / "questions/01-signs.md"
    dry = _run(folder, "--dry-run")
    assert path.read_bytes() == text.encode()
    assert dry.returncode == 0
    done = _run(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == dry.stdout
    ids = [question.id for question in read_bank(folder).questions()]
    assert ids == [
        "what-is-the-uber-metric-f-1",
        "signs-2",
        "what-is-the-uber-metric-f-1-2",
        "named",
        "plus-2-2",
    ]
    new = path.read_bytes().decode()
    assert new.count(end) == new.count("\n")
    left = [line for line in new.split(end) if line.strip("`yaml ") and not line.startswith("id:")]
    old = [line for line in text.split(end) if line.strip("`yaml ") and not line.startswith("id:")]
    assert left == old
    assert _run(folder).stdout == ""
    assert path.read_bytes().decode() == new


def test_check_names_the_command(tmp_path: Path) -> None:
    _, problems = read_source(
        _bank(tmp_path / "bank", "# T\n\n## One?\n\nYes.\n\n## Two?\n\n```yaml\nlevel: 1\n```\n\nNo.")
    )
    assert [(p.code, "python build.py ids" in p.hint) for p in problems] == [("S020", True), ("S026", True)]


def test_a_heading_at_the_very_end(tmp_path: Path) -> None:
    made, files = find_ids(_bank(tmp_path / "bank", "# T\n\n## One"))
    assert [new.id for new in made] == ["one"]
    assert files["questions/01-signs.md"] == b"# T\n\n## One\n\n```yaml\nid: one\n```\n"


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "# T\n\n## One\n\nYes.\n")
    other = tmp_path / "other.md"
    (folder / "questions/01-signs.md").rename(other)
    (folder / "questions/01-signs.md").symlink_to(other)
    before = other.read_bytes()
    assert find_ids(folder) == ([], {})
    _run(folder)
    assert other.read_bytes() == before


def test_slugs_are_short_and_unlike_each_other() -> None:
    taken: set[str] = set()
    made = [slug_of("word " * 40, "spare", taken) for _ in range(12)]
    assert len(set(made)) == 12
    assert max(map(len, made)) <= 60
    assert slug_of("¿?", "topic-1", taken) == "topic-1"
