"""What poppler and qpdf say of a PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata

import pytest

__all__ = ["squeezed", "tool"]


def tool(*command: str) -> str:
    """The output of a program that a reader may have; without it the test is skipped, but not in CI."""
    if not shutil.which(command[0]):
        if os.environ.get("CI"):
            pytest.fail(f"{command[0]} is not installed")
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def squeezed(text: str) -> str:
    """Letters and digits only: spaces and breaks are the printer's."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text))
