"""Explain: a page of text for a problem code, and the list of all codes."""

from __future__ import annotations

import re
from typing import Final

from deckpress.problems import SettingsError, codes
from deckpress.read.nearest import nearest

__all__ = ["SOUND_BLOCK", "SOUND_REST", "code_list", "code_page", "example_text", "sound_text"]

SOUND_BLOCK: Final = """```yaml
id: ridge-unique-solution
kind: derivation
level: 2
tags: [linear-models]
```"""
"""What BLOCK stands for in an example."""
SOUND_REST: Final = """### Key points

- The penalty shifts the whole spectrum by its own size.
- A Cholesky factorisation always succeeds.

### References

- hoerl-1970"""
"""What REST stands for in an example."""


_TIMES: Final = re.compile(r"(\w+) … \((\d+) times\)")
_SOUND: Final = "A rule of soundness: it holds in every bank."
_STYLE: Final = (
    "A rule of style: [check] style in bank.toml says how much such rules weigh (house, advice, none);\n"
    '[check.rules] {} = "off", "advice" or "error" switches this one.'
)


def code_page(name: str) -> str:
    """Meaning, reason and example of a code. Raises SettingsError for an unknown one."""
    code = codes().get(name.upper())
    if code is None:
        raise SettingsError(f"there is no code {name}; {nearest(name.upper(), codes())}".rstrip("; "))
    waiver = '\nA question may waive it: allow: ["' + code.code + ': the reason"]\n' if code.waivable else ""
    kind = _STYLE.format(code.code) if code.style else _SOUND
    example = _with_rest(code.example)
    shown = "\n".join(f"    {line}".rstrip() for line in example.split("\n")[:40])
    where = f" ({code.file})" if code.file else ""
    return f"{code.code} ({code.severity.value}): {code.meaning}\n\n{code.why}\n{waiver}\n{kind}\n" + (
        f"\nFor example{where}:\n\n{shown}" if example.strip() else ""
    )


def example_text(name: str) -> str:
    """The example of a code in full: "word … (4000 times)" is written out."""
    return _in_full(codes()[name].example)


def sound_text(name: str) -> str:
    """The example just on the other side of the limit, without a problem; '' for a code that has none."""
    code = codes()[name]
    return _in_full(code.example.replace(*code.sound)) if len(code.sound) == 2 else ""


def _in_full(text: str) -> str:
    return _TIMES.sub(lambda found: f"{found[1]} " * int(found[2]), _with_rest(text))


def _with_rest(text: str) -> str:
    return text.replace("BLOCK\n", f"{SOUND_BLOCK}\n").replace("REST\n", f"{SOUND_REST}\n")


def code_list() -> str:
    """One line per code."""
    return "\n".join(f"{c.code}  {c.severity.value:7}  {c.meaning}" for c in codes().values())
