"""Drawings from elsewhere: made safe, shown as pictures, and refused where they act, reach out or grow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conftest import TEMPLATES, Memory, need, one_file
from picture_bank import FLAGS, write_bank
from PIL import Image

from deckpress.bank import Drawing, Figure
from deckpress.problems import Problem, Severity
from deckpress.read import read_bank, read_source
from deckpress.render import FORMATS, Context
from deckpress.render.deck.notes import make_notes

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20">'
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 30 20">'
)


def read(folder: Path, svg: str, settings: str = "") -> tuple[object, list[Problem]]:
    bank, problems = read_source(write_bank(folder, {"x.svg": svg.encode()}, settings=settings))
    return bank.figures.get("x.svg"), [p for p in problems if p.code[0] in "FS"]


def drawing(folder: Path, svg: str, settings: str = "") -> Drawing:
    found, problems = read(folder, svg, settings)
    assert problems == []
    assert isinstance(found, Drawing)
    return found


def test_flags_are_drawings_and_reach_every_product(tmp_path: Path, context: Context) -> None:
    folder = write_bank(tmp_path / "b", {f"{name}.svg": svg.encode() for name, svg in FLAGS.items()})
    bank, problems = read_source(folder)
    assert [p for p in problems if p.code.startswith("F")] == []
    assert {type(figure) for figure in bank.figures.values()} == {Drawing}
    media = make_notes(bank, TEMPLATES, Memory()).media
    assert len(media) == len(FLAGS)
    assert all(data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"') for data in media.values())
    page = one_file(FORMATS["handout"].renderer()(bank, context)).decode()
    assert page.count('src="data:image/svg+xml;base64,') == len(FLAGS)
    sheet = one_file(FORMATS["cheatsheet"].renderer()(bank, context))
    assert sheet.startswith(b"%PDF")
    need("pdftotext")
    (tmp_path / "x.pdf").write_bytes(sheet)
    words = subprocess.run(["pdftotext", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True)
    assert "LABEL OF ALL" in words.stdout


def test_a_figure_of_the_palette_stays_one(tmp_path: Path) -> None:
    found, problems = read(tmp_path / "a", f'{PLAIN}<path d="M0 0H9" stroke="var(--ink)"/></svg>')
    assert problems == []
    assert isinstance(found, Figure)
    mixed = f'{PLAIN}\n<path d="M0 0H9" stroke="var(--ink)" fill="#c00"/></svg>'
    assert [(p.code, p.span.line) for p in read(tmp_path / "b", mixed)[1]] == [("F702", 2)]


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ('<metadata><r xmlns="urn:x">secret</r></metadata><path d="M0 0H9"/>', "secret"),
        (
            '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="secret"><path d="M0 0H9"/></g>',
            "secret",
        ),
        ("<title>secret</title><desc>secret</desc><path d='M0 0H9'/>", "secret"),
        ('<path d="M0 0H9" data-secret="1" tabindex="0"/>', "secret"),
        ("<!-- secret --><path d='M0 0H9'/>", "secret"),
    ],
)
def test_what_only_an_editor_needs_is_left_out(inside: str, gone: str, tmp_path: Path) -> None:
    svg = drawing(tmp_path / "b", f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD}{inside}</svg>').svg
    assert 'd="M0 0H9"' in svg
    assert gone not in svg


def test_an_effect_that_is_left_out_is_told_once(tmp_path: Path) -> None:
    blur = '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>\n'
    found, problems = read(tmp_path / "b", f'{HEAD}\n{blur}{blur}<path d="M0 0H9" filter="url(#f)"/></svg>')
    assert isinstance(found, Drawing)
    assert [(p.code, p.span.line, p.severity) for p in problems] == [("F711", 2, Severity.WARNING)]
    assert "filter" not in found.svg


@pytest.mark.parametrize(
    "inside",
    [
        '<style>.a{fill:#c00} .b{fill:url(#g)} .a > .b{stroke:red} /* a // comment */</style><path class="a" d="M0 0H9"/>',
        '<path style="fill:#c00;stroke:url(#g)" d="M0 0H9"/><linearGradient id="g"><stop stop-color="red"/></linearGradient>',
        '<clipPath id="c"><rect width="9" height="9"/></clipPath><path clip-path="url(#c)" d="M0 0H9"/>',
        '<mask id="m"><rect width="9" height="9" fill="#fff"/></mask><path mask="url(\'#m\')" d="M0 0H9"/>',
        '<defs><path id="a" d="M0 0H9"/></defs><use xlink:href="#a"/><use href="#a" x="3"/>',
        '<text font-family="Arial" x="3">A &lt; B &amp; C</text>',
    ],
)
def test_what_drawings_are_made_of_is_kept(inside: str, tmp_path: Path) -> None:
    svg = drawing(tmp_path / "b", f"{HEAD}{inside}</svg>").svg
    shown = re.sub(r"[\"']|xlink:|&quot;|&#x27;", "", svg)
    for word in re.findall(r"[\w#]+", re.sub(r"&\w+;|/\*.*?\*/|xlink:", " ", inside)):
        assert word in shown, word


def _uses(depth: int, each: int) -> str:
    rows = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * each + "</g>" for n in range(1, depth + 1))
    return f'<g id="g0"><path d="M0 0H9"/></g>{rows}'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<path d="M0 0H9" onload="alert(1)"/>', "onload"),
        ('<image href="data:image/png;base64,AA" width="1" height="1"/>', "<image>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<a href="#x"><path d="M0 0H9"/></a>', "<a>"),
        ('<use href="https://e.example/x.svg#a"/>', "refers to"),
        ("<style>@import 'x.css';</style>", "'@'"),
        ("<style>.a{background:url(x)}</style>", "url("),
        ("<style>.a{fill:\\75rl(x)}</style>", "'\\\\\\\\'"),
        ('<path d="M0 0H9" fill="url(https://e.example/x)"/>', "url("),
        ('<g id="a"><use href="#a"/></g>', "circle"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "circle"),
        ('<mask id="m"><rect mask="url(#m)" width="1" height="1"/></mask>', "circle"),
        (_uses(11, 10), "more than"),
        ("<g>" * 60 + "</g>" * 60, "inside each other"),
        ('<animate attributeName="x"/>', "<animate>"),
        ('<b xmlns="http://www.w3.org/1999/xhtml">x</b>', "<b>"),
    ],
)
def test_what_acts_reaches_out_or_grows_is_refused(inside: str, words: str, tmp_path: Path) -> None:
    found, problems = read(tmp_path / "b", f"{HEAD}\n{inside}</svg>")
    assert found is None
    assert {p.code for p in problems} == {"F706"}
    assert words.replace("\\\\\\\\", "\\\\") in problems[0].message
    assert problems[0].span.path == "figures/x.svg"


@pytest.mark.parametrize(("each", "sound"), [(5, True), (6, False)])
def test_the_bound_of_references(each: int, sound: bool, tmp_path: Path) -> None:
    assert (read(tmp_path / "b", f"{HEAD}{_uses(5, each)}</svg>")[0] is not None) == sound


@pytest.mark.parametrize(
    ("head", "sound"),
    [
        (
            '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
            True,
        ),
        ('<!DOCTYPE svg SYSTEM "https://e.example/x.dtd">', False),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]>', False),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', False),
        ('<?xml-stylesheet href="x.css"?>', False),
    ],
)
def test_what_may_stand_above_a_drawing(head: str, sound: bool, tmp_path: Path) -> None:
    found, problems = read(tmp_path / "b", f'{head}{HEAD}<path d="M0 0H9"/></svg>')
    assert (found is not None) == sound
    assert bool(problems) != sound


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="900" height="600"', (640, 427)),
        ('width="90mm" height="60mm"', (340, 227)),
        ('viewBox="0 0 3 2"', (160, 107)),
        ('viewBox="0 0 320 200" width="100%"', (320, 200)),
    ],
)
def test_how_large_a_drawing_is_shown(head: str, size: tuple[int, int], tmp_path: Path) -> None:
    made = drawing(tmp_path / "b", f'<svg xmlns="http://www.w3.org/2000/svg" {head}><path d="M0 0H9"/></svg>')
    assert (round(made.width), round(made.height)) == size
    assert "viewBox=" in made.svg


@pytest.mark.parametrize(
    ("inside", "settings", "ground"),
    [
        ('<path d="M0 0H9"/>', "", True),  # black by itself
        ('<path d="M0 0H9" fill="#111"/>', "", True),
        ('<path d="M0 0H9" fill="#fa0"/>', "", False),
        ('<rect width="30" height="20" fill="#fff"/><path d="M0 0H9"/>', "", False),  # not transparent
        (
            '<defs><path id="a" d="M0 0H9"/></defs><path fill="#eee" d="M0 0h30v20H0z"/><path d="M0 0H9"/>',
            "",
            False,
        ),
        ('<path fill="#eee" d="M0 0h30v10H0z"/><path d="M0 0H9"/>', "", True),
        ('<path d="M0 0H9"/>', '[media]\nground = "never"\n', False),
        ('<path d="M0 0H9" fill="#fa0"/>', '[media]\nground = "always"\n', True),
    ],
)
def test_which_drawings_stand_on_white_at_night(
    inside: str, settings: str, ground: bool, tmp_path: Path
) -> None:
    assert drawing(tmp_path / "b", f"{HEAD}{inside}</svg>", settings).ground is ground
    (note,) = make_notes(read_bank(tmp_path / "b"), TEMPLATES).notes
    assert ('class="picture ground"' in note.fields[1]) is ground


@pytest.mark.parametrize(
    "shades",
    [
        '<linearGradient id="g"><stop offset="0" stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient>',
        '<linearGradient id="g" x2="30" gradientUnits="userSpaceOnUse"><stop stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient>',
    ],
)
def test_gradients_are_printed_whole(shades: str, tmp_path: Path, context: Context) -> None:
    need("pdftoppm")
    svg = f'{HEAD}{shades}<rect width="30" height="20" fill="url(#g)"/></svg>'
    bank = read_bank(write_bank(tmp_path / "b", {"x.svg": svg.encode()}))
    (tmp_path / "x.pdf").write_bytes(one_file(FORMATS["cheatsheet"].renderer()(bank, context)))
    subprocess.run(
        ["pdftoppm", "-r", "40", "-png", "-singlefile", tmp_path / "x.pdf", tmp_path / "x"], check=True
    )
    with Image.open(tmp_path / "x.png") as page:
        red, green, blue = np.moveaxis(np.asarray(page.convert("RGB")), 2, 0)
    reddish, bluish = (int(((shade > 130) & (green < 60)).sum()) for shade in (red, blue))
    assert min(reddish, bluish) > 200, (reddish, bluish)
