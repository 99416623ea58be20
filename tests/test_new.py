"""A new bank builds at once in every style and language, and a question is added without touching the rest."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import TEMPLATES
from running import run

from deckpress.adding import add_question
from deckpress.check.run import run_blocks
from deckpress.pipeline import Project, build, check, refresh
from deckpress.problems import SettingsError
from deckpress.read import read_bank
from deckpress.skeleton import STYLES, Answers, skeleton_files, slug_for, title_for


def _bank(folder: Path, **answers: str) -> Path:
    files = skeleton_files(TEMPLATES, Answers(**{"title": "New", "slug": "new"} | answers))
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "source"


@pytest.mark.parametrize("style", STYLES)
def test_a_new_bank_has_no_problem(style: str, tmp_path: Path) -> None:
    project = Project(_bank(tmp_path, style=style), tmp_path / "output", TEMPLATES)
    refresh(project, 1_700_000_000)
    bank, problems = check(project, locked=True)
    assert [f"{p.span} {p.code} {p.message}" for p in problems] == []
    assert len(list(bank.questions())) == 3
    assert [found for _, found in run_blocks(bank)] == [[]]


def test_it_shows_what_there_is(tmp_path: Path) -> None:
    bank = read_bank(_bank(tmp_path))
    text = (tmp_path / "source/questions/01-first-topic.md").read_text()
    for mark in ("```math", "$R$", "![", "Table: ", "{{c1::", "```python run", "```text output", "see: ["):
        assert mark in text, mark
    assert {name for q in bank.questions() for name in q.sections} >= {"Key points", "In depth", "Example"}
    assert (tmp_path / "README.md").read_text().count("\n") == 5


@pytest.mark.parametrize("title", ['A "quoted" \\ title', "Fünf ◊ 漢字", "{{ 7 * 7 }} <b>"])
def test_any_title_is_kept(title: str, tmp_path: Path) -> None:
    assert read_bank(_bank(tmp_path, title=title)).settings.title == title


@pytest.mark.parametrize(
    ("key", "value"), [("title", " "), ("title", "a\nb"), ("language", "English"), ("slug", "A b")]
)
def test_what_a_bank_may_not_hold_is_refused(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=key):
        skeleton_files(TEMPLATES, Answers(**{"title": "New", "slug": "new"} | {key: value}))


def test_two_banks_have_two_namespaces(tmp_path: Path) -> None:
    spaces = {read_bank(_bank(tmp_path / str(n))).settings.namespace for n in range(2)}
    assert len(spaces) == 2


@pytest.mark.parametrize(
    ("name", "slug", "title"),
    [("my-bank", "my-bank", "My bank"), ("Größe 2", "groe-2", "Größe 2"), ("漢字", "bank", "漢字")],
)
def test_names_make_slugs_and_titles(name: str, slug: str, title: str) -> None:
    assert (slug_for(name), title_for(name)) == (slug, title)


def _next(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The arguments of the command that a command named as the next."""
    found = re.search(r"python build\.py (.+)$", done.stderr, re.M)
    assert found, done.stderr
    return found[1].split()


def test_the_commands_lead_from_nothing_to_a_deck(tmp_path: Path) -> None:
    made = run("new", "mine", "--yes", "--ci", "--style", "house", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines() == [str(path) for path in map(Path, made.stdout.splitlines())]
    assert all((tmp_path / line).is_file() for line in made.stdout.splitlines())
    assert "mine/.github/workflows/check.yml" in made.stdout
    _, *rest = _next(made)
    built = run("handout", *rest, cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "mine/output/mine-handout.html").is_file()

    added = run("add", "Why do pauses grow?", "-s", "mine/source", cwd=tmp_path)
    path, line, name = added.stdout.strip().replace(": ", ":").split(":")
    text = (tmp_path / path).read_text()
    assert text.splitlines()[int(line) - 1] == "## Why do pauses grow?"
    assert name == "why-do-pauses-grow"
    missing = run(*_next(added), cwd=tmp_path)
    assert (missing.returncode, missing.stderr.count("error[")) == (1, 1)
    assert "C001" in missing.stderr
    (tmp_path / path).write_text(text + "\nEach recall makes the memory more stable.\n")
    assert run(*_next(added), cwd=tmp_path).returncode == 0


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run("new", "mine", "--yes", cwd=tmp_path).returncode == 0
    again = run("new", "mine", "--yes", cwd=tmp_path)
    assert (again.returncode, "not empty" in again.stderr) == (2, True)


def test_answers_are_asked_for(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from deckpress.cli import cli

    place = tmp_path / "mine"
    done = CliRunner().invoke(cli, ["new", str(place)], input="Meine Bank\nde\nnone\n")
    assert done.exit_code == 0, done.output
    settings = read_bank(place / "source").settings
    assert (settings.title, settings.language, settings.style) == ("Meine Bank", "de", "none")


def test_the_rest_of_the_file_stays(bank_folder: Path) -> None:
    path = bank_folder / "questions/01-linear-models.md"
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    made = add_question(bank_folder, "  Which  penalty?  ", "linear-models", "The ridge penalty.")
    assert made.data.startswith(before.rstrip())
    assert made.data.endswith(b"\r\n```\r\n\r\nThe ridge penalty.\r\n")
    assert b"\n" not in made.data.replace(b"\r\n", b"")
    path.write_bytes(made.data)
    question = next(q for q in read_bank(bank_folder).questions() if q.id == made.id)
    assert (question.prompt.source, question.span.line) == ("Which penalty?", made.line)


@pytest.mark.parametrize("name", ["metrics", "2", "02-metrics", "02-metrics.md", ""])
def test_a_topic_has_several_names(name: str, bank_folder: Path) -> None:
    assert add_question(bank_folder, "New?", name).path == "questions/02-metrics.md"


@pytest.mark.parametrize(
    ("prompt", "topic", "said"),
    [("Q?", "metric", "did you mean"), ("Q?", "x" * 9, "linear-models, metrics"), (" \n ", "", "empty")],
)
def test_what_cannot_be_added_is_told(prompt: str, topic: str, said: str, bank_folder: Path) -> None:
    with pytest.raises(SettingsError, match=said):
        add_question(bank_folder, prompt, topic)


def test_every_product_of_a_new_bank_is_made(tmp_path: Path) -> None:
    project = Project(_bank(tmp_path), tmp_path / "output", TEMPLATES)
    built = build(project, ["deck", "handout"], warn=[])
    assert [row.questions for row in built] == [3, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_question_is_added_to_a_table_as_a_row(end: str, tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    (folder / "questions").mkdir(parents=True)
    (folder / "bank.toml").write_text('[bank]\ntitle = "T"\nslug = "t"\nnamespace = "tests-of-add"\n')
    path = folder / "questions/01-words.csv"
    before = end.join(["prompt;id;note;answer", "el pan;el-pan;;the bread"])
    path.write_bytes(before.encode())
    made = add_question(folder, "el  pan; blanco", "01-words", 'the "white" bread')
    path.write_bytes(made.data)
    assert made.data.decode() == f'{before}{end}"el pan; blanco";el-pan-blanco;;"the ""white"" bread"{end}'
    assert [question.id for question in read_bank(folder).questions()] == ["el-pan", made.id]
    assert made.line == 3
    path.write_text("prompt,answer\na,b\n")
    with pytest.raises(SettingsError, match="run 'ids' first"):
        add_question(folder, "c")
    path.write_text("a,b\n")
    with pytest.raises(SettingsError, match="first row"):
        add_question(folder, "c")
