"""The wire format of protocol buffers, as far as Anki's packages use it."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["WireError", "read_fields", "text_of"]


class WireError(ValueError):
    """Bytes that are no message."""


def read_fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field of a message, in order. Raises WireError."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        value: int | bytes
        if kind == 0:
            value, at = _varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            value, at = _bytes(data, at, size)
        elif kind == 2:
            size, at = _varint(data, at)
            value, at = _bytes(data, at, size)
        else:
            raise WireError(f"wire type {kind}")
        yield key >> 3, value


def text_of(data: bytes, number: int) -> str:
    """The text in a field of a message, or nothing."""
    found = (value for field, value in read_fields(data) if field == number and isinstance(value, bytes))
    return next(found, b"").decode("utf-8", "replace")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise WireError("cut off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise WireError("a number without an end")


def _bytes(data: bytes, at: int, size: int) -> tuple[bytes, int]:
    if at + size > len(data):
        raise WireError("cut off")
    return data[at : at + size], at + size
