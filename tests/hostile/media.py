"""Pictures and sounds that are bombs, cut off, or not what they pretend to be."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

from hostile.case import QUESTIONS, Case, Content, question, topic

__all__ = ["CASES"]

_SHOWN = '### In depth\n\n![An ellipse touching a circle at one point](../{} "A picture")'


def _case(name: str, path: str, data: Content, *refused: str, either: bool = False) -> Case:
    """A file that is shown, and must be refused where it is."""
    files: dict[str, Content] = {QUESTIONS: topic(question(more=_SHOWN.format(path))), path: data}
    return Case(
        name,
        files,
        frozenset(refused),
        "" if "F706" in refused or not refused else QUESTIONS,
        either=either,
        risky=True,
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _png(width: int, height: int, *, kind: int = 6, rows: bytes = b"", more: bytes = b"") -> bytes:
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + more + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _flat(width: int, height: int) -> Callable[[Path], None]:
    """A PNG of one colour with transparency, packed a thousand times smaller than its pixels."""

    def write(path: Path) -> None:
        packer = zlib.compressobj(9)
        row = b"\0" + b"\x80\x40\x20\xff" * width
        packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
        path.write_bytes(_png(width, height, rows=packed))

    return write


def _frames(count: int) -> bytes:
    """A GIF of that many frames of one pixel."""
    frame = b"\x2c" + bytes(4) + b"\1\0\1\0\0" + b"\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0" + b"\0\0\0\xff\xff\xff" + frame * count + b";"


def _riff(kind: bytes, *chunks: bytes) -> bytes:
    body = kind + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


_EXTENDED = b"VP8X\x0a\0\0\0\x10\0\0\0" + b"\xff\xff\x3f" * 2
_LOSSLESS = b"VP8L\x06\0\0\0\x2f" + (0x0FFFFFFF).to_bytes(4, "little") + b"\0"
_JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x22\0\2\x11\1\3\x11\1"
_AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"

CASES = (
    _case("a PNG of four thousand million pixels", "figures/x.png", _png(65535, 65535), "F709"),
    _case("a PNG of a width without end", "figures/x.png", _png(1 << 31, 1), "F708", "F709"),
    _case("a PNG without pixels", "figures/x.png", _png(0, 10), "F708"),
    _case("a PNG that holds nothing", "figures/x.png", _png(90, 90), "F708"),
    _case("a PNG with a wrong check sum", "figures/x.png", _png(9, 9)[:-1] + b"x", "F708"),
    _case("a PNG cut off", "figures/x.png", _png(9, 9)[:-20], "F708"),
    _case("a PNG whose text unpacks without end", "figures/x.png", _png(9, 9, rows=zlib.compress(bytes(333)), more=_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000)))), "F708", either=True),
    _case("a PNG whose profile unpacks without end", "figures/x.png", _png(9, 9, rows=zlib.compress(bytes(333)), more=_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50_000_000)))), "F708", either=True),
    _case("a PNG of all the pixels that are allowed", "figures/x.png", _flat(4895, 4895), either=True),
    _case("a PNG of a few pixels more", "figures/x.png", _png(4900, 4900), "F709"),
    _case("a JPEG of four thousand million pixels", "figures/x.jpg", _JPEG + b"\xff\xda\0\2\0\xff\xd9", "F709"),
    _case("a JPEG without an end", "figures/x.jpg", _JPEG + b"\xff\xda\0\2" + b"\xff\0" * 100_000, "F708"),
    _case("a JPEG of nothing but fillings", "figures/x.jpg", b"\xff\xd8" + b"\xff" * 3_000_000, "F708"),
    _case("a GIF of four thousand million pixels", "figures/x.gif", b"GIF89a\xff\xff\xff\xff\0\0\0;", "F709"),
    _case("a GIF of three hundred thousand frames", "figures/x.gif", _frames(300_000), "F708"),
    _case("a GIF of two thousand frames", "figures/x.gif", _frames(2000), either=True),
    _case("a WebP of a million million pixels", "figures/x.webp", _riff(b"WEBP", _EXTENDED), "F709"),
    _case("a lossless WebP of many pixels", "figures/x.webp", _riff(b"WEBP", _LOSSLESS), "F709"),
    _case("a WebP that says it is longer", "figures/x.webp", _riff(b"WEBP", _EXTENDED)[:-3], "F708"),
    _case("an AVIF of a head alone", "figures/x.avif", _AVIF, "F708"),
    _case("an AVIF of a box without end", "figures/x.avif", _AVIF + b"\xff\xff\xff\xffmeta", "F708"),
    _case("PostScript", "figures/x.png", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run\n", "F708"),
    _case("PostScript behind a binary head", "figures/x.eps", b"\xc5\xd0\xd3\xc6" + bytes(28) + b"%!PS", "F708"),
    _case("a page of HTML as a picture", "figures/x.png", b"<html><script>alert(1)</script></html>", "F706", "F708"),
    _case("a Photoshop file", "figures/x.gif", b"8BPS" + bytes(60), "F708"),
    _case("a film as a sound", "audio/x.m4a", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x10moovvidesoun\0\0\0\x08mdat", "F708"),
    _case("an MP3 that is a script", "audio/x.mp3", b"#!/bin/sh\nrm -rf /\n", "F708"),
    _case("an Ogg of nothing", "audio/x.ogg", b"OggS" + bytes(60), "F708"),
    _case("a WAV that says it is longer", "audio/x.wav", _riff(b"WAVE", b"fmt \x10\0\0\0\1\0\1\0" + bytes(12), b"data\xff\xff\xff\x7f"), "F708"),
    _case("an MP3 whose tag has no end", "audio/x.mp3", b"ID3\3\0\0\x7f\x7f\x7f\x7f" + bytes(2_000_000), "F708"),
)  # fmt: skip
