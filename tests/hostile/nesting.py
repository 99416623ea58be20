"""Depth, length and the patterns on which parsers go quadratic or worse."""

from __future__ import annotations

from hostile.case import LEAD, QUESTIONS, Case, question, topic

__all__ = ["CASES"]

_SIZE = 7000  # characters: what goes by the square or worse shows at half of a question's limit
_PATTERNS = {
    "quotes": ">" * 200,
    "lists": "".join(f"{'  ' * n}- a\n" for n in range(60)),
    "numbered lists": "1. " * 200,
    "quotes and lists": "> - " * 200,
    "brackets": "[" * _SIZE,
    "closed brackets": "[" * 3000 + "]" * 3000,
    "image brackets": "![" * 7000,
    "stars": "*" * _SIZE,
    "stars and letters": "*a " * 5000,
    "stars and lines": "*a_" * 5000,
    "strong and not": "**a *b " * 2000,
    "strikes": "~~a" * 5000,
    "ticks": "`" * _SIZE,
    "ticks of many lengths": "".join("`" * n + " " for n in range(1, 170)),
    "dollars": "$" * _SIZE,
    "dollars and letters": "$a " * 5000,
    "escaped dollars": "\\$" * 7000,
    "less than": "<" * _SIZE,
    "less than and letters": "<a " * 5000,
    "tags and emphasis": "<b>*x*" * 2400,
    "comments": "<!--" * 3700,
    "instructions": "<?" * 7000,
    "entities": "&" * _SIZE,
    "long entities": "&aaaaaaaaaaaaaaaaaaaa" * 700,
    "deletions": "{{c1::" * 2400,
    "braces": "{" * _SIZE,
    "links": "[a](" * 3700,
    "links in links": "[" * 1500 + "a" + "](b)" * 1200,
    "link titles": '[a](b "' * 2000,
    "definitions": "[a]: b\n" * 2000,
    "references": "[a][b]" * 2400,
    "autolinks": "<https:" * 2000,
    "tables of cells": "|a" * 1700 + "\n" + "|-" * 1700 + "\n",
    "tables of rows": "|a|b|c|d|\n|-|-|-|-|\n" + "|a\n" * 3000,
    "pipes": "|" * _SIZE,
    "backslashes": "\\" * _SIZE,
    "spaces": "a" + " " * _SIZE + "b",
    "lines": "a\n" * 7000,
    "empty quotes": "> \n" * 5000,
    "rules": "---\n" * 3700,
    "hash marks": "#" * _SIZE,
    "one word": "a" * _SIZE,
    "curly quotes": "\"'" * 7000,
    "ids": "[ridge-solution] " * 900,
    "wide letters": "漢" * _SIZE,
}
_FORMULAS = {
    "braces in a formula": "{" * 900 + "x" + "}" * 900,
    "powers in a formula": "x^{" * 450 + "x" + "}" * 450,
    "fractions in a formula": "\\frac{1}{" * 200 + "x" + "}" * 200,
    "roots in a formula": "\\sqrt{" * 250 + "x" + "}" * 250,
    "left in a formula": "\\left(" * 140 + "x" + "\\right)" * 140,
    "matrices in a formula": "\\begin{matrix}" * 60 + "x" + "\\end{matrix}" * 60,
    "cells in a formula": "\\begin{matrix}" + "&" * 1900 + "\\end{matrix}",
    "primes in a formula": "x" + "'" * 1900,
    "hats in a formula": "\\hat{" * 300 + "x" + "}" * 300,
    "text in a formula": "\\text{" + "ä" * 1900 + "}",
    "a text that does not end": "\\text{" * 300,
}
_CODES = frozenset(
    {
        "S003",
        "S004",
        "S008",
        "S010",
        "S011",
        "S012",
        "S020",
        "S030",
        "S032",
        "S043",
        "S044",
        "M401",
        "F701",
        "Z301",
    }
)
_STYLE = frozenset({"A201", "A202", "A204", "A205", "A206", "C001", "C002", "T806", "T808"})


def _either(name: str, text: str) -> Case:
    return Case(name, {QUESTIONS: text}, _CODES | _STYLE, either=True, risky=True)


CASES = (
    *(_either(name, topic(question(lead=f"{LEAD}\n\n{text[:_SIZE]}"))) for name, text in _PATTERNS.items()),
    *(_either(name, topic(question(lead=f"{LEAD} ${text}$"))) for name, text in _FORMULAS.items()),
    _either("stars in an introduction", topic(question(), intro="*a _b " * 100_000)),
    _either("brackets in an introduction", topic(question(), intro="[" * 500_000)),
    _either("tags in an introduction", topic(question(), intro="<b>*x*" * 100_000)),
    _either("ticks in an introduction", topic(question(), intro="".join("`" * n + " " for n in range(900)))),
    _either("a title of a million", topic(question(), title="x" * 1_000_000)),
    _either("a prompt of fifteen thousand", topic(question(prompt="Why " * 3700 + "?"))),
    _either(
        "a deletion in a deletion", topic(question(more="### Cloze\n\n- " + "{{c1::" * 2300 + "}}" * 60))
    ),
    _either("spaces in a cloze item", topic(question(more=f"### Cloze\n\n- a{' ' * 15_000}{{{{c1::b}}}}"))),
    _either("many topics' titles", topic(question()) + "# x\n" * 500),
    _either("many empty questions", topic(question()) + "## x\n" * 500),
    _either("many sections", topic(question()) + "### x\n" * 500),
    _either("fences without end", topic(question(more="```a\n" * 900))),
    _either(
        "two hundred questions of one wording",
        topic(*(question().replace("ridge-solution", f"q-{n}") for n in range(200))),
    ),
    _either(
        "one code in every language",
        topic(
            question(
                more="### In depth\n\n"
                + "".join(
                    f"```{name}\n{mark * 900}\n```\n"
                    for name, mark in (
                        ("js", "/*"),
                        ("html", "<"),
                        ("sql", "'"),
                        ("xml", "<!["),
                        ("yaml", "[ "),
                        ("cpp", "#"),
                    )
                )
            )
        ),
    ),
)
