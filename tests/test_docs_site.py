"""The documentation as a site: every link leads somewhere, no page asks another machine, axe finds nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import Browser
from conftest import ROOT
from shells import axe_script

_AXE = {
    "light": '{"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}',
    "dark": '{"runOnly": ["color-contrast", "link-in-text-block"]}',  # the rules that read colours
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr  # --strict: a link that leads nowhere is an error
    return folder


def test_every_page_of_the_documentation_is_in_it(site: Path) -> None:
    wanted = {path.stem for path in (ROOT / "docs").glob("*.md")} | {
        "index",
        "CONTRIBUTING",
        "CHANGELOG",
        "SECURITY",
    }
    assert wanted <= {path.stem for path in site.glob("*.html")}
    menu = (site / "index.html").read_text()
    for name in wanted:
        assert f'href="{name}.html"' in menu or name == "index", f"{name} is not in the menu of mkdocs.yml"


def test_links_lead_to_files_and_pages_ask_nobody(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text()
        assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//", text), (
            page.name
        )
        for target in re.findall(r"(?:href|src)=\"(?!https?:|mailto:|#|data:)([^\"#?]+)", text):
            if page.name != "404.html":
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(scheme: str, site: Path, browser: Browser) -> None:
    for name in ("index", "settings", "first-bank", "bench", "gallery"):
        page = browser.page(prefers_color_scheme=scheme)
        page.open((site / f"{name}.html").as_uri())
        page.run(axe_script())
        found = page.run(
            f"axe.run(document, {_AXE[scheme]}).then(r => r.violations.map(v => v.id + v.nodes[0].html))"
        )
        assert found == [], name
        assert [url for url in page.requests() if not url.startswith("file:")] == []
        page.close()
