"""What a reader does between two imports, and what a release then leaves of it."""

from __future__ import annotations

from engine import study
from publishing import FIRST, LATER, Import, Publisher, Reader
from update_cases import ALL, LINES, RIDGE, SHRINKAGE, case, deck_of, types_of

__all__: list[str] = []


@case("import an older release again", "nothing: the newer text stays")
def older_release(bank: Publisher, reader: Reader) -> Import:
    old = bank.release(FIRST)
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    reader.take(bank.release())
    found = reader.take(old)
    assert "Ridge pulls" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case("import the same release again", "nothing")
def same_release(bank: Publisher, reader: Reader) -> Import:
    return reader.take(bank.release(FIRST))


@case("import a second bank made with deckpress", "both live side by side", new=" ".join(sorted(ALL)))
def second_bank(bank: Publisher, reader: Reader) -> Import:
    bank.edit(
        "bank.toml",
        ("deckpress/sample/1", "deckpress/other/1"),
        ('slug = "sample"', 'slug = "other"'),
        ('name = "Sample"', 'name = "Other"'),
    )
    found = reader.take(bank.release())
    names = {t.name for t in reader.col.models.all_names_and_ids()}
    assert {"sample Question", "sample Cloze", "other Question", "other Cloze"} <= names
    return found


@case(
    "the reader imports a selection first, the whole bank later",
    "every card once, as if the whole had come first",
    new=" ".join(sorted(ALL - RIDGE)),
)
def selection_first(bank: Publisher, reader: Reader) -> Import:
    whole = bank.release(FIRST)
    selection = bank.release(FIRST, only=["ridge-unique-solution"])
    reader.col.remove_notes(list(reader.col.find_notes("")))
    assert reader.take(selection).new == RIDGE
    study(reader.col, 4)
    reader.remember()
    found = reader.take(whole)
    assert "How does the ridge penalty" in reader.note("ridge-unique-solution")["Related"]
    return found


@case("the reader edits a note; a later release changes others", "the reader's text", updated=SHRINKAGE)
def own_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "accuracy-enough")
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release(LATER))
    assert reader.note("accuracy-enough")["Answer"] == "my own words"
    return found


@case("the reader edits a note after the release that changes it was made", "the reader's text: it is newer")
def own_newer_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "ridge-shrinkage")
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release())
    assert reader.note("ridge-shrinkage")["Answer"] == "my own words"
    return found


@case("the reader edits a note; a later release changes it", "the release's text", updated=SHRINKAGE)
def own_older_edit(bank: Publisher, reader: Reader) -> Import:
    _edit_note(reader, "ridge-shrinkage")
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "Ridge pulls" in reader.note("ridge-shrinkage")["Answer"]
    return found


@case("the reader adds a tag; a later release changes others", "the tag", updated=SHRINKAGE)
def own_tag(bank: Publisher, reader: Reader) -> Import:
    _tag(reader, "accuracy-enough")
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "mine" in reader.note("accuracy-enough").tags
    return found


@case(
    "the reader adds a tag; a later release changes the note",
    "the release's tags: Anki replaces a note's tags with its text (a flag or a deck of one's own stays)",
    updated=SHRINKAGE,
)
def own_older_tag(bank: Publisher, reader: Reader) -> Import:
    _tag(reader, "ridge-shrinkage")
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release(LATER))
    assert "mine" not in reader.note("ridge-shrinkage").tags
    return found


@case("the reader moves cards to a deck of their own", "they stay there", updated=SHRINKAGE)
def own_deck(bank: Publisher, reader: Reader) -> Import:
    mine = reader.col.decks.id("Mine")
    reader.col.set_deck(reader.note("ridge-shrinkage").card_ids(), mine)
    reader.remember()
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release())
    assert deck_of(reader, "ridge-shrinkage") == "Mine"
    return found


@case("the reader restyles the cards; the release does not", "the reader's style", updated=SHRINKAGE)
def own_style(bank: Publisher, reader: Reader) -> Import:
    _restyle(reader)
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    found = reader.take(bank.release(LATER))
    assert any("/* mine */" in t["css"] for t in types_of(reader))
    return found


@case("the reader restyles the cards; a later release does so too", "the release's style")
def own_older_style(bank: Publisher, reader: Reader) -> Import:
    _restyle(reader)
    bank.edit_templates("style.css.j2", "max-width: 40rem", "max-width: 41rem")
    found = reader.take(bank.release(LATER))
    assert not any("/* mine */" in t["css"] for t in types_of(reader))
    return found


@case("the reader suspends, buries or flags cards", "they stay so", updated=SHRINKAGE)
def own_marks(bank: Publisher, reader: Reader) -> Import:
    reader.col.sched.suspend_cards(reader.note("ridge-shrinkage").card_ids())
    reader.col.sched.bury_cards(reader.note("accuracy-enough").card_ids())
    reader.col.set_user_flag_for_cards(3, reader.note("maze-search").card_ids())
    reader.remember()
    bank.edit(LINES, ("Ridge shrinks each one", "Ridge pulls each one"))
    return reader.take(bank.release())


@case("the reader deletes a note", "it comes back as a new card", new="maze-search")
def own_deletion(bank: Publisher, reader: Reader) -> Import:
    reader.col.remove_notes([reader.note("maze-search").id])
    reader.remember()
    return reader.take(bank.release())


def _edit_note(reader: Reader, question_id: str) -> None:
    note = reader.note(question_id)
    note["Answer"] = "my own words"
    reader.col.update_note(note)


def _tag(reader: Reader, question_id: str) -> None:
    note = reader.note(question_id)
    note.tags.append("mine")
    reader.col.update_note(note)


def _restyle(reader: Reader) -> None:
    kind = types_of(reader)[1]
    kind["css"] += "/* mine */"
    reader.col.models.update_dict(kind)
