"""The printed sheet, judged by poppler, qpdf and pikepdf as a reader's programs would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.content.drawing import draw_formula
from deckpress.content.linear import tex_text
from deckpress.content.plain import plain_text
from deckpress.content.print_voice import Plates
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.pipeline import CACHE
from deckpress.problems import DeckpressError, SettingsError
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.cheatsheet import render
from deckpress.render.frame import frame_for
from deckpress.render.pdf import open_press
from deckpress.render.sheet import view_sheet

if TYPE_CHECKING:
    from conftest import Memory as Shared

ROOT = Path(__file__).parents[1]
FONTS = {
    "Sheet-Sans",
    "Sheet-Sans-Italic",
    "Sheet-Sans-Semi-Bold",
    "Sheet-Sans-Semi-Bold-Italic",
    "Sheet-Mono",
    "Sheet-Symbols",
    "Sheet-Formulas",
}
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">')
SETTINGS = """
[bank]
title = "A small \\"bank\\" & more"
slug = "small"
namespace = "tests/small"
version = "1.0"
description = "Eight questions <about> nothing."
licence = "CC BY 4.0"
[deck]
name = "Small"
question_type_id = 1763654400101
cloze_type_id = 1763654400102
[paper]
paper = "A4"
"""
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120">
<path d="M20 100L300 20" fill="none" stroke="var(--accent)" stroke-width="1.8"/>
<text x="20" y="30" font-size="14" fill="var(--ink)">zigzag label</text>
</svg>
"""
FIRST = r"""---
summary: What is small & beautiful
---

# First things

## Why is $x^2 \ge 0$ for every real $x$?

```yaml
id: square
level: 1
```

A product of two numbers of one sign is never negative, and $\frac{a}{b}$ stands tall.

### Key points

- It holds for "all" real numbers, see [wide].
- Use `numpy.square(x)` or [the other one](#table).

### In depth

```math
(a - b)^2 = a^2 - 2ab + b^2 \ge 0.
```

![A rising line with a label that says zigzag](../figures/line.svg "A line that *rises*")

## What is wider than a column?

```yaml
id: wide
level: 2
```

A formula with many terms & signs: 2 < 3.

```math
f(x) = \alpha_1 x_1 + \alpha_2 x_2 + \alpha_3 x_3 + \alpha_4 x_4
+ \alpha_5 x_5 + \alpha_6 x_6 + \alpha_7 x_7 + \beta
```

### Key points

- It breaks after a sign.

## Which table fits?

```yaml
id: table
level: 3
```

A short one.

### In depth

Table: Two rows

| name | value |
|---|--:|
| one | 1 |
| two | $\sqrt{2}$ |

### Pitfalls

- Setting it in tiny type.
"""
SECOND = r"""
# Second things

## How do you add two numbers?

```yaml
id: adding
kind: coding
level: 1
```

Write a function.

### Example

```python run
def add(first, second):
    if first is None:
        raise ValueError("a rather long message that cannot fit on one line of a narrow column")

    return first + second
```

## Who uses → and ∇ and ● in text?

```yaml
id: symbols
level: 2
```

Everyone who writes ℝ or ∈ without thinking.
"""


class Memory(dict[str, bytes]):
    """A store that forgets nothing."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


@dataclass(frozen=True)
class Sheet:
    """A rendered sheet and what it was made from."""

    bank: Bank
    path: Path
    store: Any

    def text(self, *options: str) -> str:
        return unicodedata.normalize("NFC", tool("pdftotext", *options, str(self.path), "-"))


def tool(*command: str) -> str:
    """The output of a program that a reader may have; without it the test is skipped, but not in CI."""
    if not shutil.which(command[0]):
        if os.environ.get("CI"):
            pytest.fail(f"{command[0]} is not installed")
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def context(store: Memory | Shared, **paper: Any) -> Context:
    return Context(ROOT / "templates", store, Lock(), Paper(**paper))


def write_bank(folder: Path) -> Path:
    for name in ("questions", "figures", "syllabus"):
        (folder / name).mkdir()
    (folder / "bank.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "figures/line.svg").write_text(FIGURE, encoding="utf-8")
    (folder / "questions/01-first.md").write_text(FIRST.lstrip(), encoding="utf-8")
    (folder / "questions/02-second.md").write_text(SECOND.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("small-sheet")
    bank, _ = read_source(write_bank(folder))
    return made(bank, folder, Memory())


@pytest.fixture(scope="session")
def whole(shipped_outputs: Path) -> Sheet:
    bank, _ = read_source(ROOT / "source")
    return Sheet(bank, shipped_outputs / "ml-interview-cheatsheet.pdf", DiskStore(shipped_outputs / CACHE))


def made(bank: Bank, folder: Path, store: Memory | Shared) -> Sheet:
    path = folder / "sheet.pdf"
    path.write_bytes(render(bank, context(store)))
    return Sheet(bank, path, store)


@pytest.fixture(params=["small", "whole"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    found: Sheet = request.getfixturevalue(request.param)
    return found


def squeezed(text: str) -> str:
    """Letters and digits only: spaces and breaks are the printer's."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", text))


