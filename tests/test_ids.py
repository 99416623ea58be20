"""Ids without effort: a question may be a heading and a paragraph; one command writes the blocks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from running import run

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
    return run("ids", "-s", str(folder), "-o", str(folder.parent / "out"), *words, cwd=ROOT)


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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'prompt;answer\n"la ""casa""";house\n;\n\nel pan;"bread\nor loaf"\n漢字;x',
            'id;prompt;answer\nla-casa;"la ""casa""";house\n;\n\nel-pan;el pan;"bread\nor loaf"\ntopic-3;漢字;x',
        ),
        (
            'answer,ID , Prompt\nx, ,el pan\ny,"",el pan\n z ,given,el pan \n',
            'answer,ID , Prompt\nx,el-pan ,el pan\ny,"el-pan-2",el pan\n z ,given,el pan \n',
        ),
        (
            'answer,prompt,note,id\n"x","el pan"\ny,sol ,"n" \n',
            'answer,prompt,note,id\n"x","el pan",,el-pan\ny,sol ,"n" ,sol\n',
        ),
        ("sep=;\nid;prompt;answer\nel-pan;a;b\n;el pan;c\n", "sep=;\nid;prompt;answer\nel-pan;a;b\nel-pan-2;el pan;c\n"),
    ],
)  # fmt: skip
def test_ids_of_a_table_leave_every_other_byte(before: str, after: str, end: str, tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "# Other\n")
    path = folder / "questions/02-topic.csv"
    path.write_bytes(b"\xef\xbb\xbf" + before.replace("\n", end).encode())
    (folder / "questions/01-signs.md").unlink()
    made, files = find_ids(folder)
    assert files == {"questions/02-topic.csv": b"\xef\xbb\xbf" + after.replace("\n", end).encode()}
    path.write_bytes(files["questions/02-topic.csv"])
    lines = path.read_text("utf-8-sig").split("\n")
    for new in made:
        assert new.id in lines[new.line - 1]
    ids = [question.id for question in read_bank(folder).questions()]
    assert len(set(ids)) == len(ids)
    assert set(ids) >= {new.id for new in made}
    assert find_ids(folder) == ([], {})


def test_a_broken_row_gets_no_id_but_stays_in_its_columns(tmp_path: Path) -> None:
    folder = _bank(tmp_path / "bank", "# Other\n")
    path = folder / "questions/02-topic.csv"
    path.write_text('prompt,answer\na,"b\nc,d\n')
    _, files = find_ids(folder)
    assert files["questions/02-topic.csv"] == b'id,prompt,answer\na,a,"b\nc,c,d\n'
    path.write_bytes(files["questions/02-topic.csv"])
    assert [p.code for p in read_source(folder)[1]] == ["S065"]
