"""What `mkdocs build` asks of us: the pages that stand outside docs/, and links to and from them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "CONTRIBUTING.md", "SECURITY.md": "SECURITY.md", "CHANGELOG.md": "CHANGELOG.md"}  # fmt: skip
"""Pages at the top of the repository, and their names in the site."""
_LINK = re.compile(r"(!?\[[^\]]*\])\(([^)\s#]+)(#[^)\s]*)?((?:\s+\"[^\"]*\")?)\)")


def on_config(config: Any) -> Any:
    """Put pages that the menu of mkdocs.yml does not name at its end."""
    named = re.findall(r"[\w-]+\.md", str(config.nav))
    others = sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name not in named)
    if others:
        config.nav = [*config.nav, {"More": others}]
    return config


def on_files(files: Files, *, config: Any) -> Files:
    """Add the pages at the top."""
    for source, name in PAGES.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Files) -> str:  # noqa: ARG001 - mkdocs' names
    """Let links lead to pages of the site; what is no page is named, not linked."""
    at_top = page.file.src_uri in PAGES.values()

    def link(found: re.Match[str]) -> str:
        label, target, anchor, title = found[1], found[2], found[3] or "", found[4]
        if re.match(r"[a-z]+:", target):
            return found[0]
        path = target.removeprefix("docs/") if at_top and target.startswith("docs/") else target
        path = path.removeprefix("../")
        path = PAGES.get(path, path)
        if files.get_file_from_path(path):
            return f"{label}({path}{anchor}{title})"
        return f"`{target.removeprefix('../')}`" if label.startswith("[") else label

    return _LINK.sub(link, markdown)


def on_page_content(html: str, *, page: Any, config: Any, files: Files) -> str:  # noqa: ARG001 - mkdocs' names
    """Let the keyboard reach what scrolls."""
    return html.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')
