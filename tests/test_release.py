"""A release: what it refuses, its notes and checksums, the bill of materials and its licences, the workflows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, SAMPLE, TEMPLATES
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from running import run

from deckpress import __version__
from deckpress.pipeline import Project, refresh
from tools.bill import bill, faults, pinned
from tools.licences import closure, refused, runtime
from tools.release import ReleaseError, checksums, judge, notes, release, version_of

CHANGELOG = """# Changelog

## Unreleased

- Not yet.

## 1.2.0 - 2026-02-03

### Added

- A thing.

## 1.2.0.1 - 2026-02-02

- Another.

## 1.1.0 - 2026-01-01

## 1.0.0 - 2025-01-01

- The first.
"""
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PUBLISH = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
TEXTS = [
    *((path.name, path.read_text(encoding="utf-8")) for path in WORKFLOWS),
    *((f"publish.md {i}", text) for i, text in enumerate(re.findall(r"```yaml\n(.*?)```", PUBLISH, re.S))),
]
EVERY_WORKFLOW = pytest.mark.parametrize("text", [row[1] for row in TEXTS], ids=[row[0] for row in TEXTS])


def git(place: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(place), *who, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small repository that may be released: the sample bank, locked, as version 1.2.0."""
    place = tmp_path / "repository"
    shutil.copytree(SAMPLE, place / "source")
    shutil.copytree(TEMPLATES, place / "templates")
    (place / "deckpress").mkdir()
    (place / "deckpress" / "__init__.py").write_text('__version__ = "1.2.0"\n')
    (place / "CHANGELOG.md").write_text(CHANGELOG)
    refresh(Project(place / "source", place / "output", place / "templates"), 1_700_000_000)
    git(place, "init")
    commit(place)
    return place


def commit(place: Path) -> None:
    git(place, "add", "-A")
    git(place, "commit", "-m", "a change")


def refusal(place: Path) -> str:
    with pytest.raises(ReleaseError) as caught:
        release(place)
    assert not (place / "build").exists()
    assert not (place / "dist").exists()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def question(place: Path) -> Path:
    return min((place / "source" / "questions").glob("*.md"))


def test_a_clean_commit_may_be_released(repository: Path) -> None:
    git(repository, "tag", "v1.2.0")
    judge(repository)
    assert not (repository / "build").exists()


def test_a_dirty_tree_is_refused(repository: Path) -> None:
    (repository / "stray.txt").write_text("left here")
    assert refusal(repository) == "the tree is dirty: commit or remove stray.txt"
    with question(repository).open("a") as file:
        file.write("\n")
    assert refusal(repository).endswith(" and 1 more")


def test_a_version_without_a_section_is_refused(repository: Path) -> None:
    (repository / "deckpress" / "__init__.py").write_text('__version__ = "1.3.0"\n')
    commit(repository)
    assert "no section '## 1.3.0 - YEAR-MM-DD'" in refusal(repository)


def test_a_tag_of_another_version_is_refused(repository: Path) -> None:
    git(repository, "tag", "v1.1.9")
    assert refusal(repository) == "the commit is tagged v1.1.9, but deckpress/__init__.py says 1.2.0"


def test_a_stale_or_missing_lock_is_refused(repository: Path) -> None:
    path = question(repository)
    text = path.read_text(encoding="utf-8")
    lead = re.search(r"```yaml\n.*?```\n\n(?=\w)", text, re.S)
    assert lead
    path.write_text(text[: lead.end()] + "Mostly, " + text[lead.end() :], encoding="utf-8")
    commit(repository)
    assert refusal(repository) == "source/deck.lock is stale: run make lock and commit it"
    (repository / "source" / "deck.lock").unlink()
    commit(repository)
    assert refusal(repository) == "there is no source/deck.lock: run make lock and commit it"


def test_a_bank_with_a_problem_is_refused(repository: Path) -> None:
    path = question(repository)
    path.write_text(path.read_text(encoding="utf-8") + "\n<b>raw</b>\n", encoding="utf-8")
    commit(repository)
    assert re.match(
        r"the check of the bank failed, first: source/questions/\S+\.md:\d+:\d+", refusal(repository)
    )


def test_a_folder_without_git_is_refused(repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    assert "git" in refusal(repository)


def test_notes_are_the_section_of_the_version() -> None:
    assert notes(CHANGELOG, "1.2.0") == "### Added\n\n- A thing.\n"
    assert notes(CHANGELOG, "1.0.0") == "- The first.\n"
    for version in ("1.1.0", "1.2", "Unreleased", "1x2.0"):
        with pytest.raises(ReleaseError):
            notes(CHANGELOG, version)


def test_this_version_has_notes() -> None:
    assert version_of(ROOT) == __version__
    assert notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), __version__).startswith("### ")


def test_checksums_are_what_sha256sum_reads(tmp_path: Path) -> None:
    for name in ("b.txt", "a b.txt", "SHA256SUMS"):
        (tmp_path / name).write_text(name)
    (tmp_path / "SHA256SUMS").write_text(checksums(tmp_path))
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "a b.txt: OK\nb.txt: OK\n"


def test_every_distribution_that_users_get_has_an_allowed_licence() -> None:
    needed = runtime(ROOT)
    assert refused(needed) == []
    assert "anki" not in needed
    assert needed.keys() == pinned((ROOT / "requirements.txt").read_text()).keys()