def test_tagged_titled_and_on_a4(sheet: Sheet) -> None:
    info = tool("pdfinfo", str(sheet.path))
    assert re.search(r"Tagged: +yes", info)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", info)
    assert f"{sheet.bank.settings.title}: cheat sheet" in info
    with pikepdf.open(sheet.path) as pdf:
        assert pdf.Root.Lang == sheet.bank.settings.language
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_letter(small: Sheet) -> None:
    data = render(small.bank, context(small.store, paper="Letter"))
    path = small.path.with_name("letter.pdf")
    path.write_bytes(data)
    with pikepdf.open(path) as pdf:
        assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([612, 792])


def test_fonts_are_embedded_and_ours(sheet: Sheet) -> None:
    rows = tool("pdffonts", str(sheet.path)).splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in rows} <= FONTS
    assert all(re.search(r"Identity-H +yes yes yes", row) for row in rows)


def test_qpdf_finds_nothing(sheet: Sheet) -> None:
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", str(sheet.path))


def test_every_prompt_and_lead_in_study_order(sheet: Sheet) -> None:
    shown, at = squeezed(sheet.text("-raw")), 0
    for question in sheet.bank.questions():
        for part in (question.prompt, question.lead):
            words = [squeezed(word) for word in plain_text(part, math="\n").split("\n")]
            for run in filter(None, words):
                at = shown.find(run, at)
                assert at >= 0, f"{question.id}: {run}"


def test_outline_is_topics_and_questions(sheet: Sheet) -> None:
    with pikepdf.open(sheet.path) as pdf, pdf.open_outline() as outline:
        titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    topics = [topic for topic in sheet.bank.topics if topic.questions]
    if titles[-1] == ("Index", []):
        del titles[-1]
    else:
        assert not any(question.tags for question in sheet.bank.questions())
    assert [title for title, _ in titles] == [f"{topic.number} · {topic.title}" for topic in topics]
    assert [len(children) for _, children in titles] == [len(topic.questions) for topic in topics]
    assert all(re.fullmatch(r"[^\ue000-\uf8ff\U000f0000-\U0010ffff]+", t) for _, c in titles for t in c)


def test_internal_links_resolve(sheet: Sheet) -> None:
    with pikepdf.open(sheet.path) as pdf:
        names = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
        links = [str(note.Dest) for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note]
    assert links
    assert set(links) <= names
    assert {f"q-{question.id}" for question in sheet.bank.questions()} <= names


def test_formulas_copy_as_readable_text(sheet: Sheet) -> None:
    text = sheet.text("-raw")
    assert not re.search(r"[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]", text)


def test_a_formula_copies_as_its_line(small: Sheet) -> None:
    text = small.text("-raw")
    assert "x² ≥ 0" in text
    assert "a/b" in text
    assert "(a − b)² =" in text
    assert "√2" in text


def test_nothing_leaves_its_column(sheet: Sheet) -> None:
    frame = frame_for(Paper())
    lefts = [frame.margin + place * (frame.column + frame.gutter) for place in range(frame.columns)]
    foot = frame.height - frame.margin - frame.foot
    checked = 0
    for number, page in enumerate(sheet.text("-bbox").split("<page ")[1:]):
        words = [tuple(map(float, found)) for found in WORD.findall(page)]
        assert min(left for left, *_ in words) >= frame.margin - 1
        assert max(below for *_, below in words) <= frame.height - frame.margin + 2
        if ">Index</word>" in page:
            continue
        heads = [above for _, above, _, below in words if below - above > 16]
        top = 220 if number == 0 else 40
        for left, above, right, below in words:
            if any(head - 2 <= above <= head + 32 for head in heads):
                continue
            if above > top and below < foot - 16:  # the legend and heads go across
                checked += 1
                assert any(at - 1 <= left and right <= at + frame.column + 1 for at in lefts), (
                    number,
                    left,
                    above,
                )
    assert checked > 20


