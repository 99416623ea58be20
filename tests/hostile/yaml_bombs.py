"""YAML that grows, recurses, makes objects or repeats itself."""

from __future__ import annotations

from hostile.case import QUESTIONS, REFERENCES, Case, question, topic

__all__ = ["CASES"]

_LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 25))
_MERGES = "m0: &m0 {a: 1}\n" + "".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, 25))
_BLOCKS = {
    "aliases": (_LAUGHS, "S025"),
    "merges": (_MERGES, "S025"),
    "an alias of itself": ("also: &a [*a]", "S025"),
    "a merge key": ("<<: {level: 1}", "S025"),
    "a Python object": ("kind: !!python/object/apply:os.system [id]", "S025"),
    "a Python name": ("kind: !!python/name:os.system", "S025"),
    "a tag of one's own": ("kind: !x y", "S025"),
    "binary": ("kind: !!binary aGk=", "S025"),
    "a key twice": ("level: 1\nlevel: 2", "S023"),
    "an id twice": ("id: another-id", "S023"),
    "a key that is a list": ("? [a, b]\n: c", "S025"),
    "a key that is a map": ("? {a: b}\n: c", "S025"),
    "a key without end": (f"{'k' * 4000}: x", "S021 S022"),
    "a key of many words": (f"? {'k ' * 3000}\n: x", "S022 S021"),
    "brackets": ("also: " + "[" * 4000, "S004 S021"),
    "braces": ("also: " + "{a: " * 1500, "S004 S021"),
    "closed brackets": ("also: " + "[" * 3000 + "]" * 3000, "S004 S021"),
    "dashes": ("also:\n" + "- " * 3500 + "x", "S004 S021 S025"),
    "question marks": ("? " * 3500 + "x", "S004 S021 S025"),
    "maps in maps": ("".join(f"{' ' * n}a:\n" for n in range(100)), "S004 S022 S025"),
    "too long": ("also: " + "x" * 9000, "S003"),
    "two documents": ("--- \nid: x", "S021"),
    "a directive": ("%YAML 1.1\n---\nid: x", "S021"),
    "a list for a word": ("level: [1, 2]", "S024 T801"),
    "a map for a word": ("level: {a: 1}", "S025"),
    "a date for a word": ("level: 2026-01-01", "T801"),
    "a number without end": (f"level: {'9' * 5000}", "T801"),
    "no": ("draft: no", "S024"),
    "a null": ("kind: ~", "T801"),
    "a tab": ("kind:\tx\n\tlevel: 1", "S021"),
    "a quote without end": ('also: ["x', "S021"),
    "a bad escape": ('also: ["\\xZZ"]', "S021"),
    "an anchor on a key": ("&a kind: x", "S025"),
}


def _row(name: str, text: str, *refused: str, risky: bool = True) -> Case:
    return Case(name, {"references.yaml": text}, frozenset(refused), "references.yaml", risky=risky)


CASES = (
    *(
        Case(
            name,
            {QUESTIONS: topic(question(block=f"{text}\n"))},
            frozenset(codes.split()),
            QUESTIONS,
            risky=True,
        )
        for name, (text, codes) in _BLOCKS.items()
    ),
    _row("a million brackets", REFERENCES + "x: " + "[" * 1_000_000, "S004", "S021"),
    _row("half a million dashes", REFERENCES + "x:\n" + "- " * 500_000, "S004", "S021"),
    _row("half a million question marks", "? " * 500_000, "S004", "S021"),
    _row("a thousand levels", "".join(f"{' ' * n}a:\n" for n in range(1000)), "S004", "S021"),
    _row("brackets before a long text", REFERENCES + "x: " + "[" * 7 + "y" * 200_000, "S021", "S025"),
    _row(
        "thousands of wrong rows",
        "".join(f"k{n}: x\n" for n in range(2_000)),
        "S024",
    ),
    _row("aliases in references", REFERENCES + _LAUGHS, "S025"),
    _row("larger than may be", REFERENCES + "# " + "x" * (1 << 20), "S003"),
    Case(
        "a bomb in the front matter",
        {QUESTIONS: topic(question(), head=_LAUGHS)},
        frozenset({"S025"}),
        QUESTIONS,
        risky=True,
    ),
    Case(
        "dashes in the front matter",
        {QUESTIONS: topic(question(), head="order:\n" + "- " * 3500)},
        frozenset({"S004", "S021", "S024", "S025"}),
        QUESTIONS,
        risky=True,
    ),
    Case("dashes in the tags", {"tags.yaml": "x:\n" + "- " * 3500}, frozenset({"S004", "S021"}), risky=True),
)
