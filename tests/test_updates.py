"""Updates: what a new release does to a reader's cards, reviews and own changes, by the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLE
from engine import study
from publishing import FIRST, LATER, Import, Publisher, Reader, open_reader

DOC = ROOT / "docs" / "updating.md"
LINES = "questions/01-linear-models.md"
METRICS = "questions/02-metrics.md"
RIDGE = frozenset({"ridge-unique-solution", "ridge-unique-solution/1", "ridge-unique-solution/2"})
PRECISION = frozenset({"precision-versus-recall", "precision-versus-recall/1"})
_NEW = """
## What does specificity measure?

```yaml
id: specificity
tags: [metrics]
```

The share of negatives that are left alone.
"""

_HEAD = (
    "| what happens | new | updated | unchanged | duplicates | reviews lost | the reader then has |\n"
    "|---|--:|--:|--:|--:|--:|---|"
)
_Steps = Callable[[Publisher, Reader], Import]


@dataclass(frozen=True)
class Case:
    """One thing that happens between two imports."""

    change: str
    result: str
    """What the reader then has, for the table; the steps assert it."""
    steps: _Steps
    """Change the bank or the collection, release, import: what the last import reported."""
    updated: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()


CASES: dict[str, Case] = {}


def case(change: str, result: str, *, updated: frozenset[str] = frozenset(), new: str = "") -> Any:
    """Add the decorated steps to the table."""

    def add(steps: _Steps) -> _Steps:
        CASES[steps.__name__] = Case(change, result, steps, updated, frozenset(new.split()))
        return steps

    return add


# What a publisher changes


@case("edit an answer", "the new answer", updated=frozenset({"ridge-shrinkage"}))
def edit_answer(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release())
    assert "It pulls each one" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case("edit a prompt", "the new prompt, also on the cloze cards of the question and where others name it",
      updated=RIDGE | {"ridge-shrinkage"})
def edit_prompt(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("always have a unique solution?", "always have exactly one solution?"))
    found = reader.take(bank.release())
    assert reader.note("ridge-unique-solution")["Prompt"].endswith("exactly one solution?")
    assert "exactly one" in reader.note("ridge-unique-solution", "Cloze")["Context"]
    assert "exactly one" in reader.note("ridge-shrinkage")["Related"]
    return found


@case("edit a tag", "the new tags", updated=PRECISION)
def edit_tag(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("level: 1\ntags: [metrics]\ncovers", "level: 1\ntags: [metrics, graphs]\ncovers"))
    found = reader.take(bank.release())
    assert "sample::tag::graphs" in reader.note("precision-versus-recall").tags
    return found


@case("edit a cloze item", "the new sentence", updated=frozenset({"precision-versus-recall/1"}))
def edit_cloze(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("the share that truly is positive", "the part that truly is positive"))
    found = reader.take(bank.release())
    assert "the part that" in reader.note("precision-versus-recall", "Cloze")["Text"]
    return found


@case("redraw a figure under the same file name", "the new drawing; the old file stays until Check Media",
      updated=frozenset({"ridge-unique-solution"}))
def edit_figure(bank: Publisher, reader: Reader) -> Import:
    before = reader.note("ridge-unique-solution")["Figure"]
    bank.edit("figures/ridge.svg", ("</svg>", '<path d="M0 0H9" stroke="var(--ink)"/></svg>'))
    found = reader.take(bank.release())
    after = reader.note("ridge-unique-solution")["Figure"]
    assert before != after
    media = reader.col.media.check()
    assert list(media.missing) == []
    assert len(media.unused) == 2
    return found


@case("restyle the cards", "the new style; no note is touched")
def edit_style(bank: Publisher, reader: Reader) -> Import:
    bank.edit_templates("style.css.j2", "max-width: 40rem", "max-width: 41rem")
    found = reader.take(bank.release())
    assert all("max-width: 41rem" in t["css"] for t in _types(reader))
    return found


@case("edit a card template", "the new layout; no note is touched")
def edit_template(bank: Publisher, reader: Reader) -> Import:
    bank.edit_templates("question.back.html", ">More<", ">Even more<")
    found = reader.take(bank.release())
    assert "Even more" in reader.note("ridge-unique-solution").cards()[0].answer()
    return found


@case("add a question", "one more card, in its topic's sub-deck", new="specificity")
def add_question(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("## Is accuracy ever", f"{_NEW.lstrip()}\n## Is accuracy ever"))
    found = reader.take(bank.release())
    assert _deck(reader, "specificity") == "Sample::02 Metrics"
    return found


@case("add a topic before the others", "its cards in a sub-deck of their own; all accents step on, and with them "
      "the drawings",
      new="specificity", updated=frozenset({"ridge-unique-solution"}))
def add_topic(bank: Publisher, reader: Reader) -> Import:
    (bank.folder / "questions" / "03-rates.md").write_text(f"---\norder: 0\n---\n\n# Rates\n{_NEW}")
    found = reader.take(bank.release())
    assert _deck(reader, "specificity") == "Sample::00 Rates"
    return found


@case("remove a question (retire its id)", "the card stays, with its reviews: Anki never deletes on import")
def remove_question(bank: Publisher, reader: Reader) -> Import:
    _remove(bank, "accuracy-enough")
    found = reader.take(bank.release(retire=["accuracy-enough"]))
    assert len(reader.note("accuracy-enough").cards()) == 1
    return found


@case("bring a retired question back", "the same card, with its reviews")
def revive_question(bank: Publisher, reader: Reader) -> Import:
    text = (bank.folder / METRICS).read_text()
    _remove(bank, "accuracy-enough")
    reader.take(bank.release(retire=["accuracy-enough"]))
    (bank.folder / METRICS).write_text(text)
    found = reader.take(bank.release(FIRST + 200))
    assert "accuracy-enough" not in bank.lock.retired
    return found


@case("reorder the questions of a topic", "nothing changes; readers who come new meet the new order")
def reorder_questions(bank: Publisher, reader: Reader) -> Import:
    text = (bank.folder / METRICS).read_text()
    head, first, second, third = text.split("\n## ")
    (bank.folder / METRICS).write_text("\n## ".join([head, third.rstrip() + "\n", second, first]))
    return reader.take(bank.release())


@case("move a question to another topic", "its new topic is shown; the card stays in the sub-deck where it was",
      updated=frozenset({"accuracy-enough"}))
def move_question(bank: Publisher, reader: Reader) -> Import:
    moved = _remove(bank, "accuracy-enough")
    path = bank.folder / LINES
    path.write_text(f"{path.read_text()}\n## {moved}")
    found = reader.take(bank.release())
    assert reader.note("accuracy-enough")["Topic id"] == "linear-models"
    assert _deck(reader, "accuracy-enough") == "Sample::02 Metrics"
    return found


@case("rename a topic", "its new name is shown; cards stay in the sub-deck with the old name "
      "(the key `deck` in the topic's head keeps the name for new cards too)",
      updated=PRECISION | {"accuracy-enough", "maze-search"})
def rename_topic(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("# Metrics\n", "# Measures\n"))
    found = reader.take(bank.release())
    assert reader.note("maze-search")["Topic"] == "2 · Measures"
    assert _deck(reader, "maze-search") == "Sample::02 Metrics"
    return found


@case("switch an optional card type on", "one more card of the note; its first card keeps its reviews",
      updated=frozenset({"ridge-shrinkage"}))
def add_card_type(bank: Publisher, reader: Reader) -> Import:
    for name in ("prompt", "answer"):
        macro = f"{{% macro reverse_{name}(settings, topic, q, text) %}}" + (
            "{% if q.id == 'ridge-shrinkage' %}{{ q.lead }}{% endif %}{% endmacro %}\n"
        )
        bank.edit_templates("fields.html.j2", "{% macro prompt(", macro + "{% macro prompt(")
    found = reader.take(bank.release())
    assert [card.ord for card in reader.note("ridge-shrinkage").cards()] == [0, 1]
    assert reader.col.card_count() == len(reader.before) + 1
    return found


@case("change the bank's title", "nothing: note types are named after the slug, decks by [deck] name")
def rename_bank(bank: Publisher, reader: Reader) -> Import:
    bank.edit("bank.toml", ('title = "Sample & Bank"', 'title = "Another title"'))
    found = reader.take(bank.release())
    assert [t["name"] for t in _types(reader)] == ["sample Cloze", "sample Question"]
    return found


@case("skip a release (1, then 3)", "everything of releases 2 and 3",
      updated=frozenset({"ridge-shrinkage", "accuracy-enough"}))
def skip_release(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    bank.release(FIRST + 100)
    bank.edit(METRICS, ("Costs are rarely equal.", "Costs are hardly ever equal."))
    found = reader.take(bank.release(FIRST + 200))
    assert "It pulls" in reader.note("ridge-shrinkage")["Answer"]
    assert "hardly ever" in reader.note("accuracy-enough")["Key points"]
    return found


@case("import an older release again", "nothing: the newer text stays")
def older_release(bank: Publisher, reader: Reader) -> Import:
    old = bank.release(FIRST)
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    reader.take(bank.release())
    found = reader.take(old)
    assert "It pulls" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case("import the same release again", "nothing")
def same_release(bank: Publisher, reader: Reader) -> Import:
    return reader.take(bank.release(FIRST))


@case("import a second bank made with deckpress", "both live side by side",
      new=" ".join(sorted(RIDGE | PRECISION | {"ridge-shrinkage", "ordinary-least-squares", "accuracy-enough",
                                               "maze-search"})))
def second_bank(bank: Publisher, reader: Reader) -> Import:
    bank.edit("bank.toml", ("deckpress/sample/1", "deckpress/other/1"), ('slug = "sample"', 'slug = "other"'),
              ('name = "Sample"', 'name = "Other"'))
    found = reader.take(bank.release())
    names = {t.name for t in reader.col.models.all_names_and_ids()}
    assert {"sample Question", "sample Cloze", "other Question", "other Cloze"} <= names
    return found


# What a reader does


@case("the reader imports a selection first, the whole bank later",
      "every card once, as if the whole had come first",
      new=" ".join(sorted(PRECISION | {"ridge-shrinkage", "ordinary-least-squares", "accuracy-enough",
                                       "maze-search"})))
def selection_first(bank: Publisher, reader: Reader) -> Import:
    whole = bank.release(FIRST)
    selection = bank.release(FIRST, only=["ridge-unique-solution"])
    reader.col.remove_notes(list(reader.col.find_notes("")))
    assert reader.take(selection).new == RIDGE
    study(reader.col, 4)
    reader.remember()
    return reader.take(whole)


@case("the reader edits a note; a later release changes others", "the reader's text",
      updated=frozenset({"ridge-shrinkage"}))
def own_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "accuracy-enough")
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release(LATER))
    assert reader.note("accuracy-enough")["Answer"] == "my own words"
    return found


@case("the reader edits a note after the release that changes it was made", "the reader's text: it is newer")
def own_newer_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "ridge-shrinkage")
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release())
    assert reader.note("ridge-shrinkage")["Answer"] == "my own words"
    return found


@case("the reader edits a note; a later release changes it", "the release's text",
      updated=frozenset({"ridge-shrinkage"}))
def own_older_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "ridge-shrinkage")
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "It pulls" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case("the reader adds a tag; a later release changes others", "the tag",
      updated=frozenset({"ridge-shrinkage"}))
def own_tag(bank: Publisher, reader: Reader) -> Import:
    _tag(reader, "accuracy-enough")
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "mine" in reader.note("accuracy-enough").tags
    return found


@case("the reader adds a tag; a later release changes the note", "the release's tags: Anki replaces a note's "
      "tags with its text (a flag or a deck of one's own stays)", updated=frozenset({"ridge-shrinkage"}))
def own_older_tag(bank: Publisher, reader: Reader) -> Import:
    _tag(reader, "ridge-shrinkage")
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "mine" not in reader.note("ridge-shrinkage").tags
    return found


@case("the reader moves cards to a deck of their own", "they stay there", updated=frozenset({"ridge-shrinkage"}))
def own_deck(bank: Publisher, reader: Reader) -> Import:
    mine = reader.col.decks.id("Mine")
    reader.col.set_deck(reader.note("ridge-shrinkage").card_ids(), mine)
    reader.remember()
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release())
    assert _deck(reader, "ridge-shrinkage") == "Mine"
    return found


@case("the reader restyles the cards; the release does not", "the reader's style",
      updated=frozenset({"ridge-shrinkage"}))
def own_style(bank: Publisher, reader: Reader) -> Import:
    _restyle(reader)
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    found = reader.take(bank.release(LATER))
    assert any("/* mine */" in t["css"] for t in _types(reader))
    return found


@case("the reader restyles the cards; a later release does so too", "the release's style")
def own_older_style(bank: Publisher, reader: Reader) -> Import:
    _restyle(reader)
    bank.edit_templates("style.css.j2", "max-width: 40rem", "max-width: 41rem")
    found = reader.take(bank.release(LATER))
    assert not any("/* mine */" in t["css"] for t in _types(reader))
    return found


@case("the reader suspends, buries or flags cards", "they stay so", updated=frozenset({"ridge-shrinkage"}))
def own_marks(bank: Publisher, reader: Reader) -> Import:
    reader.col.sched.suspend_cards(reader.note("ridge-shrinkage").card_ids())
    reader.col.sched.bury_cards(reader.note("accuracy-enough").card_ids())
    reader.col.set_user_flag_for_cards(3, reader.note("maze-search").card_ids())
    reader.remember()
    bank.edit(LINES, ("It shrinks each one", "It pulls each one"))
    return reader.take(bank.release())


@case("the reader deletes a note", "it comes back as a new card", new="maze-search")
def own_deletion(bank: Publisher, reader: Reader) -> Import:
    reader.col.remove_notes([reader.note("maze-search").id])
    reader.remember()
    return reader.take(bank.release())


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Import, int, int]]:
    """Run a case once: what the import said, how many cards lost something, how many notes are double."""
    start = tmp_path_factory.mktemp("first")
    bank = Publisher(SAMPLE)
    first = bank.release(FIRST)
    with open_reader(start) as reader:
        reader.take(first)
        study(reader.col, 12)

    @cache
    def run(name: str) -> tuple[Import, int, int]:
        place = tmp_path_factory.mktemp(name)
        shutil.copytree(start, place / "reader")
        with open_reader(place / "reader") as reader:
            reader.remember()
            assert sum(bool(logs) for logs, _ in reader.before.values()) == len(reader.before) == 10
            found = CASES[name].steps(bank.copy(place), reader)
            return found, len(reader.lost()), reader.duplicates()

    return run


@pytest.mark.parametrize("name", list(CASES))
def test_update(name: str, outcome: Callable[[str], tuple[Import, int, int]]) -> None:
    found, lost, duplicates = outcome(name)
    assert lost == 0
    assert duplicates == 0
    assert found.updated == CASES[name].updated
    assert found.new == CASES[name].new


def test_documentation_says_what_happened(
    outcome: Callable[[str], tuple[Import, int, int]], request: pytest.FixtureRequest
) -> None:
    parts: dict[bool, list[str]] = {False: [], True: []}
    for name, row in CASES.items():
        found, lost, duplicates = outcome(name)
        cells = (row.change, len(found.new), len(found.updated), found.unchanged, duplicates, lost, row.result)
        line = f"| {' | '.join(map(str, cells))} |"
        parts[row.change.startswith("the reader")].append(line)
    text = DOC.read_text()
    for mine, title in ((False, "releases"), (True, "readers")):
        head, start, rest = text.partition(f"<!-- {title} -->\n")
        _, end, tail = rest.partition(f"<!-- end of {title} -->\n")
        assert start
        assert end
        text = head + start + "\n".join([_HEAD, *parts[mine]]) + "\n" + end + tail
    if request.config.getoption("--accept"):
        DOC.write_text(text)
    assert text == DOC.read_text(), "run pytest --accept and read the diff of docs/updating.md"


def _types(reader: Reader) -> list[dict[str, Any]]:
    return sorted((t for t in reader.col.models.all() if t["name"].startswith("sample ")), key=lambda t: t["name"])


def _deck(reader: Reader, question_id: str) -> str:
    return str(reader.col.decks.name(reader.note(question_id).cards()[0].did))


def _remove(bank: Publisher, question_id: str) -> str:
    """Cut a question out of the second file; its text without the '## '."""
    path = bank.folder / METRICS
    parts = path.read_text().split("\n## ")
    gone = next(part for part in parts if f"id: {question_id}\n" in part)
    path.write_text("\n## ".join(part for part in parts if part is not gone))
    return gone


def _edit_note(reader: Reader, question_id: str) -> None:
    note = reader.note(question_id)
    note["Answer"] = "my own words"
    reader.col.update_note(note)


def _tag(reader: Reader, question_id: str) -> None:
    note = reader.note(question_id)
    note.tags.append("mine")
    reader.col.update_note(note)


def _restyle(reader: Reader) -> None:
    kind = _types(reader)[1]
    kind["css"] += "/* mine */"
    reader.col.models.update_dict(kind)
