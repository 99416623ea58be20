"""Makers of faults: each puts one mistake into a file of the sample bank and knows its exact place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["MAKERS", "Planted"]


@dataclass(frozen=True)
class Planted:
    """A file with one fault in it."""

    text: str
    line: int
    column: int
    code: str
    marked: str


def _slots(text: str) -> list[int]:
    """Every space between two words of prose: not in fences, headings, formulas, code, links or references."""
    slots: list[int] = []
    at, fence, skip = 0, False, False
    for line in text.split("\n"):
        if line.startswith(("```", "$$", "---")):
            fence = not fence
        elif line.startswith("#"):
            skip = line == "### References"
        elif line and not fence and not skip and not line.startswith(("![", "Table:", "|:")):
            for found in re.finditer(r"(?<=[^\s|-]) (?=[^\s|{])", line):
                before = line[: found.start()]
                whole = all(before.count(mark) % 2 == 0 for mark in "$`*")
                if (
                    whole
                    and before.count("{{") == before.count("}}")
                    and before.count("[") == before.count("]")
                ):
                    slots.append(at + found.start())
        at += len(line) + 1
    return slots


def _at(text: str, offset: int, code: str, marked: str) -> Planted:
    before = text[:offset]
    return Planted(text, before.count("\n") + 1, offset - before.rfind("\n"), code, marked)


def _inline(words: str, code: str, marked: str) -> Callable[[str, random.Random], Planted]:
    """Put words between two others, sometimes on a line of their own; the last `marked` of them is wrong."""

    def make(text: str, dice: random.Random) -> Planted:
        slot = dice.choice(_slots(text))
        line = text[text.rfind("\n", 0, slot) + 1 : slot]
        glue = "\n  " if line.startswith("- ") else "\n"
        glue = glue if dice.random() < 0.4 and not line.startswith("|") else " "
        put = text[:slot] + glue + words + text[slot:]
        return _at(put, slot + len(glue) + words.rindex(marked), code, marked)

    return make


def _line(pattern: str, new: str, code: str, marked: str) -> Callable[[str, random.Random], Planted]:
    """Rewrite one of the lines that match; `marked` in the new line is wrong."""

    def make(text: str, dice: random.Random) -> Planted:
        found = dice.choice(list(re.finditer(pattern, text, re.M)))
        line = found.expand(new)
        put = text[: found.start()] + line + text[found.end() :]
        return _at(put, found.start() + line.rindex(marked), code, marked)

    return make


def _block(words: str, code: str, marked: str) -> Callable[[str, random.Random], Planted]:
    """Put a block at the end of an answer; `marked` in it is wrong."""

    def make(text: str, dice: random.Random) -> Planted:
        at = dice.choice(list(re.finditer(r"^## .*?(?=^###? )", text, re.M | re.S))).end()
        return _at(f"{text[:at]}{words}\n\n{text[at:]}", at + words.index(marked), code, marked)

    return make


MAKERS: Mapping[str, Callable[[str, random.Random], Planted]] = {
    "a TeX command": _inline(r"as `\lamda` and $\lambda < \lamda$ say", "M401", r"\lamda"),
    "a TeX command after an escape": _inline(r"a \*b\_c & *d* $x \lamda$", "M401", r"\lamda"),
    "a TeX environment": _inline(r"$\begin{matrx}a\end{matrix}$", "M401", r"\begin{matrx}"),
    "an open formula": _inline(r"with $x$ and $\alpha_{1} it", "M401", r"$"),
    "a spaced formula between two": _inline(r"$x$ and $ \alpha $ and $y$", "M401", r"$ \alpha"),
    "chemistry that is not read": _inline(r"with $\ce{H2O}$ and $\ce{2H2 + \foo}$", "M401", r"\foo"),
    "a display formula": _block("$$\nx =\n  \\lamda\n$$", "M401", r"\lamda"),
    "a formula as a fence": _block("```math\nx =\n  \\lamda\n```", "M401", r"\lamda"),
    "a highlight": _inline("a `==b==` and ==b==", "S045", "==b=="),
    "an emoji by name": _inline("at 12:30 *or* :smile:", "S045", ":smile:"),
    "TeX outside a formula": _inline(r"`\alpha` or $\alpha$ or \alpha", "S045", r"\alpha"),
    "a footnote without its text": _inline("**so** it is[^9]", "S045", "[^9]"),
    "a fence with options": _block("```python {x=1}\ny = 2\n```", "S012", "```python"),
    "a heading below three marks": _block("#### Zebra", "S010", "####"),
    "raw HTML": _inline("as `<div>` or <div>", "S043", "<div>"),
    "raw HTML between delimiters": _inline("_a_ b_c **d** <div>", "S043", "<div>"),
    "a link elsewhere": _inline("ftp://a.b or [ftp://a.b](ftp://a.b)", "S044", "ftp://a.b"),
    "a link without https": _inline("[the *first* page](www.example.org)", "S044", "www.example.org"),
    "a link with a space": _inline("[a page](https://example.org/a b)", "S044", "https://example.org/a b"),
    "a link to no question": _inline("no-such, [no-such](#no-such)", "T807", "no-such"),
    "a name of no question": _inline("no-such and `[no-such]`, [no-such]", "T807", "no-such"),
    "an unseen character": _inline("un\u200bseen", "S002", "\u200b"),
    "a key": _line(r"^(level: \d)$", r"\1\nzebra: red", "S022", "zebra"),
    "a kind": _line(r"^kind: [\w-]+$", "kind: zebra", "T801", "zebra"),
    "a level": _line(r"^level: \d$", "level: 7", "T801", "7"),
    "a tag": _line(r"^tags: \[([\w-]+)", r"tags: [\1, zebra", "T801", "zebra"),
    "a related question": _line(
        r"^(id: (?:ordinary-least-squares|accuracy-enough|maze-search|precision-versus-recall))$",
        r"\1\nsee: [no-such]",
        "T807",
        "no-such",
    ),
    "a curly quote": _line(r"^tags: \[([\w-]+)", "tags: [\u201c\\1\u201d", "S024", "\u201c"),
    "a tab": _line(r"^level: (\d)$", "level:\t\\1", "S021", "\t"),
    "a section": _line(r"^### (Pitfalls|Key points|Follow-ups)$", "### Zebra", "S030", "Zebra"),
    "a heading without its space": _line(r"^## (.*)$", r"##\1", "S014", "##"),
    "a question with three marks": _line(r"^## (.*)$", r"### \1", "S015", "###"),
}
"""What is wrong, and how it is made."""
