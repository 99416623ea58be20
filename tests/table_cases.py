"""Directions that are switched and tables whose rows change: what a release then leaves of reviews."""

from __future__ import annotations

from collections.abc import Sequence

from engine import study
from publishing import FIRST, Import, Publisher, Reader
from update_cases import LINES, case, deck_of

__all__ = ["study_more"]

TABLE = "questions/03-words.csv"
ROWS = (
    "id,prompt,answer",
    "bread,el pan,the bread",
    "house,la casa,the house",
    "tree,el árbol,the tree",
)
TOPIC = frozenset({"ridge-unique-solution", "ridge-shrinkage", "ordinary-least-squares"})
_HEAD = "deck: Linear models\n"


def _ask(bank: Publisher, cards: str, before: str = "") -> None:
    """Write the directions of the first topic into its head."""
    old, new = (f"{_HEAD}cards: [{words}]\n" if words else _HEAD for words in (before, cards))
    bank.edit(LINES, (old, new))


def _ords(reader: Reader, question_id: str) -> list[int]:
    return [card.ord for card in reader.note(question_id).cards()]


def _empty(reader: Reader) -> int:
    """How many cards the engine would sweep as empty."""
    return sum(len(row.card_ids) for row in reader.col.get_empty_cards().notes)


@case(
    "switch a direction on (`cards: [forward, reverse]` of a topic)",
    "one more card of each of its questions; the first card keeps its reviews",
    updated=TOPIC,
)
def add_reverse(bank: Publisher, reader: Reader) -> Import:
    _ask(bank, "forward, reverse")
    found = reader.take(bank.release())
    for name in TOPIC:
        assert _ords(reader, name) == [0, 1]
    assert reader.col.card_count() == len(reader.before) + len(TOPIC)
    card = reader.note("ridge-shrinkage").cards()[1]
    assert "Ridge shrinks each one" in card.question()
    assert "change the coefficients?" not in card.question()
    assert "change the coefficients?" in card.answer()
    assert _empty(reader) == 0
    return found


@case(
    "switch it off again",
    "its cards are empty, and go with Tools → Empty Cards; the others keep their reviews",
    updated=TOPIC,
)
def remove_reverse(bank: Publisher, reader: Reader) -> Import:
    _ask(bank, "forward, reverse")
    reader.take(bank.release())
    study_more(reader, 3)
    _ask(bank, "", "forward, reverse")
    found = reader.take(bank.release(FIRST + 200))
    assert _empty(reader) == len(TOPIC)
    return found


@case("switch it on once more", "the same cards, with their reviews", updated=TOPIC)
def revive_reverse(bank: Publisher, reader: Reader) -> Import:
    remove_reverse(bank, reader)
    _ask(bank, "forward, reverse")
    found = reader.take(bank.release(FIRST + 300))
    assert _empty(reader) == 0
    assert reader.col.card_count() == len(reader.before)
    return found


@case(
    "switch the forward direction off (`cards: [reverse]`)",
    "the reverse cards; the forward ones are empty, and keep their reviews until they are swept",
    updated=TOPIC,
)
def remove_forward(bank: Publisher, reader: Reader) -> Import:
    _ask(bank, "reverse")
    found = reader.take(bank.release())
    assert _empty(reader) == len(TOPIC)
    assert _ords(reader, "ridge-shrinkage") == [0, 1]
    _ask(bank, "forward, reverse", "reverse")
    reader.take(bank.release(FIRST + 200))
    assert _empty(reader) == 0
    return found


@case(
    "have an answer typed (`cards: [forward, typed]` of a question)",
    "one more card, which compares what is typed",
    updated=frozenset({"ridge-shrinkage"}),
)
def add_typed(bank: Publisher, reader: Reader) -> Import:
    bank.edit(LINES, ("id: ridge-shrinkage\n", "id: ridge-shrinkage\ncards: [forward, typed]\n"))
    long = "Ridge shrinks each one towards zero, most along directions in which the data vary least."
    bank.edit(LINES, (long, "It *shrinks* each."))
    found = reader.take(bank.release())
    assert _ords(reader, "ridge-shrinkage") == [0, 2]
    assert reader.note("ridge-shrinkage")["Type answer"] == "It shrinks each."
    card = reader.note("ridge-shrinkage").cards()[1]
    assert "[[type:Type answer]]" in card.question()
    return found


