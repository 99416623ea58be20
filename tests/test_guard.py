"""The guard around executed code: what it promises to refuse, tried."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

HARNESS = ROOT / "deckpress" / "check" / "harness.py"
REFUSED = {
    "remove": "import os; os.remove({0!r})",
    "unlink": "from pathlib import Path; Path({0!r}).unlink()",
    "rename": "import os; os.rename({0!r}, {0!r} + '2')",
    "replace": "import os; os.replace({0!r}, {0!r} + '2')",
    "open to write": "open({0!r}, 'w')",
    "open to append": "open({0!r}, 'a')",
    "os.open": "import os; os.open({0!r}, os.O_WRONLY | os.O_TRUNC)",
    "truncate": "import os; os.truncate({0!r}, 0)",
    "rmtree": "import shutil, os; shutil.rmtree(os.path.dirname({0!r}))",
    "chmod": "import os; os.chmod({0!r}, 0)",
    "symlink": "import os; os.symlink({0!r}, {0!r} + '2')",
    "mkdir": "import os; os.mkdir({0!r} + '2')",
    "a program": "import os; os.system('true')",
    "a process": "import subprocess; subprocess.run(['true'])",
    "network": "import socket; socket.create_connection(('127.0.0.1', 9))",
}


def _trace(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-I", str(HARNESS)],
        input=json.dumps([code]),
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(done.stdout.splitlines()[-1])["trace"])


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_promised_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("data")
    assert "is not allowed in an answer's code" in _trace(REFUSED[kind].format(str(path)))
    assert [p.name for p in tmp_path.iterdir()] == ["precious"]
    assert path.read_text() == "data"


def test_reading_and_counting_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "precious"
    path.write_text("data")
    assert _trace(f"assert open({str(path)!r}).read() == 'data'; import math; math.sqrt(2)") == ""
