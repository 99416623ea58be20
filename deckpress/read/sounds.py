"""Sounds: what a file of audio/ is, its content decides; films and damaged files are refused."""

from __future__ import annotations

from typing import Final

from deckpress.bank import Sound, Span
from deckpress.digests import digests
from deckpress.media import Media
from deckpress.read.files import Folder

__all__ = ["SOUND_NAMES", "boxes", "chunks", "read_sound", "sound_form"]

SOUND_NAMES: Final = "MP3, Ogg, Opus, M4A or WAV"
_MILLION: Final = 1_000_000
_CODINGS: Final = (1, 3, 0xFFFE)  # of WAV: whole numbers, floating point, and those with a longer head


def read_sound(folder: Folder, name: str, used: Span, media: Media) -> Sound | None:
    """The sound in a file of audio/, or None and a problem at the place that names it."""
    path = f"audio/{name}"
    if folder.size_of(path) > media.megabytes * _MILLION:
        hint = f"make it shorter, or raise megabytes = {media.megabytes:g} under [media] in bank.toml"
        folder.report("F709", used, f"{path} is larger than {media.megabytes:g} MB", hint)
        return None
    data = folder.bytes_of(path, used, int(media.megabytes * _MILLION))
    if data is None:
        return None
    form = sound_form(data)
    if not form:
        message = f"{path} is damaged, or no sound: it is not {SOUND_NAMES}"
        folder.report("F708", used, message, f"save it as {SOUND_NAMES}")
        return None
    place = folder.root / "audio" / name
    return Sound(name, place, digests.of(place, data), form, used)


def sound_form(data: bytes) -> str:
    """mp3, ogg, opus, m4a or wav; '' for anything else, and for what is cut off."""
    if data[:4] == b"OggS" and len(data) > 28:
        start = 27 + data[26]
        packet = data[start : start + 8]
        return "opus" if packet == b"OpusHead" else "ogg" if packet[:7] == b"\x01vorbis" else ""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        found = dict(chunks(data))
        start, end = found.get(b"fmt ", (0, 0))
        whole = end - start >= 16 and b"data" in found and found[b"data"][1] <= len(data)
        return "wav" if whole and int.from_bytes(data[start : start + 2], "little") in _CODINGS else ""
    if data[4:8] == b"ftyp":
        kinds = [kind for kind, _, _ in boxes(data)]
        heard = b"soun" in data and b"vide" not in data
        return "m4a" if heard and {b"moov", b"mdat"} <= {*kinds} and b"" not in kinds else ""
    return "mp3" if _is_mp3(data) else ""


def chunks(data: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """Name, start and end of what each part of a RIFF file holds."""
    found: list[tuple[bytes, tuple[int, int]]] = []
    at = 12
    while at + 8 <= len(data) and len(found) < 1000:
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], (at + 8, end)))
        at = end + end % 2
    return found


def boxes(data: bytes, start: int = 0, stop: int = 0) -> list[tuple[bytes, int, int]]:
    """Kind, start and end of each box of an MP4 file; b'' as the kind of one that is cut off."""
    found: list[tuple[bytes, int, int]] = []
    at, stop = start, stop or len(data)
    while at + 8 <= stop and len(found) < 10_000:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + length if length else stop
        if end > stop or end < at + 8:
            return [*found, (b"", at, stop)]
        found.append((kind, at, end))
        at = end
    return found


def _is_mp3(data: bytes) -> bool:
    """Whether two frames of MPEG layer III follow each other behind the tag."""
    at = 0
    if data[:3] == b"ID3" and len(data) > 10:
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    while data[at : at + 1] == b"\0":
        at += 1
    length = _frame_length(data, at)
    return bool(length and _frame_length(data, at + length))


def _frame_length(data: bytes, at: int) -> int:
    """Bytes of the frame of layer III that begins there; 0 where none does."""
    head = int.from_bytes(data[at : at + 4], "big")
    version, layer, rate, speed = head >> 19 & 3, head >> 17 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or version == 1 or layer != 1 or rate in (0, 15) or speed == 3:
        return 0
    full = version == 3
    kilobits = _RATES[full][rate - 1]
    hertz = (44100, 48000, 32000)[speed] >> (0 if full else 1 if version == 2 else 2)
    return (144 if full else 72) * kilobits * 1000 // hertz + (head >> 9 & 1)


_RATES: Final = {
    True: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Kilobits a second of MPEG 1 and of MPEG 2, layer III."""