@case(
    "add a topic that is asked in reverse only (`cards: [reverse]`)",
    "its reverse cards and no others",
    new="bread house tree",
)
def begin_reverse(bank: Publisher, reader: Reader) -> Import:
    _write(bank, ROWS, cards='"reverse"')
    found = reader.take(bank.release())
    assert [_ords(reader, name) for name in ("bread", "house", "tree")] == [[1], [1], [1]]
    assert _empty(reader) == 0
    return found


def _write(bank: Publisher, rows: Sequence[str], cards: str = '"forward", "reverse"') -> None:
    """Write the table, and say of its topic which cards it makes."""
    (bank.folder / TABLE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = bank.folder / "bank.toml"
    if "[topics.words]" not in path.read_text():
        path.write_text(f"{path.read_text()}\n[topics.words]\ncards = [{cards}]\n")


def study_more(reader: Reader, number: int) -> None:
    """Study so many new cards, and take down how all cards stand."""
    before = sum(bool(logs) for logs, _ in reader.cards().values())
    while sum(bool(logs) for logs, _ in reader.cards().values()) < before + number:
        study(reader.col, 1)  # fails where nothing is left to study
    reader.remember()


def _with_table(bank: Publisher, reader: Reader) -> None:
    """A release with the table, imported and studied in both directions."""
    _write(bank, ROWS)
    reader.take(bank.release())
    study_more(reader, 6)
    assert all(logs for logs, _ in reader.before.values())


@case(
    "add a topic as a table",
    "its cards in a sub-deck of their own, in both directions",
    new="bread house tree",
)
def add_table(bank: Publisher, reader: Reader) -> Import:
    _write(bank, ROWS)
    found = reader.take(bank.release())
    assert _ords(reader, "bread") == [0, 1]
    assert deck_of(reader, "bread") == "Sample::03 Words"
    return found


@case("add a row, first in the table", "its cards", new="sea")
def add_row(bank: Publisher, reader: Reader) -> Import:
    _with_table(bank, reader)
    _write(bank, [ROWS[0], "sea,el mar,the sea", *ROWS[1:]])
    return reader.take(bank.release(FIRST + 200))


@case("edit a row", "its new text, in both directions", updated=frozenset({"house"}))
def edit_row(bank: Publisher, reader: Reader) -> Import:
    _with_table(bank, reader)
    bank.edit(TABLE, ("the house", '"the house, the home"'))
    found = reader.take(bank.release(FIRST + 200))
    forward, reverse = reader.note("house").cards()
    assert "the home" in forward.answer()
    assert "the home" in reverse.question()
    return found


@case("take a row out (retire its id)", "its cards stay, with their reviews")
def remove_row(bank: Publisher, reader: Reader) -> Import:
    _with_table(bank, reader)
    _write(bank, ROWS[:-1])
    found = reader.take(bank.release(FIRST + 200, retire=["tree"]))
    assert len(reader.note("tree").cards()) == 2
    return found


@case("sort the rows, move columns, save with other separators, quotes and line ends", "nothing changes")
def sort_rows(bank: Publisher, reader: Reader) -> Import:
    _with_table(bank, reader)
    rows = [row.split(",") for row in (ROWS[0], *reversed(ROWS[1:]))]
    text = "\r\n".join(";".join(f'"{cell}"' for cell in reversed(row)) for row in rows)
    (bank.folder / TABLE).write_bytes(b"\xef\xbb\xbf" + text.encode())
    return reader.take(bank.release(FIRST + 200))


@case("rewrite a table as Markdown with the same ids", "nothing changes")
def rewrite_table(bank: Publisher, reader: Reader) -> Import:
    _with_table(bank, reader)
    parts = ["# Words"]
    for name, prompt, answer in (row.split(",") for row in ROWS[1:]):
        parts.append(f"## {prompt}\n\n```yaml\nid: {name}\n```\n\n{answer}")
    (bank.folder / TABLE).unlink()
    (bank.folder / "questions/03-words.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return reader.take(bank.release(FIRST + 200))
