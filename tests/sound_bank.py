"""Sounds of every form, made here without an encoder, and questions that play them."""

from __future__ import annotations

import io
import math
import struct
import wave

__all__ = ["SECRET", "SOUNDS", "m4a", "mp3", "ogg", "opus", "tone"]

SECRET = b"GPSsecretplace"


def tone(hertz: float = 440.0, seconds: float = 0.1) -> bytes:
    """A WAV of a sine, with a list of tags behind it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        count = round(8000 * seconds)
        rows = (round(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(count))
        file.writeframes(struct.pack(f"<{count}h", *rows))
    tags = b"INFOIART" + struct.pack("<I", len(SECRET)) + SECRET
    body = out.getvalue()[8:] + b"LIST" + struct.pack("<I", len(tags)) + tags
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3() -> bytes:
    """Three silent frames of layer III at 64 kbit/s between two tags."""
    frame = bytes((0xFF, 0xFB, 0x50, 0xC4)) + bytes(144 * 64000 // 44100 - 4)
    text = b"TIT2" + struct.pack(">I", len(SECRET) + 1) + b"\0\0\0" + SECRET
    head = b"ID3\x03\0\0" + bytes((0, 0, 0, len(text)))
    return head + text + frame * 3 + b"TAG" + SECRET.ljust(125, b"\0")


def _page(serial: int, number: int, flags: int, packet: bytes, granule: int = 0) -> bytes:
    laces = [255] * (len(packet) // 255) + [len(packet) % 255]
    head = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granule, serial, number, 0)
    page = bytearray(head + bytes([len(laces)]) + bytes(laces) + packet)
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    page[22:26] = struct.pack("<I", total)
    return bytes(page)


def _comments() -> bytes:
    note = b"LOCATION=" + SECRET
    return struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(note)) + note


def opus() -> bytes:
    """An Opus stream of one packet of silence."""
    head = b"OpusHead\x01\x01\0\0" + struct.pack("<IhB", 48000, 0, 0)
    return (
        _page(7, 0, 2, head)
        + _page(7, 1, 0, b"OpusTags" + _comments())
        + _page(7, 2, 4, b"\xf8\xff\xfe", 960)
    )


def ogg() -> bytes:
    """The three heads of a Vorbis stream and an empty packet."""
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44100, 0, 80000, 0, 0xB8, 1)
    second = b"\x03vorbis" + _comments() + b"\x01"
    return (
        _page(9, 0, 2, head)
        + _page(9, 1, 0, second)
        + _page(9, 2, 0, b"\x05vorbis")
        + _page(9, 3, 4, b"\0", 64)
    )


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def m4a() -> bytes:
    """The boxes of an MP4 of sound, with a place and times in them."""
    times = b"\0\0\0\0" + struct.pack(">II", 3_000_000_000, 3_000_000_001) + bytes(88)
    track = _box(b"trak", _box(b"mdia", _box(b"hdlr", bytes(8) + b"soun" + bytes(13))))
    place = _box(b"udta", _box(b"\xa9xyz", SECRET))
    return (
        _box(b"ftyp", b"M4A \0\0\0\0isom")
        + _box(b"moov", _box(b"mvhd", times), track, place)
        + _box(b"mdat", bytes(64))
    )


SOUNDS = {"tone.wav": tone(), "a.mp3": mp3(), "b.opus": opus(), "c.ogg": ogg(), "d.m4a": m4a()}
