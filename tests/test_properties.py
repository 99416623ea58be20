"""Properties: any text in any slot stays text, and the same source gives the same bytes."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import SAMPLE, TEMPLATES, Memory, one_file
from engine import collection, import_deck
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckpress.bank import Bank
from deckpress.check import check_bank
from deckpress.lock import Lock, LockLine, read_lock, refresh_lock, write_lock
from deckpress.problems import printable
from deckpress.read import read_source
from deckpress.render import FORMATS, Context
from deckpress.report import REPORTS

STORE = Memory()
_ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "base",
    "link",
    "meta",
    "template",
}
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=60
)
HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{c1::x}}",
        "{{Front}}",
        "{% raw %}",
        "{{ 7*7 }}",
        "[sound:x.mp3]",
        "[latex]x[/latex]",
        "a </style><script>x",
        "\\(x\\)",
        "]]>",
        "&lt;b&gt;",
        'x" onload="y',
    ]
)
SLOTS = (
    "Ridge shrinks each one towards zero",
    "Forgetting to leave the intercept out",
    "None becomes *exactly* zero.",
    "How does the ridge penalty change",
    "Shrinkage",
    "linear-models: Linear models",
    "Sample & Bank",
)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src") and (value or "").lower().startswith("javascript")
            ):
                self.found.append(f"{tag} {name}")
            if name == "src" and not re.fullmatch(r"[a-z0-9-]+\.svg", value or ""):
                self.found.append(f"{tag} src={value}")


def _active(html: str) -> list[str]:
    finder = _Finder()
    finder.feed(html)
    return finder.found


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TEXTS | HOSTILE, slot=st.sampled_from(SLOTS))
def test_no_text_in_any_slot_becomes_active(text: str, slot: str, tmp_path: Path) -> None:
    from deckpress.render.deck.notes import make_notes

    folder = tmp_path / "bank"
    for path in SAMPLE.rglob("*.*"):
        target = folder / path.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_text()
        target.write_text(content.replace(slot, unicodedata.normalize("NFC", text).replace("\n", " ")))
    bank, problems = read_source(folder)
    if any(problem.severity == "error" for problem in problems) or not list(bank.questions()):
        return
    for note in make_notes(bank, TEMPLATES).notes:
        for field in note.fields:
            assert _active(field) == []
            assert "\x1f" not in field


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=st.text(max_size=40))
def test_what_is_printed_has_no_control_character(text: str) -> None:
    shown = printable(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)
    assert (shown == text) or any(unicodedata.category(char)[0] in "CZ" for char in text)


def test_hostile_fields_reach_anki_as_text(bank_folder: Path, tmp_path: Path) -> None:
    path = bank_folder / "questions" / "01-linear-models.md"
    path.write_text(
        path.read_text().replace(
            "most along directions",
            "`<script>alert(1)</script>` & a < b, 'quoted' `{{Id}}` `[sound:x.mp3]` along directions",
        )
    )
    bank, problems = read_source(bank_folder)
    assert problems == []
    data = one_file(FORMATS["deck"].renderer()(bank, Context(TEMPLATES, Memory(), Lock())))
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        note = col.get_note(col.find_notes("Id:ridge-shrinkage note:*Question")[0])
        assert "&lt;script&gt;" in note["Answer"]
        assert "<script" not in note["Answer"]
        assert "a &lt; b" in note["Answer"]
        back = note.cards()[0].answer()
        assert "{{Id}}" in back


WORDS = st.text("abz", min_size=1, max_size=9)
NAMES = st.builds("{}{}{}".format, WORDS, st.text("a0-", max_size=9), st.sampled_from(("", "/1", "/9")))
HASHES = st.integers(0, 2**64 - 1).map("{:016x}".format)
TABLES = st.dictionaries(NAMES, st.builds(LockLine, st.integers(10**8, 10**11 - 1), HASHES), max_size=8)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    notes=TABLES,
    types=TABLES,
    retired=st.frozensets(WORDS, max_size=3),
)
def test_a_lock_reads_back_as_written(
    notes: dict[str, LockLine], types: dict[str, LockLine], retired: frozenset[str]
) -> None:
    lock = Lock(notes, types, retired)
    assert read_lock(write_lock(lock)) == (lock, [])


@settings(max_examples=80, deadline=None, derandomize=True)
@given(notes=TABLES, now=st.integers(10**8, 10**10), changed=st.sets(NAMES, max_size=3))
def test_times_move_only_where_the_content_did(
    notes: dict[str, LockLine], now: int, changed: set[str]
) -> None:
    hashes = {name: ("f" * 16 if name in changed else entry.hash) for name, entry in notes.items()}
    new = refresh_lock(Lock(notes), hashes, {}, now).notes
    for name, entry in notes.items():
        assert (new[name] == entry) == (hashes[name] == entry.hash)
        assert new[name].time >= entry.time + (hashes[name] != entry.hash)


@pytest.mark.parametrize("name", list(FORMATS))
def test_same_bank_same_bytes(name: str, sample: Bank) -> None:
    first, second = (FORMATS[name].renderer()(sample, Context(TEMPLATES, Memory(), Lock())) for _ in range(2))
    assert first == second


_FRAGMENTS = (
    "{{c1::",
    "}}",
    "$",
    "$$",
    "```",
    "```math\n",
    "```yaml\n",
    "```python run\n",
    "## ",
    "### ",
    "# ",
    "- ",
    "|",
    "<b>",
    "[x](",
    '![a](../figures/ridge.svg "t")',
    "\\frac{",
    "{",
    "}",
    "---\n",
    "\x00",
    "\u200b",
    "é",
    ">",
    "\t",
    "id: x\n",
    "[a]: #b\n",
    '"',
    "'",
    "&amp;",
    "*",
    "~~",
    "<!--",
    "[[",
    "1. ",
    "\n\n",
    "Table: x\n",
    "{#2}",
    'allow: ["Q101: x"]\n',
    "::",
    "var(--ink)",
    "🎲",
    "[ridge-shrinkage]",
    "\\\\",
    "\\$",
    "`$x$`",
)


def test_a_damaged_bank_ends_in_problems_or_in_products(tmp_path: Path) -> None:
    source = random.Random(20261120)
    files = sorted(path for path in SAMPLE.rglob("*.*") if path.is_file())
    outcomes = {"problems": 0, "products": 0}
    for _ in range(80):
        folder = tmp_path / "bank"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SAMPLE, folder)
        path = folder / source.choice(files).relative_to(SAMPLE)
        text = path.read_text()
        at, end = sorted(source.choices(range(len(text) + 1), k=2))
        drop = source.choice((0, 0, min(end - at, 40)))
        path.write_text(text[:at] + source.choice(_FRAGMENTS) + text[at + drop :])
        bank, problems = read_source(folder)
        problems = problems or check_bank(bank)
        for report in REPORTS.values():
            report(problems, folder, False)
        if any(problem.severity == "error" for problem in problems):
            outcomes["problems"] += 1
        else:
            outcomes["products"] += 1
            for name in ("deck", "handout"):
                assert FORMATS[name].renderer()(bank, Context(TEMPLATES, STORE, Lock()))
    assert min(outcomes.values()) > 10, outcomes
