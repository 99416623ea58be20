"""The repository keeps its own rules: layers, sizes, documentation, licences, a sound shipped bank."""

from __future__ import annotations

import ast
import json
import re
import statistics
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TEMPLATES

from deckpress.cli import cli
from deckpress.keys import KEYS
from deckpress.pipeline import Project, check
from deckpress.problems import codes
from deckpress.read.setting_rows import TABLES
from deckpress.render import FORMATS
from tools.docs import architecture_page
from tools.map import ROOMS

PACKAGE = ROOT / "deckpress"
MODULES = sorted(PACKAGE.rglob("*.py"))
ORDER = (
    "fingerprints",
    "slugs",
    "span",
    "digests",
    "pictures",
    "paper",
    "media",
    "settings",
    "sections",
    "keys",
    "parts",
    "inside",
    "markdown",
    "bank",
    "wording",
    "problems",
    "processes",
    "read",
    "content",
    "check",
    "lock",
    "render",
    "export",
    "scratch",
    "cache",
    "writing",
    "selection",
    "project",
    "stamps",
    "locking",
    "judging",
    "pipeline",
    "tools",
    "options",
    "terminal",
    "commands",
    "cli",
)
AUTHOR_TOOLS = (
    "moving",
    "importing",
    "ankiconnect",
    "push",
    "explain",
    "ids",
    "skeleton",
    "adding",
    "watching",
    "bench",
    "fixes",
    "listing",
    "doctor",
    "report",
)


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _layer(module: str) -> int:
    parts = module.split(".")
    if len(parts) < 2 or parts[1] == "__main__":
        return len(ORDER)
    return ORDER.index("tools" if parts[1] in AUTHOR_TOOLS else parts[1])


