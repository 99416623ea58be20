"""Pictures of pixels: every form in every product, upright, in sRGB, without metadata, and within bounds."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TEMPLATES, Memory, need, one_file
from picture_bank import FORMS, PLACE, encoded, opened, photo, picture, swapped_profile, write_bank
from PIL import Image

from deckpress.bank import Picture
from deckpress.export.document import make_document
from deckpress.export.markdown_form import bank_files
from deckpress.lock import Lock
from deckpress.pipeline import Project, build
from deckpress.problems import Severity, SourceError
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context
from deckpress.render.deck.notes import make_notes
from deckpress.render.pictures import card_use, page_use, prepare

_SUFFIX = {"moving": "gif"}
FILES = {f"{form}.{_SUFFIX.get(form, form)}": form for form in FORMS}


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {name: picture(form) for name, form in FILES.items()}


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory, pictures: dict[str, bytes]) -> Path:
    """All five products of a bank that shows every form."""
    home = tmp_path_factory.mktemp("pictures")
    project = Project(write_bank(home / "source", pictures), home / "output", TEMPLATES)
    build(project, list(FORMATS), warn=[])
    return home / "output"


def media(deck: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(deck) as archive:
        index = json.loads(archive.read("media"))
        return {name: archive.read(number) for number, name in index.items()}


def test_every_form_reaches_the_deck(products: Path) -> None:
    files = media(products / "pictures.apkg")
    assert len(files) == len(FILES)
    assert {re.sub("[0-9a-f]{16}", "#", name).split(".")[0] for name in files} == {"picture-#"}
    sizes = sorted(opened(data).size for data in files.values())
    assert sizes == [(160, 120)] + [(640, 480)] * 5
    moving = [image.n_frames for data in files.values() if getattr(image := opened(data), "n_frames", 1) > 1]  # type: ignore[attr-defined]
    assert moving == [5]


def test_every_form_reaches_the_page(products: Path) -> None:
    html = (products / "pictures-handout.html").read_text()
    shown = re.findall(
        r'<img src="data:image/(\w+);base64,([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"', html
    )
    assert len(shown) == len(FILES)
    assert {row[4] for row in shown} == {"A field of colours from red to blue"}


@pytest.mark.parametrize("product", ["cheatsheet", "flashcards", "selftest"])
def test_every_form_is_printed_sharply(products: Path, product: str) -> None:
    need("pdfimages")
    listed = subprocess.run(
        ["pdfimages", "-list", products / f"pictures-{product}.pdf"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert len(rows) == len(FILES)
    assert all(int(row[12]) >= 250 for row in rows), listed
    assert all(int(row[12]) <= 310 for row in rows), listed
    with pikepdf.open(products / f"pictures-{product}.pdf") as pdf:
        described = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    assert described.count("A field of colours from red to blue") == len(FILES)


def test_no_metadata_leaves_the_source(products: Path, pictures: dict[str, bytes]) -> None:
    assert sum(PLACE in data for data in pictures.values()) == len(FILES)
    deck = media(products / "pictures.apkg")
    plain = [*deck.values(), *(path.read_bytes() for path in products.iterdir() if path.is_file())]
    page = (products / "pictures-handout.html").read_text()
    plain += [base64.b64decode(data) for data in re.findall(r';base64,([^"]+)"', page)]
    for paper in products.glob("*.pdf"):
        with pikepdf.open(paper) as pdf:
            streams = (o for o in pdf.objects if isinstance(o, pikepdf.Stream))
            plain += [o.read_raw_bytes() for o in streams if o.get("/Subtype") == "/Image"]
    bank = read_bank(products.parent / "source")
    plain += [data for name, data in bank_files(make_document(bank)).items() if name.startswith("figures/")]
    assert [data for data in plain if PLACE in data or b"Exif" in data] == []
    assert all(not opened(data).getexif() for data in deck.values())
    assert all("icc_profile" not in opened(data).info for data in deck.values())


def reread(folder: Path, name: str, data: bytes, settings: str = "") -> tuple[Picture, bytes, Image.Image]:
    """A picture as it was read, and as a card shows it."""
    bank = read_bank(write_bank(folder, {name: data}, settings=settings))
    seen = bank.figures[name]
    assert isinstance(seen, Picture)
    made = prepare(bank, card_use(bank), Memory())[name]
    assert (made.width, made.height) == opened(made.data).size
    return seen, made.data, opened(made.data).convert("RGB")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation: int, tmp_path: Path) -> None:
    data = picture("jpeg", width=120, height=80, orientation=orientation)
    seen, _, shown = reread(tmp_path / "b", "x.jpg", data)
    wanted = (120, 80) if orientation < 5 else (80, 120)
    assert (seen.width, seen.height) == shown.size == wanted
    red, blue = {1: ("left", "right"), 2: ("right", "left"), 3: ("right", "left"), 4: ("left", "right")}.get(
        orientation, ("top", "foot") if orientation in (5, 6) else ("foot", "top")
    )
    spots = {"left": (5, 40), "right": (115, 40), "top": (40, 5), "foot": (40, 115)}
    for spot, strongest in ((red, 0), (blue, 2)):
        colour: Any = shown.getpixel(spots[spot])
        assert colour[strongest] == max(colour), (orientation, spot, colour)


def test_large_pictures_become_smaller_and_others_stay(tmp_path: Path) -> None:
    exact = reread(tmp_path / "a", "x.png", encoded(photo(1200, 30), "PNG"))
    assert exact[2].size == (1200, 30)
    assert exact[2].tobytes() == photo(1200, 30).tobytes()  # lossless stays lossless
    larger = reread(tmp_path / "b", "x.png", encoded(photo(1202, 30), "PNG"))
    assert larger[2].size == (1200, 30)
    few = reread(tmp_path / "c", "x.png", encoded(photo(500, 30), "PNG"), "[media]\ncard_pixels = 250\n")
    assert few[2].size == (250, 15)


def test_photographs_are_the_smaller_of_two_forms(tmp_path: Path) -> None:
    rough = encoded(photo(400, 300), "JPEG", quality=98)
    assert opened(reread(tmp_path / "a", "x.jpg", rough)[1]).format == "WEBP"
    small = encoded(Image.effect_noise((400, 300), 90), "JPEG", quality=5)
    data = reread(tmp_path / "b", "x.jpg", small)[1]
    assert opened(data).format == "JPEG"
    assert opened(data).tobytes() == opened(small).tobytes()


def test_other_colours_become_srgb(tmp_path: Path) -> None:
    red = Image.new("RGB", (40, 30), (250, 20, 20))
    for number, form in enumerate(("JPEG", "PNG", "WEBP")):
        shown = reread(tmp_path / f"a{number}", "x.jpg", encoded(red, form, icc_profile=swapped_profile()))[2]
        pixel: Any = shown.getpixel((20, 15))
        assert pixel[2] > pixel[0] + 110, form
    plain = reread(tmp_path / "b", "x.jpg", encoded(red, "PNG", icc_profile=swapped_profile(swap=False)))[2]
    assert plain.getpixel((20, 15)) == (250, 20, 20)


def test_sixteen_bits_of_grey_and_cmyk(tmp_path: Path) -> None:
    grey = Image.new("I;16", (40, 30), 0x8000)
    seen = reread(tmp_path / "a", "x.png", encoded(grey, "PNG"), "[media]\ncard_pixels = 200\n")
    assert not seen[0].lossy
    wide = Image.new("I;16", (400, 30), 0x8000)
    shown = reread(tmp_path / "b", "x.png", encoded(wide, "PNG"), "[media]\ncard_pixels = 200\n")[2]
    assert shown.getpixel((5, 5)) == (128, 128, 128)
    ink = Image.new("CMYK", (40, 30), (255, 0, 0, 0))
    shown = reread(tmp_path / "c", "x.jpg", encoded(ink, "JPEG"))[2]
    pixel: Any = shown.getpixel((5, 5))
    assert pixel[0] < 90 < pixel[2]


def test_pixels_that_cannot_be_decoded_are_refused_by_the_build(tmp_path: Path, context: Context) -> None:
    data = encoded(photo(64, 48), "GIF")
    broken = data[:-40] + bytes(38) + data[-2:]
    bank = read_bank(write_bank(tmp_path / "b", {"x.gif": data}))
    (tmp_path / "b/figures/x.gif").write_bytes(broken)
    with pytest.raises(SourceError) as caught:  # the file is another than the one that was checked
        make_notes(bank, TEMPLATES, Memory())
    assert [(p.code, p.span.path) for p in caught.value.problems] == [("F708", "questions/01-pictures.md")]


def test_one_picture_of_two_names_is_one_file(tmp_path: Path) -> None:
    data = picture("png", width=64, height=48)
    bank = read_bank(write_bank(tmp_path / "b", {"a.png": data, "b.png": data}))
    assert len(make_notes(bank, TEMPLATES, Memory()).media) == 1


def test_the_lock_needs_no_pixels(tmp_path: Path) -> None:
    files = {"a.jpg": picture("jpeg", width=64, height=48), "b.png": picture("png", width=64, height=48)}
    bank = read_bank(write_bank(tmp_path / "b", files))
    assert make_notes(bank, TEMPLATES).note_hashes() == make_notes(bank, TEMPLATES, Memory()).note_hashes()
    (tmp_path / "b/figures/a.jpg").write_bytes(picture("jpeg", width=64, height=50))
    other = make_notes(read_bank(tmp_path / "b"), TEMPLATES).note_hashes()
    changed = {
        name for name, value in make_notes(bank, TEMPLATES).note_hashes().items() if other[name] != value
    }
    assert changed == {"picture-a-jpg"}


def test_prepared_once_and_the_same_each_time(tmp_path: Path) -> None:
    bank = read_bank(write_bank(tmp_path / "b", {"a.jpg": picture("jpeg", width=900, height=64)}))
    store = Memory()
    first, second = prepare(bank, page_use(), store), prepare(bank, page_use(), Memory())
    assert first == second
    assert len(store.data) == 1
    (key,) = store.data
    store.data[key] = b"webp\nkept"
    assert prepare(bank, page_use(), store)["a.jpg"].data == b"kept"


def test_a_page_of_several_has_pictures_as_files(tmp_path: Path) -> None:
    folder = write_bank(
        tmp_path / "source",
        {"a.png": picture("png", width=64, height=48)},
        settings='[handout]\npages = "topic"\n',
    )
    build(Project(folder, tmp_path / "output", TEMPLATES), ["handout"], warn=[])
    page = (tmp_path / "output/pictures-handout/pictures.html").read_text()
    (name,) = re.findall(r'<img src="(picture-[0-9a-f]{16}\.png)" loading="lazy"', page)
    assert opened((tmp_path / "output/pictures-handout" / name).read_bytes()).size == (64, 48)


def test_a_prompt_may_show_a_picture(tmp_path: Path, context: Context) -> None:
    row = (
        "## Which field is this? ![Colours from red to blue](../figures/a.png)\n\n"
        "```yaml\nid: a\nsee: [b]\n```\n\nThe first.\n\n"
        "## Which other field is there?\n\n```yaml\nid: b\nsee: [a]\n```\n\nThe second.\n"
    )
    bank = read_bank(write_bank(tmp_path / "b", {"a.png": picture("png", width=64, height=48)}, row))
    first, second = make_notes(bank, TEMPLATES, Memory()).notes
    assert re.search(
        r'^Which field is this\?<figure><img [^>]*alt="Colours from red to blue"></figure>$', first.fields[0]
    )
    assert "Which field is this?" in second.fields[5]
    assert "<img" not in second.fields[5]
    page = one_file(FORMATS["handout"].renderer()(bank, context)).decode()
    assert page.count("<img") == 1
    need("pdfimages")
    for product in ("cheatsheet", "flashcards", "selftest"):
        (tmp_path / "x.pdf").write_bytes(one_file(FORMATS[product].renderer()(bank, context)))
        listed = subprocess.run(
            ["pdfimages", "-list", tmp_path / "x.pdf"], capture_output=True, text=True, check=True
        )
        assert len(listed.stdout.splitlines()) == 3, product


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("What is ![A field of colours](../figures/a.png) this?", {"F704"}),
        ("![A field of colours](../figures/a.png)", {"C001"}),
        ("What? ![A field of colours](../figures/a.png) ![A field of colours](../figures/a.png)", set()),
    ],
)
def test_where_a_picture_may_stand_in_a_prompt(prompt: str, codes: set[str], tmp_path: Path) -> None:
    row = f"## {prompt}\n\n```yaml\nid: a\n```\n\nThe first.\n"
    folder = write_bank(tmp_path / "b", {"a.png": picture("png", width=64, height=48)}, row)
    found = {p.code for p in read_source(folder)[1] if p.severity is Severity.ERROR}
    assert found - {"F705"} == codes  # a rule of style


def test_a_large_handout_says_so_once(tmp_path: Path) -> None:
    noise = encoded(Image.effect_noise((700, 700), 200).convert("RGB"), "PNG")
    files = {f"{name}.png": noise + name.encode() for name in "abcdefghijklmn"}
    bank = read_bank(write_bank(tmp_path / "b", files))
    told: list[list[str]] = []
    for count in (14, 1):
        few = replace(bank, topics=(replace(bank.topics[0], questions=bank.topics[0].questions[:count]),))
        context = Context(TEMPLATES, Memory(), Lock())
        assert (len(one_file(FORMATS["handout"].renderer()(few, context))) > 1_500_000) == (count == 14)
        told.append([p.code for p in context.problems])
    assert told == [["P010"], []]


def test_old_pictures_of_pages_are_swept(tmp_path: Path) -> None:
    settings = '[handout]\npages = "topic"\n'
    folder = write_bank(
        tmp_path / "source", {"a.png": picture("png", width=64, height=48)}, settings=settings
    )
    project = Project(folder, tmp_path / "output", TEMPLATES)
    build(project, ["handout"], warn=[])
    place = tmp_path / "output/pictures-handout"
    (place / "mine-of-my-own.png").write_bytes(b"x")
    (before,) = place.glob("picture-*")
    (folder / "figures/a.png").write_bytes(picture("png", width=64, height=50))
    build(project, ["handout"], warn=[])
    (after,) = place.glob("picture-*")
    assert before != after
    assert (place / "mine-of-my-own.png").exists()