def test_a_licence_that_is_not_allowed_is_named() -> None:
    found = refused(closure(["anki"]))
    assert any(re.match("anki: .*(AGPL|Affero)", line) for line in found)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that has the metadata of what deckpress needs, and nothing else."""
    place = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (packages,) = place.glob("lib/*/site-packages")
    for distribution in runtime(ROOT).values():
        about = Path(str(distribution.locate_file(""))) / str(getattr(distribution, "_path"))  # noqa: B009
        shutil.copytree(about, packages / about.name)
    return place / "bin" / "python"


@pytest.fixture(scope="module")
def text(python: Path) -> str:
    return bill(python, "1.2.0", ROOT, validate=False)  # a test does, with its licences added


def test_the_bill_lists_every_distribution_and_its_licence(text: str) -> None:
    made: dict[str, Any] = json.loads(text)
    listed = {row["name"].lower().replace("_", "-"): row["version"] for row in made["components"]}
    assert listed == {name: row.version for name, row in runtime(ROOT).items()}
    assert all(row["licenses"] for row in made["components"])
    assert made["metadata"]["component"]["version"] == "1.2.0"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert {"brotli", "weasyprint"} <= {
        ref.partition("==")[0].lower() for ref in made["dependencies"][0]["dependsOn"]
    }
    requirements = (ROOT / "requirements.txt").read_text()
    assert faults(text, requirements) == []
    assert faults(text, requirements + "\nzzz==1.0 \\\n") == ["zzz is missing, pinned is 1.0"]


def test_the_bill_is_the_same_each_time_and_names_no_place(python: Path, text: str) -> None:
    assert text == bill(python, "1.2.0", ROOT, validate=False)
    assert "serialNumber" not in text
    assert "timestamp" not in text
    assert str(python.parent.parent) not in text


@EVERY_WORKFLOW
def test_workflows_pin_every_action_and_ask_for_little(text: str) -> None:
    flow: dict[Any, Any] = yaml.safe_load(text)
    uses = re.findall(r"uses: *(.*)", text)
    assert uses
    for line in uses:
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert flow["permissions"] in ({}, {"contents": "read"})
    assert "pull_request_target" not in text
    for job in flow["jobs"].values():
        writes = "write" in job.get("permissions", {}).values()
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "an expression in a script can be injected into"
            assert "checkout" not in step.get("uses", "") or step["with"]["persist-credentials"] is False
            assert not (writes and re.search(r"\b(make|python|pip|bash)\b", step.get("run", "")))


def test_workflows_judge_pull_requests_and_release_tags() -> None:
    assert [path.name for path in WORKFLOWS] == ["check.yml", "release.yml"]
    check, made = (path.read_text(encoding="utf-8") for path in WORKFLOWS)
    assert "\n  pull_request:\n" in check
    assert "check --strict --locked --format github" in check
    assert "bash .ci/run" in check
    assert 'tags: ["v*"]' in made
    assert "run: make release" in made
    assert made.index("sha256sum --check") < made.index("attest-build-provenance@") < made.index("gh release")
    pins = [set(re.findall(r"uses: *(.*)", text)) for text in (check + made, PUBLISH)]
    assert pins[1] == {pin for pin in pins[0] if "pages" not in pin}


def test_the_documentation_is_shown_by_a_job_that_may_do_nothing_else() -> None:
    made = yaml.safe_load(next(path.read_text("utf-8") for path in WORKFLOWS if path.stem == "release"))
    site = made["jobs"]["site"]
    assert site["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step["uses"].partition("@")[0] for step in site["steps"]] == ["actions/deploy-pages"]
    assert not any("run" in step for step in site["steps"])
    steps = made["jobs"]["build"]["steps"]
    (folder,) = (s["with"]["path"] for s in steps if "upload-pages-artifact@" in s.get("uses", ""))
    assert f"\nsite_dir: {folder.rstrip('/')}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {"run": "make docs-site"} in steps


def test_the_commands_for_a_bank_of_ones_own_work(tmp_path: Path) -> None:
    (tmp_path / "deckpress").symlink_to(ROOT)
    shutil.copytree(SAMPLE, tmp_path / "bank")
    lines = re.findall(r"^ {4}(deckpress/.*)$", PUBLISH, re.M)  # lock comes before both workflows
    lines += [line for line in re.findall(r"- run: (.*)", PUBLISH) if not re.match("sudo|make", line)]
    assert len(lines) == 6
    for line in lines:
        here = line.replace("deckpress/.venv/bin/python", sys.executable)
        subprocess.run(here, shell=True, cwd=tmp_path, check=True, capture_output=True)  # noqa: S602 - as the runner does
    made = {path.name for path in (tmp_path / "dist").glob("sample*.*")}
    assert made == {"sample.apkg", "sample-cheatsheet.pdf", "sample-handout.html"}


def test_problems_are_shown_at_the_path_that_the_repository_has(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "bank")
    path = min((tmp_path / "bank" / "questions").glob("*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\n<b>raw</b>\n", encoding="utf-8")
    done = run("check", "-s", "bank", "--format", "github", cwd=tmp_path)
    assert done.returncode == 1
    assert f"file=bank/questions/{path.name},line=" in done.stdout


def test_make_help_lists_the_tasks_of_a_release() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(r"^make release +\w", done.stdout, re.M)
    assert re.search(r"^make smoke +\w", done.stdout, re.M)
