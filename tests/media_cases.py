"""Pictures, sounds and labels that change: what a release then leaves of reviews."""

from __future__ import annotations

from picture_bank import picture, question
from publishing import FIRST, Import, Publisher, Reader
from sound_bank import tone
from table_cases import study_more
from update_cases import case

__all__: list[str] = []

TOPIC = "questions/03-leaves.md"
_HEARD = "## What is heard in the leaves?\n\n```yaml\nid: wind\n```\n\n![The wind](../audio/wind.wav)\n"
_SEEN = (
    question("oak.png")
    .replace("picture-oak-png", "oak")
    .replace("What does picture oak.png show?", "Whose leaf is it?")
)
_ITEMS = "- stalk: rect 5% 5% 20% 30%\n- blade: rect 50% 10% 30% 40%\n"
_PARTS = f"""## Which parts has a leaf?

```yaml
id: leaf
```

### Labels

![A leaf in its two parts](../figures/leaf.png "A leaf")

{_ITEMS}"""


def _with_leaves(bank: Publisher, reader: Reader) -> None:
    """A release with a picture, a sound and two labels, imported and studied."""
    for folder in ("figures", "audio"):
        (bank.folder / folder).mkdir(exist_ok=True)
    (bank.folder / "figures/oak.png").write_bytes(picture("png", width=64, height=48))
    (bank.folder / "figures/leaf.png").write_bytes(picture("png", width=80, height=60))
    (bank.folder / "audio/wind.wav").write_bytes(tone(440))
    (bank.folder / TOPIC).write_text(f"# Leaves\n\n{_SEEN}\n{_HEARD}\n{_PARTS}", encoding="utf-8")
    reader.take(bank.release())
    study_more(reader, 4)
    assert all(logs for logs, _ in reader.before.values())


def _later(bank: Publisher, reader: Reader) -> Import:
    found = reader.take(bank.release(FIRST + 200))
    assert list(reader.col.media.check().missing) == []
    return found


@case(
    "put another picture under the same file name",
    "the new picture; the old file stays until Check Media",
    updated=frozenset({"oak"}),
)
def edit_picture(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    (bank.folder / "figures/oak.png").write_bytes(picture("png", width=72, height=48))
    found = _later(bank, reader)
    assert 'width="72"' in reader.note("oak")["Answer"]
    assert len(reader.col.media.check().unused) == 1
    return found


@case("rename a picture's file", "nothing changes: files in the deck are named by what they hold")
def rename_picture(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    (bank.folder / "figures/oak.png").rename(bank.folder / "figures/quercus.png")
    bank.edit(TOPIC, ("figures/oak.png", "figures/quercus.png"))
    found = _later(bank, reader)
    assert len(reader.col.media.check().unused) == 0
    return found


@case(
    "take a picture out of an answer",
    "the answer without it; the file stays until Check Media",
    updated=frozenset({"oak"}),
)
def remove_picture(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    (bank.folder / "figures/oak.png").unlink()
    line = next(row for row in _SEEN.split("\n") if row.startswith("!["))
    bank.edit(TOPIC, (line, "An oak's."))
    found = _later(bank, reader)
    assert "<img" not in reader.note("oak")["Answer"]
    assert len(reader.col.media.check().unused) == 1
    return found


@case(
    "record a sound anew", "the new sound; the old file stays until Check Media", updated=frozenset({"wind"})
)
def edit_sound(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    before = reader.note("wind")["Answer"]
    (bank.folder / "audio/wind.wav").write_bytes(tone(880))
    found = _later(bank, reader)
    assert reader.note("wind")["Answer"] != before
    return found


@case(
    "move and rename labels of a picture",
    "the new places and words, on the same cards",
    updated=frozenset({"leaf/1"}),
)
def move_labels(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    bank.edit(
        TOPIC, ("stalk: rect 5% 5%", "petiole: rect 9% 8%"), ("blade: rect 50% 10%", "blade: rect 55% 15%")
    )
    found = _later(bank, reader)
    text = reader.note("leaf", "Cloze")["Text"]
    assert "petiole" in text
    assert "stalk" not in text
    assert [card.ord for card in reader.note("leaf", "Cloze").cards()] == [0, 1]
    return found


@case(
    "put a label between two others, which keep their numbers (`{#2}`)",
    "one more card; the others keep their reviews",
    updated=frozenset({"leaf/1"}),
)
def add_label(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    bank.edit(TOPIC, ("- blade", "- {#3} vein: rect 55% 60% 20% 20%\n- {#2} blade"))
    found = _later(bank, reader)
    cards = reader.note("leaf", "Cloze").cards()
    assert [card.ord for card in cards] == [0, 1, 2]
    assert [card.id in reader.before for card in cards] == [True, True, False]
    return found


@case(
    "take a label out",
    "its card is empty, and goes with Tools → Empty Cards; the others keep their reviews",
    updated=frozenset({"leaf/1"}),
)
def remove_label(bank: Publisher, reader: Reader) -> Import:
    _with_leaves(bank, reader)
    bank.edit(TOPIC, (_ITEMS, "- {#2} blade: rect 50% 10% 30% 40%\n"))
    found = _later(bank, reader)
    assert sum(len(row.card_ids) for row in reader.col.get_empty_cards().notes) == 1
    return found
