"""Files of pictures: what they are, whether they are whole, and within bounds, is known before a pixel is."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from picture_bank import FORMS, PLACE, encoded, opened, picture, question, write_bank
from PIL import Image

from deckpress.bank import Picture
from deckpress.problems import Problem
from deckpress.read import read_bank, read_source
from deckpress.read.picture_parts import BrokenPictureError, look_at, stripped


def found(folder: Path) -> list[Problem]:
    return [problem for problem in read_source(folder)[1] if problem.code.startswith(("F", "S"))]


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    files = {"x.png": picture("jpeg", width=64, height=48), "y.svg": picture("webp", width=64, height=48)}
    figures = read_bank(write_bank(tmp_path / "b", files)).figures
    assert [figure.form for figure in figures.values() if isinstance(figure, Picture)] == ["JPEG", "WEBP"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"II*\0" + bytes(50), "TIFF"),
        (b"BM" + bytes(50), "Windows"),
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic" + bytes(12), "HEIF"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"hello", "no picture"),
    ],
)
def test_other_files_are_refused_where_they_are_shown(data: bytes, words: str, tmp_path: Path) -> None:
    (problem,) = found(write_bank(tmp_path / "b", {"x.png": data}))
    assert problem.code == "F708"
    assert words in problem.message
    line = (tmp_path / "b/questions/01-pictures.md").read_text().split("\n")[problem.span.line - 1]
    assert line[problem.span.column - 1 :].startswith("../figures/x.png")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_cut_off_is_refused(form: str, tmp_path: Path) -> None:
    data = picture(form, width=64, height=48)
    assert found(write_bank(tmp_path / "whole", {"x.png": data})) == []
    for share in (0.3, 0.7, 0.98):
        (problem,) = found(write_bank(tmp_path / str(share), {"x.png": data[: int(len(data) * share)]}))
        assert problem.code == "F708", share


def _bomb() -> Iterator[tuple[str, bytes]]:
    whole = picture("png", width=64, height=48)
    yield "png", whole[:8] + _png_head(60000, 60000) + whole[33:]
    yield "gif", b"GIF89a\xff\xff\xff\xff\0\0\0;"
    yield "webp", b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\xff\x3f" * 2
    jpeg = picture("jpeg", width=64, height=48)
    at = jpeg.index(b"\xff\xc0")
    yield "jpg", jpeg[: at + 5] + b"\xff\xf0\xff\xf0" + jpeg[at + 9 :]


def _png_head(width: int, height: int) -> bytes:
    body = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return (13).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


@pytest.mark.parametrize(("suffix", "data"), list(_bomb()))
def test_a_bomb_is_refused_before_it_is_decoded(suffix: str, data: bytes, tmp_path: Path) -> None:
    assert [p.code for p in found(write_bank(tmp_path / "b", {f"x.{suffix}": data}))] == ["F709"]


@pytest.mark.parametrize(("most", "codes"), [("0.3072", []), ("0.3071", ["F709"])])
def test_the_bound_of_pixels(most: str, codes: list[str], tmp_path: Path) -> None:
    folder = write_bank(
        tmp_path / "b", {"x.webp": picture("webp")}, settings=f"[media]\nmegapixels = {most}\n"
    )
    assert [p.code for p in found(folder)] == codes


def test_the_bound_of_bytes(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "b", {"x.png": bytes(300_001)}, settings="[media]\nmegabytes = 0.3\n")
    assert [p.code for p in found(folder)] == ["F709"]
    (folder / "figures/x.png").write_bytes(picture("webp"))
    assert [p.code for p in found(folder)] == []


@pytest.mark.parametrize(("frames", "codes"), [(20, []), (21, ["F709"])])
def test_the_bound_of_frames(frames: int, codes: list[str], tmp_path: Path) -> None:
    rows = [Image.new("L", (100, 100), 10 * n) for n in range(frames)]
    data = encoded(rows[0], "GIF", save_all=True, append_images=rows[1:])
    folder = write_bank(tmp_path / "b", {"x.gif": data}, settings="[media]\nmegapixels = 0.1\n")
    assert [p.code for p in found(folder)] == codes


def test_the_nearest_file_is_named(tmp_path: Path) -> None:
    folder = write_bank(tmp_path / "b", {"map.png": picture("png", width=9, height=9)}, question("map.SVG"))
    (problem,) = found(folder)
    assert problem.code == "F701"
    assert "../figures/map.png" in problem.hint


@pytest.mark.parametrize("form", FORMS)
def test_stripping_leaves_the_pixels(form: str) -> None:
    data = picture(form, width=64, height=48)
    bare = stripped(data + b"behind the end") if form in ("png", "jpeg") else stripped(data)
    assert opened(bare).convert("RGB").tobytes() == opened(data).convert("RGB").tobytes()
    assert form == "avif" or PLACE not in bare
    assert replace(look_at(bare), tagged=look_at(data).tagged) == look_at(data)


def test_noise_is_refused_or_walked() -> None:
    rolls = random.Random(7)
    for form in FORMS:
        data = bytearray(picture(form, width=24, height=16))
        for _ in range(300):
            noisy = bytearray(data)
            for _ in range(3):
                noisy[rolls.randrange(12, len(noisy))] = rolls.randrange(256)
            try:
                look_at(bytes(noisy))
                stripped(bytes(noisy))
            except BrokenPictureError:
                continue
