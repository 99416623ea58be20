"""What the bench shows is what a build writes, and what cannot be read is shown as it last was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLE, TEMPLATES, Memory, one_file
from engine import collection, import_deck, rendered

from deckpress.bank import Bank, Span
from deckpress.bench.answers import question_answer, state_answer
from deckpress.bench.cards import make_cards
from deckpress.bench.desk import Desk
from deckpress.bench.editors import EDITORS, editor_pattern, link_to
from deckpress.bench.parts import Workshop
from deckpress.bench.sheets import _make, sheet_bank, sheet_pdf, without_index
from deckpress.bench.snapshot import Snapshot, take_snapshot
from deckpress.bench.typeset import typeset
from deckpress.judging import Project
from deckpress.lock import Lock
from deckpress.problems import SettingsError
from deckpress.read import read_bank
from deckpress.read.memory import Memory as ReadersMemory
from deckpress.render import Context
from deckpress.render.deck.deck import render as render_deck
from deckpress.render.deck.notes import make_notes
from deckpress.render.handout.handout import render as render_handout
from deckpress.render.paper.cheatsheet import render as render_sheet
from deckpress.selection import Selection, select

_TYPING = re.compile(r'\[\[type:[^\]]*\]\]|<input id="typeans"[^>]*>|<code id="typeans">.*?</code>', re.S)
_DATA = re.compile(r' data-(?:cloze|ordinal)="[^"]*"')


def _plain(html: str) -> str:
    """Without the style that the engine puts in front, and what only its apps need."""
    return _TYPING.sub("TYPE", _DATA.sub("", re.sub(r"^<style>.*?</style>", "", html, flags=re.S)))


@pytest.mark.parametrize("extra", ["", '[deck]\nextra_cards = ["reverse", "type-in"]\n'])
def test_cards_are_those_of_the_engine(extra: str, bank_folder: Path, tmp_path: Path) -> None:
    settings = bank_folder / "bank.toml"
    settings.write_text(re.sub(r"\[deck\]\n", extra or "[deck]\n", settings.read_text()))
    bank = select(read_bank(bank_folder), Selection())
    with collection(tmp_path / "anki") as col:
        import_deck(col, render_deck(bank, Context(TEMPLATES, Memory(), Lock())), tmp_path)
        theirs = sorted((_plain(front), _plain(back)) for _, front, back in rendered(col))
    made = list(make_cards(make_notes(bank, TEMPLATES)))
    assert sorted((_plain(card.front), _plain(card.back)) for card in made) == theirs
    assert len(made) > 9
    assert any("TYPE" in front for front, _ in theirs) == bool(extra)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (r"a \(x &lt; 1\) b", "<mo>&lt;</mo>"),
        (r"\[\frac{1}{2}\]", 'display="true"'),
        (r"<pre><code>\(x\)</code></pre>", r"\(x\)"),
        (r"<code>\(x\)</code> \(y\)", r"<code>\(x\)</code>"),
        (r"\(\nosuch\)", r"<code>\(\nosuch\)</code>"),
        ("[sound:ola.mp3]", '<audio controls preload="none" src="ola.mp3">'),
        ("[sound:../x.mp3]", "[sound:../x.mp3]"),
    ],
)
def test_formulas_are_set_as_mathjax_would_find_them(html: str, shown: str) -> None:
    assert shown in typeset(html)
    assert ("<math" in typeset(html)) == (
        r"\(" in html.rsplit("</code>", maxsplit=1)[-1] or r"\[" in html
    ) or "nosuch" in html


def _snapshot(root: Path) -> Snapshot:
    return take_snapshot(Project(root, root.parent / "output", TEMPLATES), ReadersMemory())


@pytest.mark.parametrize("root", [SAMPLE, ROOT / "source", ROOT / "examples/sky", ROOT / "examples/spanish"])
def test_what_is_shown_is_what_is_written(
    root: Path, context: Context, store: Memory, shipped_outputs: Path
) -> None:
    now = _snapshot(root)
    whole = read_bank(root)
    bank = select(whole, Selection())
    if root == ROOT / "source":
        page = (shipped_outputs / "ml-interview-handout.html").read_text(encoding="utf-8")
    else:
        page = one_file(render_handout(bank, context)).decode()
    notes = make_notes(bank, TEMPLATES, store)
    cards = {card.front: card for card in make_cards(notes)}
    workshop = Workshop(TEMPLATES, store)
    shown = [entry for entry in now.entries if entry.question and not entry.question.draft]
    for entry in shown[:: 1 if root == SAMPLE else 17]:
        parts = workshop.parts(now, entry)
        assert parts.failed == ""
        assert page.count(parts.article) == 1
        assert all(cards[card.front] == card for card in parts.cards)
    assert workshop.media.items() <= notes.media.items()
    assert [e.id for e in now.entries] == [q.id for q in whole.questions()]


def test_a_sheet_is_that_of_the_topic_alone(tmp_path: Path, sample: Bank, store: Memory) -> None:
    part = sheet_bank(sample, "metrics")
    whole = select(sample, Selection(("metrics",)))
    built = render_sheet(whole, Context(TEMPLATES, store, Lock(), without_index(sample)))
    assert sheet_pdf(part, TEMPLATES, tmp_path, []) == built
    import pickle

    sheet = _make(pickle.dumps(part), TEMPLATES, tmp_path)
    assert (sheet.failed, len(sheet.pages)) == ("", 1)
    assert sheet.pages[0].startswith(b"\x89PNG")
    assert sheet.boxes.keys() == {q.id for t in whole.topics for q in t.questions}
    places = {(box.left, box.top) for box in sheet.boxes.values()}
    assert all(
        0 < box.left < 1 and 0 < box.top < 1 and 0.01 < box.height < 0.9 for box in sheet.boxes.values()
    )
    assert len(places) == len(sheet.boxes)


def test_what_cannot_be_printed_is_told(tmp_path: Path, sample: Bank) -> None:
    (tmp_path / "templates").mkdir()
    import pickle

    sheet = _make(pickle.dumps(sheet_bank(sample, "metrics")), tmp_path / "templates", tmp_path)
    assert (sheet.pages, "template" in sheet.failed) == ((), True)


class Bench:
    """A desk without a server."""

    def __init__(self, root: Path) -> None:
        self.path = root / "questions/02-metrics.md"
        self.good = self.path.read_text()
        self.desk = Desk(Project(root, root.parent / "output", TEMPLATES))
        self.desk.asked()

    def write(self, old: str, new: str) -> None:
        assert old in self.good
        self.path.write_text(self.good.replace(old, new))
        self.desk.update({self.path.resolve()})

    def question(self, name: str) -> dict[str, object]:
        return question_answer(self.desk, self.desk.now.by_id[name], "")

    def lines(self) -> dict[str, dict[str, object]]:
        topics = state_answer(self.desk, "")["topics"]
        return {line["id"]: line for topic in topics for line in topic["questions"]}


@pytest.fixture
def bench(bank_folder: Path) -> Bench:
    return Bench(bank_folder)


_PLACES = [
    ("TP / (TP + FP)", "\\foo", "M401"),
    ("id: accuracy-enough", "id: Accuracy Enough", "C003"),
    ("id: accuracy-enough", "", "S026"),
    ("```yaml\nid: accuracy-enough", "```yml\nid: accuracy-enough", "S012"),
]


@pytest.mark.parametrize(("old", "new", "code"), _PLACES)
def test_a_broken_question_stays_as_it_was(old: str, new: str, code: str, bench: Bench) -> None:
    name = "precision-versus-recall" if code == "M401" else "accuracy-enough"
    before = bench.question(name)
    order = list(bench.lines())
    bench.write(old, new)
    after = bench.question(name)
    assert after["stale"]
    assert (after["cards"], after["article"]) == (before["cards"], before["article"])
    problems = after["problems"]
    assert isinstance(problems, list)
    assert code in [row["code"] for row in problems]
    assert list(bench.lines()) == order
    assert [line for line, row in bench.lines().items() if row["stale"]] == [name]
    bench.write("Lowering", "Reducing")
    assert not bench.question(name)["stale"]


def test_a_question_that_is_begun_is_listed_with_its_problem(bench: Bench) -> None:
    bench.path.write_text(bench.good + "\n## What is new here?\n")
    bench.desk.update({bench.path.resolve()})
    *_, (name, line) = bench.lines().items()
    assert (line["prompt"], line["marks"]) == ("What is new here?", {"error": 1})
    assert bench.question(name)["failed"]


def test_a_question_that_is_gone_is_gone(bench: Bench) -> None:
    start = bench.good.index("## ", bench.good.index("accuracy-enough"))
    bench.path.write_text(bench.good[:start])
    bench.desk.update({bench.path.resolve()})
    assert "maze-search" not in bench.lines()
    assert "accuracy-enough" in bench.lines()


@pytest.mark.parametrize("name", ["bank.toml", "tags.yaml", "figures/ridge.svg", "questions/02-metrics.md"])
def test_a_file_that_is_broken_or_gone_breaks_nothing(name: str, bench: Bench, bank_folder: Path) -> None:
    place = bank_folder / name
    before = bench.question("ridge-unique-solution")
    good = place.read_bytes()
    for data in (b"\xff\xfe", b"", b"[["):
        place.write_bytes(data)
        bench.desk.update({place.resolve()})
        assert bench.desk.fault == ""
        assert bench.desk.now.problems
        after = bench.question("ridge-unique-solution")
        assert after["cards"] == before["cards"], data
    place.unlink()
    bench.desk.update({place.resolve()})
    assert bench.desk.fault == ""
    place.write_bytes(good)
    bench.desk.update({place.resolve()})
    assert bench.question("ridge-unique-solution") | {"version": 0} == before | {
        "version": 0,
        "checked": True,
    }


def test_rules_are_judged_after_the_reader(bench: Bench) -> None:
    bench.write("Lowering", "Reducing")
    assert bench.desk.now.checked
    bench.write("tags: [", "tags: [nosuch, ")
    codes = [p.code for p in bench.desk.now.problems]
    assert "T801" in codes


@pytest.mark.parametrize("name", sorted(EDITORS))
def test_links_open_editors(name: str) -> None:
    link = link_to(editor_pattern(name), Path("/a b"), Span("q/x&y.md", 7, 3))
    assert "/a%20b/q/x%26y.md" in link
    assert re.search(r"\b7\b.*\b3\b", link)
    assert link.partition(":")[0] not in ("http", "https", "javascript")


@pytest.mark.parametrize(
    "given", ["vscod", "javascript:{path}", "http://x/{path}", "data:{path}", "x://no", "DATA:{path}"]
)
def test_other_editors_need_a_pattern(given: str) -> None:
    assert editor_pattern("mine://{path}#{line}") == "mine://{path}#{line}"
    assert link_to(editor_pattern(""), Path("/a"), Span("b")) == ""
    with pytest.raises(SettingsError, match="pattern"):
        editor_pattern(given)