def test_labels_and_captions_are_set_in_the_sheets_face(small: Sheet) -> None:
    text = small.text("-raw")
    assert "zigzag label" in text.replace("\n", " ")


def test_no_small_type(small: Sheet) -> None:
    fonts = tool("pdftohtml", "-xml", "-stdout", "-zoom", "3", str(small.path))
    sizes = re.findall(r'size="(\d+)" family="\w+\+(?!Sheet-Formulas)', fonts)
    assert sizes
    assert min(map(int, sizes)) >= 19


def test_same_bytes_twice_with_and_without_a_store(small: Sheet) -> None:
    data = small.path.read_bytes()
    assert render(small.bank, context(small.store)) == data
    assert render(small.bank, context(Memory())) == data


def test_a_damaged_store_is_not_believed(small: Sheet) -> None:
    damaged = Memory(dict.fromkeys(small.store, b"[nonsense"))
    assert render(small.bank, context(damaged)) == small.path.read_bytes()


def test_parts_of_a_question(small: Sheet) -> None:
    topics = view_sheet(small.bank, Plates(Memory()), 21.0)
    kinds = {q.id: [part.kind for part in q.parts] for topic in topics for q in topic.questions}
    assert kinds["square"] == ["lead", "formula", "point", "point", "figure"]
    assert kinds["wide"] == ["lead", "formula", "point"]
    assert kinds["table"] == ["lead", "table", "pitfall"]
    assert kinds["adding"] == ["lead", "code"]
    labels = {q.id: q.label for topic in topics for q in topic.questions}
    assert labels["square"] == "Why is x² ≥ 0 for every real x?"


def test_unknown_paper(small: Sheet) -> None:
    with pytest.raises(SettingsError, match="A4, Letter"):
        render(small.bank, context(small.store, paper="napkin"))


def test_a_bank_without_questions(small: Sheet) -> None:
    with pytest.raises(DeckpressError, match="no question"):
        render(replace(small.bank, topics=()), context(small.store))


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname", "a.png"])
def test_the_press_fetches_nothing(address: str) -> None:
    page = f'<html lang="en"><title>t</title><img src="{address}" alt="nothing"></html>'
    with pytest.raises(DeckpressError, match=r"not served|not content"), open_press({}, "") as press:
        press.write(press.lay_out(page))


def test_the_presss_complaints_are_errors() -> None:
    page = '<html lang="en"><title>t</title><a href="#nowhere">x</a></html>'
    with pytest.raises(DeckpressError, match="colour"), open_press({}, "p { colour: red }") as press:
        press.write(press.lay_out(page))


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\hat{x}=\frac{a+b}{n}", "x̂ = (a + b)/n"),
        (r"\sqrt{x}+\sqrt[3]{y+1}", "√x + ³√(y + 1)"),
        (r"\sum_{i=1}^{n} x_i^2", "∑_(i = 1)ⁿ x_i²"),
        (r"-\ln p", "−ln p"),
        (r"x \sim \mathcal{N}(0, 1)", "x ∼ 𝒩(0, 1)"),
        (r"\mathbf{w}^\top \mathbf{x}", "w^⊤x"),
        (r"\max(0, z)", "max(0, z)"),
        (r"a_1, \dots, a_n", "a_1, …, a_n"),
        (r"\text{if } x > 0", "if x > 0"),
    ],
)
def test_readable_lines(tex: str, line: str) -> None:
    expected = unicodedata.normalize("NFC", line.replace("𝒩", "N"))
    assert tex_text(tex).replace("𝒩", "N").replace("^⊤", "⊤") == expected.replace("^⊤", "⊤")


def test_readable_lines_are_short() -> None:
    assert len(tex_text("+".join(f"x_{{{n}}}" for n in range(50)))) <= 60


def test_a_drawing_has_its_size_and_comes_back_from_the_store() -> None:
    store = Memory()
    (piece,) = draw_formula(r"\frac{a}{b}", store, display=True)
    assert 0.3 < piece.advance < 1.2
    assert 1.0 < piece.ascent < 1.8
    assert 0.4 < piece.depth < 1.2
    assert draw_formula(r"\frac{a}{b}", store, display=True) == (piece,)
    assert len(store) == 1


def test_a_long_formula_may_break_after_its_signs() -> None:
    pieces = draw_formula(r"a + b = c + d + e + f + g", Memory(), display=False)
    assert len(pieces) > 1
    assert all(piece.advance > 1.5 for piece in pieces)