def _imports(path: Path) -> set[str]:
    """Every module of ours that a module imports, wherever in it the import stands."""
    known = {_name(module) for module in MODULES}
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("deckpress"):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & known) or {str(node.module)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("deckpress")}
    return found


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text())
    return [
        (f"{_name(path)}.{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_run_downhill(path: Path) -> None:
    here = _layer(_name(path))
    for target in _imports(path):
        if target != "deckpress":
            assert _layer(target) <= here, f"{_name(path)} imports {target}, which is above it"


def test_wings_keep_apart_and_mirror_the_templates() -> None:
    wings = {row.wing for row in FORMATS.values()}
    assert wings == {path.parent.name for path in (PACKAGE / "render").glob("*/__init__.py")}
    for path in (PACKAGE / "render").rglob("*.py"):
        own = {path.parent.name} & wings
        used = {target.split(".")[2] for target in _imports(path) if target.startswith("deckpress.render.")}
        assert used & wings <= own, f"{_name(path)} reaches into another wing: {used & wings - own}"
    for product in FORMATS.values():
        assert (PACKAGE / "render" / product.wing / f"{product.name}.py").is_file()
    assert wings <= {path.name for path in TEMPLATES.iterdir()}
    assert [path.name for path in TEMPLATES.iterdir() if path.is_file()] == []


def test_lines_of_templates_can_be_read() -> None:
    for path in TEMPLATES.rglob("*.*"):
        longest = max(map(len, path.read_text(encoding="utf-8").splitlines()), default=0)
        assert longest <= 140, (
            f"{path.relative_to(ROOT)} has a line of {longest} characters: break it by element"
        )


def test_no_import_cycles() -> None:
    graph = {_name(path): _imports(path) - {_name(path)} for path in MODULES}
    done: set[str] = set()
    while True:
        free = {name for name, needs in graph.items() if name not in done and needs & graph.keys() <= done}
        if not free:
            break
        done |= free
    assert graph.keys() - done == set()


@pytest.mark.parametrize("folder", ["tests", "tools", "bench"])
def test_no_file_is_long(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        assert path.read_text().count("\n") <= 300, path


def test_modules_and_functions_are_small() -> None:
    sizes = {_name(path): path.read_text().count("\n") for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 300} == {}
    assert statistics.median(sizes.values()) <= 120
    functions = [row for path in MODULES for row in _functions(path)]
    lengths = sorted(length for _, length in functions)
    assert [row for row in functions if row[1] > 50] == []
    assert statistics.median(lengths) <= 10
    assert lengths[int(0.9 * len(lengths))] <= 25


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_say_their_job(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text()))
    assert docstring
    first = docstring.partition("\n")[0]
    assert first.endswith((".", ":"))
    assert len(first) <= 107


def test_only_the_command_line_prints() -> None:
    for path in MODULES:
        if path.name not in ("cli.py", "terminal.py", "harness.py") and path.parent.name != "commands":
            tree = ast.parse(path.read_text())
            calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
            assert not [c for c in calls if isinstance(c, ast.Name) and c.id == "print"], path
            assert "click.echo" not in path.read_text()


def test_the_documents_name_every_command_option_code_and_key() -> None:
    readme = (ROOT / "README.md").read_text()
    assert readme.count("\n") <= 170
    cli_page = (ROOT / "docs" / "cli.md").read_text()
    for name, command in cli.commands.items():
        assert f"`{name}" in cli_page, name
        for parameter in command.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert not option.startswith("--") or option in cli_page, option
    codes_page = (ROOT / "docs" / "codes.md").read_text()
    for code in codes().values():
        meaning = code.meaning.replace("|", "\\|").replace("<", "&lt;")
        assert f"| {code.code} | {code.severity.value} | {meaning} |" in codes_page, code.code
    format_page = (ROOT / "docs" / "format.md").read_text()
    for key in KEYS:
        assert f"`{key}`" in format_page, key
    settings_page = (ROOT / "docs" / "settings.md").read_text()
    for table, keys in TABLES.items():
        for key in keys:
            assert f"`{key}`" in settings_page, f"[{table}] {key}"


def test_the_generated_pages_are_fresh() -> None:
    from tools.docs import cli_page, codes_page
    from tools.schemas import schemas

    assert (ROOT / "docs" / "cli.md").read_text() == cli_page(), "run make docs"
    assert (ROOT / "docs" / "codes.md").read_text() == codes_page(), "run make docs"
    made = {
        name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in schemas().items()
    }
    assert {path.name: path.read_text() for path in (ROOT / "docs" / "schemas").iterdir()} == made, (
        "run make docs"
    )


def test_the_map_names_every_module_and_none_that_is_gone() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    assert architecture_page(page) == page, "run make docs"
    for path in MODULES:
        assert f"- `{path.relative_to(PACKAGE).as_posix()}`: " in page
    named = {PACKAGE / folder / f"{name}.py" for _, folder, names in ROOMS for name in names.split()}
    assert {path.name for path in named if not path.is_file()} == set(), "tools/map.py names what is gone"


def test_links_inside_the_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        prose = re.sub(
            r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", page.read_text()
        )  # code shows links, and is none
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)# ]+)[)#]", prose):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_requirements_are_exact_hashed_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==\S+ *(?:;[^\\]*)?\\\n", text, re.M)
        lines = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
        assert len(pinned) == len(lines)
        assert text.count("--hash=sha256:") >= len(lines)


def test_what_the_product_needs_is_permissive() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=;\[ ]", line)[0] for line in wanted}
    assert "anki" not in names
    for name in names:
        about: Any = metadata.metadata(name)
        licence = " ".join(
            [
                about.get("License-Expression") or "",
                (about.get("License") or "")[:80],
                *about.get_all("Classifier", []),
            ]
        )
        assert re.search(r"MIT|BSD|Apache|OFL|Open Font", licence), f"{name}: {licence[:100]}"
        assert "Affero" not in licence


def test_no_path_of_a_machine_stands_in_the_repository() -> None:
    for path in [*MODULES, *ROOT.glob("*.*"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").glob("*.py")]:
        if path.is_file() and path != Path(__file__) and path.name != ".git":  # a worktree's
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not re.search(r"/work/|/root/|/home/\w", text), path


def test_the_shipped_bank_is_sound() -> None:
    problems = check(Project(ROOT / "source", ROOT / "output", TEMPLATES), locked=True)[1]
    assert [f"{p.span} {p.code} {p.message}" for p in problems] == []
