"""A bank that holds given texts in every slot that an author can fill."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

__all__ = ["COUNTS", "write_marker_bank"]

COUNTS: Final = {"Prompt": 1, "Answer": 2, "Key points": 2, "Figure": 1, "More": 4, "Source": 1}
"""Field of a question note to how often it shows the text; an item shows it four times, one of them hidden."""

_FIGURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9" stroke="var(--ink)"/></svg>'
)
_SETTINGS: Final = """[bank]
title = {0}
slug = "m"
namespace = "tests/markers"
language = "la"
description = {0}
"""
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def _escaped(text: str) -> str:
    """Markdown in which every character stands for itself."""
    return _PUNCTUATION.sub(r"\\\1", text)


def _ticks(code: str, least: int) -> str:
    """As many backticks as the code needs around it."""
    return "`" * max(least, max((len(run) for run in re.findall("`+", code)), default=0) + 1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _question(number: int, text: str) -> str:
    said, code = f"b {_escaped(text)} e", f"b {text} e"
    ticks, fence = _ticks(text, 1), _ticks(text, 3)
    coded = f"{ticks} {code} {ticks}"
    return f"""## Prompt {said}

```yaml
id: q-{number}
also: [{_quoted(code)}]
```

Answer {said} and {coded}.

### Key points

- Point {said}
- Other {coded}

### In depth

Depth {said}

| {said} |
|---|
| cell |

![what this figure shows to a reader {said}](../figures/f.svg "caption {said}")

{fence}text
{code}
{fence}

### Cloze

- Before {said} {{{{c1::{said}}}}} then {coded} behind it and {{{{c2::{coded}}}}} at last.

### References

- [title {said}](https://example.org/page)
"""


def write_marker_bank(folder: Path, texts: list[str], title: str = "names") -> Path:
    """Write one question per text; `title` stands in the names that reach a card."""
    for name in ("questions", "figures"):
        (folder / name).mkdir(parents=True)
    named = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    (folder / "bank.toml").write_text(_SETTINGS.format(named), encoding="utf-8")
    (folder / "figures/f.svg").write_text(_FIGURE, encoding="utf-8")
    body = "\n".join(_question(number, text) for number, text in enumerate(texts, 1))
    head = f"---\nsummary: {_quoted(title)}\n---\n\n# Topic {title}\n\n"
    (folder / "questions/01-t.md").write_text(head + body, encoding="utf-8")
    return folder
