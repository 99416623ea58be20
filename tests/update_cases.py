"""What a publisher changes between two releases, and what the reader then has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from publishing import FIRST, Import, Publisher, Reader

__all__ = ["ALL", "CASES", "LINES", "RIDGE", "SHRINKAGE", "Case", "case", "deck_of", "types_of"]

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

SHRINKAGE = frozenset({"ridge-shrinkage"})
ALL = RIDGE | PRECISION | SHRINKAGE | {"ordinary-least-squares", "accuracy-enough", "maze-search"}
EXTRA = frozenset({"ordinary-least-squares", "precision-versus-recall", "ridge-unique-solution"})
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


def case(
    change: str, result: str, *, updated: frozenset[str] = frozenset(), new: str = ""
) -> Callable[[_Steps], _Steps]:
    """Add the decorated steps to the table."""

    def add(steps: _Steps) -> _Steps:
        CASES[steps.__name__] = Case(change, result, steps, updated, frozenset(new.split()))
        return steps

    return add


def types_of(reader: Reader) -> list[dict[str, Any]]:
    types = (t for t in reader.col.models.all() if t["name"].startswith("sample "))
    return sorted(types, key=lambda t: str(t["name"]))


def deck_of(reader: Reader, question_id: str) -> str:
    return str(reader.col.decks.name(reader.note(question_id).cards()[0].did))


@case("edit an answer", "the new answer", updated=SHRINKAGE)
def edit_answer(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release())
    assert "Ridge pulls each one" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case(
    "edit a prompt",
    "the new prompt, also on the cloze cards of the question and where others name it",
    updated=RIDGE | SHRINKAGE,
)
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


@case(
    "redraw a figure under the same file name",
    "the new drawing; the old file stays until Check Media",
    updated=frozenset({"ridge-unique-solution"}),
)
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
    assert all("max-width: 41rem" in t["css"] for t in types_of(reader))
    return found


@case("edit a card template", "the new layout; no note is touched")
def edit_template(bank: Publisher, reader: Reader) -> Import:
    bank.edit_templates("question.back.html", '[[ _("More") ]]', "Even more")
    found = reader.take(bank.release())
    assert "Even more" in reader.note("ridge-unique-solution").cards()[0].answer()
    return found


@case("add a question", "one more card, in its topic's sub-deck", new="specificity")
def add_question(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("## Is accuracy ever", f"{_NEW.lstrip()}\n## Is accuracy ever"))
    found = reader.take(bank.release())
    assert deck_of(reader, "specificity") == "Sample::02 Metrics"
    return found


@case(
    "add a topic before the others",
    "its cards in a sub-deck of their own; all accents step on, and with them the drawings",
    new="specificity",
    updated=frozenset({"ridge-unique-solution"}),
)
def add_topic(bank: Publisher, reader: Reader) -> Import:
    (bank.folder / "questions" / "03-rates.md").write_text(f"---\norder: 0\n---\n\n# Rates\n{_NEW}")
    found = reader.take(bank.release())
    assert deck_of(reader, "specificity") == "Sample::00 Rates"
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


@case(
    "move a question to another topic",
    "its new topic is shown; the card stays in the sub-deck where it was",
    updated=frozenset({"accuracy-enough"}),
)
def move_question(bank: Publisher, reader: Reader) -> Import:
    moved = _remove(bank, "accuracy-enough")
    path = bank.folder / LINES
    path.write_text(f"{path.read_text()}\n## {moved}")
    found = reader.take(bank.release())
    assert reader.note("accuracy-enough")["Topic id"] == "linear-models"
    assert deck_of(reader, "accuracy-enough") == "Sample::02 Metrics"
    return found


@case(
    "rename a topic",
    "its new name is shown; cards stay in the sub-deck with the old name "
    "(the key `deck` in the topic's head keeps the name for new cards too)",
    updated=PRECISION | {"accuracy-enough", "maze-search"},
)
def rename_topic(bank: Publisher, reader: Reader) -> Import:
    bank.edit(METRICS, ("# Metrics\n", "# Measures\n"))
    found = reader.take(bank.release())
    assert reader.note("maze-search")["Topic"] == "2 · Measures"
    assert deck_of(reader, "maze-search") == "Sample::02 Metrics"
    return found


@case(
    "switch the optional card types on",
    "one or two more cards of the notes that they fit; the first card keeps its reviews",
    updated=EXTRA,
)
def add_card_types(bank: Publisher, reader: Reader) -> Import:
    _switch(bank, on=True)
    found = reader.take(bank.release())
    assert [card.ord for card in reader.note("ordinary-least-squares").cards()] == [0, 1]
    assert [card.ord for card in reader.note("precision-versus-recall").cards()] == [0, 2]
    assert reader.note("precision-versus-recall")["Type answer"] == "precision"
    assert reader.col.card_count() == len(reader.before) + 4
    assert not reader.col.get_empty_cards().notes
    return found


@case("switch them off again", "their cards are empty, and go with Tools → Empty Cards", updated=EXTRA)
def remove_card_types(bank: Publisher, reader: Reader) -> Import:
    _switch(bank, on=True)
    reader.take(bank.release())
    _switch(bank, on=False)
    found = reader.take(bank.release(FIRST + 200))
    assert sum(len(row.card_ids) for row in reader.col.get_empty_cards().notes) == 4
    return found


@case("change the bank's title", "nothing: note types are named after the slug, decks by [deck] name")
def rename_bank(bank: Publisher, reader: Reader) -> Import:
    bank.edit("bank.toml", ('title = "Sample & Bank"', 'title = "Another title"'))
    found = reader.take(bank.release())
    assert [t["name"] for t in types_of(reader)] == ["sample Cloze", "sample Question"]
    return found


@case(
    "skip a release (1, then 3)",
    "everything of releases 2 and 3",
    updated=frozenset({"ridge-shrinkage", "accuracy-enough"}),
)
def skip_release(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    bank.release(FIRST + 100)
    bank.edit(
        METRICS,
        ("A missed fraud may cost fifty false alarms.", "A missed fraud may cost sixty false alarms."),
    )
    found = reader.take(bank.release(FIRST + 200))
    assert "Ridge pulls" in reader.note("ridge-shrinkage")["Answer"]
    assert "may cost sixty" in reader.note("accuracy-enough")["Key points"]
    return found


def _remove(bank: Publisher, question_id: str) -> str:
    """Cut a question out of the second file; its text without the '## '."""
    path = bank.folder / METRICS
    parts = path.read_text().split("\n## ")
    gone = next(part for part in parts if f"id: {question_id}\n" in part)
    path.write_text("\n## ".join(part for part in parts if part is not gone))
    return gone


def _switch(bank: Publisher, *, on: bool) -> None:
    plain, extra = "[deck]\nname", '[deck]\nextra_cards = ["reverse", "type-in"]\nname'
    bank.edit("bank.toml", (plain, extra) if on else (extra, plain))
