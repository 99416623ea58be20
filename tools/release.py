"""Make a release: dist/ with packages, products, bill of materials, notes and checksums, from a clean commit.

python tools/release.py           all of it (make release)
python tools/release.py smoke     only try the wheel in an environment of its own (make smoke)
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from deckpress.pipeline import Project, build  # noqa: E402 - after the path is set
from deckpress.problems import DeckpressError  # noqa: E402 - as above
from deckpress.render import FORMATS  # noqa: E402 - as above
from tools.bill import bill, faults, pinned  # noqa: E402 - as above
from tools.licences import refused, runtime  # noqa: E402 - as above

__all__ = ["ReleaseError", "checksums", "judge", "notes", "release", "smoke", "version_of"]

LOCK_CODES: Final = re.compile(r"\bL90\d\b")


class ReleaseError(Exception):
    """Why there is no release, in one line."""


def version_of(root: Path) -> str:
    """The version that the package says it has."""
    text = (root / "deckpress" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.M)
    if not found:
        raise ReleaseError("deckpress/__init__.py has no __version__")
    return found[1]


def notes(changelog: str, version: str) -> str:
    """The body of the version's section of a changelog. Raises ReleaseError where there is none."""
    heading = rf"^## {re.escape(version)} - \d{{4}}-\d\d-\d\d *$"
    found = re.search(rf"{heading}\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    if not found or not found[1].strip():
        raise ReleaseError(f"CHANGELOG.md has no section '## {version} - YEAR-MM-DD' with anything in it")
    return found[1].strip() + "\n"


def judge(root: Path) -> None:
    """Raise ReleaseError where the commit may not be released; nothing is written."""
    version = version_of(root)
    changed = _git(root, "status", "--porcelain").decode().splitlines()
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise ReleaseError(f"the tree is dirty: commit or remove {changed[0][3:]}{more}")
    notes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    tags = [tag for tag in _git(root, "tag", "--points-at", "HEAD").decode().split() if tag.startswith("v")]
    if tags and f"v{version}" not in tags:
        raise ReleaseError(f"the commit is tagged {tags[0]}, but deckpress/__init__.py says {version}")
    if not (root / "source" / "deck.lock").is_file():
        raise ReleaseError("there is no source/deck.lock: run make lock and commit it")
    _judge_libraries()
    _check(root)


def _check(root: Path) -> None:
    """Raise ReleaseError where the bank has a problem."""
    command = [sys.executable, str(ROOT / "build.py"), "check", "--strict", "--locked", "--run"]
    command += ["--format", "concise", "-s", "source", "--templates", "templates"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    if done.returncode:
        lines = (done.stdout or done.stderr).strip().splitlines() or ["no message"]
        if any(LOCK_CODES.search(line) for line in lines):
            raise ReleaseError("source/deck.lock is stale: run make lock and commit it")
        raise ReleaseError(f"the check of the bank failed, first: {lines[0]}")


def _judge_libraries() -> None:
    """Raise ReleaseError where what is installed is not what is pinned, or its licence is not allowed."""
    needed = runtime(ROOT)
    pins = pinned((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    for name, distribution in sorted(needed.items()):
        if pins.get(name) != distribution.version:
            raise ReleaseError(f"requirements.txt is stale, it does not pin {name} {distribution.version}")
    bad = refused(needed)
    if bad:
        raise ReleaseError(f"a licence that is not allowed: {bad[0]}")


def checksums(folder: Path) -> str:
    """The lines of SHA256SUMS, as `sha256sum --check` reads them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    )


def release(root: Path) -> Path:
    """Judge, build everything in build/release/, and put it in place of dist/."""
    judge(root)
    version, work = version_of(root), root / "build" / "release"
    tree, dist = work / "tree", work / "dist"
    environment = _prepare(root, work, dist)
    wheel = _packages(tree, dist, environment)
    _products(tree, work / "products", dist)
    python = _environment(root, work / "venv")
    text = bill(python, version, root)
    lacking = faults(text, (root / "requirements.txt").read_text(encoding="utf-8"))
    if lacking:
        raise ReleaseError(f"the bill of materials: {lacking[0]}")
    (dist / f"deckpress-{version}.cdx.json").write_text(text, encoding="utf-8")
    _try(root, wheel, python)
    changelog = (tree / "CHANGELOG.md").read_text(encoding="utf-8")
    (dist / "RELEASE-NOTES.md").write_text(notes(changelog, version), encoding="utf-8")
    (dist / "SHA256SUMS").write_text(checksums(dist), encoding="utf-8")
    target = root / "dist"
    if target.exists():
        shutil.rmtree(target)
    dist.replace(target)
    return target


def smoke(root: Path) -> None:
    """Build the wheel of the work tree's last commit and try it."""
    work = root / "build" / "smoke"
    environment = _prepare(root, work, work / "dist")
    wheel = _packages(work / "tree", work / "dist", environment)
    _try(root, wheel, _environment(root, work / "venv"))


def _prepare(root: Path, work: Path, dist: Path) -> dict[str, str]:
    """Empty the folder of work and unpack the commit into it; the variables to build it with."""
    shutil.rmtree(work, ignore_errors=True)
    dist.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", "HEAD"))) as archive:
        archive.extractall(work / "tree", filter="data")
    return {**os.environ, "SOURCE_DATE_EPOCH": _git(root, "log", "-1", "--format=%ct").decode().strip()}


def _packages(tree: Path, dist: Path, environment: Mapping[str, str]) -> Path:
    """Make the sdist, and from it the wheel, whose path is returned."""
    command = [sys.executable, "-P", "-m", "build", "--no-isolation", "--outdir", str(dist), str(tree)]
    _run(command, environment)
    (wheel,) = dist.glob("*.whl")
    return wheel


def _products(tree: Path, output: Path, dist: Path) -> None:
    """Build every product of the commit's bank, with no cache from before."""
    project = Project(tree / "source", output, tree / "templates")
    for built in build(project, list(FORMATS), warn=[]):
        for path in built.paths:
            target = dist / path.relative_to(output)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


def _environment(root: Path, place: Path) -> Path:
    """A virtual environment that holds requirements.txt and nothing else; its interpreter."""
    _run([sys.executable, "-m", "venv", "--without-pip", str(place)])
    _run([*_pip(place), "--require-hashes", "-r", str(root / "requirements.txt")])
    return place / "bin" / "python"


def _try(root: Path, wheel: Path, python: Path) -> None:
    """Install the wheel and build the sample bank with it, away from the repository."""
    place = python.parent.parent
    _run([*_pip(place), "--no-deps", "--force-reinstall", str(wheel)])
    _run([sys.executable, "-P", "-m", "pip", "--python", str(place), "check"])
    with tempfile.TemporaryDirectory() as away:
        shutil.copytree(root / "tests" / "sample", Path(away) / "bank")
        program = str(python.parent / "deckpress")
        _run([program, "all", "-s", "bank", "-o", "out"], cwd=Path(away))
        made = sorted(path.name for path in (Path(away) / "out").glob("*.*") if path.is_file())
    usual = [row for row in FORMATS.values() if not row.extra]
    if len(made) != len(usual):
        raise ReleaseError(f"the installed wheel made {', '.join(made) or 'nothing'}")
    print(f"the wheel, alone in its environment, made {', '.join(made)}")


def _pip(place: Path) -> list[str]:
    options = ["--quiet", "--disable-pip-version-check"]
    return [sys.executable, "-P", "-m", "pip", "--python", str(place), "install", *options]


def _run(command: list[str], environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> str:
    """What a program prints. Raises ReleaseError with its last line where it fails."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment, cwd=cwd or ROOT / "docs"
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        name = " ".join(Path(word).name for word in command[:4])
        raise ReleaseError(f"'{name} …' failed: {last[0]}")
    return done.stdout


def _git(root: Path, *words: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    if done.returncode:
        raise ReleaseError(done.stderr.decode(errors="replace").strip().splitlines()[0])
    return done.stdout


def main() -> None:
    """Do what the command line says; a refusal is one line and exit code 1."""
    try:
        if sys.argv[1:] == ["smoke"]:
            smoke(ROOT)
        elif sys.argv[1:]:
            sys.exit(__doc__)
        else:
            place = release(ROOT)
            print(f"{place.relative_to(ROOT)}/ holds {', '.join(sorted(p.name for p in place.iterdir()))}")
    except (ReleaseError, DeckpressError, OSError) as error:
        sys.exit(f"no release: {error}")


if __name__ == "__main__":
    main()
