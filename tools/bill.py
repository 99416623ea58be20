"""The bill of materials: every distribution that an environment holds, with its licence, as CycloneDX."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.licences import choices, wanted

__all__ = ["bill", "faults", "pinned"]


def bill(python: Path, version: str, root: Path, *, validate: bool = True) -> str:
    """The bill of an environment as JSON, with deckpress as what it is of; no time, no serial number.

    To validate takes four of the tool's five seconds; who validates what comes out may leave it.
    """
    command = [sys.executable, "-P", "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    command += [] if validate else ["--no-validate"]
    done = subprocess.run(
        [*command, "--sv", "1.6", str(python)],
        capture_output=True,
        text=True,
        check=False,
        env={},
        cwd=python.parent,
    )
    if done.returncode:
        raise OSError(f"cyclonedx-py failed: {done.stderr.strip()[-200:]}")
    made = json.loads(done.stdout)
    direct = {canonicalize_name(Requirement(line).name) for line in wanted(root)}
    refs = sorted(row["bom-ref"] for row in made["components"] if canonicalize_name(row["name"]) in direct)
    _add_licences(made["components"], python)
    made["metadata"]["component"] = {
        "type": "application",
        "bom-ref": "deckpress",
        "name": "deckpress",
        "version": version,
        "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}],
    }
    made["dependencies"].insert(0, {"ref": "deckpress", "dependsOn": refs})
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _add_licences(rows: list[dict[str, Any]], python: Path) -> None:
    """Say the licences that the tool leaves out since their names are nobody's but the author's."""
    folders = [str(folder) for folder in python.parent.parent.glob("lib/*/site-packages")]
    about = {canonicalize_name(row.metadata["Name"]): row.metadata for row in distributions(path=folders)}
    for row in rows:
        if not row.get("licenses"):
            names = choices(about[canonicalize_name(row["name"])])
            row["licenses"] = [{"license": {"name": name, "acknowledgement": "declared"}} for name in names]


def faults(text: str, requirements: str) -> list[str]:
    """Where a bill does not say exactly what a requirements file pins, and each licence."""
    rows = json.loads(text)["components"]
    found: dict[str, str] = {canonicalize_name(row["name"]): row["version"] for row in rows}
    pins = pinned(requirements)
    differ = [name for name in sorted(found | pins) if found.get(name) != pins.get(name)]
    lines = [f"{n} is {found.get(n, 'missing')}, pinned is {pins.get(n, 'none')}" for n in differ]
    return lines + [f"{row['name']} has no licence" for row in rows if not row.get("licenses")]


def pinned(requirements: str) -> dict[str, str]:
    """Name to version of every distribution in a requirements file, but for those of other platforms."""
    found: dict[str, str] = {}
    for line in re.findall(r"^[a-z0-9][^\\\n]*", requirements, re.M):
        need = Requirement(line)
        if not need.marker or need.marker.evaluate():
            found[canonicalize_name(need.name)] = str(need.specifier).removeprefix("==")
    return found
