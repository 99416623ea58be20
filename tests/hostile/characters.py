"""Characters that hide, turn or break text, as themselves, as entities and as escapes."""

from __future__ import annotations

from hostile.case import QUESTIONS, Case, question, settings, slot, topic

__all__ = ["CASES"]

_CHARACTERS = {
    "null": 0x00,
    "bell": 0x07,
    "escape": 0x1B,
    "unit separator": 0x1F,
    "delete": 0x7F,
    "next line": 0x85,
    "C1 introducer": 0x9B,
    "zero-width space": 0x200B,
    "left-to-right override": 0x202D,
    "right-to-left override": 0x202E,
    "right-to-left isolate": 0x2067,
    "line separator": 0x2028,
    "word joiner": 0x2060,
    "byte-order mark inside": 0xFEFF,
    "annotation anchor": 0xFFF9,
    "noncharacter": 0xFFFE,
    "tag letter": 0xE0041,
    "cancel tag": 0xE007F,
}
_HIDDEN = "unit separator", "escape", "right-to-left override", "zero-width space", "tag letter"


def _named(name: str) -> str:
    return f"&#x{_CHARACTERS[name]:X};"


def _escaped(name: str) -> str:
    return f"\\U{_CHARACTERS[name]:08x}"


def _block(name: str, line: str) -> Case:
    files = {QUESTIONS: topic(question(block=f"{line}\n"))}
    return Case(name, files, frozenset({"S002", "S021"}), QUESTIONS)


CASES = (
    *(slot(name, f"Al{chr(code)}pha", "S002") for name, code in _CHARACTERS.items()),
    *(slot(f"{name} as an entity", f"Al{_named(name)}pha", "S002") for name in _HIDDEN),
    *(
        _block(f"{name} as an escape of YAML", f'also: ["What is al{_escaped(name)}pha good for here?"]')
        for name in _HIDDEN
    ),
    _block("a lone surrogate as an escape of YAML", 'also: ["What is al\\ud800pha good for here?"]'),
    *(
        Case(
            f"{name} as an escape of TOML",
            {"bank.toml": settings(TITLE=f"Al{_escaped(name)}pha")},
            frozenset({"S002", "S052"}),
            "bank.toml",
        )
        for name in _HIDDEN
    ),
    Case(
        "a line's end in a title",
        {
            "bank.toml": settings(
                TITLE="x\\n } } * { background: url(https://e.example/x) } @media print { a {"
            )
        },
        frozenset({"S002", "S052"}),
        "bank.toml",
    ),
    Case(
        "a line's end in a deck's name",
        {"bank.toml": settings(DECK="x\\u001fy")},
        frozenset({"S002", "S052"}),
        "bank.toml",
    ),
    Case(
        "an override in a reference",
        {"references.yaml": 'hoerl-1970:\n  title: "x\\u202ey"\n  authors: Hoerl\n  year: 1970\n'},
        frozenset({"S002"}),
        "references.yaml",
    ),
    Case(
        "a control in a tag's label",
        {"tags.yaml": 'ridge: "x\\x1fy"\n'},
        frozenset({"S002"}),
        "tags.yaml",
    ),
    Case(
        "a null in the syllabus",
        {"syllabus/list.csv": "item,paraphrase,dropped\nlist-1,a\0b,\n"},
        frozenset({"S002"}),
        "syllabus/list.csv",
    ),
    slot("combining marks without end", "a" + "\u0323\u0301" * 2000, "S002", either=True),
    Case(
        "a look-alike id",
        {QUESTIONS: topic(question(), question().replace("id: ridge", "id: r\u0456dge"))},
        frozenset({"C003"}),
        QUESTIONS,
    ),
    Case(
        "an id twice",
        {QUESTIONS: topic(question(), question(prompt="Why does lasso set some coefficients to zero?"))},
        frozenset({"S028"}),
        QUESTIONS,
    ),
    Case(
        "an id with a path",
        {QUESTIONS: topic(question().replace("id: ridge-solution", "id: ../../x"))},
        frozenset({"C003"}),
        QUESTIONS,
    ),
    Case(
        "a slug with a path",
        {"bank.toml": settings().replace('"hostile"', '"../../x"')},
        frozenset({"S052"}),
        "bank.toml",
    ),
    Case(
        "a slug that ends a line",
        {"bank.toml": settings().replace('"hostile"', '"hostile\\n"')},
        frozenset({"S002", "S052"}),
        "bank.toml",
    ),
)
