"""Sounds made ready: without tags, otherwise as they were."""

from __future__ import annotations

import hashlib
import io
from importlib import import_module
from typing import Final

from deckpress.bank import Bank, Sound
from deckpress.content.prepared import Prepared
from deckpress.fingerprints import fingerprint
from deckpress.problems import EngineError, SourceError, problem
from deckpress.read.sounds import boxes, chunks
from deckpress.render import Store

__all__ = ["bare_sound", "prepare_sounds"]

_RECIPE: Final = "1"  # of what is done to sounds; a new one gives every sound a new name
_CODE: Final = ("deckpress.render.sounds", "deckpress.read.sounds")
_WAV: Final = frozenset((b"fmt ", b"fact", b"data"))
_TAGS: Final = frozenset((b"udta", b"meta", b"uuid"))
_NESTED: Final = frozenset((b"moov", b"trak", b"mdia"))
_TIMES: Final = frozenset((b"mvhd", b"tkhd", b"mdhd"))


def prepare_sounds(bank: Bank, store: Store | None, only: str = "") -> dict[str, Prepared]:
    """`audio/` and file name to sound made ready, for each that is played; without a store, without bytes.

    Raises EngineError where mutagen is missing, SourceError at what it cannot read.
    """
    heard = {n: sound for n, sound in bank.sounds.items() if _is_played(bank, n, only)}
    return {f"audio/{name}": _ready(sound, store) for name, sound in heard.items()}


def _is_played(bank: Bank, name: str, only: str) -> bool:
    questions = (q for q in bank.questions() if only in ("", q.id))
    return any(f"audio/{name}" in text.source for q in questions for text in q.texts())


def _ready(sound: Sound, store: Store | None) -> Prepared:
    name = f"sound-{hashlib.sha256(f'{_RECIPE} {sound.digest}'.encode()).hexdigest()[:16]}.{sound.form}"
    if store is None:
        return Prepared(name, 0, 0)
    key = fingerprint("sound", name, code=_CODE, libraries=("mutagen",))
    data = store.get(key)
    if data is None:
        data = bare_sound(sound)
        store.put(key, data)
    return Prepared(name, 0, 0, data)


def bare_sound(sound: Sound) -> bytes:
    """The file of a sound without its tags. Raises as `prepare_sounds`."""
    data = sound.path.read_bytes()
    said = "the file changed while it was read"
    if hashlib.sha256(data).hexdigest() == sound.digest:
        try:
            return _bare(data, sound.form)
        except ImportError:
            raise EngineError(
                f"{sound.form.upper()} sounds need mutagen, which takes out their tags; "
                "run: python -m pip install mutagen"
            ) from None
        except Exception as error:  # noqa: BLE001 - mutagen raises whatever its input leads it to
            said = str(error)
    message = f"audio/{sound.name} cannot be played: {said}"
    raise SourceError([problem("F708", sound.span, message, "save it anew from its editor")])


def _bare(data: bytes, form: str) -> bytes:
    """The sound without titles, names, places, pictures and times."""
    if form == "wav":
        kept = b"".join(
            name + (end - start).to_bytes(4, "little") + data[start:end] + b"\0" * ((end - start) % 2)
            for name, (start, end) in chunks(data)
            if name in _WAV
        )
        return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept
    if form == "m4a":
        return _without_boxes(data)
    file = io.BytesIO(data)
    if form == "mp3":
        for module in ("id3", "apev2"):
            import_module(f"mutagen.{module}").delete(file)
            file.seek(0)
    else:
        name, kind = {"opus": ("oggopus", "OggOpus"), "ogg": ("oggvorbis", "OggVorbis")}[form]
        tags = getattr(import_module(f"mutagen.{name}"), kind)(file)
        file.seek(0)
        tags.delete(file)
    return file.getvalue()


def _without_boxes(data: bytes) -> bytes:
    """An MP4 whose boxes of tags are empty room, so that everything else stays where it was."""
    out = bytearray(data)
    rows = boxes(data)
    while rows:
        kind, start, end = rows.pop()
        if kind in _NESTED:
            rows += boxes(data, start + 8, end)
        elif kind in _TAGS:
            out[start + 4 : end] = b"free" + bytes(end - start - 8)
        elif kind in _TIMES:
            wide = 8 if data[start + 8] else 4
            out[start + 12 : start + 12 + 2 * wide] = bytes(2 * wide)
    return bytes(out)
