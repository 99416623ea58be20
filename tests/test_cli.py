"""The command line, as a person meets it: from another folder, in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE
from running import run, start

from deckpress.cli import cli
from deckpress.render import FORMATS


def test_no_command_prints_help(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)
    assert done.returncode == 0
    assert re.search(r"^  python build\.py all {3,}build everything", done.stdout, re.M)
    for name in (*FORMATS, "all", "check", "explain", "list", "stats", "lock", "clean", "doctor"):
        assert f"\n  {name} " in done.stdout


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['build.py', '--help']\n"
        "import atexit; from deckpress.cli import main\n"
        "heavy = ('weasyprint', 'genanki', 'jinja2', 'ziamath', 'fontTools', 'pygments', 'markdown_it',\n"
        " 'yaml', 'babel', 'PIL', 'deckpress.read')\n"
        "atexit.register(lambda: print('HEAVY', [n for n in heavy if n in sys.modules]))\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "HEAVY []" in done.stdout, done.stdout[-300:] + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("check", "-s", str(SAMPLE), "--format", "json"), ("dekc",), ("list", "-s", str(SAMPLE))],
    ids=str,
)
def test_what_is_forked_is_what_is_started(arguments: tuple[str, ...], tmp_path: Path) -> None:
    forked, started = (way(*arguments, cwd=tmp_path, NO_COLOR="1") for way in (run, start))
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help(name: str) -> None:
    command = cli.commands[name]
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert getattr(parameter, "help", None), (name, parameter.name)


def test_build_from_another_folder(tmp_path: Path) -> None:
    done = start("deck", "-s", str(SAMPLE), "-o", "here", "-v", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "here").glob("[!.]*")] == ["sample.apkg"]
    assert done.stdout == ""
    assert re.search(r"deck +\d+\.\d s +\d+ KiB +6 questions", done.stderr)
    assert "unchanged" in run("deck", "-s", str(SAMPLE), "-o", "here", "-v", cwd=tmp_path).stderr


def test_quiet_says_nothing(tmp_path: Path) -> None:
    done = run("deck", "-s", str(SAMPLE), "-o", "here", "-q", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["check", "-s", "nowhere"], 2, "no source folder"),
        (["deck", "--only", "ridge-shrinkag", "-s", str(SAMPLE)], 2, "did you mean 'ridge-shrinkage'?"),
        (["dekc"], 2, "No such command 'dekc'"),
        (["check", "--strict", "-s", str(SAMPLE)], 3, "--strict allows none"),
        (["deck", "--strict", "-s", str(SAMPLE)], 3, "--strict allows none"),
        (["explain", "X999"], 2, "no code X999"),
        (["deck", "--level", "10"], 2, "10 is not in the range"),
        (["deck", "--templates", "nowhere"], 2, "no templates folder"),
    ],
)
def test_exit_codes_and_messages(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    alone = tmp_path / "deep" / "down"  # away from the banks of other tests, which would be named
    alone.mkdir(parents=True)
    done = run(*arguments, *(["-o", "out"] if arguments[0] == "deck" else []), cwd=alone)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_show_place_frame_and_cure(bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "02-metrics.md"
    path.write_text(path.read_text().replace("TP / (TP + FP)", "\\foo / (TP + FP)"))
    done = run("all", "-s", str(bank_folder), "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].startswith(f"{bank_folder}/questions/02-metrics.md:17:15: error[M401] ")
    assert lines[1] == "   17 | - Precision: $\\foo / (TP + FP)$."
    assert lines[2].index("^") == lines[1].index("\\foo")
    assert lines[2].count("^") == 4
    assert lines[3].startswith("      = ")
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").glob("[!.]*"))


@pytest.mark.parametrize("style", ["concise", "json", "github"])
def test_machine_formats_stand_alone_on_stdout(style: str, bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "02-metrics.md"
    path.write_text(path.read_text().replace("TP / (TP + FP)", "\\foo / (TP + FP)"))
    done = run("check", "-s", str(bank_folder), "--format", style, cwd=tmp_path)
    assert done.returncode == 1
    place = f"{bank_folder}/questions/02-metrics.md"
    if style == "json":
        rows = json.loads(done.stdout)
        assert (rows[0]["code"], rows[0]["line"], rows[0]["column"], rows[0]["end_column"]) == (
            "M401",
            17,
            15,
            19,
        )
    elif style == "concise":
        assert done.stdout.startswith(f"{place}:17:15: error M401 ")
    else:
        assert done.stdout.startswith(f"::error file={place.replace(':', '%3A')},line=17,col=15,title=M401::")


def test_json_without_problems_is_an_empty_list(bank_folder: Path, tmp_path: Path) -> None:
    assert run("lock", "-s", str(bank_folder), cwd=tmp_path).returncode == 0
    done = run("check", "-s", str(bank_folder), "--locked", "--format", "json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_colour_is_for_terminals_or_on_demand(tmp_path: Path) -> None:
    assert "\x1b" not in run("check", "-s", str(SAMPLE), cwd=tmp_path).stderr
    assert "\x1b[" in run("check", "-s", str(SAMPLE), "--color", cwd=tmp_path).stderr


def test_source_text_cannot_drive_the_terminal(bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "02-metrics.md"
    path.write_text(path.read_text().replace("id: accuracy-enough", 'id: "\x1b]0;x\x07\u202e"'))
    done = run("check", "-s", str(bank_folder), "--no-color", cwd=tmp_path)
    assert done.returncode == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stderr)


def test_check_run_points_at_the_failing_line(bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    text = path.read_text().replace(">= 0.1 - 1e-9", "> 1")
    path.write_text(text)
    done = run("check", "--run", "-s", str(bank_folder), "--format", "concise", cwd=tmp_path)
    line = text.split("\n").index("assert np.linalg.eigvalsh(gram).min() > 1") + 1
    assert f"01-linear-models.md:{line}:1: error K501 AssertionError" in done.stdout


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "open('x', 'w')",
        "import os; os.system('true')",
    ],
)
def test_code_of_answers_is_isolated(code: str, bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    path.write_text(path.read_text().replace("assert np.linalg.eigvalsh(gram).min() >= 0.1 - 1e-9", code))
    done = run("check", "--run", "-s", str(bank_folder), "--only", "ridge-unique-solution", cwd=tmp_path)
    assert done.returncode == 1
    assert "not allowed in an answer's code" in done.stderr


def test_list_and_stats(tmp_path: Path) -> None:
    rows = json.loads(
        run("list", "-s", str(SAMPLE), "--format", "json", "--only", "metrics", cwd=tmp_path).stdout
    )
    assert [row["id"] for row in rows] == ["precision-versus-recall", "accuracy-enough", "maze-search"]
    assert "a-draft" not in run("list", "-s", str(SAMPLE), cwd=tmp_path).stdout
    assert "a-draft" in run("list", "-s", str(SAMPLE), "--drafts", cwd=tmp_path).stdout
    stats = run("stats", "-s", str(SAMPLE), cwd=tmp_path).stdout
    assert re.search(r"list +2 of 3 items covered, 1 dropped", stats)


def test_lock_is_reproducible_and_check_locked_refuses_a_stale_one(bank_folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = run("lock", "-s", str(bank_folder), cwd=tmp_path, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr
    assert ": 0 changed" in done.stderr
    lock = (bank_folder / "deck.lock").read_text()
    assert "note ridge-unique-solution/3 1700000000 " in lock
    assert run("check", "-s", str(bank_folder), "--locked", cwd=tmp_path).returncode == 0
    path = bank_folder / "questions" / "02-metrics.md"
    path.write_text(path.read_text().replace("Lowering", "Reducing"))
    assert run("check", "-s", str(bank_folder), cwd=tmp_path).returncode == 0
    stale = run("check", "-s", str(bank_folder), "--locked", cwd=tmp_path)
    assert stale.returncode == 1
    assert "L902" in stale.stderr


def test_lock_refuses_a_source_with_errors(bank_folder: Path, tmp_path: Path) -> None:
    (bank_folder / "figures" / "ridge.svg").unlink()
    done = run("lock", "-s", str(bank_folder), cwd=tmp_path)
    assert done.returncode == 1
    assert "error[F701]" in done.stderr
    assert not (bank_folder / "deck.lock").exists()


def test_doctor_names_what_is_needed(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("weasyprint", "genanki", "pango", "chromium"):
        assert name in done.stdout


def test_bare_python_is_told_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-E", str(ROOT / "build.py")],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "make install" in done.stderr
