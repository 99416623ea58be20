"""Parts of picture files, walked without decoding: their size, whether they are whole, what is to go.

Formats: PNG (W3C), JPEG (ITU-T T.81), GIF89a, WebP container and AVIF (ISO base media).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["BrokenPictureError", "Look", "form_of", "look_at", "stripped"]

_FRAMES: Final = 2000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT"))
_JPEG_DROPPED: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # JFIF and Adobe say how colours are meant
_MARKER: Final = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])", re.S)
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WEBP_DROPPED: Final = frozenset((b"EXIF", b"XMP ", b"ICCP"))
_WEBP_KEPT: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_FLAGS: Final = 0x2C  # of VP8X: profile, Exif, XMP
_GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


class BrokenPictureError(Exception):
    """A file is cut off or not made as its format says; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the parts of a file say."""

    width: int
    height: int
    frames: int
    lossy: bool
    clear: bool = False
    """Whether it may be transparent in places."""
    tagged: bool = False
    """Whether it has parts besides its pixels, such as metadata."""


@dataclass(slots=True)
class _Part:
    """A run of bytes that is kept or dropped as a whole."""

    start: int
    end: int
    kept: bool = True
    size: tuple[int, int] | None = None
    frames: int = 0
    lossy: bool = False
    clear: bool = False


def form_of(data: bytes) -> str:
    """PNG, JPEG, GIF, WEBP, AVIF, or '' for anything else, by the first bytes."""
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if data[4:8] == b"ftyp" and b"avi" in _brands(data) else ""


def look_at(data: bytes) -> Look:
    """The size and kind of a whole file; of an AVIF only its decoder knows the size, here (0, 0).

    Raises BrokenPictureError.
    """
    parts = list(_walk(data))
    size = next((part.size for part in parts if part.size), (0, 0))
    form = form_of(data)
    if form != "AVIF" and not all(0 < side <= 1 << 30 for side in size):
        raise BrokenPictureError("it does not say its size")
    lossy = form in ("JPEG", "AVIF") or any(part.lossy for part in parts)
    return Look(
        *size,
        max(sum(part.frames for part in parts), 1),
        lossy,
        any(p.clear for p in parts),
        not all(p.kept for p in parts),
    )


def stripped(data: bytes) -> bytes:
    """The file without places, times, names, profiles, previews and comments; the pixels as they were."""
    form = form_of(data)
    kept = b"".join(data[part.start : part.end] for part in _walk(data) if part.kept)
    if form != "WEBP":
        return kept
    if kept[:4] == b"VP8X":
        kept = kept[:8] + bytes([kept[8] & ~_WEBP_FLAGS & 0xFF]) + kept[9:]
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _walk(data: bytes) -> Iterator[_Part]:
    walks: dict[str, Callable[[bytes], Iterator[_Part]]] = {
        "PNG": _png,
        "JPEG": _jpeg,
        "GIF": _gif,
        "WEBP": _webp,
        "AVIF": _avif,
    }
    try:
        yield from walks[form_of(data)](data)
    except IndexError:
        raise BrokenPictureError("it is cut off") from None


def _png(data: bytes) -> Iterator[_Part]:
    yield _Part(0, 8)
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise BrokenPictureError("it is cut off")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise BrokenPictureError("its check sums do not fit: a part is damaged")
        part = _Part(at, end, kind in _PNG_KEPT)
        if kind == b"IHDR":
            part.size = (_big(data, at + 8, 4), _big(data, at + 12, 4))
            part.clear = data[at + 17] in (4, 6)
        elif kind == b"tRNS":
            part.clear = True
        elif kind == b"acTL":
            part.frames = _big(data, at + 8, 4)
        yield part
        at = end


def _jpeg(data: bytes) -> Iterator[_Part]:
    yield _Part(0, 2)
    at = 2
    while True:
        if data[at] != 0xFF:
            raise BrokenPictureError("a marker is missing")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            yield _Part(at, at + 2)
            return
        end = at + 2 + _big(data, at + 2, 2)
        part = _Part(at, end, marker not in _JPEG_DROPPED)
        if marker in _JPEG_SIZES:
            part.size = (_big(data, at + 7, 2), _big(data, at + 5, 2))
        elif marker == 0xDA:
            part.end = end = _scan_end(data, end)
        yield part
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded pixels end: before the next marker that is no restart and no filling."""
    found = _MARKER.search(data, at)
    if found is None:
        raise BrokenPictureError("it is cut off")
    return found.start()


def _gif(data: bytes) -> Iterator[_Part]:
    start = 13 + _colours(data[10])
    yield _Part(0, start, size=(_little(data, 6, 2), _little(data, 8, 2)))
    frames = 0
    while data[start] != 0x3B:
        if data[start] == 0x2C:
            frames += 1
            end = _blocks_end(data, start + 11 + _colours(data[start + 9]))
            yield _Part(start, end, frames=1)
        elif data[start] == 0x21:
            end = _blocks_end(data, start + 2)
            label, name = data[start + 1], data[start + 3 : start + 14]
            kept = label == 0xF9 or (label == 0xFF and name in _GIF_LOOPS)
            yield _Part(start, end, kept, clear=not frames and label == 0xF9 and data[start + 3] & 1 == 1)
        else:
            raise BrokenPictureError("a block is of no known kind")
        if frames > _FRAMES:
            raise BrokenPictureError(f"it has more than {_FRAMES} frames")
        start = end
    yield _Part(start, start + 1)


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> Iterator[_Part]:
    end = 8 + _little(data, 4, 4)
    if end > len(data):
        raise BrokenPictureError("it is cut off")
    at = 12
    while at < end:
        kind, length = data[at : at + 4], _little(data, at + 4, 4)
        after = at + 8 + length + length % 2
        if at + 8 + length > end:
            raise BrokenPictureError("it is cut off")
        yield _webp_part(data, at, min(after, end), kind)
        at = after


def _webp_part(data: bytes, at: int, end: int, kind: bytes) -> _Part:
    part = _Part(at, end, kind in _WEBP_KEPT, frames=kind == b"ANMF", lossy=kind == b"VP8 ")
    if kind == b"VP8X":
        part.size = (1 + _little(data, at + 12, 3), 1 + _little(data, at + 15, 3))
        part.clear = bool(data[at + 8] & 0x10)
    elif kind == b"VP8 ":
        part.size = (_little(data, at + 14, 2) & 0x3FFF, _little(data, at + 16, 2) & 0x3FFF)
    elif kind == b"VP8L":
        bits = _little(data, at + 9, 4)
        part.size = (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        part.clear = bool(bits >> 28 & 1)
    elif kind == b"ANMF":
        part.lossy = data[at + 24 : at + 28] in (b"VP8 ", b"ALPH")
    return part


def _avif(data: bytes) -> Iterator[_Part]:
    at = 0
    while at < len(data):
        length = _big(data, at, 4)
        if length == 1:
            length = _big(data, at + 8, 8)
        end = at + length if length else len(data)
        if end > len(data) or (length and length < 8):
            raise BrokenPictureError("it is cut off")
        yield _Part(at, end)
        at = end


def _brands(data: bytes) -> bytes:
    return data[8 : min(_big(data, 0, 4), 256)]


def _big(data: bytes, at: int, length: int) -> int:
    return _number(data, at, length, "big")


def _little(data: bytes, at: int, length: int) -> int:
    return _number(data, at, length, "little")


def _number(data: bytes, at: int, length: int, order: str) -> int:
    if at + length > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + length], "big" if order == "big" else "little")
