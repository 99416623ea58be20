"""The printed sheet, judged by poppler, qpdf and pikepdf as a reader's programs would."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from conftest import shipped_bank
from poppler import squeezed, tool
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.cache import DiskStore
from deckpress.content.plain import plain_text
from deckpress.lock import Lock
from deckpress.paper import Paper
from deckpress.pipeline import CACHE
from deckpress.problems import DeckpressError, SettingsError
from deckpress.read import read_source
from deckpress.render import Context
from deckpress.render.paper.cheatsheet import render
from deckpress.render.paper.frame import frame_for
from deckpress.render.paper.plates import Plates
from deckpress.render.paper.printed import view_printed

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


def context(store: Memory | Shared, **paper: Any) -> Context:
    return Context(ROOT / "templates", store, Lock(), Paper(**paper))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    folder = tmp_path_factory.mktemp("small-sheet")
    bank, _ = read_source(write_bank(folder))
    return made(bank, folder, Memory())


@pytest.fixture(scope="session")
def whole(shipped_outputs: Path) -> Sheet:
    return Sheet(
        shipped_bank(), shipped_outputs / "ml-interview-cheatsheet.pdf", DiskStore(shipped_outputs / CACHE)
    )


def made(bank: Bank, folder: Path, store: Memory | Shared) -> Sheet:
    path = folder / "sheet.pdf"
    path.write_bytes(render(bank, context(store)))
    return Sheet(bank, path, store)


@pytest.fixture(params=["small", "whole"])
def sheet(request: pytest.FixtureRequest) -> Sheet:
    found: Sheet = request.getfixturevalue(request.param)
    return found


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


def test_every_head_and_lead_in_study_order(sheet: Sheet) -> None:
    shown, at = squeezed(sheet.text("-raw")), 0
    for question in sheet.bank.questions():
        head = question.term or plain_text(question.prompt, math="\n")
        for part in (head, plain_text(question.lead, math="\n")):
            words = [squeezed(word) for word in part.split("\n")]
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
    topics = view_printed(small.bank, Plates(Memory()), 21.0)
    kinds = {q.id: [part.kind for part in q.parts] for topic in topics for q in topic.questions}
    assert kinds["square"] == ["lead", "formula", "points", "figure"]
    assert kinds["wide"] == ["lead", "formula", "points"]
    assert kinds["table"] == ["lead", "table", "pitfalls"]
    assert kinds["adding"] == ["lead", "code"]
    labels = {q.id: q.label for topic in topics for q in topic.questions}
    assert labels["square"] == "Why is x² ≥ 0 for every real x?"


def test_unknown_paper(small: Sheet) -> None:
    with pytest.raises(SettingsError, match="A4, Letter"):
        render(small.bank, context(small.store, paper="napkin"))


def test_a_bank_without_questions(small: Sheet) -> None:
    with pytest.raises(DeckpressError, match="no question"):
        render(replace(small.bank, topics=()), context(small.store))


@pytest.mark.parametrize(("language", "hyphenated"), [("en-GB", False), ("de", True)])
def test_long_words_are_hyphenated_where_the_language_needs_it(
    language: str, hyphenated: bool, tmp_path: Path, small: Sheet
) -> None:
    source = write_bank(tmp_path)
    path = source / "questions/01-first.md"
    words = "Verallgemeinerungsfehler und Unterscheidungsmerkmale der Regularisierungsverfahren im Vergleich "
    path.write_text(path.read_text("utf-8").replace("```\n\n", f"```\n\n{words * 2}", 1), "utf-8")
    bank, _ = read_source(source)
    bank = replace(bank, settings=replace(bank.settings, language=language))
    text = tool("pdftotext", str(made(bank, tmp_path, small.store).path), "-")
    assert bool(re.search(r"[a-zß]\u2010\n", text)) is hyphenated
